import { type Result, success } from '../../../diagnostics/index.ts';
import {
  type Clock,
  capLog,
  type Environment,
  endGroup,
  type ProcessMark,
  startGroup,
  systemClock,
} from '../../../platform/index.ts';
import type { Worktree } from './worktree.ts';
import { type WorktreeProblemCode, worktreeFailure } from './worktree_problem.ts';

/** A setup command that a person has approved, and where it runs. */
export type SetupCommand = {
  readonly argv: readonly [string, ...string[]];
  readonly worktree: Worktree;
  /** Everything it sees of the environment. */
  readonly env: Environment;
  readonly mark: ProcessMark;
  /** Puts it into the run's sandbox; absent if there is none. */
  readonly confine?: (command: {
    argv: SetupCommand['argv'];
    env: Environment;
  }) => Promise<{ argv: SetupCommand['argv']; env: Environment; end?: () => Promise<void> }>;
  /** Returns a further remark for a person; called when it has failed. */
  readonly remark?: () => string | undefined;
  /** Receives its output. */
  readonly logFile: string;
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Aborts when the processes being ended get no more time. */
  readonly force?: AbortSignal;
  /** Called with the number of its processes that could not be ended, if any. */
  readonly tellLeft?: (left: number) => void;
  readonly clock?: Clock;
};

/** Runs a setup command in a fresh worktree, to its end, and ends every process it leaves running. */
export async function runSetup(command: SetupCommand): Promise<Result<undefined, WorktreeProblemCode>> {
  const { worktree, env, mark, remark, logFile, limitMs, signal, force, clock = systemClock } = command;
  const { end: endForGood, ...confined } = (await command.confine?.(command)) ?? { argv: command.argv, env };
  const line = command.argv.join(' ');
  const failed = (what: string, more?: string) => {
    const message = [`The setup command ${line} ${what}.`, more].filter(Boolean).join(' ');
    return worktreeFailure('environment', 'setup-failed', message, `See ${logFile}.`);
  };
  const interrupted = worktreeFailure('interrupted', 'interrupted', 'It was cancelled.');
  if (signal.aborted) return interrupted;
  const started = await startGroup({ ...confined, cwd: worktree.project, mark, outputFile: logFile }, clock);
  if (started.kind === 'not-started') return failed(`cannot be started: ${started.why}`);
  const { group } = started;
  const log = capLog(logFile, MAX_PRINTED, clock);
  const waiting = new AbortController();
  const limit = clock.wait(limitMs, AbortSignal.any([waiting.signal, signal])).then(() => undefined);
  const end = await Promise.race([group.ended, limit]);
  waiting.abort();
  const { left } = await endGroup(group, GRACE_MS, force);
  // Also needed if only its client was killed.
  if (end === undefined || end.signal !== null) await endForGood?.();
  if (left > 0) command.tellLeft?.(left);
  log.settle();
  if (signal.aborted) return interrupted;
  if (end === undefined)
    return failed(`had not ended after ${Math.round(limitMs / 1000)} seconds and was ended`, remark?.());
  if (end.signal !== null) return failed(`was ended by ${end.signal}`, remark?.());
  return end.code === 0 ? success(undefined) : failed(`ended with code ${end.code}`, remark?.());
}

const GRACE_MS = 5_000;

/** In bytes. */
const MAX_PRINTED = 8 * 1024 * 1024;
