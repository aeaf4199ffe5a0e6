import { type Candidate, strengthOf } from './certainty.ts';
import { joinedLists } from './joined_lists.ts';
import { withoutOrderSections } from './order_section.ts';
import { isWithin, type Outline, type Section, withAbove, withBelow } from './outline.ts';
import {
  areChapters,
  areFallingVersions,
  areLettersInTurn,
  areWithin,
  haveOneShape,
  omitsWork,
  signOf,
  withGapsFilled,
} from './part_signs.ts';
import { type SkippedHeading, weightOf, withoutRepeats } from './repeated_units.ts';
import { withSchedulesLast } from './schedules.ts';
import { type Shape, shapeIn } from './section_shape.ts';
import { similarHeadings } from './similar_headings.ts';
import { beginsWithFile, type Surveyed, titleOf } from './survey.ts';
import type { LabelForm } from './unit_label.ts';
import { isOneOfChapters } from './unit_lines.ts';

/** The headings that are the parts of a plan. */
export type ChosenUnits = {
  /** In the order of the document. */
  readonly units: readonly Surveyed[];
  /** The kind of headings, as a person would say it: "headings such as “Phase 1”". */
  readonly reason: string;
  /** Headings that hold parts and are none themselves. */
  readonly groups: readonly Surveyed[];
  /** Headings that are named like the chosen parts, but are none. */
  readonly passedOver: readonly SkippedHeading[];
  /** Headings among the units that are not named as the others are. */
  readonly kin: readonly Surveyed[];
  /** Headings beside the units that may be parts as well, and are not taken. */
  readonly unsure: readonly Surveyed[];
  /** Other sets of headings that are named as parts are, and are neither around nor within those that were chosen. */
  readonly beside: readonly Candidate[];
};

/** Headings that are named in one way. */
type Family = {
  readonly form: LabelForm;
  readonly members: Surveyed[];
  readonly score: number;
  readonly passedOver: readonly SkippedHeading[];
};

/**
 * Finds the headings that are the parts of a plan; `undefined` where there are none, or where lists say more.
 *
 * @param options.isAnyway - takes headings even where lists say more
 */
export function chooseUnits(
  outline: Outline,
  surveyed: readonly Surveyed[],
  { isAnyway = false }: { readonly isAnyway?: boolean } = {},
): ChosenUnits | undefined {
  const shapeOf = ({ section }: Surveyed) => shapeIn(outline, section);
  const families = familiesAmong(surveyed, shapeOf).sort((a, b) => b.score - a.score);
  const chapters = families.filter((family) => areChapters(family, families, surveyed));
  const usable = withSchedulesLast(
    families.filter((family) => isUsable(family, families, outline) && !chapters.includes(family)),
    (members) => sizeOf(members.filter(isOpen)),
  );
  const isTorn = (family: Family) =>
    usable.some(
      (outer) =>
        areWithin(family.members, outer.members) &&
        (omitsHeadings(family, outer) || omitsWork(family.members, outer)),
    );
  const outermost = usable.find((family) => !isTorn(family));
  if (outermost === undefined) return undefined;
  const { family, groups } = innermost(outermost, families);
  if (!isAnyway && listsSayMore(family, surveyed)) return undefined;
  const members = withGapsFilled(family, surveyed);
  const beside = families.filter(
    (other) => other !== outermost && !areAmong(other, family) && isApart(other, family),
  );
  const known = [
    ...groups,
    ...family.passedOver.map(({ surveyed: each }) => each),
    ...beside.flatMap(({ members: own }) => (own.length > 1 ? own : [])),
    ...beside.flatMap(({ members: own }) => (own.length > 1 ? holdersOf(own, surveyed) : [])),
  ];
  const kin = similarHeadings(members, {
    surveyed,
    outline,
    others: new Set(known.map(({ section }) => section)),
  });
  return {
    units: [...members, ...kin.taken].sort((a, b) => a.section.index - b.section.index),
    kin: kin.taken,
    unsure: [...kin.unsure, ...chaptersLeft(chapters, members)],
    reason: reasonOf(family),
    groups,
    passedOver: family.passedOver,
    beside: beside
      .filter(({ members: own }) => !own.every((each) => kin.taken.includes(each)))
      .flatMap(candidateOf),
  };
}

/** The headings that hold all of a set: "Dates" over "Milestone 1" and "Milestone 2" is no part as "Phase 1" is one. */
function holdersOf(members: readonly Surveyed[], surveyed: readonly Surveyed[]): Surveyed[] {
  return surveyed.filter(({ section }) => members.every((each) => isWithin(each.section, section)));
}

