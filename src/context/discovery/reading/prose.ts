import { blankedHtmlComments } from '../../../lib/index.ts';
import { LONGEST_LINE } from '../plain_text.ts';
import type { Sources, SourceText } from '../sources.ts';
import { GUIDES } from './guides.ts';

/** Pages for agents that are about the whole project. */
const FOR_AGENTS = ['AGENTS.md', 'CLAUDE.md', '.claude/CLAUDE.md', '.github/copilot-instructions.md'];

/** The guides of a project, the nearest to the root first, then its pages for agents; pages of the same text once. */
export function guidesIn(sources: Sources): readonly SourceText[] {
  const guides = sources
    .where({ name: GUIDE_NAMES })
    .filter((path) => path.length < 80 && GUIDES.test(path))
    .sort((a, b) => a.split('/').length - b.split('/').length)
    .slice(0, MAX_GUIDES);
  const texts = new Map<string, SourceText>();
  for (const path of [...guides, ...FOR_AGENTS.filter((each) => sources.has(each))]) {
    const text = sources.read(path);
    if (text !== undefined && !texts.has(text.text)) texts.set(text.text, text);
  }
  const readme = readmeOf(sources);
  const ofReadme = readme === undefined ? undefined : partForWork(readme);
  return [...texts.values(), ...(ofReadme === undefined ? [] : [ofReadme])];
}

/** The README at the root. */
export function readmeOf(sources: Sources): SourceText | undefined {
  const path = ['README.md', 'README.rst', 'README.markdown'].find((each) => sources.has(each));
  return path === undefined ? undefined : sources.read(path);
}

/** The sections of a README that are about work on the project; all other lines are blank. */
function partForWork(readme: SourceText): SourceText | undefined {
  const shown = shownLines(readme);
  const headings = new Map(headingsIn(readme.path, shown).map((heading) => [heading.line, heading]));
  /** The level of the heading of the wanted section that a line is in. */
  let within: number | undefined;
  const lines = shown.map((line, place) => {
    const heading = headings.get(place + 1);
    if (heading !== undefined && (within === undefined || heading.level <= within))
      within = FOR_WORK.test(heading.text) ? heading.level : undefined;
    return within === undefined ? '' : line;
  });
  const text = lines.join('\n');
  return text.trim() === '' ? undefined : { path: readme.path, text, lines, lineOf: readme.lineOf };
}

/** Headings of what is meant for those who change the project, not for its users. */
const FOR_WORK =
  /^\W*(?:(?:how to )?contribut(?:e|ing|ions?)\b.*|(?:local )?develop(?:ment|ing)(?: (?:setup|guide|environment|workflow|instructions|notes)|\b.*\bourselves)?|hacking|(?:how to )?run(?:ning)? (?:the )?(?:\w+ )?tests(?: locally)?|build(?:ing)?(?: (?:from source|instructions|it|the (?:project|code|library|docs?|documentation)|\w+ itself|locally))?|compil(?:ing|ation)(?: from source)?)\W*$/iu;

/** A heading of a page. */
export type Heading = { readonly text: string; readonly level: number; readonly line: number };

