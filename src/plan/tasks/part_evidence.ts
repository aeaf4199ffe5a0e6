import { foldedId } from '../document/references.ts';
import type { Candidate, Evidence } from '../outline/certainty.ts';
import type { ChosenUnits } from '../outline/choose_units.ts';
import { type Outline, type Section, withBelow } from '../outline/outline.ts';
import { weightOf } from '../outline/repeated_units.ts';
import { withoutBox } from '../outline/section_text.ts';
import { listsParts } from '../outline/similar_headings.ts';
import type { Surveyed } from '../outline/survey.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import type { SectionOutcome, Task } from './importer.ts';
import { sameWorkAs } from './same_work.ts';
import { BESIDE, UNKNOWN } from './section_outcomes.ts';

/** A reading of a document's headings as the parts of a plan. */
export type PartsRead = {
  readonly outline: Outline;
  readonly surveyed: readonly Surveyed[];
  readonly chosen: ChosenUnits;
  /** The tasks of the parts, in their order. */
  readonly tasks: readonly Task[];
  readonly outcomes: readonly SectionOutcome[];
  /** Whether a section belongs to a part. */
  readonly inside: (index: number) => boolean;
};

/** Gathers the evidence for and against the headings that were taken for the parts. */
export function evidenceOfParts(read: PartsRead): Evidence {
  const { outline, surveyed, chosen, tasks, outcomes } = read;
  const { units, beside } = chosen;
  const [first] = units;
  const ids = new Set(units.map(({ label }) => foldedId(label.id ?? '')));
  const open = units.filter((_, index) => tasks[index]?.state === 'open');
  const isSame = sameWorkAs(() =>
    tasks.flatMap(({ title, steps }) => [title, ...steps.slice(0, MAX_STEPS).map(firstLine)]),
  );
  const leftOut = new Set(
    outcomes.flatMap(({ became, why, line }) =>
      became === 'left-out' && (why === UNKNOWN || why === BESIDE) ? [line] : [],
    ),
  );
  const sections = outline.sections.filter(
    ({ line, index, level }) => level > 0 && leftOut.has(line) && !read.inside(index),
  );
  const others = sections.filter(
    ({ line, end }) => !beside.some((each) => each.line >= line && each.line < end),
  );
  return {
    taken: [
      {
        name: first?.section.heading.text ?? '',
        line: first?.section.line ?? 1,
        form:
          first?.label.form === 'word' && first.label.kind === 'task'
            ? 'task'
            : (first?.label.form ?? 'plain'),
        isCalledWork: units.every(({ role }) => role === 'work'),
        size: open.reduce((sum, { total }) => sum + weightOf(total), 0),
      },
    ],
    left: [
      ...beside.filter((each) => !isOverview(each, outline, ids) && !isSaidAgain(each, outline, isSame)),
      ...others.flatMap((section) => candidateIn(section, surveyed, isSame)),
      ...boxesLeft(surveyed, read.inside, ids),
    ],
    leavesUnknown: sections.length > 0,
    isTodo: false,
    isPlan: false,
    isDone: open.length === 0,
    proseLines: 0,
    beginsAnew: false,
    bare: undefined,
  };
}

const MAX_STEPS = 20;

/** Whether headings such as "Milestone 2" are over lists of the parts: "Phase 11" to "Phase 17". */
function isOverview({ line }: Candidate, { sections }: Outline, ids: ReadonlySet<string>): boolean {
  const section = sections.find((each) => each.line === line);
  return section !== undefined && listsParts(section, ids);
}

type SameWork = ReturnType<typeof sameWorkAs>;

function isSaidAgain({ line }: Candidate, { sections }: Outline, isSame: SameWork): boolean {
  const section = sections.find((each) => each.line === line);
  if (section === undefined) return false;
  const { parent } = section;
  // The title of the document is over everything, including the parts.
  return isSame(linesIn(parent === undefined || parent.level <= 1 ? section : parent));
}

/** The list or headings of a section that is left out. */
function candidateIn(section: Section, surveyed: readonly Surveyed[], isSame: SameWork): Candidate[] {
  const { role, why, total, label } = surveyed[section.index] as Surveyed;
  if (label.state !== undefined) return [];
  const parts = section.sections.map(({ index }) => surveyed[index] as Surveyed);
  const numbered = parts.filter(({ label }) => label.form !== 'plain');
  const areParts = numbered.length > 1 && numbered.length * 2 > parts.length;
  const size = areParts ? numbered.reduce((sum, each) => sum + weightOf(each.total), 0) : total.items;
  if (size === 0 || isSame(linesIn(section))) return [];
  const isCalledWork = role === 'work' && why?.of === section;
  const form = areParts ? 'number' : 'bullet';
  return [{ name: section.heading.text, line: section.line, form, isCalledWork, size }];
}

/** The headings and outermost items below a heading. */
function linesIn(section: Section): string[] {
  return [...withBelow(section)].flatMap((each) => [
    ...(each === section ? [] : [each.heading.text]),
    ...each.blocks.flatMap((block) =>
      block.kind === 'text' && block.isItem && block.depth <= 1 && block.lines[0] !== undefined
        ? [withoutBox(block.lines[0]).text]
        : [],
    ),
  ]);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/**
 * Finds open tick boxes outside of the parts: whatever the heading over them means, somebody has put boxes there to tick off.
 *
 * @param inside - whether a section belongs to a part
 * @param ids - the ids of the parts; without them, anything named like a part is one
 */
export function boxesLeft(
  surveyed: readonly Surveyed[],
  inside: (index: number) => boolean,
  ids?: ReadonlySet<string>,
): readonly Candidate[] {
  return surveyed.flatMap(({ section, role, count }) =>
    inside(section.index) || count.openBoxes === 0 || namesParts(section, ids)
      ? []
      : [
          {
            name: section.heading.text,
            line: section.line,
            form: 'box' as const,
            isCalledWork: role === 'work',
            size: count.openBoxes,
          },
        ],
  );
}

/** Whether its boxes are a list of the parts: `- [ ] **Phase 2: Models**`. */
function namesParts({ blocks }: Section, ids: ReadonlySet<string> | undefined): boolean {
  const open = blocks.flatMap((block) =>
    block.kind === 'text' && block.isItem && /^\[ ?\]/u.test(block.lines[0]?.text ?? '')
      ? [block.lines[0]?.text ?? '']
      : [],
  );
  return (
    open.length > 0 && open.every((text) => PART.test(text) && (ids === undefined || ids.has(idIn(text))))
  );
}

function idIn(text: string): string {
  const bare = text.replace(/^\[ ?\]\s+/u, '');
  return foldedId(readUnitLabel(/^\*\*([^*]+)\*\*/u.exec(bare)?.[1] ?? bare).id ?? '');
}

const PART =
  /^\[ ?\]\s+(?:\*\*|\[)?(?:\p{L}+\s+)?#?[A-Z]{0,4}-?\d+(?:[.-]\d+)*[a-z]?(?:[:.)\]]|\s+[–—-]|\*\*)/u;
