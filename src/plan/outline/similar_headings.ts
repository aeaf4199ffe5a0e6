import { foldedId } from '../document/references.ts';
import { ORDER_HEADING } from '../words/order_words.ts';
import { type SectionRole, sectionRole } from '../words/section_roles.ts';
import { type Outline, type Section, withAbove, withBelow } from './outline.ts';
import { PartsBeside } from './parts_beside.ts';
import { FOR_LATER } from './repeated_units.ts';
import { type Shape, shapeIn, sharedLabels } from './section_shape.ts';
import { withoutBox } from './section_text.ts';
import type { Surveyed } from './survey.ts';
import { readUnitLabel } from './unit_label.ts';

/** Headings beside the parts of a plan that are named differently, weighed by the signs that they are parts as well. */
export type SimilarHeadings = {
  /** The headings with enough signs, which are taken. */
  readonly taken: readonly Surveyed[];
  /** The headings that may be parts, without certainty. */
  readonly unsure: readonly Surveyed[];
};

/**
 * Finds headings beside the parts that may be parts too, on their level and below the same heading: "Version 1.0" after "Phase
 * 7", "Blockers" before "Phase 1". No sign decides alone: a name, tick boxes as the parts have them, the same labels below it,
 * its place among them.
 *
 * @param others - headings that are already known not to be parts
 */
export function similarHeadings(
  units: readonly Surveyed[],
  {
    surveyed,
    outline,
    others,
  }: {
    readonly surveyed: readonly Surveyed[];
    readonly outline: Outline;
    readonly others: ReadonlySet<Section>;
  },
): SimilarHeadings {
  const own = new Set(units.map(({ section }) => section));
  const shapes = units.map(({ section }) => shapeIn(outline, section));
  const labels = new Set(sharedLabels(shapes).labels);
  const boxed = units.filter(({ total }) => total.openBoxes + total.doneBoxes > 0).length;
  const traits: Traits = {
    labels,
    haveBoxes: boxed * 2 > units.length,
    areSigned: units.filter(isSigned).length * 2 > units.length,
    boxes: middleOf(units.map(({ total }) => total.openBoxes + total.doneBoxes)),
  };
  // Headings that are taken count as parts for the ones that follow.
  const parts = new PartsBeside(own);
  const around = withAbove(own);
  const ids = new Set(units.flatMap(({ label: { id } }) => (id === undefined ? [] : [foldedId(id)])));
  const taken: Surveyed[] = [];
  const unsure: Surveyed[] = [];
  for (const each of surveyed) {
    const { section, role, label } = each;
    if (own.has(section) || others.has(section) || label.state !== undefined) continue;
    if (isNoWork(role) || around.has(section)) continue;
    const { count, first, last } = parts.beside(section);
    if (count < MIN_PARTS || first?.level !== section.level) continue;
    if (isNoWork(sectionRole(label.title)?.role) || listsParts(section, ids)) continue;
    const isBetween = last !== undefined && section.line > first.line && section.line < last.line;
    const place = isBetween ? 'between' : parts.isNextTo(section) ? 'next' : 'apart';
    const shape = shapeIn(outline, section);
    const weight = weightOf(each, place, traits, shape);
    // A name and a place alone do not decide: the text below has to look like a part.
    const isAlike = each.total.openBoxes > 0 || [...shape].some((name) => labels.has(name));
    const isOwn = !ORDER_HEADING.test(section.heading.text) && !FOR_LATER.test(section.heading.text);
    if (weight >= ENOUGH && isAlike && isOwn) {
      taken.push(each);
      parts.add(section);
    } else if (weight >= DOUBTFUL) unsure.push(each);
  }
  return { taken, unsure };
}

/** The traits that the parts have in common. */
type Traits = {
  readonly labels: ReadonlySet<string>;
  readonly haveBoxes: boolean;
  /** Whether their headings begin with pictures. */
  readonly areSigned: boolean;
  /** The median number of boxes in a part. */
  readonly boxes: number;
};

/** One part alone may be anywhere. */
const MIN_PARTS = 2;
/** The weight that a heading without the name of a part needs. */
const ENOUGH = 4;
/** A heading with this weight, but not enough, is only reported. */
const DOUBTFUL = 3;

/** The place of a heading among the parts below the same heading, and its weight. */
const WEIGHTS = { between: 2, next: 1, apart: 0 };
type Place = keyof typeof WEIGHTS;

function weightOf(each: Surveyed, place: Place, traits: Traits, shape: Shape): number {
  const { total, label } = each;
  const { openBoxes, items } = total;
  if (openBoxes + items === 0) return 0;
  const common = [...shape].filter((name) => traits.labels.has(name)).length;
  let weight = 0;
  if (openBoxes > 0) weight += traits.haveBoxes && openBoxes > 1 ? 3 : 2;
  // A section with far fewer boxes than a part is more often a remark on the parts.
  if (traits.haveBoxes && openBoxes * 3 < traits.boxes) weight -= 1;
  if (common > 0) weight += common > 1 ? 3 : 1;
  weight += WEIGHTS[place];
  if (label.form !== 'plain') weight += label.form === 'number' ? 1 : 2;
  if (traits.areSigned && isSigned(each)) weight += 1;
  if (items > 1) weight += 1;
  return weight;
}

function isNoWork(role: SectionRole | undefined): boolean {
  return role !== undefined && role !== 'work';
}

/** The median: one large part would pull a mean up, and the others would seem far too small. */
function middleOf(counts: readonly number[]): number {
  return [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
}

/** Whether a section is a list of the parts, by their names. */
export function listsParts(section: Section, ids: ReadonlySet<string>): boolean {
  const items = [...withBelow(section)].flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.kind === 'text' && block.isItem && block.depth <= 1 && block.lines[0] !== undefined
        ? [withoutBox(block.lines[0]).text]
        : [],
    ),
  );
  const naming = items.filter((item) => {
    const { id, form } = readUnitLabel(/^\*\*([^*]+)\*\*/u.exec(item)?.[1] ?? item);
    return form !== 'number' && id !== undefined && ids.has(foldedId(id));
  });
  return naming.length > 0 && naming.length * 2 >= items.length;
}

function isSigned({ section: { heading } }: Surveyed): boolean {
  return /^\P{L}{0,3}\p{Extended_Pictographic}/u.test(heading.text) && !/^[\d#*]/u.test(heading.text);
}
