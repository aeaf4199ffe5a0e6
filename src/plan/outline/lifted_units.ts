import type { ChosenUnits } from './choose_units.ts';
import type { Outline } from './outline.ts';
import type { Surveyed } from './survey.ts';

/**
 * The levels that headings mean where those of the parts are deeper than those inside them: `### Version 1.0` over `## Storage`
 * and `## Forms`, as people write who take levels for sizes of letters.
 *
 * @returns the other level of each heading that has one, by its line; `undefined` where the levels are right
 */
export function liftedLevels(
  { sections }: Outline,
  surveyed: readonly Surveyed[],
  { units }: ChosenUnits,
): ReadonlyMap<number, number> | undefined {
  const [first] = units;
  const last = units.at(-1);
  if (first === undefined || last === undefined || units.length < 2) return undefined;
  const { level } = first.section;
  const { form } = first.label;
  if ((form !== 'time' && form !== 'word') || units.some(({ section }) => section.level !== level))
    return undefined;
  const own = new Set(units.map(({ section }) => section));
  const behind = sections.filter((section) => section.line > first.section.line && !own.has(section));
  const boxesOf = (index: number) => surveyed[index]?.count.openBoxes ?? 0;
  // After the last part, sections with boxes are still its own, up to the first heading that has none.
  const after = behind.filter(({ line }) => line > last.section.line);
  const end = after.find(({ index, level: other }) => other <= level && boxesOf(index) === 0)?.line;
  const lifted = behind.filter(({ line }) => end === undefined || line < end);
  const outer = lifted.filter((section) => section.level < level);
  const outside = outer.reduce((sum, { index }) => sum + boxesOf(index), 0);
  const inside = units.reduce((sum, { section }) => sum + boxesOf(section.index), 0);
  if (outer.length < 2 || outside <= inside) return undefined;
  const top = Math.min(...outer.map((section) => section.level));
  return new Map([
    ...units.map(({ section }) => [section.line, top] as const),
    ...lifted.map((section) => [section.line, section.level + 1] as const),
  ]);
}
