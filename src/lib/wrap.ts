import stringWidth from 'string-width';

/**
 * Breaks one line of text into lines of at most so many columns, at spaces if there are any; a longer word is broken
 * anywhere. Double-width characters and emoji count as two columns.
 *
 * @returns at least one line, none of which begins or ends with a space
 */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const word of text.trim().split(/\s+/u)) {
    const wide = textWidth(word);
    if (line !== '' && width + 1 + wide <= columns) {
      line += ` ${word}`;
      width += 1 + wide;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = broken(word, columns);
    for (const each of pieces.slice(0, -1)) lines.push(each);
    line = pieces.at(-1) ?? '';
    width = textWidth(line);
  }
  return [...lines, line];
}

/** The columns that a text takes in a terminal, colours ignored: combining marks take none, wide characters take two. */
export function textWidth(text: string): number {
  const bare = text.includes('\u001B') ? text.replace(COLOURS, '') : text;
  return ONE_COLUMN_EACH.test(bare) ? bare.length : stringWidth(bare);
}

const COLOURS = /\u001B\[[\d;]*m/gu;

/**
 * Characters that are a column each and join with no other: ASCII, the letters of Latin, and the dashes, dots, arrows, ticks,
 * boxes and turning signs (of Braille) that the program draws with. Nearly all that is shown has no others, and the package behind `stringWidth` takes as long to
 * start as Node itself.
 */
const ONE_COLUMN_EACH =
  /^[\u0020-\u007E\u00A1-\u00A8\u00AA-\u00AC\u00AF-\u02FF\u2010-\u2027\u2190-\u2193\u2500-\u257F\u25CB\u25CF\u2713\u2717\u2801-\u28FF]*$/u;

function broken(word: string, columns: number): string[] {
  if (textWidth(word) <= columns) return [word];
  const pieces = [''];
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    const wide = textWidth(segment);
    if (width > 0 && width + wide > columns) {
      pieces.push('');
      width = 0;
    }
    pieces[pieces.length - 1] += segment;
    width += wide;
  }
  return pieces;
}

/**
 * A text whose lines are broken at spaces where they are wider than so many columns; continuations are indented by two more than
 * their line. All else stays as it is: wider words, colours, and lines that move the cursor.
 */
export function foldLines(text: string, columns: number): string {
  if (!Number.isFinite(columns)) return text;
  return text
    .split('\n')
    .map((line) => foldLine(line, columns))
    .join('\n');
}

function foldLine(line: string, columns: number): string {
  const plain = line.replace(COLOUR, '');
  const isShort = line.length <= columns && NARROW.test(line);
  if (isShort || textWidth(plain) <= columns || CONTROL.test(plain)) return line;
  const indent = /^ */u.exec(plain)?.[0] ?? '';
  const further = indent.length + 2 < columns / 2 ? `${indent}  ` : '';
  const folded: string[] = [];
  let kept = '';
  let width = 0;
  // Words with the spaces before them.
  for (const [word = ''] of line.matchAll(/^ *[^ ]+| +[^ ]+| +$/gu)) {
    const wide = textWidth(word);
    if (width > 0 && width + wide > columns) {
      folded.push(kept);
      kept = `${further}${word.trimStart()}`;
      width = textWidth(kept);
    } else {
      kept += word;
      width += wide;
    }
  }
  return [...folded, kept].join('\n');
}

/** Select graphic rendition, after ECMA-48. */
const COLOUR = /\u001b\[[0-9;]*m/gu;
/** Text of characters that take one column at most. */
const NARROW = /^[\u0000-\u02ff]*$/u;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/u;
