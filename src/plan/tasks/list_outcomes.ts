import { printableLine } from '../../lib/index.ts';
import { sectionRole } from '../words/section_roles.ts';
import type { SectionOutcome, Task } from './importer.ts';
import { laterVersions } from './later_versions.ts';
import type { ListDocument } from './list_document.ts';

/** The outcome of each section of a document whose lists are the work. Sections below one that is left out are not listed. */
export function outcomesOfLists(
  { sections, items }: ListDocument,
  tasks: readonly Pick<Task, 'section'>[],
): SectionOutcome[] {
  const own = countsBy(tasks);
  const listed = countsBy(items);
  const outcomes: SectionOutcome[] = [];
  const later = laterVersions(sections);
  const whyOf = (section: ListDocument['sections'][number]) =>
    later.has(section) ? LATER : reasonOf(section);
  for (let index = 0; index < sections.length; ) {
    const section = sections[index] as ListDocument['sections'][number];
    const end = endOf(sections, index);
    const isWork = own.has(index);
    const holdsWork = someBetween(own, index, end);
    const { title, heading = title, line, level } = section;
    const at = { heading: printableLine(heading), line, level };
    if (isWork) outcomes.push({ ...at, became: 'work', why: tasksIn(own.get(index) ?? 0) });
    else if (holdsWork) outcomes.push({ ...at, became: 'group', why: 'it holds the tasks' });
    else {
      const isEmpty = !someBetween(listed, index, end) && !hasText(sections, index, end);
      const why = whyOf(section);
      const isMixed = sections.slice(index + 1, end).some((below) => ![why, NO_LIST].includes(whyOf(below)));
      // "Current status" over "Completed" and "Blockers": each says something else.
      const isOwnEmpty = isEmpty || (isMixed && !listed.has(index) && !hasText(sections, index, index + 1));
      if (!isOwnEmpty) outcomes.push({ ...at, became: 'left-out', why });
      if (!isMixed) {
        index = end;
        continue;
      }
    }
    index++;
  }
  return outcomes;
}

/** The reason of sections that are not meant now. */
const LATER = 'ideas for later';

function reasonOf({ title, heading = title }: ListDocument['sections'][number]): string {
  const why = sectionRole(heading)?.why ?? NO_LIST;
  return why === 'work' ? NO_LIST : why;
}

/** The reason that a section without a known one is left out. */
export const NO_LIST = 'no list of tasks';
/** The reason that the text below a list of todos is left out, unless it is short enough for each of them. */
export const EXPLAINS_TODOS = 'it explains the todos';

function tasksIn(count: number): string {
  return count === 1 ? 'a task' : `${count} tasks`;
}

function countsBy(placed: readonly { readonly section: number }[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { section } of placed) counts.set(section, (counts.get(section) ?? 0) + 1);
  return counts;
}

/** The index of the first section that is not below this one. */
function endOf(sections: ListDocument['sections'], index: number): number {
  const level = sections[index]?.level ?? 0;
  let end = index + 1;
  while ((sections[end]?.level ?? 0) > level) end++;
  return end;
}

function someBetween(counts: ReadonlyMap<number, number>, from: number, end: number): boolean {
  for (let index = from; index < end; index++) if (counts.has(index)) return true;
  return false;
}

function hasText(sections: ListDocument['sections'], from: number, end: number): boolean {
  return sections.slice(from, end).some(({ lines, blocks }) => lines.length + blocks > 0);
}
