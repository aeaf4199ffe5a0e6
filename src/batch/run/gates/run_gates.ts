import { relative } from 'node:path';
import { sha256OfFile } from '../../../platform/index.ts';
import type { ManifestGate } from '../../generated/batch.ts';
import { findTree } from '../../git/integration/index.ts';
import { OUTPUT_FOLLOWS } from '../../scheduling/index.ts';
import type { Attempt } from '../parts/attempt.ts';
import type { RunGating, RunPlacements, RunSettings, RunTokens } from '../parts/run.ts';
import { askGate, type GateAnswer } from './ask_gate.ts';
import type { BaselineRun } from './baseline_gates.ts';
import type { GatePlace } from './gate_place.ts';
import { runRemoteGate } from './remote_gate.ts';

/** The result of a phase's gates. */
export type GatesOutcome =
  | { readonly kind: 'green' }
  /** The information an executor needs to fix it. */
  | { readonly kind: 'red'; readonly evidence: string }
  /** Ended before they were finished, or could not be recorded. */
  | { readonly kind: 'ended' };

/**
 * Runs every gate of a phase that has a command, in order, even after a red one: the next attempt sees all the failures.
 *
 * @param place - where they run and on which commit: the attempt's own tree, or the merged one
 */
export async function runGates(
  run: RunGating & RunPlacements & RunTokens,
  attempt: Attempt,
  place: GatePlace,
  baseline: BaselineRun,
  signal: AbortSignal,
): Promise<GatesOutcome> {
  const { phase } = attempt;
  const tree = hasCommands(phase.gates) ? await findTree({ ...run, signal }, place.commit) : undefined;
  const faults: string[] = [];
  for (const [index, gate] of phase.gates.entries()) {
    const fault = await runOne(run, attempt, place, { index, gate, tree, baseline }, signal);
    if (fault === 'ended') return { kind: 'ended' };
    if (fault !== undefined) faults.push(fault);
  }
  return faults.length === 0 ? { kind: 'green' } : { kind: 'red', evidence: faults.join('\n\n') };
}

/** Whether any gate has a command. */
export function hasCommands(gates: readonly ManifestGate[]): boolean {
  return gates.some(({ command }) => command !== null);
}

/** Runs one gate and records the result; returns the fault as text if it is red. */
async function runOne(
  run: RunGating & RunPlacements & RunTokens,
  attempt: Attempt,
  place: GatePlace,
  {
    index,
    gate,
    tree,
    baseline,
  }: {
    readonly index: number;
    readonly gate: ManifestGate;
    readonly tree: string | undefined;
    readonly baseline: BaselineRun;
  },
  signal: AbortSignal,
): Promise<string | 'ended' | undefined> {
  const { logbook, batch } = run;
  const { phase, number } = attempt;
  const { where } = place;
  const { text, command, exclusive = [] } = gate;
  const event = { event: 'gate-ended', phase: phase.id, attempt: number, where, gate: index, text } as const;
  if (command === null) {
    const rest = { command, result: 'not-run', baseline: 'not-run', seconds: 0, log: null } as const;
    return (await logbook.record({ ...event, ...rest, flags: [] })) ? undefined : 'ended';
  }
  const asked = { index, command, exclusive, tree };
  const answer =
    (await runRemoteGate(run, attempt, place, asked, signal)) ??
    (await askGate(run, attempt, place, asked, signal));
  if (answer === 'ended') return 'ended';
  const before = await baseline(command);
  const { result, seconds, flags } = answer.run;
  const logSha256 = sha256OfFile(answer.log);
  const isRecorded = await logbook.record({
    ...event,
    command,
    result,
    baseline: before,
    seconds,
    log: relative(batch.folder, answer.log),
    ...(logSha256 === undefined ? {} : { logSha256 }),
    ...(tree === undefined ? {} : { tree }),
    ...(answer.left === 0 ? {} : { left: answer.left }),
    ...(answer.place && { place: answer.place }),
    flags: [...flags, ...(before === 'green' ? (['baseline-green'] as const) : []), ...answer.flags],
  });
  if (!isRecorded) return 'ended';
  return result === 'green' ? undefined : faultText(run, { index, text, command, where }, answer);
}

/** Describes a red gate for the attempt that fixes it. */
function faultText(
  { rules }: RunSettings,
  gate: {
    readonly index: number;
    readonly text: string;
    readonly command: string;
    readonly where: GatePlace['where'];
  },
  { run: { flags, code, signal, tail }, remarks }: GateAnswer,
): string {
  const how = flags.includes('timed-out')
    ? `had not ended after ${Math.round(rules.gateMs / 1000)} seconds`
    : flags.includes('not-started')
      ? 'could not be started'
      : signal === null
        ? `ended with code ${code}`
        : `was ended by ${signal}`;
  const tree = gate.where === 'merged' ? ', on the tree merged with what other phases did' : '';
  const besides = remarks.map((remark) => `${remark}\n`).join('');
  return `Gate ${gate.index + 1}: ${gate.text}\nCommand: ${gate.command}\nIt ${how}${tree}.${besides === '' ? ' ' : `\n${besides}`}${OUTPUT_FOLLOWS}\n${tail}`;
}
