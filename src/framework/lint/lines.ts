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

/** An item of a list with the lines that continue it, white space made single. */
export type Item = Line & { readonly mark: string };

/** The items of the lists in a text: lines that begin with a dash, a bullet or a number. */
export function itemsOf(text: string): Item[] {
  const items: Item[] = [];
  let open: { mark: string; offset: number; lines: string[] } | undefined;
  const close = () => {
    if (open) items.push({ mark: open.mark, offset: open.offset, text: open.lines.join(' ').trim() });
    open = undefined;
  };
  for (const line of linesOf(text)) {
    const start = /^[ \t]{0,8}(?<mark>[-*•]|\d{1,3}[.)])[ \t]+/u.exec(line.text);
    if (start?.groups) {
      close();
      const mark = start.groups.mark ?? '';
      open = { mark, offset: line.offset, lines: [line.text.slice(start[0].length)] };
    } else if (open && /^[ \t]/u.test(line.text) && line.text.trim() !== '')
      open.lines.push(line.text.trim());
    else close();
  }
  close();
  return items;
}
