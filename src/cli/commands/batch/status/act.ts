import { cutToWidth, printableLine } from '../../../../lib/index.ts';
import {
  type BatchStatusEvent,
  isJournalFault,
  isSwitchedOn,
  reportBatchStatus,
  usedSoFar,
  type ViewedBatch,
} from '../../../../operations/index.ts';
import {
  eventLine,
  heldLines,
  liveLines,
  refusedLines,
  statusInWords,
  statusRows,
  summaryText,
  usedText,
} from '../../../batch_text/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText, type Terminal } from '../../../terminal/index.ts';
import { type LiveBlock, showLive } from '../../../terminal/live_block.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting } from '../../declare.ts';
import type { BatchStatusFlags } from '../flags.ts';

/** Carries the command out. */
export async function statusAction(
  batch: string | undefined,
  { json = false, watch = false }: BatchStatusFlags,
  setting: CommandSetting,
): Promise<void> {
  const { context, terminal } = setting;
  const unread = new AbortController();
  let watched: Watched | undefined;
  try {
    await runVerb<'orchestrator.batch-status/1', BatchStatusEvent>(setting, {
      schema: 'orchestrator.batch-status/1',
      json,
      asks: false,
      until: unread.signal,
      call: (port) => reportBatchStatus(context, { batch, watch }, port),
      async show(event, { printText, inform }) {
        switch (event.kind) {
          case 'watched':
            if (!json) watched = await showWatched(event.seen, setting);
            return;
          case 'looked':
            watched?.show(event);
            if (!terminal.isRead()) unread.abort();
            return;
          case 'stands':
            watched?.end();
            printText(await statusText(event.seen, terminal));
            return inform(problemsText(event.status.problems, terminal.colours));
        }
      },
      exitCode: ({ ok }, port) => port.endedBy() ?? (ok ? 0 : 1),
    });
  } finally {
    watched?.end();
  }
}

async function statusText(seen: ViewedBatch, terminal: Terminal): Promise<string> {
  const width = await terminal.dataColumns();
  const titleWidth = width === Infinity ? Infinity : Math.max(16, Math.floor(width / 3));
  const rows = statusRows(seen, Date.now()).map(([prp = '', standing = '', title = '', detail = '']) => [
    prp,
    standing,
    cutToWidth(title, titleWidth),
    detail,
  ]);
  const refused = refusedLines(seen)
    .map((line) => `${line}\n`)
    .join('');
  return `${headline(seen)}\n${standingOf(seen)}\n${[`${summaryText(seen, Date.now())}${usedText(usedSoFar(seen))}`, ...heldLines(seen, Date.now())].join('\n')}\n\n${columns(rows, { width })}${refused === '' ? '' : `\n${refused}`}`;
}

/** The state of a batch. A journal that cannot be read to its end does not show it. */
function standingOf(seen: ViewedBatch): string {
  return seen.problems.some(isJournalFault)
    ? 'Its journal is damaged; this is as far as it can be read.'
    : statusInWords(seen);
}

function headline({ manifest }: ViewedBatch): string {
  return `Batch ${manifest.batch}: ${printableLine(manifest.title) || '(no title)'}`;
}

/** A display of a batch while it runs. */
type Watched = Pick<LiveBlock, 'end'> & {
  readonly show: (event: Extract<BatchStatusEvent, { readonly kind: 'looked' }>) => void;
};

async function showWatched(
  first: ViewedBatch,
  { context, terminal }: Pick<CommandSetting, 'context' | 'terminal'>,
): Promise<Watched> {
  let seen = first;
  let problemsTold = 0;
  const summary = () => `${headline(seen)}: ${summaryText(seen, Date.now())}`;
  const spinner = terminal.redraws && isSwitchedOn(context, 'spinner') && (await terminal.showsData());
  const live = showLive(
    terminal,
    {
      lines: (frame) => liveLines(seen, { ...frame, now: Date.now(), paint: terminal.colours }),
      summary,
    },
    { spinner, print: terminal.outText },
  );
  live.printLine(summary());
  return {
    show({ seen: next, events }) {
      seen = next;
      // A damaged journal that is still being written would look like one without progress.
      if (next.problems.length > problemsTold)
        live.printLine(problemsText(next.problems, terminal.colours).trimEnd(), 'always');
      problemsTold = next.problems.length;
      for (const event of events) {
        const line = eventLine(event, next.manifest);
        if (line !== undefined)
          live.printLine(line, FOR_A_PERSON.has(event.event) ? 'always' : 'without-block');
      }
    },
    end: live.end.bind(live),
  };
}

/** Kinds of events that stay in sight above the block. */
const FOR_A_PERSON: ReadonlySet<string> = new Set(['attempt-failed', 'phase-failed']);
