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
 * Reads the section with the context of a plan: up to the next heading of its level or the first phase. A quotation loses its
 * marks.
 *
 * @param text - with line feeds only
 * @param end - the line, 1-based, at which the first phase begins
 */
export function contextIn(text: string, end: number): string | undefined {
  if (!text.includes(HEADING)) return undefined;
  const lines = text.split('\n').slice(0, end - 1);
  const start = lines.findIndex((line) => line.trimEnd() === HEADING);
  if (start < 0) return undefined;
  const below = lines.slice(start + 1);
  const next = nextHeading(below);
  const own = next < 0 ? below : below.slice(0, next);
  const said = own.every((line) => line === '' || line.startsWith('>'))
    ? own.map((line) => line.replace(/^> ?/u, ''))
    : own;
  const context = said
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/u, '')
    .trimEnd();
  return context === '' ? undefined : context;
}

/** The index of the first line that is a heading of the first two levels outside of code; -1 where there is none. */
function nextHeading(lines: readonly string[]): number {
  let fence = '';
  return lines.findIndex((line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1] ?? '';
    if (fence === '') fence = mark;
    else if (mark.startsWith(fence)) fence = '';
    return fence === '' && /^#{1,2}[ \t]/u.test(line);
  });
}