/** The headings of a page of Markdown or reStructuredText, outside of its blocks of code. */
export function headingsIn(path: string, lines: readonly string[]): readonly Heading[] {
  const found: Heading[] = [];
  const isRst = path.endsWith('.rst');
  const fence = fenceOf(path);
  // Markdown has two underlines; reStructuredText ranks its own by their first use.
  const marks = isRst ? [] : ['=', '-'];
  let isCode = false;
  for (const [place, whole] of lines.entries()) {
    const line = whole.slice(0, LONGEST_LINE);
    if (fence.test(line)) isCode = !isCode;
    if (isCode) continue;
    const [, signs, text] = /^(#{1,6})\s+(.*?)\s*#*$/u.exec(line) ?? [];
    if (!isRst && signs !== undefined && text !== undefined)
      found.push({ text: withoutMarks(text).trim(), level: signs.length, line: place + 1 });
    const [mark] = UNDERLINE.exec(line)?.slice(1) ?? [];
    const above = lines[place - 1] ?? '';
    if (mark === undefined || !/^\w/u.test(above) || (lines[place - 2] ?? '').trim().length > 0) continue;
    if (isRst && !marks.includes(mark)) marks.push(mark);
    if (marks.includes(mark))
      found.push({ text: withoutMarks(above).trim(), level: marks.indexOf(mark) + 1, line: place });
  }
  return found;
}

/** The line before and after a block of code; in reStructuredText, tildes underline headings. */
function fenceOf(path: string): RegExp {
  return path.endsWith('.rst') ? /^\s*(```+)/u : /^\s*(```+|~~~+)/u;
}

/** The line below a heading. */
const UNDERLINE = /^([=\-~^"*+])\1{2,}\s*$/u;

/**
 * The items of the list, or the lines of the block of code, that follow a line; blank lines between them do not count.
 *
 * @param across - whether a paragraph may come before the list
 */
export function itemsAfter(
  path: string,
  lines: readonly string[],
  from: number,
  { across = false }: { readonly across?: boolean } = {},
): readonly Sentence[] {
  const items: Sentence[] = [];
  const fence = fenceOf(path);
  let isCode = false;
  for (let place = from; place < lines.length && items.length < MAX_ITEMS; place++) {
    const line = (lines[place] ?? '').slice(0, LONGEST_LINE);
    if (fence.test(line)) {
      if (isCode || items.length > 0) break;
      isCode = true;
      continue;
    }
    if (isCode) {
      if (line.trim() !== '') items.push({ text: line.trim(), line: place + 1 });
      continue;
    }
    const [, indent = '', said] =
      /^( {0,3})(?:[-*+•]|\d+[.)]|#\.)\s+(?:\[[ xX]\]\s+)?(.+)$/u.exec(line) ?? [];
    if (said !== undefined) {
      const text = withoutMarks(said)
        .replace(/\[([^\]]{1,80})\]/gu, '$1')
        .trim();
      if (indent.length < 2 || items.length === 0) items.push({ text, line: place + 1 });
      continue;
    }
    if (line.trim() === '' || /^[=\-~^*"+]{3,}\s*$/u.test(line) || /^\s{2,}\S/u.test(line)) continue;
    if (/^#{1,6}\s/u.test(line) || items.length > 0 || !across) break;
    // In reStructuredText the line below shows whether this one is a heading.
    if (UNDERLINE.test(lines[place + 1] ?? '')) break;
  }
  return items;
}

const MAX_ITEMS = 12;

const MAX_GUIDES = 6;

/** The beginnings of the names of all such pages: a quick check. */
const GUIDE_NAMES =
  /^(?:contribut|develop|dev[-_]|local|hacking|coding|style|code|index|readme|setup|testing|building|fuzzing|benchmarking|guidelines)/iu;

/** The lines of a page without its HTML comments, which only a model would read. */
export function shownLines({ text, lines }: SourceText): readonly string[] {
  return text.includes('<!--') ? blankedHtmlComments(text).split(/\r\n|\n|\r/u) : lines;
}

/** A sentence of a page, without marks of Markdown and reStructuredText, and the line that it begins on. */
export type Sentence = { readonly text: string; readonly line: number };

/** A line of a block of code, and the last sentence before the block. */
export type CodeLine = { readonly text: string; readonly line: number; readonly before: string };

/** The sentences of a page and the lines of its blocks of code. Headings, tables, quotations and comments are left out. */
export function proseIn(source: SourceText): {
  readonly sentences: readonly Sentence[];
  readonly code: readonly CodeLine[];
} {
  const sentences: Sentence[] = [];
  const code: CodeLine[] = [];
  let block: Sentence[] = [];
  const isRst = source.path.endsWith('.rst');
  const fencePattern = fenceOf(source.path);
  let fence: string | undefined;
  let isLiteral = false;
  /** Whether an indented line would belong to the item of a list or to a note. */
  let isHanging = false;
  let isIndented = false;
  const end = (): void => {
    for (const sentence of sentencesOf(block)) sentences.push(sentence);
    block = [];
  };
  for (const [place, whole] of shownLines(source).entries()) {
    const line = whole.slice(0, LONGEST_LINE);
    const mark = fencePattern.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined;
      else code.push({ text: line.trim(), line: place + 1, before: sentences.at(-1)?.text ?? '' });
      continue;
    }
    if (mark !== undefined) {
      end();
      fence = mark;
      continue;
    }
    if (isLiteral && /^\s+\S/u.test(line)) {
      if (!/^\s+:\w+:/u.test(line))
        code.push({ text: line.trim(), line: place + 1, before: sentences.at(-1)?.text ?? '' });
      continue;
    }
    if (isLiteral && line.trim() !== '') isLiteral = false;
    if (/^ {0,3}\S/u.test(line)) {
      isHanging = /^ {0,3}(?:[-*+•]|\d+[.)]|!!!|\?\?\?|===|\[\^|:)(?:\s|\+|$|")/u.test(line);
      isIndented = false;
    } else if (!isRst && line.trim() !== '' && !isHanging && block.length === 0) isIndented = true;
    if (isIndented && line.trim() !== '') {
      code.push({ text: line.trim(), line: place + 1, before: sentences.at(-1)?.text ?? '' });
      continue;
    }
    if (/^\s*$|^#{1,6}\s|^\s*[|>]|^(?:[=\-~^*"+]{3,})\s*$|^\s*<(?!https?:)[/\w]|^\.\. \w+::/u.test(line)) {
      // An underlined line is a heading.
      if (/^[=\-~^*"+]{3,}\s*$/u.test(line)) block = [];
      end();
      if (/^\.\. (?:code|code-block|sourcecode|prompt)::/u.test(line)) isLiteral = true;
      continue;
    }
    const item = /^\s*(?:[-*+•]|\d+[.)]|#\.)\s+(?:\[[ xX]\]\s+)?(.*)$/u.exec(line)?.[1];
    if (item !== undefined || block.length === MAX_LINES) end();
    block.push({ text: (item ?? line).trim(), line: place + 1 });
    if (isRst && /::\s*$/u.test(line)) {
      end();
      isLiteral = true;
    }
  }
  end();
  return { sentences, code };
}

/** The lines of a longer paragraph are not joined any further. */
const MAX_LINES = 60;

/** Splits a paragraph or an item of a list into its sentences. */
function sentencesOf(block: readonly Sentence[]): Sentence[] {
  const starts: { readonly at: number; readonly line: number }[] = [];
  let text = '';
  for (let place = 0; place < block.length; ) {
    const end = endOfCode(block, place);
    const joined = block
      .slice(place, end)
      .map((part) => part.text)
      .join(' ');
    starts.push({ at: text.length, line: block[place]?.line ?? 1 });
    text += `${withoutMarks(joined)} `;
    place = end;
  }
  const found: Sentence[] = [];
  let from = 0;
  const add = (to: number): void => {
    const said = text.slice(from, to).trim();
    const first = from + (text.slice(from, to).length - text.slice(from, to).trimStart().length);
    if (said !== '')
      found.push({ text: said, line: starts.findLast(({ at }) => at <= first)?.line ?? block[0]?.line ?? 1 });
    from = to;
  };
  for (const match of text.matchAll(/(?<!\b(?:e\.g|i\.e|etc|vs|cf|No))[.!?:]["”)]?\s+(?=[A-Z`"“(])/gu))
    add(match.index + match[0].length);
  add(text.length);
  return found;
}

/** The place after the lines that code in one line goes on in; after the line itself if nothing closes it soon. */
function endOfCode(block: readonly Sentence[], place: number): number {
  const isOdd = (each: Sentence | undefined) => (each?.text.match(/`/gu)?.length ?? 0) % 2 === 1;
  if (isOdd(block[place])) for (const next of [place + 1, place + 2]) if (isOdd(block[next])) return next + 1;
  return place + 1;
}

/** A text without links, emphasis and the double marks that reStructuredText puts around code. */
function withoutMarks(text: string): string {
  return text
    .replace(/!\[[^\]]{0,200}\]\([^)\s]{0,400}\)/gu, '')
    .replace(/\[([^\]]{1,200})\](?:\([^)]{0,400}\)|\[[^\]]{0,100}\])/gu, '$1')
    .replace(/`([^`<]{1,200}?)\s*<[^>`]{1,400}>`__?/gu, '$1')
    .replace(/:[\w:]{1,60}:`([^`]{1,200})`/gu, '`$1`')
    .replace(/``([^`]{1,200})``/gu, '`$1`')
    .replace(/(\*\*|__)(?=\S)([^*_]{1,300}?)\1/gu, '$2')
    .replace(/(?<![\w`])[*_](?=\S)([^*_`]{1,200}?)[*_](?!\w)/gu, '$1')
    .replace(/\s+/gu, ' ');
}

/** The longest part of a line without marks, by which its page is recognized as saying it. */
export function longestPart(line: string): string {
  const [longest = ''] = line
    .split(/[`[\]()*_<>|]/u)
    .map((part) => part.trim())
    .sort((a, b) => b.length - a.length);
  // A part of a word is found nowhere.
  return longest.length > 200 ? longest.slice(0, 200).replace(/\s+\S*$/u, '') : longest;
}
