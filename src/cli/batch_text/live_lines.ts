import { cutToWidth, durationInWords, printableLine, widestWidth, wrapText } from '../../lib/index.ts';
import { type ActivePhase, activePhases, type BatchView } from '../../operations/index.ts';
import type { Palette } from '../terminal/palette.ts';
import { summaryText } from './summary_text.ts';

/** Layout of the block. */
export type LiveOptions = {
  /** Available columns; no line is wider. */
  readonly width: number;
  /** Maximum number of lines. */
  readonly height?: number;
  /** The wall clock, in milliseconds since 1970 UTC. */
  readonly now: number;
  /** Counts the frames of the spinner; `undefined` for a block without animation. */
  readonly frame: number | undefined;
  readonly paint: Palette;
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
  const active = activePhases(view, now);
  const foot = footOf(view, options);
  const room = Math.max(0, height - head.length - foot.length);
  const shown = active.length <= room ? active : active.slice(0, Math.max(0, room - 1));
  const longest = Math.max(0, ...shown.map(({ prp }) => prp.length));
  const rows = shown.map((phase) => rowOf(phase, longest, options));
  const more = active.length - shown.length;
  if (more > 0) rows.push(fitLine([`  and ${more} more`], width));
  return [...head, ...rows, ...foot].slice(0, height);
}

const TALLEST = 12;
/** Below so many columns, words are shortened. */
const NARROW = 60;
const TURNS = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function rowOf(phase: ActivePhase, longest: number, options: LiveOptions): string {
  const { width, frame, paint } = options;
  const { prp, title, state, attempt, allowed } = phase;
  const isNarrow = width < NARROW;
  const sign = frame === undefined ? '*' : (TURNS[frame % TURNS.length] ?? '*');
  const tries = isNarrow
    ? `${attempt}${allowed === undefined ? '' : `/${allowed}`}`
    : `attempt ${attempt}${allowed === undefined ? '' : ` of ${allowed}`}`;
  const time = phase.elapsedMs === undefined ? '-' : durationInWords(phase.elapsedMs);
  const gap = isNarrow ? ' ' : '  ';
  return fitLine(
    [
      `${sign} ${prp.padEnd(longest)}${gap}`,
      { text: state.padEnd(7), paint: state === 'running' ? asIs : paint.warn },
      `${gap}${tries}${gap}${time.padEnd(isNarrow ? 0 : 10)}`,
      { text: activityText(phase, isNarrow), paint: paint.dim },
      `${gap}${title}`,
    ],
    width,
  );
}

function activityText({ idleMs, waits }: ActivePhase, isNarrow: boolean): string {
  if (idleMs === undefined) return '';
  if (waits !== undefined) return isNarrow ? ', waits' : `  waits: ${waits}`;
  const ago = durationInWords(idleMs);
  return isNarrow ? `, ${ago} ago` : `  active ${ago} ago`;
}

/** The phases that wait for a person. */
function footOf({ manifest, state }: BatchView, { width, paint }: LiveOptions): string[] {
  const failed = state.phases.filter(({ progress }) => progress.state === 'failed').length;
  const asked = state.phases.filter((record) => record.asked !== undefined).length;
  if (failed + asked === 0) return [];
  const what = failed + asked === 1 ? '1 decision waits' : `${failed + asked} decisions wait`;
  const text = `${what}: orchestrator batch decisions ${manifest.batch}`;
  return wrapText(text, Math.max(1, width)).map((line) => fitLine([{ text: line, paint: paint.bad }], width));
}

const asIs = (text: string) => text;

/** A piece of a line, and its style. Text of any origin: terminal control characters are removed. */
type Piece = string | { readonly text: string; readonly paint: (text: string) => string };

/** Pieces as one line of at most so many columns. It is cut before it is painted, so that no colour is left open. */
function fitLine(pieces: readonly Piece[], width: number): string {
  let left = width;
  let line = '';
  for (const [place, piece] of pieces.entries()) {
    const whole = oneLine(typeof piece === 'string' ? piece : piece.text);
    const rest = pieces.slice(place + 1).some((next) => (typeof next === 'string' ? next : next.text) !== '');
    // A piece that just fits would leave no room for the sign that something is missing.
    const text =
      widestWidth(whole) === left && rest ? cutToWidth(`${whole}…`, left) : cutToWidth(whole, left);
    line += typeof piece === 'string' || text === '' ? text : piece.paint(text);
    left -= widestWidth(text);
    if (text !== whole || left <= 0) break;
  }
  return line;
}

/** Spaces are kept, since columns are made of them. */
function oneLine(text: string): string {
  return text
    .split(/( +)/u)
    .map((part) => (part.startsWith(' ') ? part : printableLine(part)))
    .join('');
}
