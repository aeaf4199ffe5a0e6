import type { TextLine } from '../document/blocks.ts';
import { type FieldKey, fieldKey } from '../document/field_names.ts';
import { fieldStarts } from '../document/field_start.ts';
import { STATUS_LINE } from '../words/done_marks.ts';
import { RANK } from '../words/rank_words.ts';
import { FIGURES, type RoleFound, type SectionRole, sectionRole } from '../words/section_roles.ts';
import { DEFINES_DONE, definesDone } from './done_definition.ts';
import type { Outline, Section } from './outline.ts';
import { readUnitLabel, type UnitLabel } from './unit_label.ts';
import { countedByUnknownWords } from './unknown_words.ts';

/** The facts about a section that can be told at a look. */
export type Surveyed = {
  readonly section: Section;
  readonly label: UnitLabel;
  /** The role given by its own heading, or by the nearest section around it that gives one. */
  readonly role: SectionRole | undefined;
  /** The reason for that role, and the section whose heading gives it. */
  readonly why: { readonly text: string; readonly of: Section } | undefined;
  /** The known fields that begin in it, those of the sections below it not included. */
  readonly fields: ReadonlySet<FieldKey>;
  /** Whether a line says how far it is: "Status: planned". */
  readonly hasStatus: boolean;
  readonly count: Counts;
  /** The same with all sections below it. */
  readonly total: Counts;
};

/** Counts of the items of lists and other blocks. */
export type Counts = {
  readonly openBoxes: number;
  readonly doneBoxes: number;
  /** Without boxes; those within other items not included. */
  readonly items: number;
  readonly paragraphs: number;
  readonly verbatim: number;
};

/** Examines every section of an outline. The result has the order of {@link Outline.sections}. */
export function survey({ sections, root }: Outline): readonly Surveyed[] {
  const title = titleOf(root);
  const found: { -readonly [Key in keyof Surveyed]: Surveyed[Key] }[] = [];
  const labels = sections.map(({ heading }) => readUnitLabel(heading.text));
  const ranks = ranksAmong(sections, labels);
  const inTurn = numberedInTurn(sections, labels);
  const guessed = countedByUnknownWords(sections, ({ index }) => labels[index] as UnitLabel);
  const hold = holdingWork(sections, labels);
  for (const section of sections) {
    const label = guessed.get(section) ?? (labels[section.index] as UnitLabel);
    const above = section.parent === undefined ? undefined : found[section.parent.index];
    const isRanked = ranks.has(section) && (above?.role === undefined || above.role === 'work');
    const said = section === title || section === root ? undefined : isRanked ? WORK : roleOf(section, label);
    // "1. Configuration model" right below "Implementation plan" is a part of it, whatever its words mean elsewhere.
    const isPart = label.form === 'number' && above?.role === 'work' && above.why?.of === section.parent;
    const isOver = said?.why === PLANNING && hold.has(section);
    const named = isPart && said?.role === 'aside' && WEAK.has(said.why) ? undefined : said;
    const own = isOver
      ? WORK
      : (named ?? (label.form === 'plain' && definesDone(section) ? DEFINES_DONE : undefined));
    const isFromTitle = section.parent === title && above?.role === 'work';
    // A heading named as a part stays one below "Overview" or "File structure", but not below "Risks" or "Out of scope".
    const isNamed = label.form === 'word' && label.isSetOff;
    // "Task Group 6" below "Testing" continues where the others end.
    const isWeak =
      above?.role === 'files' ||
      (above?.role === 'aside' && WEAK.has(above.why?.text ?? '')) ||
      (above?.role === 'check' && inTurn.has(section));
    const inherits = own === undefined && !isFromTitle && !(isNamed && isWeak);
    found.push({
      section,
      label,
      role: own?.role ?? (inherits ? above?.role : undefined),
      why: own === undefined ? above?.why : { text: own.why, of: section },
      fields: fieldsIn(section),
      hasStatus: saysStatus(section),
      count: countsOf(section),
      total: NOTHING,
    });
  }
  // "✅ All green" below "Criteria" or "Success metrics" is a goal, and no tick.
  for (const each of found)
    if (each.role === 'check' || each.why?.text === FIGURES)
      each.count = withoutSigns(each.section, each.count);
  for (const each of found.toReversed()) {
    const below = each.section.sections.map(({ index }) => (found[index] as Surveyed).total);
    each.total = below.reduce(sum, each.count);
  }
  return found;
}

/** Headings that rank the work, where another one beside them does, or gives a time: "Urgent", "This week". */
function ranksAmong(sections: readonly Section[], labels: readonly UnitLabel[]): ReadonlySet<Section> {
  const found = new Set(sections.filter(({ heading }) => RANK.test(heading.text.trim())));
  const counts = new Map<Section | undefined, number>();
  for (const section of sections)
    if (found.has(section) || labels[section.index]?.form === 'time')
      counts.set(section.parent, (counts.get(section.parent) ?? 0) + 1);
  return new Set([...found].filter(({ parent }) => (counts.get(parent) ?? 0) > 1));
}

