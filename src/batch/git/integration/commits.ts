import { type Git, GitRefused, isGitNegative } from '../../../platform/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';

/** Whether one commit is another one or its ancestor; `false` if either does not exist. @throws when git cannot be run */
export async function isAncestor(
  { git, repository, signal }: WorktreeContext,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  const outcome = await git.run(repository.top, ['merge-base', '--is-ancestor', ancestor, descendant], {
    signal,
  });
  if (outcome.kind === 'ended' && outcome.code === 0) return true;
  const isThere = !(outcome.kind === 'ended' && /not a valid (?:commit|object) name/iu.test(outcome.stderr));
  if (isThere && !isGitNegative(outcome)) throw new GitRefused(outcome);
  return false;
}

/** Returns those of some commits that are not in the repository. @throws when git cannot be run */
export async function missingCommits(
  { git, repository, signal }: WorktreeContext,
  commits: readonly string[],
): Promise<ReadonlySet<string>> {
  if (commits.length === 0) return new Set();
  const outcome = await git.run(repository.top, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], {
    input: commits.map((commit) => `${commit}\n`).join(''),
    signal,
  });
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  const there = new Set(outcome.stdout.toString('utf8').split('\n'));
  return new Set(commits.filter((commit) => !there.has(`${commit} commit`)));
}

/** Returns the tree of a commit, or of a revision expression for it. @throws when it does not exist */
export async function treeOf(context: WorktreeContext, commit: string): Promise<string> {
  const { git, repository, signal } = context;
  const known = treesKnown(git);
  const before = known.get(commit);
  if (before !== undefined) return before;
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{tree}`];
  const outcome = await git.run(repository.top, args, { signal });
  if (isGitNegative(outcome)) throw new GitRefused(`git knows no commit ${commit}`);
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  const tree = outcome.stdout.toString('utf8').trim();
  rememberTree(git, commit, tree);
  return tree;
}

/** As {@link treeOf}; `undefined` if git cannot tell. */
export async function findTree(context: WorktreeContext, commit: string): Promise<string | undefined> {
  try {
    return await treeOf(context, commit);
  } catch (error) {
    if (error instanceof GitRefused) return undefined;
    throw error;
  }
}

/** Remembers the tree of a commit: for a full hash it never changes, so git need not be called again. */
export function rememberTree(git: Git, commit: string, tree: string): void {
  if (/^(?:[\da-f]{40}|[\da-f]{64})$/u.test(commit)) treesKnown(git).set(commit, tree);
}

function treesKnown(git: Git): Map<string, string> {
  const known = TREES.get(git) ?? new Map<string, string>();
  TREES.set(git, known);
  return known;
}

const TREES = new WeakMap<Git, Map<string, string>>();

/**
 * Commits a tree. The commit is on the disk once this resolves, with everything else git has written since.
 *
 * @throws when it cannot be made
 */
export async function commitTree(
  context: WorktreeContext,
  options: { readonly tree: string; readonly parents: readonly string[]; readonly message: string },
): Promise<string> {
  const { tree, parents, message } = options;
  const args = [...DURABLE, '-c', 'i18n.commitEncoding=UTF-8', 'commit-tree', tree];
  for (const parent of new Set(parents)) args.push('-p', parent);
  const commit = await askedOf(context, args, message);
  rememberTree(context.git, commit, tree);
  return commit;
}

/**
 * By default git leaves the flushing of loose objects to the system, and a ref that survives a power failure would point to
 * nothing.
 */
export const DURABLE = ['-c', 'core.fsync=committed,reference'] as const;

/** Returns git's output, on one line. @throws when it fails */
async function askedOf(
  { git, repository, signal }: WorktreeContext,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const options = input === undefined ? { signal } : { signal, input };
  const outcome = await git.run(repository.top, args, options);
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  return outcome.stdout.toString('utf8').trim();
}
