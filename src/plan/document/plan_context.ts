import type { Located } from '../plan.ts';

/** The number of characters from which on a context would be most of each prompt. */
export const MAX_CONTEXT = 16_000;

/** The heading of the section that holds what a plan says about the whole work. */
const HEADING = '## Context';

/**
 * Prints the context of a plan as a section. It is quoted, so that nothing in it can be taken for a phase, a field or another
 * section, whatever it contains.
 */
export function contextLines(context: string | undefined): string[] {
  if (context === undefined || context.trim() === '') return [];
  return [HEADING, '', ...context.split('\n').map((line) => `> ${line}`.trimEnd()), ''];
}

/**
 * Reads the section with the context of a plan: up to the next heading of its level or the first phase.
 *
 * @param text - with line feeds only
 * @param end - the line, 1-based, at which the first phase begins
 */
export function contextIn(text: string, end: number): Located<string> | undefined {
  if (!text.includes(HEADING)) return undefined;
  const lines = text.split('\n').slice(0, end - 1);
  const start = headingAfter(lines, 0, isContextHeading);
  if (start < 0) return undefined;
  const next = headingAfter(lines, start + 1, (line) => /^#{1,2}[ \t]/u.test(line));
  const context = contextOf(lines.slice(start, next < 0 ? lines.length : next));
  return context === '' ? undefined : { value: context, line: start + 1, column: 1 };
}

/** The text of a section of a document; that of a section with the context of a plan has no heading, and no marks of a quotation. */
export function contextOf(lines: readonly string[]): string {
  const [heading = '', ...below] = lines;
  if (!isContextHeading(heading)) return lines.join('\n').trim();
  const said = below.every((line) => line === '' || line.startsWith('>'))
    ? below.map((line) => line.replace(/^> ?/u, ''))
    : below;
  const first = said.findIndex((line) => line.trim() !== '');
  return said.slice(Math.max(first, 0)).join('\n').trimEnd();
}

function isContextHeading(line: string): boolean {
  return line.trimEnd() === HEADING;
}

/** The index of the first line outside of code, from one on, that a test takes for a heading; -1 where there is none. */
function headingAfter(lines: readonly string[], from: number, isHeading: (line: string) => boolean): number {
  let fence = '';
  for (const [index, line] of lines.entries()) {
    if (index < from) continue;
    const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1] ?? '';
    if (fence === '') fence = mark;
    else if (mark.startsWith(fence)) fence = '';
    if (fence === '' && isHeading(line)) return index;
  }
  return -1;
}
