import { statusOf, withoutDoneMarks } from '../words/done_marks.ts';
import { cellsOf, STATUS } from './overview.ts';
import { columnsOf, hasLetter, saysWork } from './table_columns.ts';

/** A table of which some rows are done. */
export type SplitTable = {
  /** The table without those rows; `undefined` where no row is left. */
  readonly open: string | undefined;
  /** The tasks that are done, by the first two cells of each row. */
  readonly done: readonly string[];
};

/**
 * Separates the rows of a table that are done from the others: by its column for the status, or by the marks at their names.
 * `undefined` where no row is done.
 *
 * @param table - its lines as they are in the document
 */
export function splitTable(table: string): SplitTable | undefined {
  const [head = '', rule = '', ...rows] = table.split('\n').filter((line) => line.trim() !== '');
  const column = cellsOf(head).findIndex((name) => STATUS.test(name));
  const open: string[] = [];
  const done: string[] = [];
  for (const row of rows) {
    const cells = cellsOf(row);
    if (isDoneRow(cells, column)) done.push(settled(nameOf(cells), cells, column));
    else open.push(row);
  }
  if (done.length === 0) return undefined;
  return { open: open.length === 0 ? undefined : [head, rule, ...open].join('\n'), done };
}

/** The rows of a table with a column for the status, and what it says; `undefined` where it has none. */
export function rowStates(
  table: string,
): readonly { readonly isDone: boolean; readonly said: string }[] | undefined {
  const [head = '', , ...rows] = table.split('\n').filter((line) => line.trim() !== '');
  const column = cellsOf(head).findIndex((name) => STATUS.test(name));
  if (column < 0) return undefined;
  return rows.map((row) => {
    const cells = cellsOf(row);
    return { isDone: isDoneRow(cells, column), said: cells[column] ?? '' };
  });
}

/** The name of a row that is not open; one that was cancelled says so. */
function settled(name: string, cells: readonly string[], column: number): string {
  return statusOf(cells[column] ?? '') === 'cancelled' ? `${name} (cancelled)` : name;
}

/** A tick alone in a cell answers the question of its column; beside a name it says that this is done. */
function isDoneRow(cells: readonly string[], column: number): boolean {
  if (column >= 0 && statusOf(cells[column] ?? '') !== 'open') return true;
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

/** A row of a table of tasks, as a step. */
export type RowStep = {
  readonly text: string;
  /** The text of its other columns. */
  readonly below: readonly string[];
  readonly isDone: boolean;
  /** The number of lines below the head of the table. */
  readonly offset: number;
};

/**
 * The rows of a table that lists tasks by its columns, as steps in its order. `undefined` for a table about something else: the
 * contents of a file, the answers of an end point.
 *
 * @param table - its lines as they are in the document
 */
export function stepsOfTable(table: string): readonly RowStep[] | undefined {
  const lines = table.split('\n').filter((line) => line.trim() !== '');
  const head = cellsOf(lines[0] ?? '');
  const { at, body } = columnsOf(head, lines.slice(2).map(cellsOf));
  const title = at.get('title');
  if (title === undefined || !saysWork(head, { at, title })) return undefined;
  const id = at.get('id');
  const status = at.get('status') ?? -1;
  const steps = body.flatMap((cells, index): RowStep[] => {
    const { text: marked, state } = withoutDoneMarks(cells[title] ?? '');
    const text = marked.replace(/^\*\*([^*]+)\*\*$/u, '$1');
    if (!hasLetter(text) || TOTAL.test(text)) return [];
    const name = id === undefined ? '' : withoutDoneMarks(cells[id] ?? '').text;
    const below = head.flatMap((column, place) => {
      const cell = cells[place] ?? '';
      const isSaid = place === title || place === id || !/[\p{L}\p{N}]/u.test(cell);
      return isSaid ? [] : [`- ${column}: ${cell}`];
    });
    const said = [name, text].filter((each) => each !== '').join(' ');
    const isDone = state !== undefined || TICK.test(cells[status] ?? '') || isDoneRow(cells, status);
    return [{ text: settled(said, cells, status), below, isDone, offset: index + 2 }];
  });
  return steps.length === 0 ? undefined : steps;
}

const TICK = /^(?:- )?(?:\[[xX]\]|[☑✅✔✓])/u;
const TOTAL = /^\W*(?:total|sum|итого|合计|合計|합계)(?![\p{L}])/iu;
