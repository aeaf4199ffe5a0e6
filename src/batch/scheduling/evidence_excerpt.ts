import { decisiveLine, OUTPUT_FOLLOWS } from './decisive_line.ts';

/**
 * Returns the lines of a failure's evidence to show a person: the program's findings and, from the output, the part around the
 * decisive line, else its end. `…` replaces omitted lines.
 *
 * @param evidence - already safe to show
 * @param most - the number of lines from the output and from the findings, each
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

/** The lines before the decisive one tell where it happened, those after it mostly what was expected. */
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
