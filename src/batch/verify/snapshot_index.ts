import { dirname, join } from 'node:path';
import { entryKind, type Git, namesIn, realPath } from '../../platform/index.ts';
import { workingRecord } from '../git/worktrees/worktree_record.ts';
import { COMMIT } from './changes.ts';
import type { CallOptions, GitCalls } from './git_calls.ts';
import { SPARSE_PATTERNS } from './repository_mark.ts';
import { type Submodule, submodulesIn } from './submodules.ts';
import type { VerifyContext } from './verify_context.ts';

/**
 * Fills an index, `index` in the given folder, with the files of a worktree. It starts as the base's without file times, so that
 * each file is read.
 *
 * @param left - paths that keep the base's version, relative to the worktree's top
 * @returns the folders with a repository unknown to the base, relative to the worktree's top, and the submodules of the base
 */
export async function fillIndex(
  calls: GitCalls,
  { git, repository, worktree }: VerifyContext,
  {
    base,
    left,
    folder,
  }: { readonly base: string; readonly left: readonly string[]; readonly folder: string },
): Promise<{ readonly embedded: readonly string[]; readonly submodules: readonly Submodule[] }> {
  const index = { indexFile: join(folder, 'index') };
  const top = worktree.path;
  await calls.run(['read-tree', base], index);
  const record = workingRecord(repository, worktree);
  // The attempt's own index is used for two questions only, and both answers are checked against the files.
  const hasIndex = record !== undefined && entryKind(join(record, 'index')) === 'file';
  const own = hasIndex ? { indexFile: join(record, 'index'), isOptional: true } : undefined;
  if (hasIndex && own && isSparse(record)) await keepSparse(calls, index, own, top);
  const known = await submodulesOf(calls, index, { git, base });
  const modules = known.filter(({ path }) => isOwnFolder(top, path));
  const submodules = modules.map(({ path }) => path);
  const embedded = (await calls.records(OTHERS, index, isRepository))
    .map((path) => path.slice(0, -1))
    .filter((path) => !isLeft(path, left));
  for (const path of submodules) {
    if (await takeSubmodule(calls, index, top, path)) embedded.push(path);
  }
  const kept = await notIgnored(calls, index, top, left);
  const without = [...kept, ...submodules, ...embedded].map((path) => `:(exclude,top,literal)${path}`);
  await calls.run(['add', '--all', ...FROM_INPUT], { ...index, give: ['.', ...without] });
  for (const path of embedded) await takeEmbedded(calls, { path, top, folder });
  if (own) {
    const ignored = await calls.records(
      ['ls-files', '-z', '--cached', '--ignored', '--exclude-standard'],
      own,
    );
    const forced = ignored.filter((path) => isOwnFile(top, path) && !isLeft(path, left));
    if (forced.length > 0)
      await calls.run(['update-index', '--add', '-z', '--stdin'], { ...index, give: forced });
  }
  return { embedded, submodules: modules };
}

/** Returns the submodules of a commit whose files are in the index. They never change, so they are read once. */
async function submodulesOf(
  calls: GitCalls,
  index: CallOptions,
  { git, base }: { readonly git: Git; readonly base: string },
): Promise<readonly Submodule[]> {
  const known = SUBMODULES.get(git) ?? new Map<string, readonly Submodule[]>();
  const before = known.get(base);
  if (before !== undefined) return before;
  const found = submodulesIn(await calls.records(['ls-files', '--stage', '-z'], index, isCommit));
  if (calls.fault() === undefined) SUBMODULES.set(git, known.set(base, found));
  return found;
}

const SUBMODULES = new WeakMap<Git, Map<string, readonly Submodule[]>>();

const FROM_INPUT = ['--pathspec-from-file=-', '--pathspec-file-nul'];

/** Files that the index does not contain and git does not ignore; a repository among them ends with a slash. */
const OTHERS = ['ls-files', '-z', '--others', '--exclude-standard'];

function isRepository(path: string): boolean {
  return path.endsWith('/');
}

function isCommit(entry: string): boolean {
  return entry.startsWith(COMMIT);
}

