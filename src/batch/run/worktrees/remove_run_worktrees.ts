import { listWorktrees, worktreeName } from '../../git/worktrees/index.ts';
import { isRemovable, removeBatchWorktree } from '../parts/attempt.ts';
import { placeNumber } from '../parts/resume_session.ts';
import type { RunKeeping } from '../parts/run.ts';
import { keptNames, removeKeptWorktrees } from './kept_worktrees.ts';

/**
 * Removes the worktrees of a run when it is over: those that it kept, and those of attempts which could not be removed when these
 * ended. A failure to remove one is reported, and is no failure of the run.
 */
export async function removeRunWorktrees(run: RunKeeping): Promise<void> {
  if (run.rules.inPlace) return;
  const { repository, batch, logbook, note } = run;
  await removeKeptWorktrees(run);
  const over = logbook.state().phases.flatMap((record) => {
    const { phase, attempts } = record;
    const nameOf = (number: number) =>
      worktreeName({ batch: batch.number, prp: phase.prp, attempt: placeNumber(record, number) });
    // Attempts of one session use the same place, one after the other.
    const needed = attempts.filter(({ number }) => !isRemovable(run, { phase, number }));
    const kept = new Set(needed.map(({ number }) => nameOf(number)));
    return attempts.map(({ number }) => nameOf(number)).filter((name) => !kept.has(name));
  });
  const own = new Set([...keptNames(batch.number), ...over]);
  const left = listWorktrees({ repository });
  for (const name of left.filter((each) => own.has(each)))
    for (const problem of await removeBatchWorktree(run, name)) note({ ...problem, severity: 'warning' });
}
