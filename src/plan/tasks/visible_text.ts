import { createScanner } from 'jsonc-parser';
import {
  blankedHtmlComments,
  hiddenText,
  htmlComments,
  positionsIn,
  withoutHtmlComments,
} from '../../lib/index.ts';
import { withoutBullets } from '../outline/bulleted_headings.ts';
import { withoutChoiceSigns } from '../outline/choice_signs.ts';
import { withContainers } from '../outline/containers.ts';
import { withoutHeadingSigns } from '../outline/heading_signs.ts';
import { withLegend } from '../outline/legend.ts';
import { withOrgHeadings } from '../outline/org_headings.ts';
import { withPlainMarks } from '../outline/plain_marks.ts';
import type { TaskProblem, TaskSource } from './importer.ts';

/** A source without the text that is hidden from readers of its page, with problems that report it. */
export type VisibleText = {
  readonly source: TaskSource;
  readonly problems: readonly TaskProblem[];
  /** Whether it is known to be no plan in its own form. */
  readonly isNoPlan?: true;
};

/**
 * Removes HTML comments from a source before it is read, so that they are in no title and in no step, and finds them and all
 * invisible characters at their places in the source. The rest keeps its place.
 */
export function visibleText(source: TaskSource): VisibleText {
  const { text, file } = source;
  const places: Place[] = [];
  if (isJson(text)) {
    const seen = seenInJson(text, places);
    return { source: { ...source, text: seen }, problems: problemsOf(places, file) };
  }
  const seen = withoutHeadingSigns(seenInMarkdown(text, places));
  return {
    source: { ...source, text: seen.text },
    problems: [...problemsOf(places, file), ...signsNote(seen.lines, file)],
  };
}

/** Notes that ticks before headings are taken for pictures. */
function signsNote(lines: readonly number[], file: string): TaskProblem[] {
  const [first] = lines;
  if (first === undefined) return [];
  const named = `${lines.slice(0, MAX_NAMED).join(', ')}${lines.length > MAX_NAMED ? ', …' : ''}`;
  return [
    {
      severity: 'warning',
      code: 'done-but-open',
      message: `${lines.length} headings begin with a tick, above tick boxes that are all open; what is below them was treated as open (lines ${named}).`,
      file,
      line: first,
      column: 1,
      hint: 'Tick the boxes of what is done, or write "done" after its heading.',
    },
  ];
}

/** A hidden piece of text; a comment of HTML has no `what`. */
type Place = { readonly line: number; readonly column: number; readonly what?: string };

/** Whether a text is JSON; a line of Markdown may begin with a bracket too: that of a tick box. */
export function isJson(text: string): boolean {
  return /^(?:\s|\/\/[^\n]*\n)*(?:\{|\[\s*\{)/u.test(text);
}

function seenInMarkdown(text: string, places: Place[]): string {
  const positionOf = positionsIn(text);
  for (const each of hiddenText(text)) places.push(each);
  const comments = htmlComments(text);
  for (const { start, end } of comments)
    if (!TOOL_MARK.test(text.slice(start, end))) places.push(positionOf(start));
  const markdown = withOrgHeadings(blankedHtmlComments(text, comments));
  const plain = withPlainMarks(withoutBullets(markdown));
  return withContainers(withLegend(withoutChoiceSigns(plain)));
}

/** The marks between which a tool keeps a section, which say nothing: `<!-- AC:BEGIN -->`. */
const TOOL_MARK = /^<!--\s*[A-Z][A-Z_-]*(?::[A-Z_-]+)*:(?:BEGIN|START|END)\s*-->$/u;

/** Each string on its own: a comment ends with the string that contains it. */
function seenInJson(text: string, places: Place[]): string {
  const positionOf = positionsIn(text);
  const scanner = createScanner(text, false);
  let seen = '';
  let from = 0;
  for (let token: number = scanner.scan(); token !== END_OF_FILE; token = scanner.scan()) {
    if (token !== STRING) continue;
    const [start, length] = [scanner.getTokenOffset(), scanner.getTokenLength()];
    const value = scanner.getTokenValue();
    const at = positionOf(start);
    // Escapes make the position within the text unknown, so the whole value is named.
    for (const { what } of hiddenText(value)) places.push({ ...at, what });
    const kept = withoutHtmlComments(value);
    if (kept === value) continue;
    places.push(at);
    seen += text.slice(from, start) + JSON.stringify(kept).padEnd(length);
    from = start + length;
  }
  return seen + text.slice(from);
}

/** jsonc-parser's token numbers. */
const STRING = 10;
const END_OF_FILE = 17;

/** One for each kind: a document from elsewhere may have hundreds. */
function problemsOf(places: readonly Place[], file: string): TaskProblem[] {
  const kinds = new Map<string | undefined, Place[]>();
  for (const place of places) {
    const kind = kinds.get(place.what);
    if (kind === undefined) kinds.set(place.what, [place]);
    else kind.push(place);
  }
  return [...kinds].flatMap(([what, [first, ...more]]) =>
    first === undefined ? [] : [problemOf(what, { first, more, file })],
  );
}

function problemOf(
  what: string | undefined,
  { first, more, file }: { readonly first: Place; readonly more: readonly Place[]; readonly file: string },
): TaskProblem {
  const lines = [...new Set(more.map(({ line }) => line))];
  const named = `${lines.slice(0, MAX_NAMED).join(', ')}${lines.length > MAX_NAMED ? ', …' : ''}`;
  const others =
    more.length === 0 ? '' : `, as ${more.length} more (line${lines.length === 1 ? '' : 's'} ${named})`;
  return {
    severity: 'warning',
    code: 'hidden-text',
    message:
      what === undefined
        ? `There is an HTML comment here${others}; text that no reader of the page sees is not imported.`
        : `There is hidden text here${others}: ${what}.`,
    file,
    line: first.line,
    column: first.column,
    hint:
      what === undefined
        ? 'Write what is meant for the work as plain text.'
        : 'Delete it if it is not intended; if the plan keeps it, prompts show it as an escape sequence.',
  };
}

const MAX_NAMED = 8;
