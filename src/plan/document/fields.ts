import { type FieldKey, fieldKey } from './field_names.ts';
import { type FieldStart, fieldStarts } from './field_start.ts';
import { parseHours } from './hours.ts';
import { beginsScenario, saysNone } from './inline.ts';
import type { TextBlock, TextLine } from './markdown_block.ts';
import { canNameFile } from './path_words.ts';

/** A field of a phase as its lines are in the document, before they are interpreted. */
export type RawField = {
  readonly name: string;
  readonly key: FieldKey | undefined;
  readonly line: number;
  readonly column: number;
  /** The number of lists around the field itself. */
  readonly depth: number;
  readonly items: RawItem[];
};

/** The text after a field's name, an item of its list, or a paragraph below it. */
export type RawItem = {
  /** The number of lists around it. */
  readonly depth: number;
  readonly lines: TextLine[];
};

/** The position of a line that may begin a field. */
type Line = {
  readonly block: TextBlock;
  /** The number of lists around the line itself, as a person sees it. */
  readonly depth: number;
  readonly isFirst: boolean;
  /** Whether a field began on an earlier line of the block. */
  readonly openedHere: boolean;
};

/** The handling of text that is in no field. Without it, a collector drops that text. */
export type LooseText = {
  /** The field meant by a name that is none of the known ones. */
  readonly keyOf: (name: string) => FieldKey | undefined;
  /** The field that a line begins in a way that only such text has. */
  readonly start?: (line: TextLine, block: TextBlock) => FieldStart | undefined;
  /** Takes a line that is in no field. @param isFirst - whether its block begins with it */
  readonly add: (line: TextLine, block: TextBlock, isFirst: boolean) => void;
};

/** Collects the fields of one phase from its blocks, which are given in their order. */
export class FieldCollector {
  readonly fields: RawField[] = [];
  readonly #loose: LooseText | undefined;
  #open: RawField | undefined;

  constructor(loose?: LooseText) {
    this.#loose = loose;
  }

  /** Whether a field is open, so that the next line may continue it. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Closes the open field, which belongs to something that has ended. */
  close(): void {
    this.#open = undefined;
  }

