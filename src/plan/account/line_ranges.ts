import { isStamp } from '../words/stamp_words.ts';
import type { AccountedLine, ImportedDocument } from './imported_document.ts';

/** Lines of a document with the same fate, and the reason. */
export type LineRange = {
  readonly from: number;
  /** The last line. */
  readonly to: number;
  /**
   * - `phase`: they are in the plan
   * - `done`: they belong to something that is done
   * - `left-out`: they are reported as left out
   * - `context`: what the plan has as context; headings over other lines, and lines without text: blank lines, rules, front matter, HTML
   */
  readonly became: 'phase' | 'done' | 'left-out' | 'context';
  /** The phase by its id, or the reason. */
  readonly why: string;
};

/**
 * Says for every line of a document, from the first to the last, what it became. It goes through the lines and not through the
 * plan, so that none can be missing.
 */
export function lineRanges(made: ImportedDocument, lines: readonly AccountedLine[]): LineRange[] {
  const fates = new Map(lines.map((each) => [each.line, each]));
  const sections = new Map(made.leftOut.map((each) => [each.line, each]));
  const ranges: (LineRange & { to: number })[] = [];
  let why = '';
  for (const [index, text] of made.text.split('\n').entries()) {
    const line = index + 1;
    why = sections.get(line)?.why ?? why;
    const own = made.context.has(line) ? OF_ALL : stateOf(fates.get(line), made, why);
    const last = ranges.at(-1);
    const isBlank = text.trim() === '';
    if (last !== undefined && (isBlank || (last.became === own.became && last.why === own.why)))
      last.to = line;
    else ranges.push({ from: line, to: line, ...own });
  }
  return ranges;
}

/** The reason of lines that say when or by whom the document was written: no message names them. */
export const STAMPS = 'date or author of the document';

/** The state of lines that are about the whole work. */
const OF_ALL = { became: 'context', why: 'context of the plan' } as const;

function stateOf(
  line: AccountedLine | undefined,
  { phases }: ImportedDocument,
  why: string,
): Pick<LineRange, 'became' | 'why'> {
  if (line === undefined) return { became: 'context', why: 'no text' };
  switch (line.fate) {
    case 'done':
      return { became: 'done', why: 'done already' };
    case 'left-out':
      return { became: 'left-out', why };
    case 'beside':
      return { became: 'left-out', why: isStamp(line.text) ? STAMPS : 'it is outside the tasks' };
    case 'lost':
      return { became: 'left-out', why: `part of ${phases[line.phase ?? 0]?.id ?? ''}, but not in the plan` };
    default: {
      const phase = line.phase === undefined ? undefined : phases[line.phase];
      if (phase !== undefined) return { became: 'phase', why: phase.id };
      if (line.kind === 'markup') return { became: 'context', why: 'front matter or HTML' };
      return { became: line.fate === 'frame' ? 'context' : 'phase', why: 'heading' };
    }
  }
}

/** Lines as a message names them: "line 3", "lines 3–5, 9". */
export function rangesOf(lines: readonly number[]): string {
  const sorted = [...new Set(lines)].sort((a, b) => a - b);
  const ranges: { from: number; to: number }[] = [];
  for (const line of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && line <= last.to + 2) last.to = line;
    else ranges.push({ from: line, to: line });
  }
  const named = ranges.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`));
  return `${sorted.length === 1 ? 'line' : 'lines'} ${named.join(', ')}`;
}
