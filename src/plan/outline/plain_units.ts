import type { ChosenUnits } from './choose_units.ts';
import type { Outline } from './outline.ts';
import { type Surveyed, titleOf } from './survey.ts';

/**
 * Headings without any label that are the parts of a plan: they stand right below a heading that says so ("Near term",
 * "Tasks") and hold text. `undefined` where there are none, or where lists with tick boxes are the work.
 */
export function plainUnits(outline: Outline, surveyed: readonly Surveyed[]): ChosenUnits | undefined {
  const title = titleOf(outline.root);
  const at = (index: number) => surveyed[index] as Surveyed;
  const boxes = surveyed.some(
    ({ count, role }) => role !== 'check' && role !== 'aside' && count.openBoxes > 0,
  );
  if (boxes) return undefined;
  const parents = outline.sections.filter(
    (section) =>
      section !== title &&
      section.sections.length > 1 &&
      (at(section.index).label.form === 'time' ||
        (at(section.index).role === 'work' && at(section.index).why?.of === section)) &&
      at(section.index).count.items === 0,
  );
  const units = parents
    .flatMap(({ sections }) => sections.map(({ index }) => at(index)))
    .filter(
      ({ role, total }) =>
        (role === 'work' || role === undefined) && total.paragraphs + total.items + total.verbatim > 0,
    );
  if (units.length < 2) return undefined;
  const heading = parents[0]?.heading.text.replace(/[*_`]/gu, '') ?? '';
  return {
    units,
    reason: `headings stand below “${heading}”`,
    groups: parents.map(({ index }) => at(index)),
    passedOver: [],
    rival: [],
  };
}