  /** A heading below the phase's own begins a field, as a bold name does. */
  addHeading({ text, line, column }: TextLine): void {
    this.#begin(
      { name: text, key: fieldKey(text, { isMarked: true }), line, column, isBold: true, rest: undefined },
      0,
    );
  }

  /**
   * Adds a block kept as it is to the item around it, or to the one above it where text in no field counts.
   *
   * @param depth - the number of lists around it
   * @returns whether there is one
   */
  addVerbatim(block: TextLine, depth: number): boolean {
    const open = this.#open;
    const last = open?.items.at(-1);
    if (open === undefined || last === undefined || TERSE.has(open.key)) return false;
    if (depth <= open.depth && this.#loose === undefined && open.key !== undefined) return false;
    open.items.push({ depth: Math.max(last.depth, open.depth + 1) + 1, lines: [block] });
    return true;
  }

  addText(block: TextBlock): void {
    let item: RawItem | undefined;
    let openedHere = false;
    for (const line of block.lines) {
      const isFirst = line === block.lines[0];
      const starts = this.#startsOf(line, block);
      const [start] = starts;
      const depth = depthOf(line, block);
      if (start !== undefined && this.#accepts(start, { block, depth, isFirst, openedHere })) {
        for (const each of starts) item = this.#begin(each, depth);
        openedHere = true;
      } else if (isFirst) {
        item = this.#continue(block, line);
        if (item === undefined) this.#loose?.add(line, block, true);
      } else if (item !== undefined) item.lines.push(line);
      else if (openedHere) item = this.#addItem(depth, line);
      else this.#loose?.add(line, block, false);
    }
  }

  #startsOf(line: TextLine, block: TextBlock): readonly FieldStart[] {
    const starts = fieldStarts(line);
    const own = starts.length === 0 ? this.#loose?.start?.(line, block) : undefined;
    return own === undefined ? starts : [own];
  }

  #begin({ name, key, line, column, rest }: FieldStart, depth: number): RawItem | undefined {
    this.#open = { name, key: key ?? this.#loose?.keyOf(name), line, column, depth, items: [] };
    this.fields.push(this.#open);
    return rest === undefined ? undefined : this.#addItem(depth, rest);
  }

  #addItem(depth: number, line: TextLine): RawItem | undefined {
    const item = { depth, lines: [line] };
    this.#open?.items.push(item);
    return item;
  }

  /** Whether a paragraph is one more criterion of a part: "**Given** a guest …". */
  #isCriterion({ key }: RawField, { text }: TextLine): boolean {
    return this.#loose !== undefined && key === 'gates' && beginsScenario(text);
  }

  /** Gives the first line of a block to the open field, or closes the field. */
  #continue({ depth, isItem, startsList }: TextBlock, line: TextLine): RawItem | undefined {
    const open = this.#open;
    if (open === undefined) return undefined;
    const last = open.items.at(-1);
    if (this.#loose !== undefined && isItem && endsField(open, { line, depth, startsList })) {
      this.#open = undefined;
      return undefined;
    }
    if (isItem && (depth > open.depth || this.#hasFlatItems(open, depth))) return this.#addItem(depth, line);
    if (!isItem && depth > open.depth && last !== undefined) {
      last.lines.push(line);
      return last;
    }
    if (!isItem && depth === open.depth && (open.items.length === 0 || this.#isCriterion(open, line)))
      return this.#addItem(depth, line);
    this.#open = undefined;
    return undefined;
  }

  /** Whether the items of a field are beside it in the same list, where they should have been indented. */
  #hasFlatItems(open: RawField, depth: number): boolean {
    return (
      depth === open.depth &&
      takesList(open.key) &&
      open.items.every((item) => item.depth === depth && item.lines[0]?.line !== open.line)
    );
  }

  #accepts(start: FieldStart, { block, depth, isFirst, openedHere }: Line): boolean {
    const { isItem, startsList } = block;
    const open = this.#open;
    const isKnown = start.key !== undefined;
    const isLazy = depth < block.depth;
    if (this.#loose !== undefined && depth > 0 && !isKnown) return false;
    // "Fallback: keep the old way" in another document means no executor.
    if (this.#loose !== undefined && !start.isBold && OWN.has(start.key)) return false;
    // The purpose of a step of a part is not the goal of the part.
    if (this.#loose !== undefined && depth > 1 && OF_WHOLE.has(start.key)) return false;
    // "Duration: several months" among the settings that a step lists is one of those.
    if (this.#loose !== undefined && depth > 1 && !isTold(start)) return false;
    // "Expected result: no error" below a step says how that step ends.
    if (this.#loose !== undefined && depth > 0 && !isItem && !start.isBold && start.key === 'gates')
      return false;
    if (depth === 0) return isKnown ? start.isBold || isFirst || openedHere || isLazy : true;
    if (isLazy) return isKnown && start.isBold;
    if (!isFirst) return openedHere;
    if (open === undefined) return isKnown || isItem;
    if (depth > open.depth) {
      if (!isKnown || !isItem || !start.isBold) return false;
      return takesList(open.key)
        ? startsList && open.items.length > 0 && depth === 1
        : depth === open.depth + 1;
    }
    if (isKnown) return true;
    return isItem && !this.#hasFlatItems(open, depth);
  }
}

/**
 * The depth at which a line is meant. By the letter of CommonMark, a line right under an item, indented less, belongs to the
 * item; a field that begins there was meant to be outside of the list.
 */
function depthOf({ column }: TextLine, { lines, depth }: TextBlock): number {
  const [first] = lines;
  if (depth === 0 || first === undefined || column >= first.column) return depth;
  return column === 1 ? 0 : depth - 1;
}

/**
 * Where text in no field counts: a tick box is no file, a list below a value is not that field's, and neither is a second
 * list.
 */
function endsField(
  { key, items, depth: own, line: at }: RawField,
  {
    line,
    depth,
    startsList,
  }: { readonly line: TextLine; readonly depth: number; readonly startsList: boolean },
): boolean {
  const hasValue = items[0]?.lines[0]?.line === at;
  if (TERSE.has(key) && (/^\[[ xX]?\]\s/u.test(line.text) || hasValue)) return true;
  // The work to be done to the files follows right below their list.
  if (
    (key === 'files' || key === 'expected') &&
    depth <= (items[0]?.depth ?? depth) &&
    !canNameFile(line.text)
  )
    return true;
  // Items with boxes after some without: "**Interfaces:**" over two bullets, and then the steps.
  const isBox = /^\[[ xX]?\]\s/u.test(line.text);
  const hasBare = items.some(
    ({ lines, depth: at }) => at === depth && !/^\[[ xX]?\]\s/u.test(lines[0]?.text ?? ''),
  );
  if (key === undefined && isBox && hasBare) return true;
  // "**Owner**: me" over a list: the list is the work.
  if (key === undefined && hasValue && depth > own) return true;
  return startsList && depth === own + 1 && items.some((item) => item.depth === depth);
}

/** Whether a field within a list of lists has a value that only such a field has. */
function isTold({ key, rest }: FieldStart): boolean {
  const { text = '' } = rest ?? {};
  if (key === 'hours') return parseHours(text, { needsUnit: false }) !== undefined;
  return key !== 'dependencies' || saysNone(text) || /\d/u.test(text);
}

/** Fields of one text, of names and of figures, to which no block of code belongs. */
const TERSE: ReadonlySet<FieldKey | undefined> = new Set<FieldKey>([
  'goal',
  'requirement',
  'files',
  'expected',
  'dependencies',
  'hours',
  'complexity',
  'workflow',
  'executor',
  'fallback',
  'plugin',
  'place',
  'needs',
]);

/** Fields that only this program's plans have; in other documents their names are words. */
const OWN: ReadonlySet<FieldKey | undefined> = new Set<FieldKey>([
  'workflow',
  'executor',
  'fallback',
  'plugin',
  'place',
]);

/** Fields that a part has once, and each of its steps may have too. */
const OF_WHOLE: ReadonlySet<FieldKey | undefined> = new Set<FieldKey>(['goal', 'requirement', 'complexity']);

function takesList(key: FieldKey | undefined): boolean {
  return (
    key === 'files' || key === 'expected' || key === 'dependencies' || key === 'steps' || key === 'gates'
  );
}