/**
 * Whether a worktree may leave files out. Without patterns it is whole, whatever the bits in its index; it has patterns if the
 * user's checkout is sparse, or if the setup made it so. Patterns added by an attempt are reported as tampering.
 */
function isSparse(record: string): boolean {
  return entryKind(join(record, SPARSE_PATTERNS)) !== 'absent';
}

/** Files outside a sparse checkout are absent, but were not deleted. */
async function keepSparse(calls: GitCalls, index: CallOptions, own: CallOptions, top: string): Promise<void> {
  const skipped = await calls.records(['ls-files', '-t', '-z'], own, (entry) => entry.startsWith('S '));
  const absent = skipped
    .map((entry) => entry.slice(2))
    .filter((path) => entryKind(join(top, path)) === 'absent');
  if (absent.length === 0) return;
  // The index may belong to another commit by now.
  const wanted = new Set(absent);
  const known = await calls.records(['ls-files', '-z'], index, (path) => wanted.has(path));
  await calls.run(['update-index', '--skip-worktree', '-z', '--stdin'], { ...index, give: known });
}

/**
 * Takes the commit that a submodule of the base is at. Git would also examine its files, with settings that may come from the
 * attempt.
 *
 * @returns whether it is no longer a repository, but plain files
 */
async function takeSubmodule(
  calls: GitCalls,
  index: CallOptions,
  top: string,
  path: string,
): Promise<boolean> {
  const folder = join(top, path);
  if (entryKind(join(folder, '.git')) === 'absent') {
    // The state before anything was fetched.
    if (namesIn(folder).length === 0) return false;
    await calls.run(['update-index', '--force-remove', '-z', '--stdin'], { ...index, give: [path] });
    return true;
  }
  const commit = await calls.headOf(folder);
  if (commit !== '') {
    await calls.run(['update-index', '--cacheinfo', `${COMMIT},${commit},${path}`], index);
  }
  return false;
}

/**
 * Takes the files of a repository that the attempt made, as files of the worktree: those ignored by its own ignore files and the
 * ones above it are left out.
 */
async function takeEmbedded(
  calls: GitCalls,
  { path, top, folder }: { readonly path: string; readonly top: string; readonly folder: string },
): Promise<void> {
  const empty = { indexFile: join(folder, 'none') };
  const files: string[] = [];
  for (const waiting = [path]; waiting.length > 0; ) {
    const below = waiting.pop() ?? '';
    const found = await calls.records(OTHERS, { ...empty, top: join(top, below) });
    for (const name of found) {
      if (isRepository(name)) waiting.push(`${below}/${name.slice(0, -1)}`);
      else files.push(`${below}/${name}`);
    }
  }
  const index = { indexFile: join(folder, 'index') };
  const asked = { ...index, give: files, mayEndWith: 1 };
  const ignored = new Set(await calls.records(['check-ignore', '-z', '--stdin', '--no-index'], asked));
  const give = files.filter((file) => !ignored.has(file));
  await calls.run(['update-index', '--add', '-z', '--stdin'], { ...index, give });
}

/** Git refuses an exclusion by name of an ignored path if the path or its folder exists. */
async function notIgnored(
  calls: GitCalls,
  index: CallOptions,
  top: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  const there = paths.filter((path) => entryKind(join(top, path.split('/')[0] ?? '')) !== 'absent');
  if (there.length === 0) return paths;
  const asked = { ...index, give: there, mayEndWith: 1 };
  const ignored = new Set(await calls.records(['check-ignore', '-z', '--stdin'], asked));
  return paths.filter((path) => !ignored.has(path));
}

function isLeft(path: string, left: readonly string[]): boolean {
  return left.some((one) => path === one || path.startsWith(`${one}/`));
}

/** Whether a folder is the worktree's own, not reached through a link. */
function isOwnFolder(top: string, path: string): boolean {
  return entryKind(join(top, path)) === 'folder' && isBelow(top, path);
}

function isOwnFile(top: string, path: string): boolean {
  const kind = entryKind(join(top, path));
  return (kind === 'file' || kind === 'link') && isBelow(top, path);
}

function isBelow(top: string, path: string): boolean {
  const folder = dirname(join(top, path));
  return realPath(folder) === folder;
}
