/** A line of a text without its end, and where it begins. */
export type Line = { readonly text: string; readonly offset: number };

/** The lines of a text, whichever line ends it has. */
export function linesOf(text: string): Line[] {
  let offset = 0;
  return text.split('\n').map((line) => {
    const start = offset;
    offset += line.length + 1;
    return { text: line.endsWith('\r') ? line.slice(0, -1) : line, offset: start };
  });
}

/**
 * The items of the lists in a text: lines that begin with a dash, a bullet or a number, without that, each with the
 * lines that continue it.
 */
export function itemsOf(text: string): Line[] {
  const items: Line[] = [];
  let open: { offset: number; lines: string[] } | undefined;
  const close = () => {
    if (open) items.push({ offset: open.offset, text: open.lines.join(' ') });
    open = undefined;
  };
  for (const line of linesOf(text)) {
    const start = /^[ \t]{0,8}(?:[-*•]|\d{1,3}[.)])[ \t]/u.exec(line.text);
    if (start) {
      close();
      open = { offset: line.offset, lines: [line.text.slice(start[0].length).trim()] };
    } else if (open && /^[ \t]/u.test(line.text) && line.text.trim() !== '')
      open.lines.push(line.text.trim());
    else close();
  }
  close();
  return items;
}
