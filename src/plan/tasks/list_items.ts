import { type Block, type OpaqueBlock, readBlocks, type TextLine } from '../document/blocks.ts';
import { cut, plain } from '../document/inline.ts';
import { verbatimIn } from '../document/verbatim.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import type { TaskSection, TaskSource } from './importer.ts';
import type { ListDocument, ListItem } from './list_document.ts';
import { isOverLabels, withBulletsBelow } from './plain_lists.ts';

/** Reads a document's headings and lists, except in fences, tables and quotes. */
export function readListDocument({ text }: TaskSource): ListDocument {
  const from = frontMatterEnd(text);
  const reader = new ListReader(text);
  readBlocks(text, from, (block) => reader.add(block));
  const isPlain = reader.sections.length === 0 ? isMixed(reader.items) : isOverLabels(reader);
  if (!isPlain) return withBulletsBelow(reader);
  const pasted = new ListReader(text, { readsLines: true });
  readBlocks(text, from, (block) => pasted.add(block));
  pasted.end();
  return withBulletsBelow(pasted);
}

/** Whether items with tick boxes, such as ✅, are beside bullets without any. */
function isMixed(items: readonly ListItem[]): boolean {
  const isBare = ({ box, mark, children }: ListItem) =>
    box === undefined && mark === 'bullet' && children.every((child) => child.box === undefined);
  return (
    items.some(isBare) &&
    items.some(({ box }) => box !== undefined) &&
    items.every(({ mark }) => mark !== 'heading')
  );
}

class ListReader implements ListDocument {
  readonly sections: (TaskSection & { readonly lines: TextLine[]; blocks: number })[] = [];
  readonly items: ListItem[] = [];
  looseLines = 0;
  /** Short lines on their own, right over lists. */
  readonly labels: string[] = [];
  #label: string | undefined;
  /** A paragraph that is written as an item with a tick box: bullets right below it are its own. */
  #boxed: ListItem | undefined;
  readonly #source: readonly string[];
  readonly #verbatim: ReturnType<typeof verbatimIn>;
  /** The items that are open, each in the list of the one before. */
  #open: { readonly depth: number; readonly item: ListItem }[] = [];

  /** A line on its own, which the text after it makes a heading or not. */
  #pending: TextLine | undefined;
  readonly isPasted: boolean;
  readonly #quoted: ReadonlySet<number>;

  /** @param options.readsLines - takes a short line on its own over a list for its heading: "Still to do:" */
  constructor(text: string, { readsLines = false } = {}) {
    this.isPasted = readsLines;
    this.#source = text.split('\n');
    this.#quoted = quotedLines(this.#source);
    this.#verbatim = verbatimIn(text);
  }

