import { dirname } from 'node:path';
import { makeFolders } from '../../../platform/index.ts';
import { hostTextsFor, reachInWords } from '../../safety/sandbox/index.ts';
import type { CheckFlag } from '../../store/batch_state.ts';
import { resultsOn } from '../../store/state/index.ts';
import { type GateRun, runGate } from '../../verify/index.ts';
import { type Attempt, markOf, recordOf } from '../parts/attempt.ts';
import { hearRefusals, refusedTo } from '../parts/refusals.ts';
import type { RunCommands, RunGating, RunKeeping, RunTime } from '../parts/run.ts';
import { type GatePlace, putBack, readyForGate } from './gate_place.ts';

/** One gate with a command, on a tree identified by git. */
export type AskedGate = {
  /** Its place among the phase's gates. */
  readonly index: number;
  readonly command: string;
  readonly exclusive: readonly string[];
  /** `undefined` where git could not identify it. */
  readonly tree: string | undefined;
};

/** The final result of a gate. */
export type GateAnswer = {
  /** The run that counts: the last one. */
  readonly run: Extract<GateRun, { result: 'green' | 'red' }>;
  readonly log: string;
  /** `collided`: red next to others, green alone. `flaky`: red and green on the same files. `changed-files`. */
  readonly flags: readonly CheckFlag[];
  /** Further remarks for a person about a red one. */
  readonly remarks: readonly string[];
  /** Number of processes that could not be ended, over all its runs. */
  readonly left: number;
  /** The placement it ran at; absent where that is here. */
  readonly place?: string;
};

/**
 * Runs a gate. A gate that is red while others ran is repeated alone, and one with a different earlier result on the same files
 * is repeated once: neither uses up an attempt first.
 */
export async function askGate(
  run: RunGating,
  attempt: Attempt,
  place: GatePlace,
  { index, command, exclusive, tree }: AskedGate,
  signal: AbortSignal,
): Promise<GateAnswer | 'ended'> {
  const flags = new Set<CheckFlag>();
  const remarks: string[] = [];
  let times = 0;
  let left = 0;
  const ask = async (isAlone: boolean) => {
    const log = attempt.files.gateLog(place.where, index, times++);
    const need = { phase: attempt.phase.id, exclusive, isAlone, signal };
    const stay = await run.room.enter(need, () => runOnce(run, attempt, place, { command, log }, signal));
    const { gate, isChanging } = stay.value;
    if (isChanging) flags.add('changed-files');
    if (gate.result !== 'interrupted') left += gate.left;
    return { ...stay, log };
  };
  const before = tree === undefined ? new Set() : resultsOn(run.logbook.state(), tree, command);
  let last = await ask(false);
  let result = last.value.gate.result;
  if (isRed(last.value.gate) && last.hadCompany) {
    last = await ask(true);
    result = last.value.gate.result;
    if (result === 'green') flags.add('collided');
    else remarks.push('It was red beside what else ran, and again with no other gate beside it.');
  }
  if (result !== 'interrupted' && before.has(result === 'green' ? 'red' : 'green')) {
    last = await ask(true);
    flags.add('flaky');
    if (last.value.gate.result === 'red') remarks.push(FLAKY_AND_RED);
  }
  const { gate } = last.value;
  if (gate.result === 'interrupted') return 'ended';
  const { confiner } = run;
  const recorded = recordOf(run, attempt.phase.id).attempts[attempt.number - 1];
  const reach =
    isRed(gate) &&
    reachInWords({
      ...confiner,
      by: 'gate',
      reached: hostTextsFor(confiner.allowed, 'gate'),
      refused: refusedTo(recorded, 'gate'),
    });
  if (reach) remarks.push(reach);
  return { run: gate, log: last.log, flags: [...flags], remarks, left };
}

const FLAKY_AND_RED =
  'It is flaky: on the same files, as git has them, it was green before. Either it depends on chance, time or order, or on files that git does not hold.';

/** Whether a gate is red in a way that could differ another time. */
function isRed(gate: GateRun): boolean {
  return gate.result === 'red' && !gate.flags.includes('not-started');
}

async function runOnce(
  run: RunKeeping & RunTime & RunCommands,
  { phase, number, token }: Attempt,
  place: GatePlace,
  { command, log }: { readonly command: string; readonly log: string },
  signal: AbortSignal,
): Promise<{ readonly gate: GateRun; readonly isChanging: boolean }> {
  const { env, rules, clock, force, confiner } = run;
  const { where, worktree } = place;
  makeFolders(dirname(log));
  await readyForGate(run, place);
  const gate = await runGate({
    command,
    cwd: worktree.project,
    env,
    mark: markOf(token),
    confine: (asked) =>
      confiner.confine(asked, worktree, {
        ...{ by: 'gate', token },
        refused: hearRefusals(run, { phase: phase.id, attempt: number }),
      }),
    logFile: log,
    limitMs: rules.gateMs,
    signal,
    force,
    clock,
  });
  const isChanging = gate.result !== 'interrupted' && where === 'merged' && (await putBack(run, place));
  return { gate, isChanging };
}
