import { indentedCode } from './indented_code.ts';

/** An HTML comment in Markdown: a rendered page does not show it, but a model reads it. */
export type HtmlComment = {
  /** From 0, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
};

/**
 * Finds the comments of HTML in Markdown. Code is shown text, and contains none; a comment without an end extends to
 * the end of the text, and so that nothing is hidden after it, a fence that is not closed is no code.
 */
export function htmlComments(text: string): HtmlComment[] {
  if (!text.includes('<!--')) return [];
  const found: HtmlComment[] = [];
  const fenceEnd = fencesOf(text);
  const spanEnds = codeSpanEnds(text);
  const codeEnd = indentedCodeEnds(text);
  const mark = /^[^\S\n]*(?:(?:[-*+]|\d{1,9}[.)])[^\S\n]+)?(?:`{3,}|~{3,})|`+|<!--/gmu;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    const start = match.index;
    const end = codeEnd(start);
    if (end !== undefined) {
      mark.lastIndex = end;
      continue;
    }
    if (match[0] === '<!--') {
      const close = text.indexOf('-->', start + 2);
      const behind = close === -1 ? text.length : close + 3;
      found.push({ start, end: behind });
      mark.lastIndex = behind;
      continue;
    }
    const run = start + match[0].search(/[`~]/u);
    mark.lastIndex = fenceEnd(run) ?? spanEnds.get(run) ?? mark.lastIndex;
  }
  return found;
}

/** The text without its HTML comments. */
export function withoutHtmlComments(text: string): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of htmlComments(text)) {
    kept += text.slice(from, start);
    from = end;
  }
  return kept + text.slice(from);
}

/** The text with blanks for its HTML comments, so that everything else keeps its place. */
export function blankedHtmlComments(text: string, comments = htmlComments(text)): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of comments) {
    kept += text.slice(from, start) + text.slice(start, end).replace(/[^\n\r]/gu, ' ');
    from = end;
  }
  return kept + text.slice(from);
}

/** Finds the end of the line at an offset, if the line is in a block of code by its indentation. */
function indentedCodeEnds(text: string): (place: number) => number | undefined {
  // A quick check, since most texts have none.
  if (!/^(?: {4}| {0,3}\t)[ \t]*\S/mu.test(text)) return () => undefined;
  const lines = text.split('\n');
  const code = indentedCode(lines);
  let [index, from] = [0, 0];
  // Offsets are asked for in ascending order.
  return (place) => {
    for (; from + (lines[index] ?? '').length < place && index < lines.length; index++)
      from += (lines[index] ?? '').length + 1;
    return code.has(index) ? from + (lines[index] ?? '').length : undefined;
  };
}

type Fence = {
  readonly start: number;
  readonly end: number;
  readonly mark: string;
  readonly closes: boolean;
  /** Its indentation. */
  readonly indent: number;
};

/** The end of the block of code that a fence opens, or `undefined` if none opens there or it is not closed. */
function fencesOf(text: string): (start: number) => number | undefined {
  const fences: Fence[] = [];
  for (const { 1: before = '', 2: mark = '', 3: rest = '', index } of text.matchAll(
    /^([^\S\n]*(?:(?:[-*+]|\d{1,9}[.)])[^\S\n]+)?)(`{3,}|~{3,})([^\n]*)/gmu,
  )) {
    if (mark.startsWith('`') && rest.includes('`')) continue;
    const [start, closes] = [index + before.length, rest.trim() === '' && before.trim() === ''];
    fences.push({ start, end: start + mark.length + rest.length, mark, closes, indent: before.length });
  }
  const places = new Map(fences.map(({ start }, place) => [start, place]));
  // The longest fence still to come: one that none can close is known without looking at all of them.
  const longest = fences.map(() => ({ '`': 0, '~': 0 }));
  for (let place = fences.length - 2; place >= 0; place--) {
    const { mark = '', closes } = fences[place + 1] ?? {};
    const after = { ...(longest[place + 1] ?? { '`': 0, '~': 0 }) };
    const kind = mark.startsWith('`') ? '`' : '~';
    if (closes) after[kind] = Math.max(after[kind], mark.length);
    longest[place] = after;
  }
  // Fences that could not be closed: later ones that are as hard to close cannot be either.
  const open: { readonly kind: string; readonly length: number; readonly indent: number }[] = [];
  return (start) => {
    const place = places.get(start);
    const opening = place === undefined ? undefined : fences[place];
    if (place === undefined || opening === undefined) return undefined;
    const kind = opening.mark.startsWith('`') ? '`' : '~';
    const { length } = opening.mark;
    if ((longest[place]?.[kind] ?? 0) < length) return undefined;
    if (open.some((one) => one.kind === kind && one.length <= length && one.indent >= opening.indent))
      return undefined;
    for (let next = place + 1; ; next++) {
      const fence = fences[next];
      if (fence === undefined) {
        open.push({ kind, length, indent: opening.indent });
        return undefined;
      }
      if (fence.closes && fence.mark.startsWith(opening.mark) && fence.indent < opening.indent + 4)
        return fence.end;
    }
  };
}

/** The end of the code that a run of backticks opens: at the next run of its length in its paragraph. */
function codeSpanEnds(text: string): Map<number, number> {
  const ends = new Map<number, number>();
  const last = new Map<number, { readonly start: number; readonly paragraph: number }>();
  let paragraph = 0;
  for (const { 0: run, index } of text.matchAll(/`+|\n[ \t\r]*\n/gu)) {
    if (!run.startsWith('`')) {
      paragraph += 1;
      continue;
    }
    const before = last.get(run.length);
    if (before?.paragraph === paragraph) ends.set(before.start, index + run.length);
    last.set(run.length, { start: index, paragraph });
  }
  return ends;
}