function familiesAmong(surveyed: readonly Surveyed[], shapeOf: (each: Surveyed) => Shape): Family[] {
  const byKey = new Map<string, Surveyed[]>();
  const whole = wholeIn(surveyed);
  for (const each of surveyed) {
    const key = keyOf(each, surveyed);
    // In "Phase 3: Export" over phases 3.1 to 3.4, "Phase 3 goals" is about all of them.
    if (key === undefined || (whole !== undefined && isNamedAs(each, whole))) continue;
    const members = byKey.get(key);
    if (members === undefined) byKey.set(key, [each]);
    else members.push(each);
  }
  const lists = joinedLists([...byKey.values()]);
  const isKnown = lists.some(([first, ...more]) => {
    return more.length > 0 && first?.label.form === 'word' && first.label.isGuessed !== true;
  });
  return lists.flatMap((members) => {
    // Numbers that begin again in another chapter are no repeats, where each has what the others have.
    const beginAnew = members[0]?.label.form === 'number' && haveOneShape(members, shapeOf);
    const unique = beginAnew ? { kept: members, passedOver: [] } : withoutRepeats(members);
    const { kept, passedOver: orders } = withoutOrderSections(unique.kept);
    const passedOver = [...unique.passedOver, ...orders];
    const [first] = kept;
    if (first === undefined) return [];
    const { form, kind } = first.label;
    const isCalledWork = areUnderWork(kept);
    // Done parts are recognised in either case, and the open ones show where the work is.
    const open = kept.filter(isOpen);
    const sign = kind === 'task' ? 'task' : signOf(form, open, isCalledWork);
    // A word that is only counted says less than one that is known.
    const own = first.label.isGuessed && isKnown ? 'number' : sign;
    const score = strengthOf({ form: own, isCalledWork, size: sizeOf(open) });
    return [{ form, members: kept, score, passedOver }];
  });
}

/** The title of a document that is one part of a larger plan, over headings that are named as the parts of that part. */
function wholeIn(surveyed: readonly Surveyed[]): Surveyed | undefined {
  const [root] = surveyed;
  const title = root === undefined ? undefined : titleOf(root.section);
  const whole = title === undefined ? undefined : surveyed[title.index];
  if (whole === undefined || whole.label.form !== 'word' || whole.label.id === undefined) return undefined;
  const { word, id } = whole.label;
  const parts = surveyed.filter(
    ({ label }) => label.word === word && label.id !== id && label.id !== undefined && isPartOf(label.id, id),
  );
  return parts.length > 1 ? whole : undefined;
}

function isNamedAs({ label }: Surveyed, { label: { word, id } }: Surveyed): boolean {
  return label.word === word && label.id === id;
}

function areUnderWork(members: readonly Surveyed[]): boolean {
  return members.every(({ role }) => role === 'work');
}

/** The amount of text in headings and below them. */
function sizeOf(members: readonly Surveyed[]): number {
  return members.reduce((sum, { total: count }) => sum + weightOf(count), 0);
}

function isOpen({ role, label }: Surveyed): boolean {
  return role !== 'done' && label.state === undefined;
}

/** Chapters that are longer than all the parts, which are in another one: they may describe the same work at length. */
function chaptersLeft(chapters: readonly Family[], units: readonly Surveyed[]): Surveyed[] {
  const lines = units.reduce((sum, each) => sum + linesOf(each), 0);
  return chapters.flatMap(({ members }) =>
    members.filter(
      (each) =>
        each.role !== 'done' &&
        !EXPLAINS.test(each.section.heading.text) &&
        linesOf(each) > lines &&
        !units.some(({ section }) => isWithin(section, each.section)),
    ),
  );
}

/** Words in the headings of chapters that explain how something is built, however long they are. */
const EXPLAINS =
  /architect|arquitet|arquitect|architettur|архитектур|архітектур|\bdesign\b|\bdesenho\b|diseño|decis(?:ion|ões|ão|iones|ioni)|entscheidung|décision|решени|架构|架構|设计|設計|アーキテクチャ|아키텍처|설계/iu;

function linesOf({ section: { line, end } }: Surveyed): number {
  return end - line;
}

/** A set of headings as a candidate for the work. */
function candidateOf({ form, members }: Family): Candidate[] {
  const open = members.filter(isOpen);
  const [first] = open;
  if (first === undefined) return [];
  const { section } = first;
  const { parent } = section;
  // The title of the document is over everything.
  const isNamed = parent !== undefined && parent.level > 1;
  return [
    {
      name: isNamed ? parent.heading.text : section.heading.text,
      line: section.line,
      form: form === 'word' && !areNamedAsParts(open) ? 'task' : form,
      isCalledWork: areUnderWork(open),
      size: sizeOf(open),
    },
  ];
}

