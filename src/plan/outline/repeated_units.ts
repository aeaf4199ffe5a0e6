import { foldedId } from '../document/references.ts';
import type { Section } from './outline.ts';
import type { Surveyed } from './survey.ts';

/** A heading that is named like a part but is none, and why. */
export type SkippedHeading = { readonly surveyed: Surveyed; readonly why: string };

/**
 * Chooses between headings with one id: those set off from their titles come first, "Phase 1: Models" before "Phase 1 success". A
 * list of parts whose ids are mostly in a list that says more is about the parts of that one.
 */
export function withoutRepeats(members: readonly Surveyed[]): {
  readonly kept: Surveyed[];
  readonly passedOver: readonly SkippedHeading[];
} {
  // "Phase 2 (Future)" after "Phase 2: Storage" is no second one.
  const isLater = ({ section }: Surveyed) => FOR_LATER.test(section.heading.text);
  const due = new Set(members.filter((each) => !isLater(each)).map(idOf));
  const later = new Set(members.filter((each) => isLater(each) && due.has(idOf(each))));
  const lists = new Map<Section | undefined, Surveyed[]>();
  for (const each of members.filter((one) => !later.has(one))) {
    const own = lists.get(each.section.parent);
    if (own === undefined) lists.set(each.section.parent, [each]);
    else own.push(each);
  }
  const kept: Surveyed[] = [];
  const passedOver: SkippedHeading[] = Array.from(later, (surveyed) => ({
    surveyed,
    why: 'ideas for later',
  }));
  const taken = new Map<string, Surveyed>();
  for (const own of [...lists.values()].sort((a, b) => meritOf(b) - meritOf(a))) {
    const before = own.map((each) => taken.get(idOf(each)));
    const setOff = setOffAmong(own);
    const repeated = before.filter((each) => each !== undefined).length;
    for (const [index, each] of own.entries()) {
      const same = before[index] ?? (each.label.isSetOff ? undefined : setOff.get(idOf(each)));
      if (same === undefined && repeated * 2 <= own.length) {
        kept.push(each);
        taken.set(idOf(each), each);
      } else passedOver.push({ surveyed: each, why: whyRepeated(same) });
    }
  }
  const inOrder = (a: Surveyed, b: Surveyed) => a.section.index - b.section.index;
  return { kept: kept.sort(inOrder), passedOver };
}

/** A heading that says that its part is not meant yet. */
export const FOR_LATER =
  /[([（](?:future|for later|later|someday|post[- ]mvp|not yet|stretch|zukunft|später|futuro|más adelante|mais tarde|plus tard|позже|в будущем|未来|以后|将来|향후)[)\]）]/iu;

/** The name of a heading among its kind: its label, else its line. */
export function idOf({ label, section }: Surveyed): string {
  return label.id === undefined ? `line ${section.line}` : foldedId(label.id);
}

/** The first heading with each id that is set off: one beside it that is not set off is about the same part. */
function setOffAmong(own: readonly Surveyed[]): ReadonlyMap<string, Surveyed> {
  return new Map(
    own
      .filter(({ label }) => label.isSetOff)
      .map((each) => [idOf(each), each] as const)
      .reverse(),
  );
}

function whyRepeated(same: Surveyed | undefined): string {
  return same === undefined
    ? 'its list is about parts that are described elsewhere'
    : `it is about the part at line ${same.section.line}`;
}

function merit({ label, fields, total: count }: Surveyed): number {
  return (label.isSetOff ? 1000 : 0) + 50 * fields.size + weightOf(count);
}

function meritOf(members: readonly Surveyed[]): number {
  return members.reduce((sum, each) => sum + merit(each), 0);
}

/** The weight of a heading's contents, in items: one with a tick box counts twice. */
export function weightOf({ openBoxes, doneBoxes, items, paragraphs, verbatim }: Surveyed['total']): number {
  return 2 * (openBoxes + doneBoxes) + items + paragraphs + verbatim;
}
