import { expandBraces } from './braces.ts';
import { type GlobSegment, parseSegment } from './glob_segment.ts';

/** Names between slashes; `**` matches any number of them, including none. */
export type GlobPath = readonly (GlobSegment | typeof ANY_FOLDERS)[];

/** `**` as a whole name. An object, because a file may be called that. */
export const ANY_FOLDERS = { anyFolders: true } as const;

/** Files that a phase modifies: a path, or a glob. */
export type PathPattern =
  | {
      readonly kind: 'path';
      readonly text: string;
      /** Whether it is written as a folder, with a slash or `**` at its end: then it matches everything below it. */
      readonly folder: boolean;
    }
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
 * slash at the end, `.`, `..`, doubled slashes and backslashes between names are resolved; case is kept. A name with square
 * brackets is also literal, as frameworks name the files of routes: `app/[slug]/{page,layout}.tsx`.
 */
export function parsePathPattern(written: string): PathPattern | undefined {
  const text = written.replace(/\\(?![*?[\]{}()!,\\])/gu, '/');
  if (text === '') return undefined;
  if (!SPECIAL.test(text)) {
    const names = resolved(text.split('/'));
    return names.length === 0
      ? everything(written)
      : { kind: 'path', text: names.join('/'), folder: text.endsWith('/') };
  }
  const texts = UNSUPPORTED.test(text) || text.length > LONGEST_GLOB ? undefined : expandBraces(text);
  const paths = texts?.map(parsePath);
  if (paths === undefined || paths.some((path) => path === undefined)) return widened(text);
  const literal = (texts ?? []).map(parseLiteralBrackets).filter((path) => path !== undefined);
  const alternatives = [...literal, ...(paths as GlobPath[])];
  const [first] = alternatives;
  if (alternatives.length === 1 && first !== undefined) {
    const names = folderBefore(first);
    const folder = first.at(-1) === ANY_FOLDERS;
    if (names.length > 0 && names.length === first.length - (folder ? 1 : 0))
      return { kind: 'path', text: names.join('/'), folder };
  }
  return { kind: 'glob', text: text.replace(/^(\.\/)+/u, ''), alternatives, exact: true };
}

/** The alternatives of a pattern; of a path there is one. */
export function globPaths(pattern: PathPattern): readonly GlobPath[] {
  if (pattern.kind === 'glob') return pattern.alternatives;
  const names = pattern.text.split('/');
  return [pattern.folder ? [...names, ANY_FOLDERS] : names];
}

/** The names at the start that have no wildcard. */
export function folderBefore(path: GlobPath): string[] {
  const end = path.findIndex((segment) => typeof segment !== 'string');
  return path.slice(0, end < 0 ? path.length : end) as string[];
}

/** One text without braces; `undefined` where `..` goes up from an unknown folder. */
function parsePath(text: string): GlobPath | undefined {
  const names = text.split('/').map((name) => (name === '**' ? ANY_FOLDERS : parseSegment(name)));
  const path = resolved(names);
  if (path.some((name, index) => name === '..' && path[index - 1] === ANY_FOLDERS)) return undefined;
  return names.at(-1) === '' ? [...path, ANY_FOLDERS] : path;
}

/** A text with names in square brackets taken as they are; `undefined` where there are none. */
function parseLiteralBrackets(text: string): GlobPath | undefined {
  if (!text.includes('[')) return undefined;
  const names = text
    .split('/')
    .map((name) =>
      name === '**' ? ANY_FOLDERS : /^[^*?\\]*\[[^*?\\]*$/u.test(name) ? name : parseSegment(name),
    );
  const path = resolved(names);
  if (path.some((name, index) => name === '..' && path[index - 1] === ANY_FOLDERS)) return undefined;
  return names.at(-1) === '' ? [...path, ANY_FOLDERS] : path;
}

/** Removes `.`, empty names and the names that `..` takes back. An absolute path keeps its first, empty name. */
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
