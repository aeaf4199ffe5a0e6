import { printableLine } from '../../lib/index.ts';
import { sectionRole } from '../words/section_roles.ts';
import type { SectionOutcome, Task } from './importer.ts';
import type { ListDocument } from './list_document.ts';
import { EXPLAINS_TASKS } from './section_outcomes.ts';

/**
 * The sections of a document that hold no task but say something about all of them, such as rules for paths. They are outcomes from
 * which the context of a plan is taken.
 *
 * @param explained - the headings about the format itself, or about an order that is read; sections below them are too, except
 * those that match `kept`
 * @param given - the sections, by index, whose done tasks are facts that the others build on
 */
export function backgroundSections(
  { sections, items }: ListDocument,
  tasks: readonly Pick<Task, 'section'>[],
  {
    explained,
    kept,
    given = new Set(),
  }: { readonly explained?: RegExp; readonly kept?: RegExp; readonly given?: ReadonlySet<number> },
): SectionOutcome[] {
  const listed = new Set(items.map(({ section }) => section));
  const own = tasks.map(({ section }) => section).filter((section) => !given.has(section));
  const holders = withThoseAround(sections, new Set(own));
  /** The level of the heading about the format that the sections are below. */
  let around = Number.POSITIVE_INFINITY;
  /** The level of the numbered part that the sections belong to. */
  let part = Number.POSITIVE_INFINITY;
  return sections.flatMap(({ title, heading = title, number, line, level, lines, blocks }, index) => {
    const isBelow = level > around;
    if (!isBelow) around = explained?.test(title) === true ? level : Number.POSITIVE_INFINITY;
    const isExplained = around < Number.POSITIVE_INFINITY && kept?.test(title) !== true;
    if (isExplained && isBelow) return [];
    if (level <= part) part = number === undefined ? Number.POSITIVE_INFINITY : level;
    if (part < Number.POSITIVE_INFINITY && !given.has(index)) return [];
    const isEmpty = lines.length + blocks === 0 && !listed.has(index);
    const why = given.has(index) || RULES.test(title) ? BACKGROUND : (sectionRole(heading)?.why ?? '');
    if (holders.has(index) || !(isExplained || (!isEmpty && ABOUT.has(why)))) return [];
    const at = { heading: printableLine(heading), line, level };
    return [{ ...at, became: 'left-out' as const, why: isExplained ? EXPLAINS_TASKS : why }];
  });
}

/** Some sections, by index, with all sections that they are below. */
function withThoseAround(sections: ListDocument['sections'], own: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set(own);
  const above: number[] = [];
  for (const [index, { level }] of sections.entries()) {
    while ((sections[above.at(-1) ?? -1]?.level ?? 0) >= level) above.pop();
    // What is around a section that is known is known as well.
    if (own.has(index))
      for (const outer of above.toReversed()) {
        if (found.has(outer) && !own.has(outer)) break;
        found.add(outer);
      }
    above.push(index);
  }
  return found;
}

/** Headings over rules and facts. Below one that says nothing of it there may be work. */
const RULES =
  /\b(?:path|file|naming|coding|code|conventions?|notes?|requirements?|constraints?|rules|guidelines?|principles|standards|prerequisites?|context|coverage|within each|structure|decisions|rutas|convenciones|notas|hinweise|pfade|конвенции|пути|примечани\p{L}+)(?!\p{L})|路径|路徑|约定|慣例|注意|备注|パス|規約|注記|경로|규칙/iu;

const BACKGROUND = 'background';
/** What sections are about that each worker should know. */
const ABOUT: ReadonlySet<string> = new Set([
  BACKGROUND,
  'how it is built',
  'not to be done',
  'open questions and decisions',
]);
