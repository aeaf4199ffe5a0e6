import { linesOf } from './lines.ts';

/** Blanks out the parts of a text that are shown rather than said: quotations, code and examples. Every offset is preserved. */
export function proseOf(text: string): string {
  return withoutExamples(text).replace(QUOTED, blank);
}

/** Like {@link proseOf}, but keeps quotations. */
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

/** The first line of an example, which ends with the next empty line. */
const EXAMPLE = /^[ \t]{0,8}(?:#{1,6}[ \t]{0,4})?(?:Examples?\b|GOOD:|BAD:)/u;

function blank(text: string): string {
  return text.replace(/[^\n]/gu, (character) => ' '.repeat(character.length));
}
