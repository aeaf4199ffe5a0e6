/** A line or sentence of a component's text. Offsets are in UTF-16 code units. */
export type TextUnit = {
  readonly line: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

/**
 * Splits a text into the parts that can be left out one by one: a list item or a labelled line with its continuation lines;
 * elsewhere, each sentence.
 */
export function unitsOf(text: string): TextUnit[] {
  return blocksOf(text).flatMap((block) => (block.isItem ? [unitAt(text, block)] : sentencesIn(text, block)));
}

type Block = { readonly start: number; readonly end: number; readonly isItem: boolean };

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let offset = 0;
  let goesOn = false;
  for (const line of text.split(/(?<=\n)/u)) {
    const end = offset + line.length;
    const last = blocks.at(-1);
    if (line.trim() === '') goesOn = false;
    else {
      const isItem = ITEM.test(line);
      if (goesOn && !isItem && last !== undefined) blocks[blocks.length - 1] = { ...last, end };
      else blocks.push({ start: offset, end, isItem });
      // A line after a heading does not belong to it.
      goesOn = !/^\s*#{1,6}\s/u.test(line);
    }
    offset = end;
  }
  return blocks;
}

/** The start of a line that is an item of its own: a bullet, a number, a heading, or a label with a colon. */
const ITEM =
  /^[ \t]*(?:[-*+•][ \t]|\d+[.)][ \t]|#{1,6}[ \t]|(?:[\p{L}\d_-]+[ \t]){0,4}[\p{L}\d_-]+:(?:\s|$)|Phase[ \t]\d)/u;

function unitAt(text: string, { start, end }: Pick<Block, 'start' | 'end'>): TextUnit {
  const line = text.slice(0, start).split('\n').length;
  return { line, text: text.slice(start, end).replace(/\s+/gu, ' ').trim(), start, end };
}

function sentencesIn(text: string, { start, end }: Block): TextUnit[] {
  const units: TextUnit[] = [];
  let from = start;
  for (const match of text.slice(start, end).matchAll(SENTENCE_END)) {
    const to = start + match.index + match[0].length;
    units.push(unitAt(text, { start: from, end: to }));
    from = to;
  }
  if (text.slice(from, end).trim() !== '') units.push(unitAt(text, { start: from, end }));
  return units;
}

/** The end of a sentence with the white space behind it; the dot of one of these abbreviations does not count. */
const SENTENCE_END = /(?<!\b(?:e\.g|i\.e|cf|vs|etc|Mr|Ms|Dr))[.!?]["'”’)\]]*\s+(?=["'“‘([\p{Lu}\d])/gu;

/** A text without one of its parts. */
export function withoutUnit(text: string, { start, end }: Pick<TextUnit, 'start' | 'end'>): string {
  return `${text.slice(0, start)}${text.slice(end)}`.replace(/\s+$/u, '');
}