  add(block: Block): void {
    if (this.#label !== undefined && block.kind === 'text' && block.isItem) this.labels.push(this.#label);
    this.#label = labelIn(block);
    this.#settle(block);
    if (block.kind === 'heading') this.#addHeading(block.level, block.text);
    else if (block.kind === 'text') this.#addText(block);
    else this.#addMarkup(block);
  }

  /** At the end of the text: a line that nothing follows is text. */
  end(): void {
    if (this.#pending !== undefined) this.#addLine(this.#pending);
  }

  /** A line that a list follows is its heading. */
  #settle(next: Block): void {
    const line = this.#pending;
    if (line === undefined) return;
    this.#pending = undefined;
    if (next.kind === 'text' && (next.isItem || WRITTEN_ITEM.test(next.lines[0]?.text ?? '')))
      this.#addHeading(2, line);
    else this.#addLine(line);
  }

  /**
   * By the letter of Markdown `1. <Button> component` begins a block of HTML, and `` 1. ``` by hand `` one of code; to their
   * writer they are items like others. A fence with at most the name of a language after it is meant as one.
   */
  #addMarkup(block: OpaqueBlock): void {
    const { line, end, depth, form } = block;
    const source = this.#source[line - 1] ?? '';
    const start = MARKED_UP.exec(source)?.[0].length;
    if (start === undefined) {
      if (form !== 'html' && depth > 0) this.#addBlock(block, source);
      const section = this.sections.at(-1);
      if (form !== 'html' && depth === 0 && section !== undefined) section.blocks += 1;
      return;
    }
    const text = { text: source.slice(start).trimEnd(), line, column: start + 1 };
    this.#addMarked(depth, text);
    if (form !== 'fence') return;
    for (let below = line + 1; below < end; below++) {
      const source = this.#source[below - 1] ?? '';
      const column = (BULLET.exec(source)?.[0].length ?? 0) + 1;
      const text = source.slice(column - 1).trimEnd();
      if (/[\p{L}\p{N}]/u.test(text))
        this.#addItem(depth + 1, {
          ...withoutBox({ text, line: below, column }),
          mark: 'bullet',
          number: undefined,
        });
    }
  }

  /** A block in an item belongs to it; a block at the beginning of an item is one by its first words. */
  #addBlock(block: OpaqueBlock, source: string): void {
    const { text } = this.#verbatim(block);
    const marker = ITEM_OF_CODE.exec(source);
    if (marker !== null) {
      const [, first = '', ...rest] = text.split('\n');
      const code = first.trim();
      const isTold = /^[^`\s][^`]{0,80}$/u.test(code);
      const column = marker[0].length + 1;
      const { number } = marker.groups ?? {};
      this.#addItem(block.depth, {
        text: { text: isTold ? `\`${code}\`` : 'As written here', line: block.line, column },
        box: undefined,
        mark: number === undefined ? 'bullet' : 'number',
        number,
      });
      if (isTold && rest.length <= 1) return;
    }
    this.#open.findLast((open) => open.depth <= block.depth)?.item.blocks.push(text);
  }

  #addHeading(level: number, text: TextLine): void {
    this.#open = [];
    const { text: label, box } = withoutBox(text);
    const task = TASK_HEADING.exec(label.text);
    if (task !== null) {
      const number = task.groups?.number;
      const rest = withoutBox(behindLabel(label, task[0]));
      this.#addItem(0, { text: rest.text, box: box ?? rest.box, mark: 'heading', number });
      return;
    }
    const shown = plain(text.text);
    const { number = numberIn(shown) } = SECTION_NUMBER.exec(shown)?.groups ?? {};
    const title = shown.replace(SECTION_NUMBER, '');
    this.#boxed = undefined;
    this.sections.push({
      title,
      number,
      heading: shown,
      level,
      line: text.line,
      column: text.column,
      lines: [],
      blocks: 0,
    });
  }

  #addText({ lines, depth, isItem }: Extract<Block, { kind: 'text' }>): void {
    const [only] = lines;
    const follows = lines[1]?.text ?? '';
    if (this.isPasted && depth === 0 && only !== undefined && isHeadingLine(only)) {
      if (lines.length === 1) {
        this.#pending = only;
        return;
      }
      // "Done:" right over "✅ Login", without a blank line.
      if (WRITTEN_ITEM.test(follows)) {
        this.#addHeading(2, only);
        this.#addText({ kind: 'text', lines: lines.slice(1), depth, isItem, startsList: false });
        return;
      }
    }
    let inner = depth;
    for (const [index, line] of lines.entries()) {
      if (index === 0 && isItem) this.#addMarked(depth, line);
      else if ((depth === 0 || line.column === 1) && this.#addWritten(line)) inner = Math.max(depth, 1);
      else if (inner > 0) this.#continue(inner, line);
      else this.#addLine(line);
    }
  }

  /** An item in running text: people write lists without the space, the bullet or the blank line that Markdown wants. */
  #addWritten(line: TextLine): boolean {
    const match = this.#quoted.has(line.line) ? null : WRITTEN_ITEM.exec(line.text);
    if (match === null) return false;
    const { number = match.groups?.label } = match.groups ?? {};
    const { text, box } = withoutBox(behindLabel(line, match[0]));
    // `[ ] - **Parser**: …`
    const dash = box === undefined ? undefined : /^[-*+•]\s+/u.exec(text.text)?.[0];
    const own = dash === undefined ? text : cut(text, dash.length, text.text.length);
    this.#addItem(1, { text: own, box, mark: number === undefined ? 'bullet' : 'number', number });
    this.#boxed = line.text.startsWith('[') ? this.#open.at(-1)?.item : undefined;
    return true;
  }

  /** A line outside of all lists. */
  #addLine(line: TextLine): void {
    const heading = this.#open[0]?.item;
    if (heading?.mark === 'heading') heading.more.push(line);
    else if (this.sections.length === 0) this.looseLines += 1;
    else this.sections.at(-1)?.lines.push(line);
  }

  #continue(depth: number, line: TextLine): void {
    this.#open.findLast((open) => open.depth <= depth)?.item.more.push(line);
  }

  #addItem(depth: number, item: Pick<ListItem, 'text' | 'box' | 'mark' | 'number'>): void {
    while ((this.#open.at(-1)?.depth ?? -1) >= depth) this.#open.pop();
    const added = { ...item, section: this.sections.length - 1, more: [], blocks: [], children: [] };
    const above = this.#open.at(-1)?.item;
    if (above === undefined) this.items.push(added);
    else above.children.push(added);
    this.#open.push({ depth, item: added });
  }

  /**
   * An item of a list. The number before it is left in the source by the block rules, to which `- 1. Models` is a list
   * within a list: to its writer it is one item.
   */
  #addMarked(depth: number, line: TextLine): void {
    const before = this.#source[line.line - 1]?.slice(0, line.column - 1) ?? '';
    const number = /(?<number>\d{1,9})[.)][\s#]*$/u.exec(before)?.groups?.number;
    const marks = before.match(/(?:[-*+]|\d[.)])\s/gu)?.length ?? 1;
    const mark = number === undefined ? 'bullet' : 'number';
    const item = withoutBox(line);
    if (item.box !== undefined) this.#boxed = undefined;
    const isOwn = this.#boxed !== undefined && this.#open.some(({ item: open }) => open === this.#boxed);
    this.#addItem(depth - marks + (isOwn ? 2 : 1), { ...item, mark, number });
  }
}

