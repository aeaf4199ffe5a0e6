import { cutToWidth, printableLine } from '../../../../lib/index.ts';
import {
  batchStatus,
  eventLine,
  heldLines,
  isSwitchedOn,
  liveLines,
  openBatch,
  type SeenBatch,
  standingInWords,
  statusRows,
  summaryText,
  viewBatch,
  watchBatch,
} from '../../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import { showLive } from '../../../terminal/live_block.ts';
import { watchSignals } from '../../../terminal/signals.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting } from '../../declare.ts';
import type { BatchStatusFlags } from '../flags.ts';

const SCHEMA = 'orchestrator.batch-status/1' as const;

/** Carries the command out. It fails only where the batch can't be read whole: how the batch came out is its answer. */
export async function statusAction(
  wanted: string | undefined,
  { json = false, watch = false }: BatchStatusFlags,
  setting: CommandSetting,
): Promise<void> {
  const { context, terminal, finish } = setting;
  const opened = await openBatch(context, wanted);
  if (!opened.ok) return finish(reportFailure(opened, { terminal, json, schema: SCHEMA }));
  const first = await viewBatch(context, opened.value);
  if (!watch) return finish(await report(first, json, setting));
  const signals = watchSignals();
  try {
    const last = await follow(first, { json, signal: signals.signal }, setting);
    const code = await report(last, json, setting);
    finish(signals.endedBy() ?? code);
  } finally {
    signals.end();
  }
}

/** Says where the batch stands: the exit code. */
async function report(seen: SeenBatch, json: boolean, { terminal }: CommandSetting): Promise<number> {
  const { manifest, state, isHeld, problems } = seen;
  const status = batchStatus(manifest, state, { isHeld, problems });
  if (json) terminal.out(jsonDocument(SCHEMA, status));
  else {
    const width = await terminal.dataColumns();
    const titleWidth = width === Infinity ? Infinity : Math.max(16, Math.floor(width / 3));
    const rows = statusRows(seen, Date.now()).map(([prp = '', standing = '', title = '', detail = '']) => [
      prp,
      standing,
      cutToWidth(title, titleWidth),
      detail,
    ]);
    terminal.out(
      `${headline(seen)}\n${standingInWords(seen)}\n${[summaryText(seen, Date.now()), ...heldLines(seen, Date.now())].join('\n')}\n\n${columns(rows, { width })}`,
    );
    terminal.say(problemsText(status.problems, terminal.colours));
  }
  return status.ok ? 0 : 1;
}

function headline({ manifest }: SeenBatch): string {
  return `Batch ${manifest.batch}: ${printableLine(manifest.title) || '(no title)'}`;
}

/** Shows the batch until nobody holds it or the signal comes; how it was seen last. */
async function follow(
  first: SeenBatch,
  { json, signal }: { readonly json: boolean; readonly signal: AbortSignal },
  { context, terminal }: CommandSetting,
): Promise<SeenBatch> {
  let seen = first;
  let problemsTold = 0;
  const summary = () => `${headline(seen)}: ${summaryText(seen, Date.now())}`;
  const drawn = !json && terminal.redraws && isSwitchedOn(context, 'spinner') && (await terminal.showsData());
  const live = json
    ? undefined
    : showLive(
        terminal,
        {
          lines: (frame) => liveLines(seen, { ...frame, now: Date.now(), paint: terminal.colours }),
          summary,
        },
        { spinner: drawn, print: terminal.out },
      );
  try {
    live?.tell(summary());
    for await (const next of watchBatch(context, first.stored, { signal })) {
      const told = seen.events.length;
      // While somebody writes it, a damaged journal would look like one that stands still.
      if (next.problems.length > problemsTold)
        live?.tell(problemsText(next.problems, terminal.colours).trimEnd(), 'always');
      problemsTold = next.problems.length;
      seen = next;
      for (const event of next.events.slice(told)) {
        const line = eventLine(event, next.manifest);
        if (line !== undefined) live?.tell(line, FOR_A_PERSON.has(event.event) ? 'always' : 'without-block');
      }
      if (!terminal.isRead()) break;
    }
  } finally {
    live?.end();
  }
  return seen;
}

/** What stays in sight above the block. */
const FOR_A_PERSON: ReadonlySet<string> = new Set(['attempt-failed', 'phase-failed']);
