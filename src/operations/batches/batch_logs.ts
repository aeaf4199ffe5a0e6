import { basename, join } from 'node:path';
import {
  agentOf,
  attemptNames,
  type BatchHistoryCode,
  isJournalFault,
  type KnownAgent,
  logsFolder,
  type ManifestPhase,
  type PhaseRecord,
  type StoredBatch,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type Clock,
  displayPath,
  entryKind,
  fileSize,
  isWithin,
  namesIn,
  readPiece,
  sha256OfFile,
  systemClock,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { namedPhase, type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { type ViewedBatch, viewBatch } from './batch_view.ts';

/** A log of a batch: the output of an executor, or of a gate. */
export type BatchLog = {
  /** The phase's id in the plan. */
  readonly phase: string;
  readonly prp: string;
  readonly attempt: number;
  /** The gate, counted from 1, and the tree that it ran on; `null` for the executor's log. */
  readonly gate: { readonly number: number; readonly where: 'attempt' | 'merged' } | null;
  /** The path as the user would write it. */
  readonly file: string;
  readonly bytes: number;
};

/** The requested log, as typed. */
export type LogRequest = { readonly phase?: string; readonly attempt?: string; readonly gate?: string };

/** The existing logs of a batch, and the requested one. */
export type FoundLogs = {
  readonly stored: StoredBatch;
  readonly logs: readonly BatchLog[];
  /** Why there may be more logs. */
  readonly problems: readonly Problem[];
  /** Undefined if no phase was given. */
  readonly chosen: (BatchLog & { readonly path: string; readonly agent: KnownAgent | undefined }) | undefined;
};

/** Error codes of {@link findLogs}. */
export type FindLogsCode =
  | BatchHistoryCode
  | OpenBatchCode
  | 'no-log'
  | 'not-a-number'
  | 'phase-missing'
  | 'unknown-phase';

/** Finds the log of a phase's latest attempt that has one, unless another attempt is requested. */
export async function findLogs(
  context: OperationContext,
  wanted: string,
  request: LogRequest,
): Promise<Result<FoundLogs, FindLogsCode>> {
  const opened = await openBatch(context, wanted);
  if (!opened.ok) return opened;
  const stored = opened.value;
  const { manifest, folder } = stored;
  const bad = (['attempt', 'gate'] as const).find((name) => !/^([1-9]\d{0,5})?$/u.test(request[name] ?? ''));
  if (bad !== undefined) return failure('usage', notANumber(bad, request[bad] ?? ''));
  if (request.phase === undefined) {
    if (request.attempt !== undefined || request.gate !== undefined) return failure('usage', needsPhase());
    const seen = await viewBatch(context, stored);
    const { problems } = seen;
    return success({ stored, logs: logsOf(seen, context), problems, chosen: undefined });
  }
  const phase = namedPhase(manifest, request.phase);
  if (!phase.ok) return phase;
  const seen = await viewBatch(context, stored);
  const logs = logsOf(seen, context).filter((log) => log.phase === phase.value.id);
  const fits = logs.filter(
    ({ attempt, gate }) =>
      (request.attempt === undefined || `${attempt}` === request.attempt) &&
      (request.gate === undefined ? gate === null : `${gate?.number}` === request.gate),
  );
  // The latest attempt, and its merged tree, which comes last.
  const chosen = fits.at(-1);
  const faults = seen.problems.filter(isJournalFault);
  if (chosen === undefined && faults.length > 0) return failure('problems', ...faults);
  if (chosen === undefined) {
    const record = seen.state.phases.find((other) => other.phase.id === phase.value.id);
    return failure(
      'problems',
      noLog(phase.value, logs, record?.attempts.some(({ ended }) => ended) === true),
    );
  }
  const made = seen.state.phases.find((record) => record.phase.id === chosen.phase)?.attempts[
    chosen.attempt - 1
  ];
  const agent =
    made && chosen.gate === null
      ? agentOf(made.ended?.agent?.name ?? made.executor, made.argv, made.protocol)
      : undefined;
  const path = join(logsFolder(folder), basename(chosen.file));
  const recorded = made?.gates.findLast(
    ({ gate, where, log }) =>
      gate === (chosen.gate?.number ?? 0) - 1 &&
      where === chosen.gate?.where &&
      basename(log ?? '') === basename(path),
  )?.logSha256;
  const isChanged = recorded !== undefined && sha256OfFile(path) !== recorded;
  const problems = [...seen.problems, ...(isChanged ? [logChanged(chosen.file)] : [])];
  return success({ stored, logs, problems, chosen: { ...chosen, path, agent } });
}

/** The logs known from the journal and from file names, by phase, attempt, and then in the order they were made. */
function logsOf({ state, stored }: ViewedBatch, { cwd }: OperationContext): BatchLog[] {
  const logs = logsFolder(stored.folder);
  const there = new Set(namesIn(logs).map((name) => name.replace(/\.(?:head|tail)$/u, '')));
  return state.phases.flatMap((record) =>
    candidates(record).flatMap(({ names, ...log }) => {
      const name = names.find((candidate) => there.has(candidate));
      const path = join(logs, name ?? '');
      if (name === undefined || !isLog(stored.folder, path)) return [];
      const bytes = partsOf(path).reduce((sum, part) => sum + fileSize(part), 0);
      return [{ ...log, file: displayPath(cwd, path), bytes }];
    }),
  );
}

/** A repository may contain a batch's folder with links that lead anywhere, so links are rejected. */
function isLog(folder: string, path: string): boolean {
  return partsOf(path).every((part) => entryKind(part) === 'file' && isWithin(folder, part));
}

type Candidate = Omit<BatchLog, 'file' | 'bytes'> & { readonly names: readonly string[] };

function candidates({ phase, attempts }: PhaseRecord): Candidate[] {
  return attempts.flatMap((attempt): Candidate[] => {
    const of = { phase: phase.id, prp: phase.prp, attempt: attempt.number };
    const executor = { ...of, gate: null, names: [basename(attemptNames(phase, attempt.number).log)] };
    const gates = (['attempt', 'merged'] as const).flatMap((where) =>
      phase.gates.map((_, gate): Candidate => {
        const recorded = attempt.gates.find((made) => made.gate === gate && made.where === where)?.log;
        const name = basename(attemptNames(phase, attempt.number).gateLog(where, gate));
        // Only the file name is taken from the journal; the file is expected in the logs folder.
        const names = typeof recorded === 'string' ? [basename(recorded), name] : [name];
        return { ...of, gate: { number: gate + 1, where }, names };
      }),
    );
    return [executor, ...gates];
  });
}

/**
 * The files of a log. One that outgrew its limit has three until its writer ends: the beginning, the end and the newest
 * output.
 */
function partsOf(path: string): string[] {
  const parts = [`${path}.head`, `${path}.tail`].filter((part) => entryKind(part) !== 'absent');
  return entryKind(path) === 'absent' && parts.length > 0 ? parts : [...parts, path];
}

/** Reads a log in pieces. It may be of any size: only one piece is in memory, valid until the next. */
export function* logPieces(path: string): Generator<Buffer> {
  for (const part of partsOf(path)) yield* piecesFrom(part, 0);
}

function* piecesFrom(file: string, start: number): Generator<Buffer, number> {
  const room = Buffer.allocUnsafe(PIECE);
  for (let offset = start; ; ) {
    const piece = readPiece(file, offset, room);
    if (piece.length === 0) return offset;
    offset += piece.length;
    yield piece;
  }
}

const PIECE = 64 * 1024;

/**
 * Yields a log's current text, and then its growth until its writer ends. If it is truncated meanwhile, continues with
 * the text after the truncation.
 *
 * @param isOver - whether the logged program has ended
 */
export async function* followLog(
  path: string,
  options: {
    readonly isOver: () => Promise<boolean>;
    readonly clock?: Pick<Clock, 'wait'>;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<Buffer> {
  const { isOver, clock = systemClock, signal } = options;
  const [parts, last] = [partsOf(path).slice(0, -1), path];
  for (const part of parts) yield* piecesFrom(part, 0);
  for (let offset = 0; !signal.aborted; ) {
    const over = await isOver();
    if (fileSize(last) < offset) offset = 0;
    const pieces = piecesFrom(last, offset);
    for (let next = pieces.next(); ; next = pieces.next()) {
      if (next.done) {
        offset = next.value;
        break;
      }
      yield next.value;
      if (signal.aborted) return;
    }
    if (over) return;
    await clock.wait(LOOK_MS, signal);
  }
}

/** Polling interval, in milliseconds. */
const LOOK_MS = 300;

/** Returns a function that tells whether the logged program has ended: the attempt is past it, or nobody runs the batch. */
export function logEnd(
  context: OperationContext,
  { stored }: FoundLogs,
  { phase, attempt, gate }: BatchLog,
): () => Promise<boolean> {
  let seen: ViewedBatch | undefined;
  return async () => {
    seen = await viewBatch(context, stored, seen);
    const record = seen.state.phases.find((other) => other.phase.id === phase);
    const made = record?.attempts[attempt - 1];
    if (!seen.isHeld || made === undefined || made.failed !== undefined) return true;
    if (gate === null) return made.ended !== undefined;
    return made.gates.some((ended) => ended.gate === gate.number - 1 && ended.where === gate.where);
  };
}

function notANumber(name: string, value: string): Problem<'not-a-number'> {
  return {
    severity: 'error',
    code: 'not-a-number',
    message: `--${name} takes a whole number of at least 1, not ${JSON.stringify(value.slice(0, 60))}.`,
  };
}

function needsPhase(): Problem<'phase-missing'> {
  return {
    severity: 'error',
    code: 'phase-missing',
    message: '--attempt and --gate need --phase.',
    hint: 'Without these flags, the command lists all logs.',
  };
}

function logChanged(file: string): Problem<'log-changed'> {
  return {
    severity: 'warning',
    code: 'log-changed',
    message:
      'This is not what the gate printed: its hash in the journal shows that the log was changed afterwards.',
    file,
    hint: 'To see what the gate says, run it again.',
  };
}

function noLog(phase: ManifestPhase, logs: readonly BatchLog[], hadSome: boolean): Problem<'no-log'> {
  const there = logs.map(
    ({ attempt, gate }) =>
      `--attempt ${attempt}${gate === null ? '' : ` --gate ${gate.number} (${gate.where} tree)`}`,
  );
  return {
    severity: 'error',
    code: 'no-log',
    message: `Phase ${phase.id} has no such log.`,
    hint:
      there.length > 0
        ? `It has: ${there.slice(-20).join(', ')}.`
        : hadSome
          ? 'They no longer exist; `orchestrator batch prune` removes logs.'
          : 'It has no logs yet.',
  };
}
