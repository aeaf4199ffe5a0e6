import { systemClock } from './clock.ts';
import { type GitOutcome, gitFault } from './git_outcome.ts';

/**
 * Makes a call again where another git was in its way for a moment. What any call may meet are the records of all worktrees: git reads
 * them before it does anything, whatever it is asked, and gives up at one that is half written; it has printed nothing by then. A
 * lock that another git holds is waited for where the caller says that the call can be made again.
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

/** `get_linked_worktree` and `get_common_dir` of git say so. */
const HALF_WRITTEN_WORKTREE = /^fatal: failed to read .*worktrees\/[^/\n]+\/commondir/mu;

/** Of the index, a ref or the settings; and that the record of a worktree was pruned while it was being made. */
const HELD =
  /\.lock': File exists|could not lock|could not open '[^']*worktrees\/[^']+' for writing: No such file/u;

/** With the waits between them, together 1.3 s. */
const MOST_TRIES = 7;
