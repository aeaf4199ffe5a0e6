import { greatestOf, textWidth } from '../../lib/index.ts';

/** Layout of a table. */
export type TableOptions = {
  /** Available columns; unlimited by default. */
  readonly width?: number;
  /** Headings of the columns: above the table, or before each cell where there is no room for a table. */
  readonly head?: readonly string[];
};

/** The least width for the last cell of a row: with less, it would be a column of single words. */
const NARROWEST = 20;

/**
 * Rows with their cells in columns, two spaces apart; the last cell of a row wraps under itself. Without room for the
 * columns, a row is its first cell, with the others in lines below it.
 */
export function columns(
  rows: readonly (readonly string[])[],
  { width = Infinity, head }: TableOptions = {},
): string {
  const whole = head === undefined ? rows : [head, ...rows];
  const widths = widthsOf(whole);
  const last = widths.reduce((sum, cell) => sum + cell + 2, 0);
  const longest = greatestOf(
    whole.map((row) => textWidth(row.at(-1) ?? '')),
    0,
  );
  const fits = last + Math.min(NARROWEST, longest) <= width;
  const lines = fits
    ? whole.flatMap((row) => sideBySide(row, widths, width))
    : rows.flatMap((row) => underFirst(row, width, head));
  return lines.map((line) => `${line}\n`).join('');
}

/** The widths of all cells but the last ones. */
function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.slice(0, -1).forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, textWidth(cell));
    });
  }
  return widths;
}

function sideBySide(row: readonly string[], widths: readonly number[], width: number): string[] {
  const start = row
    .slice(0, -1)
    .map((cell, index) => `${cell}${' '.repeat(Math.max(0, (widths[index] ?? 0) - textWidth(cell)))}  `)
    .join('');
  return wrapped(row.at(-1) ?? '', { start, indent: ' '.repeat(textWidth(start)), width });
}

function underFirst(row: readonly string[], width: number, head: readonly string[] = []): string[] {
  const [first = '', ...others] = row;
  const cells = others.map((cell, index) => {
    const name = head[index + 1];
    return name === undefined ? cell : `${name} ${cell}`;
  });
  return [
    ...wrapped(first, { start: '', indent: '  ', width }),
    ...(cells.length === 0 ? [] : wrapped(cells.join(', '), { start: '  ', indent: '  ', width })),
  ];
}

/** A text in lines of at most that width, broken between words; a wider word is kept whole. */
function wrapped(
  text: string,
  { start, indent, width }: { readonly start: string; readonly indent: string; readonly width: number },
): string[] {
  if (textWidth(start) + textWidth(text) <= width) return [start + text];
  const [first = '', ...words] = text.split(' ');
  const lines: string[] = [];
  let line = start + first;
  for (const word of words) {
    if (textWidth(line) + 1 + textWidth(word) <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  return [...lines, line];
}
