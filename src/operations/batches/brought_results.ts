import { dirname, resolve } from 'node:path';
import {
  type AttemptRecord,
  type BatchState,
  type HandedWork,
  type Handover,
  handoverFiles,
  manifestDigest,
  type PhaseRecord,
  readHandedLog,
  readHandover,
  resultsIn,
  type StoredBatch,
  takeBundle,
  type WorktreeContext,
} from '../../batch/index.ts';
import { printable } from '../../lib/index.ts';
import { displayPath } from '../../platform/index.ts';
import type { DocumentOf } from '../document.ts';

/** A result brought for import, and its fate. */
export type BroughtResult = {
  /** The path for opening it. */
  readonly path: string;
  /** Undefined if it cannot be read, or belongs to another batch. */
  readonly handover: Handover | undefined;
  /** `new`: it is to be judged. */
  readonly fate: 'new' | Exclude<ImportedPhase['outcome'], 'merged' | 'failed' | 'left'>;
  readonly why: string | undefined;
};

type ImportedPhase = DocumentOf<'orchestrator.batch-import/1'>['phases'][number];

/** Reads all results for import and decides which of them are to be judged; in plan order. */
export function readBroughtResults(
  cwd: string,
  given: {
    readonly batch: StoredBatch;
    readonly state: BatchState;
    readonly paths: readonly string[];
    /** The digest of the part of the batch that was handed over, if all remaining phases were. */
    readonly part?: string | undefined;
  },
): BroughtResult[] {
  const { batch, state, part } = given;
  const digest = part ?? manifestDigest(batch.manifest);
  const brought: BroughtResult[] = [];
  const seen = new Set<string>();
  for (const given_ of given.paths) {
    const results = resultsIn(resolve(cwd, given_));
    if (!results.ok) {
      brought.push(refused(resolve(cwd, given_), results.problems[0]?.message));
      continue;
    }
    for (const path of results.value) {
      if (seen.has(path)) continue;
      seen.add(path);
      const read = readHandover(path);
      if (!read.ok) brought.push(refused(path, read.problems[0]?.message));
      else {
        const handover = part === undefined ? read.value : countedOn(read.value, state);
        brought.push(fateOf(path, handover, { batch: batch.number, digest, state }));
      }
    }
  }
  const order = new Map(state.phases.map(({ phase }, place) => [phase.prp, place]));
  const placeOf = ({ handover }: BroughtResult) => (handover && order.get(handover.prp)) ?? order.size;
  return newestOnly(brought).sort((a, b) => placeOf(a) - placeOf(b));
}

/** In a part that was handed over, attempts are counted from 1; this adds the number of attempts made here. */
function countedOn(handover: Handover, { phases }: BatchState): Handover {
  const record = phases.find(({ phase }) => phase.prp === handover.prp);
  const made = record?.attempts ?? [];
  const before = Math.max(made.length, ...made.map(({ imported }) => imported?.attempt ?? 0));
  return { ...handover, attempt: handover.attempt + before };
}

function fateOf(
  path: string,
  handover: Handover,
  { batch, digest, state }: { readonly batch: number; readonly digest: string; readonly state: BatchState },
): BroughtResult {
  if (handover.batch !== batch || handover.manifest !== digest)
    return refused(path, 'It belongs to another batch, or to this one before it was changed.');
  const record = state.phases.find(({ phase }) => phase.prp === handover.prp);
  if (record === undefined || record.phase.id !== handover.phase)
    return refused(path, 'The batch has no such phase.');
  const result = (fate: BroughtResult['fate'], why?: string): BroughtResult => ({
    path,
    handover,
    fate,
    why,
  });
  const { progress, attempts } = record;
  const same = attempts.find(({ imported }) => imported?.token === handover.token);
  if (same !== undefined && isOver(same))
    return result('already', `It was imported as attempt ${same.number}.`);
  if (progress.state === 'done') return result('already', 'The phase is done.');
  const last = Math.max(
    attempts.filter(isOver).length,
    ...attempts.filter(isOver).map(({ imported }) => imported?.attempt ?? 0),
  );
  if (handover.attempt <= last)
    return result('older', `It is attempt ${handover.attempt}, and the phase has been tried again since.`);
  if (progress.state === 'failed')
    return result(
      'waits',
      `The phase failed and is waiting for a person: orchestrator batch retry ${batch} --phase ${record.phase.id}`,
    );
  return result('new');
}