/** The trait that members of a family share; `undefined` for a heading that cannot be a part. */
function keyOf({ section, label, role }: Surveyed, surveyed: readonly Surveyed[]): string | undefined {
  if (role === 'aside' || role === 'check' || role === 'files') return undefined;
  const { form, word, id } = label;
  if (form === 'plain' || section.parent === undefined) return undefined;
  const isAlike = (other: Surveyed) => other.label.form === form && other.label.word === word;
  if (isAboutPart(label) && surveyed.some((other) => isAlike(other) && !isAboutPart(other.label)))
    return undefined;
  let depth = 0;
  for (let above: Section | undefined = section.parent; above !== undefined; above = above.parent) {
    const outer = (surveyed[above.index] as Surveyed).label;
    // A part of a part has its id: "Phase 1.2" below "Phase 1", while "Phase 2" there is only indented.
    if (outer.form === form && outer.word === word && isPartOf(id, outer.id)) depth++;
  }
  // Versions and spans of time name the same work in two ways.
  const kind = form === 'time' && id === undefined ? 'span' : '';
  const parts = form === 'number' ? `${section.level} ${id?.split('.').length}` : `${depth}${kind}`;
  return `${form} ${word} ${parts}`;
}

/** "Phase 2 Requirements for Phase 3" is about a phase, and not one. */
function isAboutPart({ form, isSetOff, title }: Surveyed['label']): boolean {
  return form === 'word' && !isSetOff && ABOUT_PART.test(title);
}

const ABOUT_PART =
  /^(?:(?:pre-?)?requisites?|requirements?|pre-?conditions?|non-?goals?|risks?|(?:open )?questions|retrospective|lessons(?: learned)?|decisions?|(?:entry|exit|success|acceptance) criteria|overview|summary|recap|hand-?(?:off|over))(?: (?:for|of|from|to|before|after)\b.*)?$/iu;

function isPartOf(id: string | undefined, outer: string | undefined): boolean {
  return (
    id === undefined ||
    outer === undefined ||
    (id.startsWith(outer) && /^[.\p{L}-]/u.test(id.slice(outer.length)))
  );
}

/** Whether the members of a family can be parts of a plan, and not the plan itself or the chapters of a text. */
function isUsable({ form, members }: Family, families: readonly Family[], outline: Outline): boolean {
  const { root } = outline;
  const [only] = members;
  if (only === undefined) return false;
  if (members.length === 1) {
    const isTitle = only.section.parent === root && root.sections.length === 1;
    const holdsOthers = families.some(
      (other) => other.members.length > 1 && areWithin(other.members, members),
    );
    if (isTitle && (holdsOthers || only.section.sections.length > 1)) return false;
    return form === 'word' && only.label.isSetOff && !isOneOfChapters(only.section);
  }
  if (form === 'time' && areFallingVersions(members)) return false;
  if (form !== 'number') return true;
  if (only.label.word === 'letter' && !areLettersInTurn(members)) return false;
  // Chapters have numbers too: parts of a plan say what they touch or need, or are called work.
  const indicative = members.filter(
    ({ section, fields, total: count, role, label, hasStatus }) =>
      fields.size > 0 ||
      count.openBoxes + count.doneBoxes > 0 ||
      role === 'work' ||
      label.hours !== undefined ||
      label.state !== undefined ||
      hasStatus ||
      NOT_BEGUN.test(section.heading.text) ||
      beginsWithFile(label.title),
  );
  return (
    indicative.length * 2 > members.length ||
    haveOneShape(members, ({ section }) => shapeIn(outline, section))
  );
}

/** "1. Fix the costs — ⏳ open": only work has such a mark in its heading. */
const NOT_BEGUN = /[⏳⌛🚧🔲⬜]/u;

/** Goes in from a family to the one within it whose members state their files and needs themselves. */
function innermost(
  family: Family,
  families: readonly Family[],
): { readonly family: Family; readonly groups: Surveyed[] } {
  const groups: Surveyed[] = [];
  let current = family;
  for (;;) {
    const inner = families.find(
      (other) =>
        other !== current &&
        other.members.length > 1 &&
        areWithin(other.members, current.members) &&
        !omitsHeadings(other, current) &&
        (areSelfContained(other) || areAllGroups(current, other)),
    );
    if (inner === undefined) return { family: current, groups };
    // A part that is not divided is as good a part as those of the others: "P1-4" beside "P1-3-A" and "P1-3-B".
    const around = withAbove(sectionsOf(inner.members));
    const whole = current.members.filter((outer) => !around.has(outer.section) && hasWork(outer));
    for (const each of current.members) if (around.has(each.section)) groups.push(each);
    const members = [...inner.members, ...whole].sort((a, b) => a.section.index - b.section.index);
    current = { ...inner, members };
  }
}

function hasWork({ fields, total }: Surveyed): boolean {
  return fields.size > 0 || weightOf(total) > 0;
}

