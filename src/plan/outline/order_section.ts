import { type NamedPart, PartNames } from '../sequence/part_names.ts';
import { ORDER_HEADING } from '../words/order_words.ts';
import type { SkippedHeading } from './repeated_units.ts';
import type { Surveyed } from './survey.ts';

/** The reason why a heading over the order of the parts is none of them. */
const WHY = 'the order of the parts';

/**
 * Takes the headings out that only give the order of the others: "5. Implementation order", over items most of which begin with
 * the names of the parts before it, or contain their titles.
 */
export function withoutOrderSections(members: readonly Surveyed[]): {
  readonly kept: Surveyed[];
  readonly passedOver: readonly SkippedHeading[];
} {
  const others = members.filter(({ section }) => !ORDER_HEADING.test(section.heading.text));
  const names = new PartNames(others.map(namedPart));
  const isOrder = (each: Surveyed) =>
    others.length > 1 && !others.includes(each) && repeatsNames(each, names, others.map(titleOf));
  return {
    kept: members.filter((each) => !isOrder(each)),
    passedOver: members.filter(isOrder).map((surveyed) => ({ surveyed, why: WHY })),
  };
}

function namedPart({ label: { id, word, title } }: Surveyed): NamedPart {
  return { id, word, title };
}

/** The title of a part in lower case, without the marks of code around it: "`queue_manager`". */
function titleOf({ label }: Surveyed): string {
  const title = label.title.toLowerCase().replace(/[`*]/gu, '').trim();
  return title.length < SHORTEST_TITLE ? '' : title;
}

/** Shorter titles are found in other words. */
const SHORTEST_TITLE = 6;

/** Whether most of the outermost items of a section name parts, and at least two parts are named. */
function repeatsNames({ section }: Surveyed, names: PartNames, titles: readonly string[]): boolean {
  const items = section.blocks.flatMap((block) =>
    block.kind === 'text' && block.isItem && block.depth <= 1 ? (block.lines[0]?.text ?? []) : [],
  );
  const within = (text: string) => {
    const place = titles.findIndex((title) => title !== '' && text.toLowerCase().includes(title));
    return place < 0 ? [] : [place];
  };
  const named = items.flatMap((text) => names.partOf(text) ?? within(text));
  return new Set(named).size > 1 && named.length * 2 > items.length;
}