/**
 * The rest of a line after the label at its beginning. Where the label includes the first marks of bold words
 * (`**T001 Models**`), they are put back.
 */
export function behindLabel(line: TextLine, label: string): TextLine {
  const rest = cut(line, label.length, line.text.length);
  const isTorn = label.startsWith('**') && label.lastIndexOf('**') === 0;
  return isTorn ? { ...rest, text: `**${rest.text}`, column: rest.column - 2 } : rest;
}

/** A short line without the end of a sentence: "Still to do:", "Risks", `**Next**`. */
function isHeadingLine({ text }: TextLine): boolean {
  return text.length <= LONGEST_HEADING_LINE && !WRITTEN_ITEM.test(text) && /^[^.!?;]+$/u.test(text);
}

const LONGEST_HEADING_LINE = 60;

/** The text of a block that is a short line on its own. */
function labelIn(block: Block): string | undefined {
  const [only, ...more] = block.kind === 'text' && block.depth === 0 && !block.isItem ? block.lines : [];
  return only !== undefined && more.length === 0 && isHeadingLine(only) ? only.text : undefined;
}

/** The suffix of an item that its list calls optional. */
export const OPTIONAL = ' (optional)';

/** A line without the tick box at its beginning. */
function withoutBox(line: TextLine): Pick<ListItem, 'text' | 'box'> {
  const match = /^(?:\\?\[(?<mark>[ xX~/>-]?)\\?\](?!\()(?<star>\\?\*(?=\s))?|(?<sign>[☐☑☒✓✔✅⬜]))\s*/u.exec(
    line.text,
  );
  if (match === null) return { text: line, box: undefined };
  const { mark, sign, star } = match.groups ?? {};
  const box = sign === undefined ? mark : /[☐⬜]/u.test(sign) ? ' ' : 'x';
  const text = cut(line, match[0].length, line.text.length);
  // Kiro writes `- [ ]* 1.2 Write more tests` for optional items; `- [ ] 1.2* Write more tests` is meant as that.
  const [number] = /^\d+(?:\.\d+)+(?=\\?\*\s)/u.exec(text.text) ?? [];
  const bare = number === undefined ? text.text : text.text.replace(/\\?\*/u, '');
  return { text: (star ?? number) ? { ...text, text: `${bare}${OPTIONAL}` } : text, box };
}

const TASK_HEADING =
  /^(?:\*\*)?(?:Task|TASK|Step)\s+#?(?<number>\d+(?:\.\d+)*)\b(?:\*\*)?\s*[:.)–—-]?(?:\*\*)?\s*/u;
const SECTION_NUMBER =
  /^(?:(?:Phase|PHASE|Section|Stage)\s+)?(?<number>\d{1,9}(?:\.\d{1,9}){0,9}[a-z]?|(?<=Phase )N)(?:\+?\s*[:.)–—-]\s*|(?<=\.\d{1,9})\s+)/u;

/** `2` of "阶段 2: Models" and "Etapa 2". */
function numberIn(heading: string): string | undefined {
  const { form, kind, id, title } = readUnitLabel(heading);
  return form === 'word' && kind === 'phase' && title !== '' ? id : undefined;
}

/** `1. <Button> component`, `` 1. ``` by hand ``. */
const MARKED_UP = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?=<|(?:`{3,}|~{3,})\s+\S+\s+\S)/u;

/** A list's mark right before a fence. */
const ITEM_OF_CODE = /^\s*(?:[-*+]|(?<number>\d{1,9})[.)])\s+(?=`{3}|~{3})/u;

const BULLET = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?/u;

/** `-[ ] x`, `[ ] x`, `• x`, `2.Models`, `Task 2: Models`, `T002 Models`. */
const WRITTEN_ITEM =
  /^(?:[-*+•]?\s*(?=\[[ xX~/>-]?\](?!\())|[•◦▪●]\s*|(?=[☐☑☒✓✔✅⬜])|(?:\*\*)?(?:[Tt]ask|TASK|[Ss]tep)\s+#?(?<number>\d+)(?:\*\*)?\s*[:.)–—-](?:\*\*)?\s*|(?<label>\d{1,4})[.)](?=\S)(?!\d)|(?=T\d{3,}[a-z]?\b))/u;

/** The numbers of the lines between three quotation marks, each time on a line of their own: a text as a program prints it. */
function quotedLines(source: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let open: { readonly mark: string; readonly line: number } | undefined;
  for (const [index, line] of source.entries()) {
    const mark = QUOTES.exec(line)?.[1];
    if (mark === undefined) continue;
    if (open?.mark !== mark) {
      open ??= { mark, line: index + 1 };
      continue;
    }
    for (let number = open.line + 1; number <= index; number++) found.add(number);
    open = undefined;
  }
  return found;
}

const QUOTES = /^\s*("{3}|'{3})\s*$/u;

/** The 0-based line after YAML front matter. */
function frontMatterEnd(text: string): number {
  const match = /^---[ \t]*\n(?:(?!---[ \t]*\n)[^\n]*\n){0,200}---[ \t]*(?:\n|$)/u.exec(text);
  return match === null ? 0 : match[0].split('\n').length - 1;
}
