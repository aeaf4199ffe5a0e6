import { systemClock } from './clock.ts';
import { type GitOutcome, gitFault } from './git_outcome.ts';

/**
 * Repeats a call that another git interfered with briefly. Any call may meet the records of all worktrees: git reads them first,
 * whatever the command, and fails on one that is half written; it has printed nothing by then. A lock held by another git is
 * waited for if the caller says that the call can be repeated.
 */
export async function pastOthers(
  call: () => Promise<GitOutcome>,
  {
    isRepeatable = false,
    signal = new AbortController().signal,
  }: { readonly isRepeatable?: boolean; readonly signal?: AbortSignal },
): Promise<GitOutcome> {
  for (let tries = 1; ; tries++) {
    const outcome = await call();
    const fault = gitFault(outcome) ?? '';
    const isInTheWay = HALF_WRITTEN_WORKTREE.test(fault) || (isRepeatable && HELD.test(fault));
    if (!isInTheWay || tries === MOST_TRIES || signal.aborted) return outcome;
    await systemClock.wait(10 * 2 ** tries, signal);
  }
}

/** From `get_linked_worktree` and `get_common_dir` of git. */
const HALF_WRITTEN_WORKTREE = /^fatal: failed to read .*worktrees\/[^/\n]+\/commondir/mu;

/** Locks on the index, a ref or the settings; and a worktree's record that was pruned while being made. */
const HELD =
  /\.lock': File exists|could not lock|could not open '[^']*worktrees\/[^']+' for writing: No such file/u;

/** With the waits between them, 1.3 s in total. */
const MOST_TRIES = 7;
