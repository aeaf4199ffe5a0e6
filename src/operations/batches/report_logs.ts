import { StringDecoder } from 'node:string_decoder';
import { readableStream } from '../../batch/index.ts';
import { failure, type Problem, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import {
  type BatchLog,
  type FindLogsCode,
  type FoundLogs,
  findLogs,
  followLog,
  type LogRequest,
  logEnd,
  logPieces,
} from './batch_logs.ts';

/** A request for logs. */
export type LogsRequest = LogRequest & {
  /** The number of the batch. */
  readonly batch: string;
  /** Follows the log until the logged program has ended, or the port's signal aborts. */
  readonly follow?: boolean;
  /** Outputs the exact bytes, including terminal control sequences. */
  readonly raw?: boolean;
  /** Whether the output goes to a terminal, which would interpret control sequences in a log. */
  readonly isTerminal?: boolean;
};

/** Events of showing logs. A log may be of any size: the front end reads as many pieces as it wants, and leaves the rest. */
export type LogsEvent =
  /** The existing logs, if no phase was named. */
  | { readonly kind: 'logs'; readonly batch: number; readonly logs: readonly BatchLog[] }
  /** Problems with the batch: there may be more logs than these. */
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'bytes'; readonly pieces: AsyncIterable<Uint8Array> }
  /** Text, with a known agent's machine-readable lines made readable. It may contain terminal control sequences. */
  | { readonly kind: 'text'; readonly pieces: AsyncIterable<string> };

/** Error codes of {@link reportLogs}. */
type TellLogsCode = FindLogsCode | 'raw-to-terminal';

/** Lists a batch's logs, or shows one of them. */
export async function reportLogs(
  context: OperationContext,
  { batch: wanted, follow = false, raw = false, isTerminal = false, ...request }: LogsRequest,
  port: Port<LogsEvent>,
): Promise<VerbResult<'orchestrator.batch-logs/1', TellLogsCode>> {
  if (raw && isTerminal) return NOT_TO_A_TERMINAL;
  const found = await findLogs(context, wanted, request);
  if (!found.ok) return found;
  const { stored, logs, chosen, problems } = found.value;
  const batch = stored.number;
  if (chosen === undefined) await port.show({ kind: 'logs', batch, logs });
  else {
    const pieces = piecesOf(context, found.value, chosen, follow ? port : undefined);
    await port.show(raw ? { kind: 'bytes', pieces } : { kind: 'text', pieces: textOf(pieces, chosen.agent) });
  }
  if (problems.length > 0) await port.show({ kind: 'problems', problems });
  const log = chosen === undefined ? null : withoutPath(chosen);
  const ok = isSound(problems, false);
  return success(makeDocument('orchestrator.batch-logs/1', { ok, batch, logs, log, problems }));
}

type ChosenLog = NonNullable<FoundLogs['chosen']>;

async function* piecesOf(
  context: OperationContext,
  found: FoundLogs,
  log: ChosenLog,
  followed: Pick<Port, 'signal'> | undefined,
): AsyncGenerator<Buffer> {
  if (followed === undefined) yield* logPieces(log.path);
  else yield* followLog(log.path, { isOver: logEnd(context, found, log), signal: followed.signal });
}

async function* textOf(pieces: AsyncIterable<Buffer>, agent: ChosenLog['agent']): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const readable = agent && readableStream(agent.read);
  for await (const piece of pieces) {
    const said = decoder.write(piece);
    yield readable === undefined ? said : readable.push(said);
  }
  const rest = decoder.end();
  yield readable === undefined ? rest : readable.push(rest) + readable.end();
}

function withoutPath({ path: _, agent: __, ...log }: ChosenLog): BatchLog {
  return log;
}

const NOT_TO_A_TERMINAL = failure('usage', {
  severity: 'error',
  code: 'raw-to-terminal',
  message: '--raw is for files and pipes: a terminal would execute control sequences in the log.',
  hint: 'Remove --raw, or add: > file',
});