/** Headings with the next number after one of the same word and level under another heading, a number that no other has. */
function numberedInTurn(sections: readonly Section[], labels: readonly UnitLabel[]): ReadonlySet<Section> {
  const keyOf = ({ level, index }: Section, id: string) => `${level} ${labels[index]?.word ?? ''} ${id}`;
  const byKey = new Map<string, Section[]>();
  for (const section of sections) {
    const { form, id } = labels[section.index] as UnitLabel;
    if (form !== 'word' || id === undefined) continue;
    const key = keyOf(section, id);
    byKey.set(key, [...(byKey.get(key) ?? []), section]);
  }
  return new Set(
    [...byKey.values()].flatMap(([section, other]) => {
      const number = Number(labels[section?.index ?? -1]?.id);
      if (section === undefined || other !== undefined || !(number > 1)) return [];
      const [before] = byKey.get(keyOf(section, String(number - 1))) ?? [];
      return before !== undefined && before.index < section.index && before.parent !== section.parent
        ? [section]
        : [];
    }),
  );
}

/** Headings over several numbered ones that each have open boxes, whatever their own words say: "Timeline" over "1. Models". */
function holdingWork(sections: readonly Section[], labels: readonly UnitLabel[]): ReadonlySet<Section> {
  const counts = new Map<Section, number>();
  for (const section of sections) {
    if (labels[section.index]?.form !== 'number' || countsOf(section).openBoxes === 0) continue;
    for (let { parent } = section; parent !== undefined; { parent } = parent)
      counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count > 1).map(([section]) => section));
}

const PLANNING = 'people, money and time';

const WORK: RoleFound = { role: 'work', why: 'work' };

/** Reasons that apply to the text around parts, not to the parts. */
const WEAK: ReadonlySet<string> = new Set(['background', 'how it is built', PLANNING, 'where to read more']);

/** The heading over all others. */
export function titleOf({ sections, blocks }: Section): Section | undefined {
  const [first] = sections;
  if (first === undefined) return undefined;
  const isAlone = sections.every((other) => other === first || other.level > first.level);
  return isAlone && blocks.every(({ kind }) => kind !== 'opaque') && sections.length === 1
    ? first
    : undefined;
}

/** A label that is set off names work, whatever the words after it: "Phase 4: Testing" is no check. */
function roleOf(section: Section, label: UnitLabel) {
  const isNamed = label.form !== 'plain' && label.form !== 'number' && label.isSetOff;
  // So does one that gives its duration, "1. Measure (2 days)", or its status.
  if (isNamed || (label.form === 'number' && (label.hours !== undefined || saysStatus(section))))
    return undefined;
  return sectionRole(label.form === 'word' ? label.title : section.heading.text);
}

function saysStatus({ blocks }: Section): boolean {
  return blocks.some((block) => block.kind === 'text' && STATUS_LINE.test(block.lines[0]?.text ?? ''));
}

function fieldsIn({ blocks, sections }: Section): ReadonlySet<FieldKey> {
  const fields = new Set<FieldKey>();
  for (const block of blocks)
    if (block.kind === 'text')
      for (const line of block.lines)
        for (const { key } of fieldStarts(line)) if (key !== undefined) fields.add(key);
  for (const { heading } of sections) {
    const key = fieldKey(heading.text, { isMarked: true });
    if (key !== undefined) fields.add(key);
  }
  return fields;
}

/** The counts of a section without the signs used as ticks. */
function withoutSigns({ blocks }: Section, count: Counts): Counts {
  const signs = blocks.filter(
    (block) =>
      block.kind === 'text' &&
      /^[✅✓✔]/u.test(boxOf(block.lines[0] ?? { text: '', line: 0, column: 0 }) ?? ''),
  );
  return { ...count, doneBoxes: count.doneBoxes - signs.length, items: count.items + signs.length };
}

const NOTHING: Counts = { openBoxes: 0, doneBoxes: 0, items: 0, paragraphs: 0, verbatim: 0 };

function countsOf({ blocks }: Section): Counts {
  const counts = { ...NOTHING };
  for (const block of blocks) {
    if (block.kind === 'opaque') counts.verbatim += block.form === 'html' ? 0 : 1;
    else {
      const [first] = block.lines;
      if (first === undefined) continue;
      const box = boxOf(first);
      if (box !== undefined) counts[/[xX☑✓✔✅]/u.test(box) ? 'doneBoxes' : 'openBoxes'] += 1;
      else if (block.isItem) counts.items += block.depth <= 1 ? 1 : 0;
      else if (block.depth === 0) counts.paragraphs += 1;
    }
  }
  return counts;
}

/** "`src/config.ts`": a heading that says which file something is to be done to. */
export function beginsWithFile(title: string): boolean {
  return /^`?(?:[\w.@-]+\/)*[\w@-][\w.@-]*\.[a-z]{1,8}`?(?![\w/])/iu.test(title);
}

/** The mark in the tick box at the beginning of a line. */
export function boxOf({ text }: TextLine): string | undefined {
  const match =
    /^(?:[-*+•]\s*)?(?:\\?\[(?<mark>[ xX~/>-]?)\\?\](?!\()|(?<sign>[☐☑☒✓✔✅⬜🔲🔄⏳🚧]))(?:\uFE0F?\s|$)/u.exec(
      text,
    );
  return match === null ? undefined : (match.groups?.mark ?? match.groups?.sign ?? ' ');
}

function sum(a: Counts, b: Counts): Counts {
  return {
    openBoxes: a.openBoxes + b.openBoxes,
    doneBoxes: a.doneBoxes + b.doneBoxes,
    items: a.items + b.items,
    paragraphs: a.paragraphs + b.paragraphs,
    verbatim: a.verbatim + b.verbatim,
  };
}
