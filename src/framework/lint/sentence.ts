/** The longest stretch that is looked at to either side, in UTF-16 code units. */
const REACH = 300;

/** The sentence in which an offset stands: up to the nearest full stop, semicolon or empty line on either side. */
export function sentenceAt(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - REACH), offset);
  const after = text.slice(offset, offset + REACH);
  const start = Math.max(...[...before.matchAll(END)].map((match) => match.index + match[0].length), 0);
  const end = after.search(END);
  return before.slice(start) + (end < 0 ? after : after.slice(0, end));
}

const END = /[.!?;](?=\s)|\n[ \t]*\r?\n/gu;