/** "Phase 1", "Phase 2": whatever is chosen beside such headings, they could be meant. */
function areNamedAsParts(members: readonly Surveyed[]): boolean {
  return members.length > 1 && members.every(({ label }) => label.kind === 'phase' && label.isSetOff);
}

/** Whether some parts of the outer ones are left out of the inner ones, since their numbers repeat: "Week 3" in two phases. */
function omitsHeadings({ passedOver }: Family, { members }: Family): boolean {
  return passedOver.some(({ surveyed }) =>
    members.some(({ section }) => isWithin(surveyed.section, section)),
  );
}

function areSelfContained({ members, form }: Family): boolean {
  // Chapters have numbers too, but no estimate each.
  if (form === 'number')
    return members.length >= MIN_ESTIMATED && members.every(({ fields }) => fields.has('hours'));
  const indicative = members.filter(
    ({ fields }) =>
      fields.has('files') || fields.has('expected') || fields.has('dependencies') || fields.has('hours'),
  );
  return indicative.length * 2 > members.length;
}

/** With fewer, they are steps of one part. */
const MIN_ESTIMATED = 3;

/** Whether headings hold nothing of their own but other parts: `## Phase 1: Backend` over `### Phase 1.1: Models`. */
function areAllGroups({ members: outer }: Family, { members: inner, form }: Family): boolean {
  if (form !== 'word' && form !== 'code') return false;
  const isSameWord = outer[0]?.label.word === inner[0]?.label.word && outer[0]?.label.form === form;
  // "F-3" below "Epic 1", "S-1" below "Epic 2": letters of several kinds are names for the work of all.
  const areMixedCodes = form === 'code' && new Set(inner.map(({ label }) => label.word)).size > 1;
  if (!isSameWord && !areMixedCodes) return false;
  const around = withAbove(sectionsOf(inner));
  return outer.every(
    ({ section, fields, count }) =>
      fields.size === 0 && count.items + count.openBoxes + count.doneBoxes === 0 && around.has(section),
  );
}

function sectionsOf(members: readonly Surveyed[]): Section[] {
  return members.map(({ section }) => section);
}

function areAmong({ members }: Family, { members: others }: Family): boolean {
  const known = new Set(others);
  return members.every((each) => known.has(each));
}

function isApart({ members }: Family, { members: others }: Family): boolean {
  return !areWithin(members, others) && !areWithin(others, members);
}

/** Whether most tick boxes are outside of the family, or on items with a number of their own within it. */
function listsSayMore({ members }: Family, surveyed: readonly Surveyed[]): boolean {
  const inside = new Set(members.flatMap(({ section }) => [...withBelow(section)].map(({ index }) => index)));
  let boxes = 0;
  let outside = 0;
  let named = 0;
  for (const { section, role, count } of surveyed) {
    if (role === 'aside' || role === 'check' || role === 'files') continue;
    if (!inside.has(section.index)) {
      // Done boxes count less: they are recognised in either case.
      outside += count.openBoxes + count.doneBoxes / 4;
      continue;
    }
    boxes += count.openBoxes + count.doneBoxes;
    for (const block of section.blocks)
      if (block.kind === 'text' && block.depth <= 1 && NAMED_ITEM.test(block.lines[0]?.text ?? '')) named++;
  }
  const content = members.reduce((sum, { total: count }) => sum + weightOf(count), 0);
  if (outside > 2 && boxes === 0 && outside > content) return true;
  if (outside > 2 * boxes && members.length < 2) return true;
  return named > 1 && named * 2 > boxes;
}

/** `[ ] T-001 Write it`, `[x] 3. Write it`; `12.1-01-PLAN.md` is a file. */
const NAMED_ITEM =
  /^\[[ xX~/>-]?\]\s+(?!(?:\*\*)?[\d.]+-\S*\.md\b)(?:\*\*)?(?:(?:[Tt]ask|TASK)\s+)?(?:[A-Z]{1,4}-?\d{1,5}(?:[.-]\d+)*[A-Za-z]?|[A-Z]{1,4}-[A-Z]{1,4}\d{1,4}|\d{1,4}\.(?=\s)|\d{1,3}(?:\.\d{1,3})+)(?:\*\*)?[\s:.)–—-]/u;

function reasonOf({ form, members }: Family): string {
  const [first] = members;
  // A text with underscores is more often a name than emphasis: `0002_users.sql`.
  const heading = first?.section.heading.text.replace(/[*`]/gu, '').slice(0, 40) ?? '';
  const count = members.length === 1 ? 'a heading' : `${members.length} headings`;
  return form === 'word' || form === 'code' || form === 'time' || form === 'number'
    ? `it has ${count} such as “${heading.trim()}”`
    : `it has ${count}`;
}
