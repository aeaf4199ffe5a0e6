import { durationInWords, wrapText } from '../../../lib/index.ts';
import { currentAttempt } from '../../store/state/index.ts';
import type { PhaseRecord } from '../../types.ts';
import { attemptsAllowed, type BatchView, type Paint } from './batch_view.ts';
import { fitLine } from './fit_line.ts';
import { summaryText } from './summary.ts';

/** How the block is drawn. */
export type LiveOptions = {
  /** Columns that there are; no line is wider. */
  readonly width: number;
  /** Lines at most. */
  readonly height?: number;
  /** The wall clock, in milliseconds since 1970 UTC. */
  readonly now: number;
  /** Counts the frames of what turns; `undefined` for a block that stands still. */
  readonly frame: number | undefined;
  readonly paint: Paint;
};

/**
 * The block that shows a batch while it runs: its title, counts and times, and a line for each phase that is under way, at
 * most twelve lines in all. Every line is safe to show, fits the width, and reads without colours.
 */
export function liveLines(view: BatchView, options: LiveOptions): string[] {
  const { width, now, paint } = options;
  const height = Math.max(1, Math.min(options.height ?? TALLEST, TALLEST));
  const { batch, title } = view.manifest;
  const summary = wrapText(summaryText(view, now), Math.max(1, width)).slice(0, 3);
  const head = [
    fitLine([{ text: `Batch ${batch}: ${title}`, paint: paint.bold }], width),
    ...summary.map((line) => fitLine([line], width)),
  ];
  const active = view.state.phases
    .filter((record) => currentAttempt(record) !== undefined)
    .sort((a, b) => startOf(a) - startOf(b));
  const foot = footOf(view, options);
  const room = Math.max(0, height - head.length - foot.length);
  const shown = active.length <= room ? active : active.slice(0, Math.max(0, room - 1));
  const longest = Math.max(0, ...shown.map(({ phase }) => phase.prp.length));
  const rows = shown.map((record) => rowOf(view, record, longest, options));
  const more = active.length - shown.length;
  if (more > 0) rows.push(fitLine([`  and ${more} more`], width));
  return [...head, ...rows, ...foot].slice(0, height);
}

const TALLEST = 12;
/** Below so many columns, words give way. */
const NARROW = 60;
const TURNS = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function startOf(record: PhaseRecord): number {
  return Date.parse(currentAttempt(record)?.startedAt ?? '') || 0;
}

function rowOf(view: BatchView, record: PhaseRecord, longest: number, options: LiveOptions): string {
  const { width, now, frame, paint } = options;
  const { phase, progress } = record;
  const attempt = currentAttempt(record)?.number ?? 0;
  const isNarrow = width < NARROW;
  const sign = frame === undefined ? '*' : (TURNS[frame % TURNS.length] ?? '*');
  const of = attemptsAllowed(view, record);
  const tries = isNarrow
    ? `${attempt}${of === undefined ? '' : `/${of}`}`
    : `attempt ${attempt}${of === undefined ? '' : ` of ${of}`}`;
  const time = durationInWords(now - startOf(record));
  const gap = isNarrow ? ' ' : '  ';
  return fitLine(
    [
      `${sign} ${phase.prp.padEnd(longest)}${gap}`,
      { text: progress.state.padEnd(7), paint: progress.state === 'running' ? asIs : paint.warn },
      `${gap}${tries}${gap}${time.padEnd(isNarrow ? 0 : 10)}`,
      { text: activityOf(view, record, now, isNarrow), paint: paint.dim },
      `${gap}${phase.title}`,
    ],
    width,
  );
}

function activityOf(view: BatchView, record: PhaseRecord, now: number, isNarrow: boolean): string {
  const attempt = currentAttempt(record);
  if (record.progress.state !== 'running' || attempt === undefined) return '';
  const last = view.lastActivity(record.phase.prp, attempt.number);
  if (last === undefined || !Number.isFinite(last)) return '';
  const waits = view.doing?.(record.phase.prp, attempt.number)?.waits;
  if (waits !== undefined) return isNarrow ? ', waits' : `  waits: ${waits}`;
  const ago = durationInWords(now - last);
  return isNarrow ? `, ${ago} ago` : `  active ${ago} ago`;
}

/** What waits for a person. */
function footOf({ manifest, state }: BatchView, { width, paint }: LiveOptions): string[] {
  const failed = state.phases.filter(({ progress }) => progress.state === 'failed').length;
  const asked = state.phases.filter((record) => record.asked !== undefined).length;
  if (failed + asked === 0) return [];
  const what = failed + asked === 1 ? '1 decision waits' : `${failed + asked} decisions wait`;
  const text = `${what}: orchestrator batch decisions ${manifest.batch}`;
  return wrapText(text, Math.max(1, width)).map((line) => fitLine([{ text: line, paint: paint.bad }], width));
}

const asIs = (text: string) => text;
