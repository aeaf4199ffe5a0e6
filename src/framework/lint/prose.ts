import { linesOf } from './lines.ts';

/**
 * A text in which what is only shown, not said, is blanked out: quotations, code and examples. Every offset stays.
 */
export function proseOf(text: string): string {
  return withoutExamples(text).replace(QUOTED, blank);
}

/** As {@link proseOf}, but quotations stay. */
export function withoutExamples(text: string): string {
  let inExample = false;
  return linesOf(text)
    .map((line, index, lines) => {
      if (EXAMPLE.test(line.text)) inExample = true;
      else if (line.text.trim() === '') inExample = false;
      const end = (lines[index + 1]?.offset ?? text.length + 1) - 1;
      const whole = text.slice(line.offset, end);
      return inExample ? blank(whole) : whole;
    })
    .join('\n');
}

/** Straight and typographic quotation marks and backticks, within two lines and 200 characters. */
const QUOTED = /"[^"]{0,200}"|“[^“”]{0,200}”|`[^`]{0,200}`/gu;

/** A line with which an example begins; it ends with the next empty line. */
const EXAMPLE = /^[ \t]{0,8}(?:#{1,6}[ \t]{0,4})?(?:Examples?\b|GOOD:|BAD:)/u;

function blank(text: string): string {
  return text.replace(/[^\n]/gu, (character) => ' '.repeat(character.length));
}