/** Whether an attempt has an outcome: an interrupted one does not. */
function isOver({ failed, mergeReady }: AttemptRecord): boolean {
  return mergeReady !== undefined || (failed !== undefined && failed.reason !== 'interrupted');
}

/** Keeps only the last attempt of each phase as new. */
function newestOnly(brought: readonly BroughtResult[]): BroughtResult[] {
  const newest = new Map<string, Handover>();
  for (const { handover, fate } of brought) {
    if (handover === undefined || fate !== 'new') continue;
    if ((newest.get(handover.prp)?.attempt ?? 0) < handover.attempt) newest.set(handover.prp, handover);
  }
  return brought.map((each) => {
    if (each.handover === undefined || each.fate !== 'new' || newest.get(each.handover.prp) === each.handover)
      return each;
    return { ...each, fate: 'older', why: 'The import also has a later attempt at the phase.' };
  });
}

function refused(path: string, why = 'It cannot be read.'): BroughtResult {
  return { path, handover: undefined, fate: 'refused', why };
}

/** Takes the work of results to be judged into the repository. Refuses work that does not match its result. */
export async function takeWork(
  context: WorktreeContext,
  batch: number,
  brought: readonly BroughtResult[],
): Promise<{ readonly brought: BroughtResult[]; readonly work: Map<string, HandedWork> }> {
  const work = new Map<string, HandedWork>();
  const looked: BroughtResult[] = [];
  for (const each of brought) {
    const { handover, path } = each;
    if (each.fate !== 'new' || handover === undefined) {
      looked.push(each);
      continue;
    }
    const { prp, base, commit } = handover;
    const files = handoverFiles(dirname(path), prp);
    const taken =
      commit === null
        ? undefined
        : await takeBundle(context, { batch, prp, base, commit, file: files.bundle });
    if (taken?.ok === false) {
      const [problem] = taken.problems;
      looked.push({
        ...each,
        fate: 'refused',
        why: [problem?.message, problem?.hint].filter(Boolean).join(' '),
      });
      continue;
    }
    looked.push(each);
    work.set(prp, workOf(handover, readHandedLog(files.log)));
  }
  return { brought: looked, work };
}

function workOf(handover: Handover, log: Buffer): HandedWork {
  const { token, attempt, base, commit, code, claim, gates } = handover;
  const ending = {
    'not-started': 'not-started',
    'not-prepared': 'not-started',
    idle: 'over-limit',
    'over-limit': 'over-limit',
  } as const;
  const how = handover.how in ending ? ending[handover.how as keyof typeof ending] : 'exited';
  const hasEnded = handover.how === 'exited';
  return {
    ...{ token, attempt, base, log, claim, gates, how },
    commit: commit ?? undefined,
    code: hasEnded ? code : (code ?? 1),
    why: hasEnded ? undefined : printable(handover.why ?? 'It did not finish by itself there.'),
  };
}

/** The outcome of a result, according to the current state of the batch. */
export function outcomeOfResult(
  cwd: string,
  { path, handover, fate, why }: BroughtResult,
  state: BatchState,
): ImportedPhase {
  const phase = {
    id: handover?.phase ?? null,
    prp: handover?.prp ?? null,
    file: displayPath(cwd, path),
    there: handover?.outcome ?? null,
  };
  if (fate !== 'new' || handover === undefined)
    return { ...phase, outcome: fate === 'new' ? 'refused' : fate, why: why ?? null };
  const record = state.phases.find(({ phase: { prp } }) => prp === handover.prp) as PhaseRecord;
  const attempt = record.attempts.findLast(({ imported }) => imported?.token === handover.token);
  if (attempt !== undefined && record.progress.state === 'done')
    return { ...phase, outcome: 'merged', why: null };
  if (attempt?.failed !== undefined) return { ...phase, outcome: 'failed', why: attempt.failed.evidence };
  const missing = record.phase.dependencies.filter(
    (id) => !state.phases.some((each) => each.phase.id === id && each.progress.state === 'done'),
  );
  if (missing.length > 0)
    return {
      ...phase,
      outcome: 'waits',
      why: `It builds on ${missing.join(', ')}, which is not done here and has no valid result in this import.`,
    };
  return { ...phase, outcome: 'left', why: 'The run ended before this phase started.' };
}
