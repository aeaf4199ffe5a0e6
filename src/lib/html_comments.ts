/** A comment of HTML in Markdown: a page made of it does not show it, and a model reads it. */
export type HtmlComment = {
  /** From 0, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
};

/** Finds the comments of HTML in Markdown. What stands in code is text that is shown, and is none; one without an end goes to the end. */
export function htmlComments(text: string): HtmlComment[] {
  const found: HtmlComment[] = [];
  const closing = closingRuns(text);
  const mark = /`+|<!--/gu;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    const start = match.index;
    if (match[0] !== '<!--') {
      mark.lastIndex = closing.get(start) ?? mark.lastIndex;
      continue;
    }
    const close = text.indexOf('-->', start + 2);
    const end = close === -1 ? text.length : close + 3;
    found.push({ start, end });
    mark.lastIndex = end;
  }
  return found;
}

/** The text without its comments of HTML. */
export function withoutHtmlComments(text: string): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of htmlComments(text)) {
    kept += text.slice(from, start);
    from = end;
  }
  return kept + text.slice(from);
}

/** Where the code ends that a run of backticks begins: at the next run of its length, in its paragraph if it is no fence. */
function closingRuns(text: string): Map<number, number> {
  const ends = new Map<number, number>();
  const last = new Map<number, { readonly start: number; readonly paragraph: number }>();
  let paragraph = 0;
  for (const { 0: run, index } of text.matchAll(/`+|\n[ \t\r]*\n/gu)) {
    if (!run.startsWith('`')) {
      paragraph += 1;
      continue;
    }
    const before = last.get(run.length);
    if (before !== undefined && (run.length > 2 || before.paragraph === paragraph))
      ends.set(before.start, index + run.length);
    last.set(run.length, { start: index, paragraph });
  }
  return ends;
}
