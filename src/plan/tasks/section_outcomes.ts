import { printableLine } from '../../lib/index.ts';
import type { ChosenUnits } from '../outline/choose_units.ts';
import type { Outline, Section } from '../outline/outline.ts';
import { type Surveyed, titleOf } from '../outline/survey.ts';
import { shown } from './shown.ts';
import type { SectionOutcome, TaskProblem } from './types.ts';

/** What became of each section of a document: of those below a part, and below one that is left out, nothing more is said. */
export function outcomesOf(
  outline: Outline,
  surveyed: readonly Surveyed[],
  { units, groups, passedOver }: Pick<ChosenUnits, 'units' | 'groups' | 'passedOver'>,
): SectionOutcome[] {
  const unitOf = new Map(units.map((unit) => [unit.section, unit]));
  const groupOf = new Set(groups.map(({ section }) => section));
  const passed = new Map(passedOver.map(({ surveyed: each, why }) => [each.section, why]));
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
    const { why, total } = surveyed[section.index] as Surveyed;
    const isEmpty = total.items + total.openBoxes + total.doneBoxes + total.paragraphs + total.verbatim === 0;
    if (level === 0 || isEmpty) section.sections.forEach(visit);
    else
      outcomes.push({
        ...at,
        became: 'left-out',
        why: passed.get(section) ?? why?.text ?? 'no part of the plan',
      });
  };
  visit(outline.root);
  return outcomes;
}

/** One note on all that was left out, with the reasons. */
export function leftOutNote(outcomes: readonly SectionOutcome[], file: string): TaskProblem[] {
  const left = outcomes.filter(({ became }) => became === 'left-out');
  const [first] = left;
  if (first === undefined) return [];
  const named = left
    .slice(0, MOST_NAMED)
    .map(({ heading, line, why }) => `“${shown(heading)}” (line ${line}: ${why})`);
  const more = left.length - named.length;
  return [
    {
      severity: 'note',
      code: 'sections-left-out',
      message: `Left out as no work: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      file,
      line: first.line,
      column: 1,
    },
  ];
}

const MOST_NAMED = 12;
