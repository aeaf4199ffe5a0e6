import { join, posix } from 'node:path';
import { entryKind, namesIn, realPath, writtenAt } from '../../platform/index.ts';
import type { CallOptions, GitCalls } from './git_calls.ts';
import type { Unheld } from './submodules.ts';

/** What a phase said that it changes, and since when its attempt works. */
export type Declared = {
  /** Paths and patterns, relative to the project. */
  readonly files: readonly string[];
  /** In milliseconds since 1970 UTC: what was last written before that is none of the attempt's. */
  readonly since: number;
};

/**
 * Files that a phase declares by their names, and folders that it declares as a whole, which the attempt wrote and git ignores: they
 * are in no snapshot, though whoever wrote the plan counts on them. What a pattern only happens to cover, such as caches below
 * `src/**`, is none of these, and nothing of what was put there for the attempt.
 *
 * @param options.index - the index that the snapshot was written from
 * @param options.left - paths that are no part of the work, relative to the worktree's top
 * @param options.folder - for an index of one's own
 */
export async function ignoredDeclared(
  calls: GitCalls,
  { files, since }: Declared,
  {
    top,
    prefix,
    index,
    left,
    folder,
  }: {
    readonly top: string;
    readonly prefix: string;
    readonly index: string;
    readonly left: readonly string[];
    readonly folder: string;
  },
): Promise<Unheld[]> {
  const isLeft = (path: string) => left.some((one) => path === one || path.startsWith(`${one}/`));
  const paths = namedIn(files, prefix).filter((path) => !isLeft(path) && isWritten(join(top, path), since));
  if (paths.length === 0) return [];
  const call = { indexFile: index, isOptional: true } as const;
  const ignored = await calls.records(['check-ignore', '-z', '--stdin'], {
    ...call,
    give: paths,
    mayEndWith: 1,
  });
  const found: Unheld[] = [];
  for (const path of ignored.slice(0, MOST_NAMED)) {
    const isFolder = entryKind(join(top, path)) === 'folder';
    const literal = `:(top,literal)${path}`;
    const held = isFolder ? await calls.records(['ls-files', '-z', '--', literal], call) : [];
    if (held.length > 0) continue;
    const own = { indexFile: join(folder, `ignored-${found.length}`), isOptional: true } as const;
    const inside = isFolder
      ? await calls.records(['ls-files', '-z', '--others', '--', literal], own)
      : [path];
    const kept = await keep(calls, path, { ...own, give: inside.filter(isFile).slice(0, MOST_KEPT) });
    found.push({ path, kept, why: notHeld(path, inside.length) });
  }
  return found;
}

/**
 * The files and folders that declarations name as a whole, relative to the repository's top.
 *
 * @param files - paths and patterns, relative to the project
 * @param prefix - the project below the top, with `/` at its end
 */
export function namedIn(files: readonly string[], prefix: string): string[] {
  return [...new Set(files.map(nameOf))]
    .filter((name) => name !== '' && name !== '.' && !name.startsWith('/') && !name.split('/').includes('..'))
    .map((name) => posix.join(prefix, name));
}

const MOST_NAMED = 10;

/** The file or folder that a declaration names as a whole; empty for a pattern that covers no more than a part of one. */
function nameOf(written: string): string {
  const name = written
    .replace(/^(?:\.\/)+/u, '')
    .replace(/\/(?:\*\*?)?(?:\/\*)?$/u, '')
    .replace(/\/+$/u, '');
  return name.includes('*') ? '' : name;
}

function isWritten(place: string, since: number): boolean {
  if (realPath(place) !== place) return false;
  const kind = entryKind(place);
  if (kind === 'file') return writtenAt(place) >= since;
  return kind === 'folder' && namesIn(place).some((name) => isWrittenBelow(join(place, name), since));
}

/** As deep as builds put things; who looks through all of what is ignored looks through caches. */
function isWrittenBelow(place: string, since: number, depth = 3): boolean {
  if (entryKind(place) !== 'folder') return writtenAt(place) >= since;
  return depth > 0 && namesIn(place).some((name) => isWrittenBelow(join(place, name), since, depth - 1));
}

/** A repository in there ends with a slash. */
function isFile(path: string): boolean {
  return !path.endsWith('/');
}

/** Takes ignored files into the repository's objects, so that they are lost to nobody. */
async function keep(calls: GitCalls, path: string, call: CallOptions): Promise<string | undefined> {
  const { give: _, ...rest } = call;
  await calls.run(['update-index', '--add', '-z', '--stdin'], call);
  const tree = await calls.run(['write-tree'], rest);
  const message = `What an attempt left in ${path}, which git ignores\n`;
  const commit = tree === '' ? '' : await calls.run(['commit-tree', tree, '-m', message], rest);
  return commit === '' ? undefined : commit;
}

/** What a build makes may be more than anybody looks at. */
const MOST_KEPT = 2000;

function notHeld(path: string, count: number): string {
  const rest = count > MOST_KEPT ? ` Of what is in it, ${MOST_KEPT} files are kept.` : '';
  return `${path} is declared, and git ignores it: no commit of a batch holds it, and nobody else would find it there.${rest} To have it in the work, add it by force (git add -f ${path}). Otherwise do without it, or have it taken out of the ignore file or of the plan.`;
}
