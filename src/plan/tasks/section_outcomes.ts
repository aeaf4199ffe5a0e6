import { printableLine } from '../../lib/index.ts';
import { constraintLines } from '../constraints/index.ts';
import { foldedId } from '../document/references.ts';
import type { ChosenUnits } from '../outline/choose_units.ts';
import type { Outline, Section } from '../outline/outline.ts';
import { withoutBox } from '../outline/section_text.ts';
import { type Surveyed, titleOf } from '../outline/survey.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import type { SectionOutcome, TaskProblem } from './importer.ts';
import { shortText } from './short_text.ts';

/** The outcome of each section of a document; sections below a part, or below one that is left out, are not listed. */
export function outcomesOf(
  outline: Outline,
  surveyed: readonly Surveyed[],
  { units, groups, passedOver }: Pick<ChosenUnits, 'units' | 'groups' | 'passedOver'>,
): SectionOutcome[] {
  const unitOf = new Map(units.map((unit) => [unit.section, unit]));
  const groupOf = new Set(groups.map(({ section }) => section));
  const passed = new Map(passedOver.map(({ surveyed: each, why }) => [each.section, why]));
  const names = new Set(
    units.map(({ section }) => nameIn(section.heading.text)).filter((name) => name !== ''),
  );
  const holders = new Set<Section>();
  for (const { section } of units)
    for (let above = section.parent; above !== undefined; above = above.parent) holders.add(above);
  const title = titleOf(outline.root);
  const outcomes: SectionOutcome[] = [];
  const visit = (section: Section): void => {
    const { heading, line, level } = section;
    const at = { heading: printableLine(heading.text), line, level };
    const unit = unitOf.get(section);
    if (unit !== undefined) {
      outcomes.push({
        ...at,
        became: 'work',
        why: unit.label.id === undefined ? 'a part' : `part ${unit.label.id}`,
      });
      return;
    }
    if (holders.has(section)) {
      if (level > 0 && section !== title)
        outcomes.push({
          ...at,
          became: 'group',
          why: groupOf.has(section) ? 'it holds parts of its own' : 'it holds the parts',
        });
      section.sections.forEach(visit);
      return;
    }
    const { total } = surveyed[section.index] as Surveyed;
    const isEmpty = total.items + total.openBoxes + total.doneBoxes + total.paragraphs + total.verbatim === 0;
    if (level === 0 || isEmpty) section.sections.forEach(visit);
    else
      outcomes.push({
        ...at,
        became: 'left-out',
        why: passed.get(section) ?? whyLeftOut(surveyed[section.index] as Surveyed, names),
      });
  };
  visit(outline.root);
  return outcomes;
}

/** The reason that a section is no work; one that is called work, or has an unknown name, lists the parts or has none of them. */
function whyLeftOut({ why, role, section }: Surveyed, names: ReadonlySet<string>): string {
  if (why !== undefined && role !== 'work') return why.text;
  const lines = section.blocks.flatMap(
    (block) => (block.kind === 'text' && block.isItem ? block.lines[0] : undefined) ?? [],
  );
  const naming = lines.filter((line) => names.has(nameIn(withoutBox(line).text)));
  if (naming.length > 0 && naming.length * 2 >= lines.length) return 'it lists the parts';
  return role === 'work' ? BESIDE : UNKNOWN;
}

/** The reason that a section called work is left out, since it holds none of the parts. */
export const BESIDE = 'it is outside the parts';
/** The reason that a section without a known one is left out. */
export const UNKNOWN = 'not part of the plan';
/** The reason of sections about the format and an order that is read from them: in each document of the format, and no loss. */
export const EXPLAINS_TASKS = 'it explains the tasks and their order';

/** "phase 1" of `**Phase 1: Setup** – the base`. */
function nameIn(text: string): string {
  const { word, id } = readUnitLabel(/^\*\*([^*]+)\*\*/u.exec(text)?.[1] ?? text);
  return id === undefined ? '' : `${word ?? ''} ${foldedId(id)}`;
}

/** Outcomes in which the section of constraints is no longer left out, where some are read from it. */
export function withConstraintsRead(outcomes: readonly SectionOutcome[], text: string): SectionOutcome[] {
  const [heading] = constraintLines(text);
  return outcomes.map((outcome) =>
    outcome.line === heading && outcome.became === 'left-out'
      ? { ...outcome, became: 'work', why: 'constraints of the plan' }
      : outcome,
  );
}

/**
 * One note on all sections left out, with the reasons; not on those of which another problem says that they may be work.
 *
 * @param said - the other problems
 */
export function leftOutNote(
  outcomes: readonly SectionOutcome[],
  file: string,
  said: readonly TaskProblem[] = [],
): TaskProblem[] {
  const doubted = new Set(
    said.flatMap(({ code, quotes = [] }) => (code === 'work-unclear' ? quotes : [])).map(holderIn(outcomes)),
  );
  const left = outcomes.filter((outcome) => {
    const { became, why } = outcome;
    const isDoubted = (why === UNKNOWN || why === BESIDE) && doubted.has(outcome);
    return became === 'left-out' && why !== EXPLAINS_TASKS && !isDoubted;
  });
  const [first] = left;
  if (first === undefined) return [];
  const named = left
    .slice(0, MAX_NAMED)
    .map(({ heading, line, why }) => `“${shortText(heading)}” (line ${line}: ${why})`);
  const more = left.slice(MAX_NAMED).map(({ line }) => `line ${line}`);
  return [
    {
      severity: 'note',
      code: 'sections-left-out',
      message: `Left out as not work: ${named.join(', ')}${more.length > 0 ? ` and ${more.length} more (${more.join(', ')})` : ''}.`,
      file,
      line: first.line,
      column: 1,
    },
  ];
}

/** The section that a line is in. */
function holderIn(outcomes: readonly SectionOutcome[]): (line: number) => SectionOutcome | undefined {
  return (line) => outcomes.findLast((each) => each.line <= line);
}

const MAX_NAMED = 12;
