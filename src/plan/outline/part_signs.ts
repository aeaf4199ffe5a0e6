import type { CandidateForm } from './certainty.ts';
import { type Section, withAbove } from './outline.ts';
import { type Shape, sharedLabels } from './section_shape.ts';
import type { Surveyed } from './survey.ts';
import type { LabelForm } from './unit_label.ts';

/** Headings that are named in one way. */
type FormedMembers = { readonly form: LabelForm; readonly members: readonly Surveyed[] };

/**
 * Whether numbered headings are the chapters of a text, and the parts of the plan are in one or few of them: headings such as
 * "Week 1" are gathered there, and other chapters say that they hold no work.
 *
 * @param families - all sets of headings that are named in one way
 */
export function areChapters(
  { form, members }: FormedMembers,
  families: readonly FormedMembers[],
  surveyed: readonly Surveyed[],
): boolean {
  if (form !== 'number' || members.every(({ role }) => role === 'work')) return false;
  const parents = new Set(members.map(({ section }) => section.parent));
  const levels = new Set(members.map(({ section }) => section.level));
  const sequence = surveyed.filter(
    ({ section, label }) =>
      label.form === 'number' && parents.has(section.parent) && levels.has(section.level),
  );
  const others = sequence.filter(({ role }) => role === 'aside' || role === 'check' || role === 'files');
  return families.some((family) => {
    const { members: parts, form: named } = family;
    const [first] = parts;
    const isNamed = named === 'word' && first?.label.kind === 'phase' && first.label.isGuessed !== true;
    if (!isNamed || parts.length < 2) return false;
    const above = sectionsAbove(parts);
    const holders = members.filter(({ section }) => above.has(section));
    const areGathered = holders.length > 0 && holders.length * 2 <= members.length;
    const boxes = (list: readonly Surveyed[]) => list.reduce((sum, { total }) => sum + total.openBoxes, 0);
    return areGathered && (others.length > 0 || boxes(parts) * 2 > boxes(members));
  });
}

/** The sign of work in headings: numbered ones, below a heading for the work, that each have open boxes say as much as boxes. */
export function signOf(form: LabelForm, open: readonly Surveyed[], isCalledWork: boolean): CandidateForm {
  const haveBoxes = open.every(({ count }) => count.openBoxes > 0);
  return form === 'number' && isCalledWork && haveBoxes ? 'box' : form;
}

/** Whether parts within one of several numbered headings leave out more open boxes than they have: "Week 1" within "3. Move the users". */
export function omitsWork(inner: readonly Surveyed[], { form, members: outer }: FormedMembers): boolean {
  if (form !== 'number') return false;
  const boxes = (list: readonly Surveyed[]) => list.reduce((sum, { total }) => sum + total.openBoxes, 0);
  const above = sectionsAbove(inner);
  const others = outer.filter(({ section }) => !above.has(section));
  return boxes(others) > boxes(inner);
}

/** Whether each heading of one set is below one of another. */
export function areWithin(inner: readonly Surveyed[], outer: readonly Surveyed[]): boolean {
  const sections = new Set(outer.map(({ section }) => section));
  return inner.every(({ section }) => {
    for (let above = section.parent; above !== undefined; above = above.parent)
      if (sections.has(above)) return true;
    return false;
  });
}

/** All sections that headings are below. */
function sectionsAbove(members: readonly Surveyed[]): ReadonlySet<Section> {
  return withAbove(members.flatMap(({ section: { parent } }) => parent ?? []));
}

/**
 * Whether headings share the labels below them, some of which name work, or the files and time it takes. Each of "Problem – Files
 * – Effort – Idea" is something to do, whatever the headings are called.
 */
export function haveOneShape(members: readonly Surveyed[], shapeOf: (each: Surveyed) => Shape): boolean {
  if (members.length < MIN_ALIKE) return false;
  const shared = sharedLabels(members.map(shapeOf));
  return shared.labels.length > 1 && shared.tellsWork;
}

const MIN_ALIKE = 3;

/**
 * Adds the heading between numbered parts: in "0. Base", "1. Configuration", "2. Storage", the middle one is a part as well,
 * whatever its words mean elsewhere; so is "2. Testing", if it has open boxes.
 */
export function withGapsFilled(
  { form, members }: FormedMembers,
  surveyed: readonly Surveyed[],
): readonly Surveyed[] {
  if (form !== 'number' || members.length < 2) return members;
  const taken = new Set(members.map(({ section, label }) => `${section.parent?.index} ${label.id}`));
  const filled = surveyed.filter((each) => {
    const { section, label, role, fields } = each;
    const number = Number(label.id);
    return (
      label.form === 'number' &&
      (role === 'aside' ? fields.size > 0 : role === 'check' && isWorkedOff(each)) &&
      Number.isInteger(number) &&
      taken.has(`${section.parent?.index} ${number + 1}`) &&
      (number <= 1 || taken.has(`${section.parent?.index} ${number - 1}`))
    );
  });
  return [...members, ...filled].sort((a, b) => a.section.index - b.section.index);
}

/** "4. Testing" with open boxes is work as the numbers around it are; criteria are none. */
function isWorkedOff({ count: { openBoxes }, section: { heading } }: Surveyed): boolean {
  return openBoxes > 0 && !CRITERIA.test(heading.text);
}

const CRITERIA =
  /crit[eé]ri|crit[eè]re|kriteri|критери|標準|标准|基准|基準|조건|기준|accept|akzept|abnahme|приём|验收|受け?入れ|definition of done|done when|gates?\b/iu;

/** From A on, without a gap: X and Z are called so for another reason. */
export function areLettersInTurn(members: readonly Surveyed[]): boolean {
  return members.every(({ label: { id } }, index) => id === String.fromCharCode('A'.charCodeAt(0) + index));
}

/** The newest version first: a log of changes. */
export function areFallingVersions(members: readonly Surveyed[]): boolean {
  const versions = members.flatMap(({ label: { id } }) =>
    id !== undefined && /^\d+(?:\.\d+)+$/u.test(id) ? [id.split('.').map(Number)] : [],
  );
  return (
    versions.length > 1 &&
    versions.length === members.length &&
    versions.every((version, index) => index === 0 || compareVersions(version, versions[index - 1] ?? []) < 0)
  );
}

function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
