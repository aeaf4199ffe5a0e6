import { dirname } from 'node:path';
import { printable } from '../../../lib/index.ts';
import { appendBytes, makeFolders, readEnd, removeFile } from '../../../platform/index.ts';
import type { Placement } from '../../remote/placements/index.ts';
import { type Attempt, recordOf } from '../parts/attempt.ts';
import type {
  RunBatch,
  RunJournal,
  RunPlacements,
  RunRepository,
  RunSettings,
  RunTokens,
} from '../parts/run.ts';
import type { AskedGate, GateAnswer } from './ask_gate.ts';
import type { GatePlace } from './gate_place.ts';

/** The placement whose verdict on an attempt counts; `undefined` if this machine's does. */
export function verifierOf(
  run: RunJournal & RunSettings & RunPlacements,
  { phase, number }: Attempt,
): Placement | undefined {
  if (run.rules.verify !== 'place') return undefined;
  const place = recordOf(run, phase.id).attempts[number - 1]?.place;
  return place === undefined ? undefined : run.placements.get(place);
}

/** Asks a placement for its verdict on a tree; `undefined` if it has none and the gate runs here. */
export async function runRemoteGate(
  run: RunBatch & RunRepository & RunJournal & RunSettings & RunPlacements & RunTokens,
  attempt: Attempt,
  { where, commit }: GatePlace,
  { index, command, tree }: AskedGate,
  signal: AbortSignal,
): Promise<GateAnswer | 'ended' | undefined> {
  const placement = verifierOf(run, attempt);
  if (placement?.verdict === undefined || tree === undefined) return undefined;
  const log = attempt.files.gateLog(where, index, 0);
  makeFolders(dirname(log));
  for (const part of ['', '.head', '.tail']) removeFile(log + part);
  appendBytes(log, new Uint8Array());
  const { batch, repository, rules } = run;
  const { phase, number } = attempt;
  const verdict = await placement.verdict(
    {
      ...{ batch: batch.number, prp: phase.prp, attempt: number, token: attempt.token, mark: run.newToken() },
      ...{ command, commit, tree, prefix: repository.prefix },
      limitSeconds: Math.ceil(rules.gateMs / 1_000),
      log: (bytes) => appendBytes(log, bytes),
    },
    signal,
  );
  if (signal.aborted) return 'ended';
  if (verdict === undefined) return undefined;
  const { code, seconds, isOverdue } = verdict;
  const tail = printable(readEnd(log, LONGEST_TAIL).toString('utf8')).trimEnd();
  const result = code === 0 && !isOverdue ? 'green' : 'red';
  const flags = isOverdue ? (['timed-out'] as const) : [];
  return {
    run: { result, code, signal: null, seconds, flags: [...flags], tail, left: 0 },
    ...{ log, flags: [], left: 0, place: placement.name },
    remarks: [`It ran at ${placement.name}.`],
  };
}

const LONGEST_TAIL = 6_000;
