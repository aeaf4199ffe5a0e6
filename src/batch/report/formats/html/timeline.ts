import { hoursInWords } from '../../../../lib/index.ts';
import type { ReportDocument, ReportPhase } from '../../document/index.ts';
import { secondsWords } from '../words.ts';
import { line } from './escape.ts';

const ROW = 24;
const LEFT = 150;
const WIDTH = 720;
const TOP = 22;
/** Keeps an attempt that took no time visible. */
const MIN = 1.5;
/** The marks of each scale. */
const QUARTERS = [0, 0.25, 0.5, 0.75, 1] as const;
/** The most attempts of a phase, the newest ones. */
const MAX_ATTEMPTS = 12;

/**
 * Draws when each phase was planned and when it was worked on. The two have separate scales, each from zero to its end: hours of
 * a plan are a person's.
 */
export function timelineSvg({ phases, timeline }: Pick<ReportDocument, 'phases' | 'timeline'>): string {
  if (timeline === null) return '<p>The batch has never been run.</p>';
  const { plannedHours, seconds, runs } = timeline;
  const planned = (hours: number) => round(LEFT + (plannedHours === 0 ? 0 : (hours / plannedHours) * WIDTH));
  const actual = (at: number) => round(LEFT + (seconds === 0 ? 0 : (at / seconds) * WIDTH));
  const height = TOP + phases.length * ROW + 22;
  const rows = phases.map((phase, place) => row(phase, TOP + place * ROW, { planned, actual, seconds }));
  const quarters = QUARTERS.map((part, place) => {
    const x = round(LEFT + part * WIDTH);
    // Where all of it is short, a mark can round to the same value as the one before it, and is omitted then.
    const describe = (words: (of: number) => string) =>
      place > 0 && words(part) === words(QUARTERS[place - 1] ?? 0) ? '' : words(part);
    const anchor = part === 1 ? 'end' : 'middle';
    return `<path class="grid" d="M${x} ${TOP - 4}V${height - 18}"/><text class="s" x="${x}" y="12" text-anchor="${anchor}">${describe((of) => hoursInWords(plannedHours * of))}</text><text class="s" x="${x}" y="${height - 5}" text-anchor="${anchor}">${describe((of) => secondsWords(seconds * of))}</text>`;
  });
  const cuts = runs.slice(1, 50).map(({ start }) => {
    const x = actual(start);
    return `<path class="cut" d="M${x} ${TOP - 4}V${height - 18}"><title>another run</title></path>`;
  });
  const all = LEFT + WIDTH + 12;
  return `<p class="soft">Above in each row, outlined: as planned for ${timeline.concurrency} at a time, on the scale above. Below, filled: its attempts, on the scale of running time below; failed ones are red.${runs.length > 1 ? ' A dashed line shows where another run began.' : ''}</p>
<div class="wide" role="region" aria-label="Timeline" tabindex="0"><svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="When phases were planned, and when they were worked on" width="${all}" height="${height}" viewBox="0 0 ${all} ${height}">
${quarters.join('\n')}
${cuts.join('')}
${rows.join('\n')}
</svg></div>`;
}

function row(
  { id, title, planned: span, attempts }: ReportPhase,
  y: number,
  {
    planned,
    actual,
    seconds,
  }: {
    readonly planned: (hours: number) => number;
    readonly actual: (at: number) => number;
    readonly seconds: number;
  },
): string {
  const label = `<text x="4" y="${y + 14}">${line(`${id} ${title}`, 23)}</text>`;
  const outline =
    span === null
      ? ''
      : `<rect class="plan" x="${planned(span.start)}" y="${y + 2}" width="${round(Math.max(MIN, planned(span.end) - planned(span.start)))}" height="7"/>`;
  const bars = attempts.slice(-MAX_ATTEMPTS).map(({ number, start, end, kind }) => {
    const x = actual(start);
    const width = round(Math.max(MIN, actual(end ?? seconds) - x));
    const look = kind !== null ? ' bad' : end === null ? ' info' : '';
    const took = secondsWords((end ?? seconds) - start);
    const how = kind ?? (end === null ? 'under way' : 'merged or set aside');
    return `<rect class="act${look}" x="${x}" y="${y + 11}" width="${width}" height="8"><title>${line(`${id}, attempt ${number}: ${took}, ${how}`, 120)}</title></rect>`;
  });
  return `${label}${outline}${bars.join('')}`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
