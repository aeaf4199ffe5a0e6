import type { TextLine } from '../document/blocks.ts';
import type { TaskSection } from './importer.ts';

/** An item of a list, or a heading or line that is written as one. */
export type ListItem = {
  /** Without tick box and number. */
  readonly text: TextLine;
  readonly mark: 'bullet' | 'number' | 'heading';
  /** `3` of "3. Models" and "Task 3: Models". */
  readonly number: string | undefined;
  /** The mark in its tick box. */
  readonly box: string | undefined;
  /** The index of its section, -1 for none. */
  readonly section: number;
  /** The lines that continue it. */
  readonly more: TextLine[];
  /** Blocks below it that stay as they are: code, tables, quotations. */
  readonly blocks: string[];
  readonly children: ListItem[];
};

/** The form of an item: a heading, or an item with a tick box, a number or only a bullet. */
export type ItemKind = 'heading' | 'box' | 'number' | 'bullet';

export function kindOf({ mark, box }: ListItem): ItemKind {
  return mark === 'heading' ? 'heading' : box !== undefined ? 'box' : mark;
}

/** A Markdown document as sections and lists. */
export type ListDocument = {
  readonly sections: readonly (TaskSection & {
    /** The paragraphs in it, line by line. */
    readonly lines: TextLine[];
    /** Number of blocks kept as they are that belong to it and to no item. */
    blocks: number;
  })[];
  /** The outermost items of all lists, in their order. */
  readonly items: readonly ListItem[];
  /** Number of lines of running text before its first heading. */
  readonly looseLines: number;
  /** Whether it has no headings, so that lines over lists serve as headings. */
  readonly isPasted: boolean;
};
