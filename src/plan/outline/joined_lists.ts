import { isWithin } from './outline.ts';
import { areWithin } from './part_signs.ts';
import { idOf } from './repeated_units.ts';
import { listsParts } from './similar_headings.ts';
import type { Surveyed } from './survey.ts';

/**
 * Turns headings that are named in one way into lists of parts: without a title over them, and joined where several names are
 * used for parts of one list.
 */
export function joinedLists(lists: readonly Surveyed[][]): Surveyed[][] {
  const own = lists.map((members) => calledWorkAmong(withoutTitle(members)));
  return withSiblingsAsOne(withCodesAmong(withCodesAsOne(withTasksAsOne(own), own)));
}

/**
 * Keeps, of numbered headings in several chapters, those in the chapters that are called work, where nothing in the others can be
 * ticked: "3. Tasks" over 3.1 and 3.2, beside "5. Quality" over 5.1.
 */
function calledWorkAmong(members: Surveyed[]): Surveyed[] {
  const [first] = members;
  if (first?.label.form !== 'number') return members;
  const chapters = new Set(
    members.flatMap(({ role, why, section: { parent } }) =>
      role === 'work' && parent !== undefined && parent.level > 1 && why?.of === parent ? [parent] : [],
    ),
  );
  const isCalled = ({ role, section: { parent } }: Surveyed) =>
    role === 'work' && parent !== undefined && chapters.has(parent);
  const called = members.filter(isCalled);
  const others = members.filter((each) => !isCalled(each));
  const boxes = (list: readonly Surveyed[]) => list.reduce((sum, { total }) => sum + total.openBoxes, 0);
  return called.length > 1 && boxes(called) > 0 && boxes(others) === 0 ? called : members;
}

/** Headings without the title of the document, if it is named as they are and is above them: "Phase 8" over "Phase 1: Red". */
function withoutTitle(members: Surveyed[]): Surveyed[] {
  const [first, ...others] = members;
  const isTitle =
    first !== undefined &&
    others.length > 1 &&
    first.section.parent?.level === 0 &&
    others.every(({ section }) => isWithin(section, first.section));
  return isTitle ? others : members;
}

/** "Task 1", "Step 2": smaller parts of one level whose numbers do not clash are one list, whatever they are called. */
function withTasksAsOne(lists: Surveyed[][]): Surveyed[][] {
  const isTask = ([first]: readonly Surveyed[]) =>
    first?.label.form === 'word' && first.label.kind === 'task';
  const tasks = lists.filter(isTask);
  const ids = tasks.flat().map(idOf);
  const areNested = tasks.some((list) => tasks.some((other) => other !== list && areWithin(list, other)));
  if (tasks.length < 2 || areNested || new Set(ids).size < ids.length) return lists;
  const inOrder = tasks.flat().sort((a, b) => a.section.index - b.section.index);
  return [...lists.filter((list) => !isTask(list)), inOrder];
}

/** "F-3" below "Epic 1", "S-1" and "S-2" below "Epic 2": codes below the parts of one list are one list, whatever letters they have. */
function withCodesAsOne(lists: Surveyed[][], all: readonly Surveyed[][]): Surveyed[][] {
  const outer = all.find(
    (list) =>
      list.length > 1 &&
      list.every(({ label: { form, kind } }) => form === 'word' && kind === 'phase') &&
      lists.filter((other) => areCodesRightBelow(other, list)).length > 1,
  );
  if (outer === undefined) return lists;
  const codes = lists.filter((list) => areCodesRightBelow(list, outer));
  const joined = codes.flat();
  if (new Set(joined.map(idOf)).size < joined.length) return lists;
  const inOrder = joined.sort((a, b) => a.section.index - b.section.index);
  return [...lists.filter((list) => !codes.includes(list)), inOrder];
}

/** "T1" between "R6" and "R7" of one list is a part of it, whatever its letter. */
function withCodesAmong(lists: Surveyed[][]): Surveyed[][] {
  const areCodes = (list: readonly Surveyed[]) => list.every(({ label }) => label.form === 'code');
  const main = lists.filter(areCodes).sort((a, b) => b.length - a.length)[0] ?? [];
  const [first, last] = [main[0]?.section.index ?? 0, main.at(-1)?.section.index ?? 0];
  const among = lists.filter(
    (list) =>
      list !== main &&
      areCodes(list) &&
      areSiblings(list, main) &&
      list.every(({ section: { index } }) => index > first && index < last),
  );
  if (among.length === 0) return lists;
  const joined = [...main, ...among.flat()].sort((a, b) => a.section.index - b.section.index);
  return [...lists.filter((list) => list !== main && !among.includes(list)), joined];
}

function areCodesRightBelow(list: readonly Surveyed[], outer: readonly Surveyed[]): boolean {
  const sections = new Set(outer.map(({ section }) => section));
  return list.every(
    ({ label, section: { parent } }) => label.form === 'code' && parent !== undefined && sections.has(parent),
  );
}

/** "Version 1.0" beside "Phase 6" and "Phase 7": headings below one heading are one list, whatever word each is counted by. */
function withSiblingsAsOne(lists: Surveyed[][]): Surveyed[][] {
  const joined = new Map<Surveyed[], Surveyed[]>();
  for (const list of [...lists].sort((a, b) => b.length - a.length)) {
    const same = arePhases(list)
      ? [...joined].find(([first, other]) => arePhases(first) && areSiblings(list, other))?.[0]
      : undefined;
    joined.set(same ?? list, [...((same && joined.get(same)) ?? []), ...list]);
  }
  return lists.flatMap((list) => {
    const whole = joined.get(list);
    return whole === undefined ? [] : [whole.sort((a, b) => a.section.index - b.section.index)];
  });
}

function arePhases(list: readonly Surveyed[]): boolean {
  return list.every(
    ({ label: { form, kind, isSetOff, isGuessed } }) =>
      form === 'word' && kind === 'phase' && isSetOff && isGuessed !== true,
  );
}

function areSiblings(list: readonly Surveyed[], others: readonly Surveyed[]): boolean {
  const placeOf = ({ section: { parent, level } }: Surveyed) => `${parent?.index} ${level}`;
  const ids = new Set(others.map(idOf));
  const places = new Set(others.map(placeOf));
  return (
    others.length > 1 &&
    // "Milestone 2" over a list of phases 11 to 17 is an overview of them.
    !list.some(({ section }) => listsParts(section, ids)) &&
    list.every((each) => !ids.has(idOf(each)) && places.has(placeOf(each)))
  );
}
