import type { TextLine } from '../document/blocks.ts';
import { sectionRole } from '../words/section_roles.ts';
import type { ListDocument, ListItem } from './list_document.ts';

/**
 * A document whose numbered lines hold the bullets below them: `1) Store` over `- Write the table`. By the letter of Markdown, each
 * is a list of its own; to their writer, they are parts with what is to be done in them.
 */
export function withBulletsBelow(document: ListDocument): ListDocument {
  const { items } = document;
  const owners = new Map<ListItem, ListItem>();
  for (const run of runsOf(document)) {
    const heads = run.filter(isNumbered);
    const areCounted =
      run[0] === heads[0] &&
      heads.length > 1 &&
      heads.every(({ number }, index) => Number(number) === Number(heads[0]?.number) + index);
    if (!areCounted) continue;
    let head: ListItem | undefined;
    const own: [ListItem, ListItem][] = [];
    for (const item of run) {
      if (isNumbered(item)) head = item;
      else if (head !== undefined) own.push([item, head]);
    }
    const filled = new Set(own.map(([, owner]) => owner));
    // Bullets after the last number alone may be about all of them.
    if (filled.size > 1 && filled.size * 2 >= heads.length)
      for (const [item, owner] of own) owners.set(item, owner);
  }
  if (owners.size === 0) return document;
  for (const [item, owner] of owners) owner.children.push(item);
  return {
    ...{ sections: document.sections, looseLines: document.looseLines, isPasted: document.isPasted },
    items: items.filter((item) => !owners.has(item)),
  };
}

function isNumbered({ mark, number, box }: ListItem): boolean {
  return mark === 'number' && box === undefined && number !== undefined && /^\d{1,3}$/u.test(number);
}

/** The lists of each section that follow each other without other text: only numbers and bullets without boxes. */
function runsOf({ items, sections }: ListDocument): ListItem[][] {
  const runs: ListItem[][] = [];
  let before: ListItem | undefined;
  for (const item of items) {
    const isPlain = isNumbered(item) || (item.mark === 'bullet' && item.box === undefined);
    const texts = sections[item.section]?.lines ?? [];
    const isApart =
      before?.section !== item.section || hasLineBetween(texts, before.text.line, item.text.line);
    if (isApart || !isPlain || (isNumbered(item) && item.number === '1')) runs.push([]);
    before = isPlain ? item : undefined;
    if (isPlain) runs.at(-1)?.push(item);
  }
  return runs;
}

/** Whether one of some lines, in their order, is between two others. */
function hasLineBetween(lines: readonly TextLine[], from: number, to: number): boolean {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.line ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  return (lines[low]?.line ?? to) < to;
}

/**
 * Whether lines right over the lists of a document with no heading but its title are its headings: several of them, one of which
 * names the work: "Order of work".
 */
export function isOverLabels({
  sections,
  items,
  labels,
}: ListDocument & { readonly labels: readonly string[] }): boolean {
  return (
    sections.length === 1 &&
    items.every(({ mark }) => mark !== 'heading') &&
    labels.length >= MIN_LABELS &&
    labels.some((label) => sectionRole(label)?.role === 'work')
  );
}

/** Fewer lines may lead to the lists below them. */
const MIN_LABELS = 3;
