import { join } from 'node:path';
import { type Result, success } from '../../../diagnostics/index.ts';
import { makeFolders, systemClock } from '../../../platform/index.ts';
import {
  bringWorktree,
  removeWorktree,
  repairWorktree,
  type Worktree,
  type WorktreeProblemCode,
} from '../../git/worktrees/index.ts';
import { markOf } from '../../run/parts/attempt.ts';
import type { RunRules } from '../../run/parts/rules.ts';
import { type Preparation, prepareAt } from '../../run/worktrees/prepare_worktree.ts';
import { logsFolder, type StoredBatch } from '../../store/folder/index.ts';
import { declaredFilter, runGate } from '../../verify/index.ts';

/** The parts needed to run gates beside a run, with the same limits and in the same sandbox. */
export type BenchParts = Omit<Preparation, 'rules' | 'clock'> & {
  readonly batch: StoredBatch;
  readonly rules: Pick<RunRules, 'links' | 'copies' | 'setup' | 'setupMs' | 'gateMs' | 'isolate'>;
  /** The commit that the batch began at. */
  readonly base: string | undefined;
  /** A token of its own: every process started here carries it. */
  readonly token: string;
  readonly signal: AbortSignal;
  /** Its deadline by the monotonic clock, in milliseconds. */
  readonly until: number;
};

/** The result of a gate on a commit. */
export type BenchRun = {
  readonly result: 'green' | 'red' | 'ended';
  readonly seconds: number;
  /** The end of its output, safe to show. */
  readonly tail: string;
};

/** A worktree of its own where gates run on any commit. */
export type Bench = {
  readonly isOver: () => boolean;
  /** Runs commands on the files of a commit, one after another, until one is not green. */
  readonly run: (commit: string, command: string) => Promise<Result<BenchRun, WorktreeProblemCode>>;
  /** The number of gates that were run. */
  readonly count: () => number;
  readonly close: () => Promise<void>;
};

/** Creates a place for gates to run in. Touches none of the user's files; recreates what an earlier one left. */
export function openBench(parts: BenchParts): Bench {
  const { batch, git, repository, rules, confiner, env, signal, force, base, token, until } = parts;
  const name = `${batch.number}-review`;
  const log = (what: string) => join(logsFolder(batch.folder), `review-${what}.log`);
  const isDeclared = declaredFilter(
    batch.manifest.phases.flatMap(({ files }) => files).filter((path) => path !== '**'),
  );
  const { prefix } = repository;
  const needs = {
    since: base,
    isWanted: (path: string) => path.startsWith(prefix) && isDeclared(path.slice(prefix.length)),
  };
  let held: string | undefined;
  let place: Worktree | undefined;
  let isMoved = true;
  let count = 0;
  const bring = async (commit: string): Promise<Result<Worktree, WorktreeProblemCode>> => {
    if (place !== undefined && held === commit && !isMoved) return success(place);
    const brought = await bringWorktree(
      { git, repository, signal },
      { name, commit, held, needs, setup: rules.setup, isolation: rules.isolate },
      (worktree, again) =>
        prepareAt(
          { ...parts, clock: systemClock },
          worktree,
          { log: log('setup'), mark: markOf(token), again },
          signal,
        ),
    );
    held = brought.ok ? commit : undefined;
    place = brought.ok ? brought.value : undefined;
    isMoved = false;
    return brought;
  };
  return {
    isOver: () => signal.aborted || systemClock.now() >= until,
    count: () => count,
    async run(commit, command) {
      const left = until - systemClock.now();
      if (signal.aborted || left <= 0) return success({ result: 'ended', seconds: 0, tail: '' });
      const brought = await bring(commit);
      if (!brought.ok) return brought;
      const worktree = brought.value;
      if (!worktree.isClone) await repairWorktree({ git, repository, signal }, worktree, commit);
      makeFolders(logsFolder(batch.folder));
      count += 1;
      const limitMs = Math.min(rules.gateMs, Math.max(1, left));
      const gate = await runGate({
        ...{ command, cwd: worktree.project, env, mark: markOf(token), signal, force, limitMs },
        confine: (asked) => confiner.confine(asked, worktree, { by: 'gate', token }),
        logFile: log('gate'),
      });
      // The next command must not judge the changes of this one.
      isMoved = true;
      if (gate.result === 'interrupted') return success({ result: 'ended', seconds: 0, tail: '' });
      const isCut = gate.flags.includes('timed-out') && limitMs < rules.gateMs;
      return success({ result: isCut ? 'ended' : gate.result, seconds: gate.seconds, tail: gate.tail });
    },
    async close() {
      const removed = await removeWorktree({ repository, signal: new AbortController().signal }, name);
      if (!removed.ok)
        for (const problem of removed.problems) parts.note({ ...problem, severity: 'warning' });
    },
  };
}
