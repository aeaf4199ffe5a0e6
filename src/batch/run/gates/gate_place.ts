import { join } from 'node:path';
import { firstFew, printableLine } from '../../../lib/index.ts';
import {
  bringClone,
  differs,
  repairWorktree,
  type Worktree,
  worktreeEnvironment,
} from '../../git/worktrees/index.ts';
import { bringBack } from '../../verify/index.ts';
import type { RunBatch, RunNotes, RunRepository, RunSettings } from '../parts/run.ts';

/** Where gates run, and on which commit. */
export type GatePlace = {
  readonly where: 'attempt' | 'merged';
  readonly worktree: Worktree;
  /** The commit checked out there. */
  readonly commit: string;
};

/** Makes sure a gate finds a worktree where it runs: git, called by it, must not take the user's working tree for it. */
export async function readyForGate(
  run: RunBatch & RunRepository & RunSettings & RunNotes,
  { worktree, commit }: GatePlace,
): Promise<void> {
  const { git, rules, repository } = run;
  const { signal } = new AbortController();
  if (rules.inPlace) await bringProjectBack(run);
  else await repairWorktree({ git, repository, signal }, worktree, commit);
}

/**
 * In place, files that a gate had moved away when it was killed exist nowhere else; in worktrees git has them. Both are reported.
 */
export async function bringProjectBack({
  batch,
  note,
  repository,
  reported: once,
}: RunBatch & RunRepository & RunNotes): Promise<void> {
  const { project } = repository;
  const { back, kept, left } = await bringBack(project, join(batch.folder, 'in-the-way'));
  const report = (code: 'brought-back' | 'not-brought-back', message: string): void =>
    note({ severity: 'warning', code, message });
  if (back.length > 0)
    report(
      'brought-back',
      `A gate was killed that had moved these out of the way; they are back: ${listed(back)}.`,
    );
  if (kept.length > 0) report('brought-back', `What had replaced them is kept: ${listed(kept)}.`);
  const isNews = left.some((each) => !once.has(each));
  for (const each of left) once.add(each);
  if (isNews)
    report(
      'not-brought-back',
      `Not all files that gates moved out of the way could be restored; they are in ${listed(left)}.`,
    );
}

const listed = (paths: readonly string[]) => firstFew(paths, 5, printableLine);

/**
 * Restores files of the merged tree that a gate has changed: otherwise the next gate would judge something other than the merge.
 * Files that a gate created are kept, such as a build's output for later tests.
 *
 * @returns whether there were any
 */
export async function putBack(
  { git, rules, repository }: RunRepository & RunSettings,
  { worktree, commit }: GatePlace,
): Promise<boolean> {
  const env = rules.inPlace ? undefined : worktreeEnvironment(repository, worktree);
  if (env === undefined) return false;
  if (worktree.isClone) {
    const { signal } = new AbortController();
    if (!(await differs({ git, signal }, worktree, { commit, env }))) return false;
    await bringClone({ git, signal }, worktree, { commit, env });
    return true;
  }
  let isChanged = false;
  const take = () => {
    isChanged = true;
  };
  const look = ['status', '--porcelain', '-z', '--untracked-files=no', '--ignore-submodules=all'];
  await git.records(worktree.path, look, take, { env });
  if (!isChanged) return false;
  await git.run(worktree.path, ['reset', '--quiet', '--hard', '--no-recurse-submodules'], { env });
  return true;
}
