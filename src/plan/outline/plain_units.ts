import { bareHeading } from '../words/section_roles.ts';
import type { ChosenUnits } from './choose_units.ts';
import type { Outline, Section } from './outline.ts';
import { type Surveyed, titleOf } from './survey.ts';

/** "TODO" over headings that each have sentences below them: lists in those are details. */
function isListOfSections({ heading, sections }: Section, at: (index: number) => Surveyed): boolean {
  return (
    sections.length > 1 &&
    /^(?:to[- ]?dos?|backlog|tasks?|task list|open items|open issues)$/u.test(bareHeading(heading.text)) &&
    sections.every(({ index, blocks }) => {
      const { role, label } = at(index);
      const says = blocks.some(
        (block) =>
          block.kind === 'text' &&
          block.depth === 0 &&
          block.lines.map(({ text }) => text).join(' ').length >= MIN_PROSE,
      );
      return role !== 'aside' && role !== 'done' && label.form === 'plain' && says;
    })
  );
}

/** A shorter line only leads to the list below it. */
const MIN_PROSE = 60;

/**
 * Headings without any label that are the parts of a plan: they are right below a heading that says so ("Near term", "Tasks") and
 * hold text. `undefined` where there are none, or where lists with tick boxes are the work.
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
      section.sections.length > 0 &&
      (section === title
        ? isListOfSections(section, at)
        : at(section.index).label.form === 'time' ||
          (at(section.index).role === 'work' && at(section.index).why?.of === section)) &&
      at(section.index).count.items === 0,
  );
  // A single heading below one of them may be a remark; beside others it is one more part.
  if (parents.every(({ sections }) => sections.length < 2)) return undefined;
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
    reason: `it has headings below “${heading}”`,
    groups: parents.map(({ index }) => at(index)),
    passedOver: [],
    kin: [],
    unsure: [],
    beside: [],
  };
}
