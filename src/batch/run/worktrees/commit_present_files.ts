import { takeSnapshot } from '../../verify/index.ts';
import { projectWorktree, recordOf } from '../parts/attempt.ts';
import type { RunJournal, RunRepository, RunTermination } from '../parts/run.ts';

/**
 * Records the current files of a project as a commit that an attempt in place starts from: existing changes are attributed to
 * earlier authors. A phase that is tried again starts from its first commit, so that all its tries count together.
 *
 * @returns `undefined` when they cannot be recorded, which ends the run
 */
export async function commitPresentFiles(
  run: RunRepository & RunJournal & RunTermination,
  phase: string,
): Promise<string | undefined> {
  const { git, repository, logbook } = run;
  const { attempts, progress } = recordOf(run, phase);
  const before = progress.state === 'waiting' ? attempts.at(-1)?.base : undefined;
  const { head } = logbook.state();
  if (before !== undefined || head === undefined) return before;
  const { signal } = new AbortController();
  const snapshot = await takeSnapshot(
    { git, repository, worktree: projectWorktree(run), signal },
    { base: head, left: ['.orchestrator'], message: 'The files as an attempt found them\n' },
  );
  if (snapshot.ok) return snapshot.value.commit ?? head;
  run.halt(...snapshot.problems);
  return undefined;
}
