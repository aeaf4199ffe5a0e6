/** A line of a text without its end, and its offset. */
export type Line = { readonly text: string; readonly offset: number };

/** The lines of a text, whatever its line ends. */
export function linesOf(text: string): Line[] {
  let offset = 0;
  return text.split('\n').map((line) => {
    const start = offset;
    offset += line.length + 1;
    return { text: line.endsWith('\r') ? line.slice(0, -1) : line, offset: start };
  });
}
