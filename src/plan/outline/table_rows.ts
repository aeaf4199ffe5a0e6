import { statusOf, withoutDoneMarks } from '../words/done_marks.ts';
import { cellsOf, STATUS } from './overview.ts';

/** A table of which some rows are done. */
export type SplitTable = {
  /** The table without those rows; `undefined` where none is left. */
  readonly open: string | undefined;
  /** What is done, by the first two cells of each row. */
  readonly done: readonly string[];
};

/**
 * Tells the rows of a table that are done from those that are not: by what its column for the status says, or by the marks
 * at their names. `undefined` where no row is done.
 *
 * @param table - its lines as they stand in the document
 */
export function splitTable(table: string): SplitTable | undefined {
  const [head = '', rule = '', ...rows] = table.split('\n').filter((line) => line.trim() !== '');
  const column = cellsOf(head).findIndex((name) => STATUS.test(name));
  const open: string[] = [];
  const done: string[] = [];
  for (const row of rows) {
    const cells = cellsOf(row);
    if (isDoneRow(cells, column)) done.push(nameOf(cells));
    else open.push(row);
  }
  if (done.length === 0) return undefined;
  return { open: open.length === 0 ? undefined : [head, rule, ...open].join('\n'), done };
}

/** A tick that stands alone in a cell answers the question of its column; beside a name it says that this is done. */
function isDoneRow(cells: readonly string[], column: number): boolean {
  if (column >= 0 && statusOf(cells[column] ?? '') === 'done') return true;
  return cells.slice(0, 2).some((cell, index) => {
    const { text, state } = withoutDoneMarks(cell);
    return index !== column && state !== undefined && /[\p{L}\p{N}]/u.test(text);
  });
}

function nameOf(cells: readonly string[]): string {
  return cells
    .slice(0, 2)
    .map((cell) => withoutDoneMarks(cell).text.replace(/^\*\*([^*]+)\*\*/u, '$1'))
    .filter((cell) => /[\p{L}\p{N}]/u.test(cell))
    .join(' – ');
}
