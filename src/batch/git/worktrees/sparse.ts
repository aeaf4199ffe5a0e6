import { join } from 'node:path';
import { entryKind, type Git, gitFault } from '../../../platform/index.ts';
import type { Repository } from './repository.ts';
import type { Worktree } from './worktree.ts';
import { worktreeEnvironment } from './worktree_record.ts';

/** The files a worktree needs although the user's checkout is sparse. */
export type SparseNeeds = {
  /** Every file that differs between this commit and the worktree's. */
  readonly since: string | undefined;
  /** Whether a file is needed in addition, by its path from the top. */
  readonly isWanted: (path: string) => boolean;
};

/**
 * Brings files into a worktree that a sparse checkout leaves out: without the batch's own changes outside of it, gates would
 * judge another tree than the merged one. Does nothing if the checkout is whole.
 *
 * @returns the reason if that failed, else `undefined`
 */
export async function bringOutside(
  {
    git,
    repository,
    signal,
  }: { readonly git: Git; readonly repository: Repository; readonly signal: AbortSignal },
  worktree: Worktree,
  { commit, needs }: { readonly commit: string; readonly needs: SparseNeeds },
): Promise<string | undefined> {
  const env = worktreeEnvironment(repository, worktree);
  if (env === undefined) return 'it is gone';
  // Without patterns a checkout is whole, whatever the setting.
  if (entryKind(join(env.GIT_DIR ?? '', 'info/sparse-checkout')) === 'absent') return undefined;
  const asked = await git.run(worktree.path, ['config', '--type=bool', '--get', 'core.sparseCheckout'], {
    env,
    signal,
  });
  if (asked.kind !== 'ended' || asked.stdout.toString('utf8').trim() !== 'true') return undefined;
  const changed = new Set<string>();
  if (needs.since !== undefined) {
    const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', needs.since, commit];
    const fault = gitFault(
      await git.records(worktree.path, args, (path) => changed.add(path), { env, signal }),
    );
    if (fault !== undefined) return fault;
  }
  const wanted: string[] = [];
  const take = (entry: string) => {
    const path = entry.slice(2);
    if (entry.startsWith('S ') && (changed.has(path) || needs.isWanted(path))) wanted.push(path);
  };
  const listed = gitFault(await git.records(worktree.path, ['ls-files', '-t', '-z'], take, { env, signal }));
  if (listed !== undefined || wanted.length === 0) return listed;
  const input = wanted.map((path) => `${path}\0`).join('');
  for (const step of [
    ['update-index', '--no-skip-worktree', '-z', '--stdin'],
    ['checkout-index', '--force', '-z', '--stdin'],
  ]) {
    const fault = gitFault(await git.run(worktree.path, step, { env, signal, input }));
    if (fault !== undefined) return fault;
  }
  return undefined;
}
