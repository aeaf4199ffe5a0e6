import { type Block, readBlocks, type TextBlock, type TextLine } from '../document/blocks.ts';
import { readBoldHeading } from './unit_label.ts';

/** A document as a tree of its headings. Text before the first one belongs to the root. */
export type Section = {
  /** Its place among all sections, in the order of the document; the root has 0. */
  readonly index: number;
  /** Its heading; an empty line of text for the root. */
  readonly heading: TextLine;
  /** 0 for the root; a bold line used as a heading is deeper than all true headings. */
  readonly level: number;
  readonly parent: Section | undefined;
  readonly line: number;
  /** The line after its last, sections below it included. */
  end: number;
  /** The blocks in it, before its first section. */
  readonly blocks: OutlineBlock[];
  readonly sections: Section[];
};

/** A block that is no heading. */
export type OutlineBlock = Exclude<Block, { kind: 'heading' }>;

/** A document's sections, and its lines. */
export type Outline = {
  readonly root: Section;
  /** All sections, in the order of the document. */
  readonly sections: readonly Section[];
  /** The lines of the document; the first has the index 0. */
  readonly lines: readonly string[];
};

/** The level of a bold line that is taken for a heading. */
export const BOLD_LEVEL = 7;

/**
 * Reads the outline of a Markdown text.
 *
 * @param text - with line feeds only
 * @param options.from - the 0-based line to begin at
 * @param options.readsBold - takes bold lines that name a part of a plan, such as `**Phase 1: Setup**`, for headings
 */
export function readOutline(
  text: string,
  {
    from,
    readsBold = false,
    levels,
  }: {
    readonly from: number;
    readonly readsBold?: boolean;
    /** The levels of headings whose meaning differs from their marks, by line. */
    readonly levels?: ReadonlyMap<number, number>;
  },
): Outline {
  const reader = new OutlineReader(levels);
  const count = readBlocks(text, from, (block) => reader.add(block, readsBold));
  reader.end(count + 1);
  return { root: reader.sections[0] as Section, sections: reader.sections, lines: text.split('\n') };
}

class OutlineReader {
  readonly sections: Section[] = [];
  #open: Section;

  readonly #levels: ReadonlyMap<number, number> | undefined;

  constructor(levels: ReadonlyMap<number, number> | undefined) {
    this.#levels = levels;
    this.#open = this.#section({ text: '', line: 1, column: 1 }, 0, undefined);
  }

  add(block: Block, readsBold: boolean): void {
    if (block.kind === 'heading') this.#begin(block.text, this.#levels?.get(block.text.line) ?? block.level);
    else if (!(readsBold && block.kind === 'text' && this.#addBold(block))) this.#open.blocks.push(block);
  }

  end(line: number): void {
    for (let open: Section | undefined = this.#open; open !== undefined; open = open.parent) open.end = line;
  }

  #begin(heading: TextLine, level: number): void {
    while (this.#open.level >= level && this.#open.parent !== undefined) {
      this.#open.end = heading.line;
      this.#open = this.#open.parent;
    }
    const parent = this.#open;
    this.#open = this.#section(heading, level, parent);
    parent.sections.push(this.#open);
  }

  /** A bold line at the beginning of a paragraph; the text below it in the same paragraph is in its section. */
  #addBold(block: TextBlock): boolean {
    // Without a blank line before it, it continues the item above by the letter of CommonMark; its writer means no item.
    const at = block.lines.findIndex(
      (line, index) => (index === 0 ? block.depth === 0 : line.column === 1) && readBoldHeading(line),
    );
    const heading = block.lines[at];
    if (heading === undefined) return false;
    if (at > 0) this.#open.blocks.push({ ...block, lines: block.lines.slice(0, at) });
    this.#begin(heading, BOLD_LEVEL);
    const below = block.lines.slice(at + 1);
    const rest: TextBlock = { kind: 'text', lines: below, depth: 0, isItem: false, startsList: false };
    if (below.length > 0 && !this.#addBold(rest)) this.#open.blocks.push(rest);
    return true;
  }

  #section(heading: TextLine, level: number, parent: Section | undefined): Section {
    const { line } = heading;
    const { length: index } = this.sections;
    const section = { index, heading, level, parent, line, end: line, blocks: [], sections: [] };
    this.sections.push(section);
    return section;
  }
}

/** A section and all below it, in the order of the document. */
export function* withBelow(section: Section): Generator<Section> {
  yield section;
  for (const below of section.sections) yield* withBelow(below);
}

/** Sections with all those that they are inside. */
export function withAbove(sections: Iterable<Section>): ReadonlySet<Section> {
  const found = new Set<Section>();
  for (const section of sections)
    for (let each: Section | undefined = section; each && !found.has(each); each = each.parent)
      found.add(each);
  return found;
}

/** Whether a section is another one, or inside it. */
export function isWithin(section: Section | undefined, outer: Section): boolean {
  for (let each = section; each !== undefined; each = each.parent) if (each === outer) return true;
  return false;
}
