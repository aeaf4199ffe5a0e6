import { expandBraces } from './braces.ts';
import { type GlobSegment, parseSegment } from './glob_segment.ts';

/** Names between slashes; `**` stands for any number of them, also none. */
export type GlobPath = readonly (GlobSegment | typeof ANY_FOLDERS)[];

/** `**` as a whole name. An object, because a file may be called that. */
export const ANY_FOLDERS = { anyFolders: true } as const;

/** What a phase modifies: a path, which stands for itself and all under it, or a glob. */
export type PathPattern =
  | { readonly kind: 'path'; readonly text: string }
  | {
      readonly kind: 'glob';
      readonly text: string;
      /** The glob matches what one of these does. */
      readonly alternatives: readonly GlobPath[];
      /** Whether these are just what was written. If not, they match more: all under the folder before what is unknown. */
      readonly exact: boolean;
    };

/** Longer globs are not compared name by name. */
const LONGEST_GLOB = 1000;
const SPECIAL = /[*?[\]{}()!\\]/u;
/** Extended globs, ranges in braces, classes by name, a leading exclamation mark: known, and not supported. */
const UNSUPPORTED = /^!|[@?*+!]\(|\{[^{},]*\.\.[^{},]*\}|\[:/u;

/**
 * Reads a path or a glob, relative to the repository; `undefined` for an empty one.
 *
 * Wildcards: `*`, `?`, `[…]`, `{a,b}`, and `**` as a whole name. They match names that start with a dot as well. A folder's
 * slash at the end, `.`, `..`, doubled slashes and backslashes between names are resolved; case is kept.
 */
export function parsePathPattern(written: string): PathPattern | undefined {
  const text = written.replace(/\\(?![*?[\]{}()!,\\])/gu, '/');
  if (text === '') return undefined;
  if (!SPECIAL.test(text)) {
    const names = resolved(text.split('/'));
    return names.length === 0 ? everything(written) : { kind: 'path', text: names.join('/') };
  }
  const texts = UNSUPPORTED.test(text) || text.length > LONGEST_GLOB ? undefined : expandBraces(text);
  const paths = texts?.map(parsePath);
  if (paths === undefined || paths.some((path) => path === undefined)) return widened(text);
  const alternatives = paths as GlobPath[];
  const [first] = alternatives;
  if (alternatives.length === 1 && first !== undefined && isPlain(first)) {
    const names = first.slice(0, -1);
    if (names.length > 0) return { kind: 'path', text: names.join('/') };
  }
  return { kind: 'glob', text: text.replace(/^(\.\/)+/u, ''), alternatives, exact: true };
}

/** A path as a glob: the path, and all under it. */
export function asGlobPath(path: string): GlobPath {
  return [...path.split('/'), ANY_FOLDERS];
}

/** The names at the start that have no wildcard, as a path; '' when there are none. */
export function folderBefore(path: GlobPath): string {
  const end = path.findIndex((segment) => typeof segment !== 'string');
  return path.slice(0, end < 0 ? path.length : end).join('/');
}

/** One text without braces; `undefined` where `..` goes up from what is not known. */
function parsePath(text: string): GlobPath | undefined {
  const names = text.split('/').map((name) => (name === '**' ? ANY_FOLDERS : parseSegment(name)));
  const path = resolved(names);
  if (path.some((name, index) => name === '..' && path[index - 1] === ANY_FOLDERS)) return undefined;
  const isFolder = names.at(-1) === '' || path.every((name) => typeof name === 'string');
  return isFolder ? [...path, ANY_FOLDERS] : path;
}

/** Without `.`, empty names and what `..` takes back. An absolute path keeps its first, empty name. */
function resolved<Name>(names: readonly Name[]): (Name | '')[] {
  const kept: (Name | '')[] = names[0] === '' && names.length > 1 ? [''] : [];
  for (const name of names) {
    if (name === '' || name === '.') continue;
    const last = kept.at(-1);
    if (name !== '..' || last === undefined || last === '..' || last === ANY_FOLDERS) kept.push(name);
    else if (last !== '') kept.pop();
  }
  return kept;
}

function isPlain(path: GlobPath): boolean {
  return path.slice(0, -1).every((name) => typeof name === 'string') && path.at(-1) === ANY_FOLDERS;
}

function everything(text: string): PathPattern {
  return { kind: 'glob', text, alternatives: [[ANY_FOLDERS]], exact: true };
}

/** All under the folder before the first name with anything special in it. */
function widened(text: string): PathPattern {
  const names = text.split('/');
  const known = resolved(
    names.slice(
      0,
      names.findIndex((name) => SPECIAL.test(name)),
    ),
  );
  return { kind: 'glob', text, alternatives: [[...known, ANY_FOLDERS]], exact: false };
}
