import { dirname, relative } from 'node:path';
import { makeFolders } from '../../platform/index.ts';
import { runGate } from '../evidence/index.ts';
import type { ManifestGate } from '../types.ts';
import type { Worktree } from '../worktrees/index.ts';
import { type Attempt, markOf } from './attempt.ts';
import type { Comparison } from './compare.ts';
import { putBack, readyForGate } from './gate_place.ts';
import type { Run } from './types.ts';

/** How the gates of a phase came out. */
export type GatesOutcome =
  | { readonly kind: 'green' }
  /** What an executor has to know to mend it. */
  | { readonly kind: 'red'; readonly evidence: string }
  /** Ended before they were through, or not to be written down. */
  | { readonly kind: 'ended' };

/**
 * Runs every gate of a phase that has a command, one after the other, also behind a red one: whoever mends it sees all of it.
 *
 * @param place - where they run, and on what: the attempt's own tree, or the merged one
 */
export async function runGates(
  run: Run,
  attempt: Attempt,
  place: { readonly where: 'attempt' | 'merged'; readonly worktree: Worktree },
  comparison: Comparison,
  signal: AbortSignal,
): Promise<GatesOutcome> {
  const { phase } = attempt;
  const faults: string[] = [];
  for (const [index, gate] of phase.gates.entries()) {
    const fault = await runOne(run, attempt, place, { index, gate, comparison }, signal);
    if (fault === 'ended') return { kind: 'ended' };
    if (fault !== undefined) faults.push(fault);
  }
  return faults.length === 0 ? { kind: 'green' } : { kind: 'red', evidence: faults.join('\n\n') };
}

/** Runs one gate and writes down how it came out; its fault in words, if it is red. */
async function runOne(
  run: Run,
  attempt: Attempt,
  { where, worktree }: { readonly where: 'attempt' | 'merged'; readonly worktree: Worktree },
  {
    index,
    gate,
    comparison,
  }: { readonly index: number; readonly gate: ManifestGate; readonly comparison: Comparison },
  signal: AbortSignal,
): Promise<string | 'ended' | undefined> {
  const { logbook, batch, env, rules, clock } = run;
  const { phase, number, token, files } = attempt;
  const { text, command } = gate;
  const event = { event: 'gate-ended', phase: phase.id, attempt: number, where, gate: index, text } as const;
  if (command === null) {
    const rest = {
      command,
      result: 'not-run',
      baseline: 'not-run',
      seconds: 0,
      log: null,
      flags: [],
    } as const;
    return (await logbook.record({ ...event, ...rest, flags: [] })) ? undefined : 'ended';
  }
  const log = files.gateLog(where, index);
  makeFolders(dirname(log));
  await readyForGate(run, worktree);
  const gateRun = await runGate({
    command,
    cwd: worktree.project,
    env,
    mark: markOf(token),
    logFile: log,
    limitMs: rules.gateMs,
    signal,
    force: run.force,
    clock,
  });
  if (gateRun.result === 'interrupted') return 'ended';
  const isChanging = where === 'merged' && (await putBack(run, worktree));
  const before = await comparison(command);
  const { result, seconds, flags, tail } = gateRun;
  const told = await logbook.record({
    ...event,
    command,
    result,
    baseline: before,
    seconds,
    log: relative(batch.folder, log),
    flags: [
      ...flags,
      ...(before === 'green' ? ['baseline-green'] : []),
      ...(isChanging ? ['changed-files'] : []),
    ],
  });
  if (!told) return 'ended';
  if (result === 'green') return undefined;
  const how = flags.includes('timed-out')
    ? `was not over after ${Math.round(rules.gateMs / 1000)} seconds`
    : flags.includes('not-started')
      ? 'could not be started'
      : gateRun.signal === null
        ? `ended with code ${gateRun.code}`
        : `was ended by ${gateRun.signal}`;
  const tree = where === 'merged' ? ', on the tree merged with what other phases did' : '';
  return `Gate ${index + 1}: ${text}\nCommand: ${command}\nIt ${how}${tree}. The end of its output:\n${tail}`;
}
