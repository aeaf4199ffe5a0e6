import { ORDER_HEADING } from '../words/order_words.ts';
import { isWithin, type Section } from './outline.ts';
import type { Surveyed } from './survey.ts';
import type { LabelForm } from './unit_label.ts';

/** Headings that are named in one way, as far as it matters here. */
type Named = { readonly form: LabelForm; readonly members: Surveyed[] };

/**
 * Puts headings below one over the order after those that have the same work in full: "Week 1" and "Week 2" below "Recommended
 * order of implementation" only name again what "Phase 3" and "Phase 4" describe. Those are one list if their numbers continue in
 * each other: "Priority 1", "Priority 2", "Phase 3".
 *
 * @param sizeOf - the amount of open work in headings and below them
 */
export function withSchedulesLast<Family extends Named>(
  families: readonly Family[],
  sizeOf: (members: readonly Surveyed[]) => number,
): Family[] {
  const [first] = families;
  const order = first === undefined ? undefined : orderAround(first);
  if (first === undefined || order === undefined) return [...families];
  const described = families.filter(
    ({ form, members }) =>
      form === 'word' && members.length > 1 && !members.some(({ section }) => isWithin(section, order)),
  );
  const whole = goingOn(described);
  if (whole === undefined || sizeOf(whole.members) <= sizeOf(first.members)) return [...families];
  return [whole, ...families.filter((family) => family !== first && !described.includes(family)), first];
}

/** The heading over the order that holds all members; `undefined` where there is none. */
function orderAround({ members }: Named): Section | undefined {
  for (let above = members[0]?.section.parent; above !== undefined && above.level > 1; above = above.parent) {
    const section = above;
    if (ORDER_HEADING.test(section.heading.text) && members.every((each) => isWithin(each.section, section)))
      return section;
  }
  return undefined;
}

/** The first set, joined with those whose numbers come right before or after its own. */
function goingOn<Family extends Named>([first, ...others]: readonly Family[]): Family | undefined {
  if (first === undefined) return undefined;
  let members = [...first.members];
  for (const other of others) {
    const all = [...members, ...other.members].sort((a, b) => a.section.index - b.section.index);
    const ids = all.map(({ label }) => Number(label.id));
    if (ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1)) members = all;
  }
  return { ...first, members };
}
