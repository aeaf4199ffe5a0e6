/**
 * A piece of a text of several lines, as a plan has it in steps and fields: running text, a line with a dash, or a block
 * that stays as it is.
 */
export type TextPiece = {
  readonly kind: 'text' | 'dash' | 'verbatim';
  /** Without the dash; for a block that is kept as it is, with line feeds. */
  readonly text: string;
};

/** The pieces of a text. Lines that run on are one piece; blocks of code and tables keep their lines. */
export function textPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const end = endOfVerbatim(lines, at);
    if (end > at) {
      pieces.push({ kind: 'verbatim', text: lines.slice(at, end).join('\n') });
      at = end;
      continue;
    }
    const last = pieces.at(-1);
    if (line.startsWith('- ')) pieces.push({ kind: 'dash', text: line.slice(2) });
    else if (last !== undefined && last.kind !== 'verbatim')
      pieces[pieces.length - 1] = { ...last, text: `${last.text}\n${line}` };
    else if (line.trim() !== '' || pieces.length === 0)
      pieces.push({ kind: last === undefined ? 'text' : 'dash', text: line });
    at += 1;
  }
  return pieces;
}

/** The index of the line after a fenced block or table that begins on a line; if none begins there, that of the line itself. */
function endOfVerbatim(lines: readonly string[], start: number): number {
  const fence = /^(?<mark>`{3,}|~{3,})[^`]*$/u.exec(lines[start] ?? '')?.groups?.mark;
  if (fence !== undefined) {
    const closing = new RegExp(String.raw`^ {0,3}${fence[0] === '~' ? '~' : '`'}{${fence.length},}\s*$`, 'u');
    for (let at = start + 1; at < lines.length; at++) if (closing.test(lines[at] ?? '')) return at + 1;
    return start;
  }
  if (!isRow(lines[start]) || !/^\|[\s:|-]+\|\s*$/u.test(lines[start + 1] ?? '')) return start;
  let end = start + 2;
  while (isRow(lines[end])) end++;
  return end;
}

function isRow(line = ''): boolean {
  return line.startsWith('|');
}

/** A block of a document that stays as it is, without the indentation that all of its lines share. */
export function dedented(lines: readonly string[]): string {
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => /^\s*/u.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents.slice(0, MAX_MEASURED), LONGEST_INDENT);
  return lines
    .map((line) => line.slice(Math.min(indent, /^\s*/u.exec(line)?.[0].length ?? 0)).trimEnd())
    .join('\n')
    .trim();
}

const MAX_MEASURED = 10_000;
const LONGEST_INDENT = 200;
