import { printableLine, printableStream, withThousands } from '../../../../lib/index.ts';
import { type BatchLog, type LogsEvent, reportLogs } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText, type Terminal } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting } from '../../declare.ts';
import type { BatchLogsFlags } from '../flags.ts';

/** Carries the command out. */
export function logsAction(
  batch: string,
  { json = false, raw = false, ...flags }: BatchLogsFlags,
  setting: CommandSetting,
): Promise<void> {
  const { context, terminal } = setting;
  return runVerb<'orchestrator.batch-logs/1', LogsEvent>(setting, {
    schema: 'orchestrator.batch-logs/1',
    json,
    asks: false,
    async call(port) {
      const isTerminal = raw && !json && (await terminal.showsData());
      return reportLogs(context, { ...flags, batch, raw, isTerminal }, port);
    },
    async show(event, { print, inform }) {
      if (json) return;
      switch (event.kind) {
        case 'logs':
          if (event.logs.length === 0) return inform(`Batch ${event.batch} has no logs yet.\n`);
          return print(columns(event.logs.map(row), { width: await terminal.dataColumns() }));
        case 'problems':
          return inform(problemsText(event.problems, terminal.colours));
        case 'bytes':
          return printPieces(event.pieces, terminal);
        case 'text':
          return printPieces(withoutControls(event.pieces), terminal);
      }
    },
    exitCode: ({ ok }, port) => port.endedBy() ?? (ok ? 0 : 1),
  });
}

/** Prints pieces as long as there is a reader. */
async function printPieces(pieces: AsyncIterable<string | Uint8Array>, terminal: Terminal): Promise<void> {
  for await (const piece of pieces) {
    if (piece.length > 0) terminal.out(piece);
    if (!terminal.isRead()) return;
  }
}

/** Text without terminal control characters. A carriage return redraws a line; in a log every state of that line is kept. */
async function* withoutControls(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  const stream = printableStream();
  for await (const piece of pieces) yield stream.push(piece);
  yield stream.end();
}

function row({ prp, attempt, gate, file, bytes }: BatchLog): string[] {
  const what = gate === null ? 'executor' : `gate ${gate.number}, ${gate.where} tree`;
  return [prp, `attempt ${attempt}`, what, `${withThousands(bytes)} bytes`, printableLine(file)];
}
