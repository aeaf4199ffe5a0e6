import { foldedTitle } from '../document/references.ts';
import { whyClosed } from '../words/closed_headings.ts';
import { withoutBox } from './section_text.ts';
import { boxOf, type Surveyed } from './survey.ts';

/** The ticked items beside the parts that name parts, and the parts that none of them names. */
export type TickedNames = {
  /** The line of the item that names a part, by the part's place among the units. */
  readonly lines: ReadonlyMap<number, number>;
  /** The heading over the first of these items. */
  readonly heading: string;
  readonly line: number;
};

/**
 * Finds parts that a list beside them ticks off by their titles, where all boxes outside the parts are ticked and no part has a mark
 * of its own: a checklist at the end. Signs such as ✅ are bullets as often, and do not count. `undefined` where the list names fewer than half of them.
 *
 * @param isInside - whether a section belongs to a part
 */
export function tickedNames(
  surveyed: readonly Surveyed[],
  units: readonly Surveyed[],
  isInside: (index: number) => boolean,
): TickedNames | undefined {
  if (units.length < MIN_NAMED || !units.every(isSilent)) return undefined;
  const boxed = surveyed.filter(
    ({ section, role, count }) =>
      !isInside(section.index) && role !== 'aside' && count.openBoxes + count.doneBoxes > 0,
  );
  if (
    boxed.some(({ count, section }) => count.openBoxes > 0 || whyClosed(section.heading.text) !== undefined)
  )
    return undefined;
  const items = boxed.flatMap(({ section }) =>
    section.blocks.flatMap((block) => {
      const [line] = block.kind === 'text' ? block.lines : [];
      return line === undefined || !/[xX☑]/u.test(boxOf(line) ?? '')
        ? []
        : [{ text: withoutBox(line).text, line: line.line, section }];
    }),
  );
  const lines = new Map<number, number>();
  for (const [index, { label }] of units.entries()) {
    const item = items.find(({ text }) => isNamedIn(label.title, text));
    if (item !== undefined) lines.set(index, item.line);
  }
  const first = items.find(({ line }) => [...lines.values()].includes(line));
  if (first === undefined || lines.size < MIN_NAMED || lines.size * 2 < units.length) return undefined;
  return { lines, heading: first.section.heading.text, line: first.section.line };
}

/** Fewer names could be there by chance. */
const MIN_NAMED = 2;

/** Whether nothing in a part says how far it is. */
function isSilent({ total, label, hasStatus }: Surveyed): boolean {
  return total.openBoxes + total.doneBoxes === 0 && label.state === undefined && !hasStatus;
}

/** Whether a text has the title, or two of its words that are at least half of them. */
function isNamedIn(title: string, text: string): boolean {
  const name = foldedTitle(title);
  const folded = foldedTitle(text);
  if (name === '') return false;
  if (folded === name || (name.length >= shortest(name) && folded.includes(name))) return true;
  const own = wordsIn(title);
  const said = wordsIn(text);
  const shared = own.filter((word) => said.some((other) => areAlike(word, other)));
  return shared.length >= MIN_WORDS && shared.length * 2 > own.length;
}

const MIN_WORDS = 2;

/** In languages without spaces, few letters are a whole name. */
function shortest(name: string): number {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(name) ? 3 : 8;
}

/** The words of a text in lower case, those of names in code too: "generate", "uuid" of `generate_uuid`. */
function wordsIn(text: string): string[] {
  const words =
    text
      .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
      .toLowerCase()
      .match(/[\p{L}\d]{3,40}/gu) ?? [];
  return [...new Set(words)].filter(
    (word) => !/^(?:the|and|for|with|from|und|der|die|das|mit|für|les|des|con|por|para|все|для)$/u.test(word),
  );
}

/** Whether two words have one stem: "generate" and "generation". */
function areAlike(a: string, b: string): boolean {
  if (a === b) return true;
  const least = Math.max(SHORTEST_STEM, Math.min(a.length, b.length) - LONGEST_ENDING);
  return a.length >= least && b.length >= least && a.slice(0, least) === b.slice(0, least);
}

const SHORTEST_STEM = 4;
const LONGEST_ENDING = 2;
