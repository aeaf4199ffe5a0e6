import { StringDecoder } from 'node:string_decoder';
import { failure } from '../../../../diagnostics/index.ts';
import { printableLine, printableStream, withThousands } from '../../../../lib/index.ts';
import {
  type BatchLog,
  type FoundLogs,
  findLogs,
  followLog,
  logEnd,
  logPieces,
  readableStream,
} from '../../../../operations/index.ts';
import { jsonDocument, reportFailure, type Terminal } from '../../../terminal/index.ts';
import { watchSignals } from '../../../terminal/signals.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting } from '../../declare.ts';
import type { BatchLogsFlags } from '../flags.ts';

const SCHEMA = 'orchestrator.batch-logs/1' as const;

/** Carries the command out. */
export async function logsAction(
  number: string,
  { json = false, follow = false, raw = false, ...request }: BatchLogsFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const report = { terminal, json, schema: SCHEMA };
  if (raw && !json && (await terminal.showsData())) return finish(reportFailure(NOT_TO_A_TERMINAL, report));
  const { phase, attempt, gate } = request;
  const found = await findLogs(context, number, {
    ...(phase === undefined ? {} : { phase }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(gate === undefined ? {} : { gate }),
  });
  if (!found.ok) return finish(reportFailure(found, report));
  const { stored, logs, chosen } = found.value;
  if (json) {
    const document = { batch: stored.number, logs, log: chosen === undefined ? null : withoutPath(chosen) };
    terminal.out(jsonDocument(SCHEMA, { ok: true, ...document, problems: [] }));
    return finish(0);
  }
  if (chosen === undefined) {
    if (logs.length === 0) terminal.say(`Batch ${stored.number} has no logs yet.\n`);
    else terminal.out(columns(logs.map(row), { width: await terminal.dataColumns() }));
    return finish(0);
  }
  const show = raw ? untouched(terminal) : safely(terminal, chosen.agent);
  if (!follow) {
    for (const piece of logPieces(chosen.path)) {
      show(piece);
      if (!terminal.isRead()) break;
    }
    show(undefined);
    return finish(0);
  }
  const signals = watchSignals();
  try {
    const isOver = logEnd(context, found.value, chosen);
    for await (const piece of followLog(chosen.path, { isOver, signal: signals.signal })) {
      show(piece);
      if (!terminal.isRead()) break;
    }
    show(undefined);
    finish(signals.endedBy() ?? 0);
  } finally {
    signals.end();
  }
}

function withoutPath({ path: _, agent: __, ...log }: NonNullable<FoundLogs['chosen']>): BatchLog {
  return log;
}

const NOT_TO_A_TERMINAL = failure('usage', {
  severity: 'error',
  code: 'raw-to-terminal',
  message: '--raw is for files and pipes: a terminal would obey what stands in a log.',
  hint: 'Leave --raw out, or add: > file',
});

/** Prints pieces of a log as they are. */
function untouched(terminal: Terminal): (piece: Buffer | undefined) => void {
  return (piece) => {
    if (piece !== undefined) terminal.out(piece);
  };
}

type FoundAgent = NonNullable<FoundLogs['chosen']>['agent'];

/**
 * Prints pieces of a log without what a terminal would obey; `undefined` is its end. The lines that a known agent prints for programs
 * become lines for people.
 */
function safely(terminal: Terminal, agent: FoundAgent): (piece: Buffer | undefined) => void {
  const decoder = new StringDecoder('utf8');
  const stream = printableStream();
  const readable = agent && readableStream(agent.read);
  return (piece) => {
    // A carriage return draws over a line; in a log every state of that line stays.
    const said = piece === undefined ? decoder.end() : decoder.write(piece);
    const lines =
      readable === undefined ? said : readable.push(said) + (piece === undefined ? readable.end() : '');
    const text = piece === undefined ? stream.push(lines) + stream.end() : stream.push(lines);
    if (text !== '') terminal.out(text);
  };
}

function row({ prp, attempt, gate, file, bytes }: BatchLog): string[] {
  const what = gate === null ? 'executor' : `gate ${gate.number}, ${gate.where} tree`;
  return [prp, `attempt ${attempt}`, what, `${withThousands(bytes)} bytes`, printableLine(file)];
}
