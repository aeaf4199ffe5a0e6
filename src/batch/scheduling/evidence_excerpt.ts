import { decisiveLine, OUTPUT_FOLLOWS } from './decisive_line.ts';

/**
 * The lines of a failure's evidence that a person is shown: what this program found, and of what was printed the part around the
 * line that says why, else its end. `…` stands where lines are left out.
 *
 * @param evidence - safe to show already
 * @param most - how many lines of what was printed, and of what was found, each
 */
export function evidenceExcerpt(evidence: string, most: number): string[] {
  const text = evidence.trimEnd();
  if (text === '') return [];
  const at = text.lastIndexOf(OUTPUT_FOLLOWS);
  if (at === -1) return cut(text.split('\n'), most);
  const found = text.slice(0, at + OUTPUT_FOLLOWS.length).split('\n');
  const printed = text.slice(at + OUTPUT_FOLLOWS.length + 1);
  if (printed === '') return [...cut(found.slice(0, -1), most), ...found.slice(-1)];
  return [...cut(found.slice(0, -1), most), ...found.slice(-1), ...around(printed, decisiveLine(text), most)];
}

/** What stands before the decisive line tells where it happened, what stands after it mostly what was expected. */
function around(printed: string, decisive: string, most: number): string[] {
  const lines = printed.split('\n');
  if (lines.length <= most) return lines;
  const sought = decisive.replace(/…$/u, '');
  const place = sought === '' ? -1 : lines.findIndex((line) => line.trim().startsWith(sought));
  const latest = lines.length - most;
  const from = place === -1 ? latest : Math.min(Math.max(0, place - LINES_BEFORE), latest);
  const shown = lines.slice(from, from + most);
  return [...(from > 0 ? [LEFT_OUT] : []), ...shown, ...(from < latest ? [LEFT_OUT] : [])];
}

function cut(lines: readonly string[], most: number): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most), LEFT_OUT];
}

const LINES_BEFORE = 2;
const LEFT_OUT = '…';
