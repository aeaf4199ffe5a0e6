import type { Position } from '../../diagnostics/index.ts';

/** The offset of every occurrence of a text in another; matches do not overlap. */
export function occurrences(text: string, sought: string): number[] {
  const found: number[] = [];
  if (sought === '') return found;
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + sought.length))
    found.push(at);
  return found;
}

/** The line and column of an offset. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}
