import { textPieces } from '../document/step_text.ts';

/** Joins lines into running text, except lines with bullets or numbers and blocks of code, which stay as they are. */
export function flat(text: string): string {
  return linesBelow(text).join('\n').replace(/^- /u, '');
}

/** The lines of a text, each with a dash or a block that is kept as it is. */
export function linesBelow(text: string): string[] {
  const lines: string[] = [];
  for (const { kind, text: piece } of textPieces(text)) {
    if (kind === 'verbatim') {
      lines.push(piece);
      continue;
    }
    let runsOn = false;
    const own = piece.split('\n');
    for (const [index, line] of own.entries()) {
      const bare = line.trim();
      const marked = MARKED.exec(bare);
      // "Callback route:" between two lists is about the second one.
      const isHeading = /^\S.*[:：]$/u.test(line.trimEnd()) && MARKED.test(own[index + 1]?.trim() ?? '');
      const begins = !runsOn || marked !== null || isHeading;
      if (begins) lines.push(`- ${oneLine(bare.slice(marked?.[0].length ?? 0))}`);
      else lines.push(`${lines.pop() ?? ''} ${oneLine(bare)}`.trimEnd());
      runsOn = true;
    }
  }
  return lines;
}

/** A bullet, or the place before a number. */
const MARKED = /^(?:[-*•]\s+|(?=\d{1,3}[.)]\s))/u;

/** A text in one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
