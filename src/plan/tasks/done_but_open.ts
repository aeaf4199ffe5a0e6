import { foldedId } from '../document/references.ts';
import { openBoxesOf } from '../outline/open_boxes.ts';
import type { OverviewState } from '../outline/overview.ts';
import type { Surveyed } from '../outline/survey.ts';
import { nameOf } from './link_tasks.ts';
import { shown } from './shown.ts';
import type { Task, TaskProblem } from './types.ts';

/**
 * That something is said to be done over tick boxes that are open. A heading is believed: people tick off parts, and forget the
 * boxes. But somebody has to look.
 *
 * @param tasks - of the units, in their order
 */
export function doneButOpen(
  units: readonly Surveyed[],
  tasks: readonly Pick<Task, 'state'>[],
  file: string,
): TaskProblem[] {
  const found = units.flatMap(({ section }, index) => {
    const { counting, contradicted } = openBoxesOf(section);
    const isDone = tasks[index]?.state === 'done' && counting > 0;
    return isDone ? [...contradicted, { section, count: counting }] : contradicted;
  });
  const sorted = found.sort((a, b) => a.section.line - b.section.line);
  const [first] = sorted;
  if (first === undefined) return [];
  const named = sorted
    .slice(0, MOST_NAMED)
    .map(({ section, count }) => `“${shown(section.heading.text)}” (line ${section.line}: ${count})`);
  const more = sorted.length - named.length;
  return [
    {
      severity: 'warning',
      code: 'done-but-open',
      message: `Said to be done over tick boxes that are open, and taken for done: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      file,
      line: first.section.line,
      column: 1,
      hint: 'Tick the boxes, or take the mark off the heading.',
    },
  ];
}

/**
 * That parts are done by their own marks, while a table of the document says that they are not: ticks are used as bullets, or
 * one of the two is out of date.
 *
 * @param states - what other places say of parts, by folded id
 */
export function doneButDenied(
  tasks: readonly Task[],
  states: ReadonlyMap<string, OverviewState>,
  file: string,
): TaskProblem[] {
  const denied = tasks.filter(
    ({ state, id }) => state === 'done' && states.get(foldedId(id ?? ''))?.state === 'open',
  );
  const [first] = denied;
  if (first === undefined) return [];
  const named = denied.slice(0, MOST_NAMED).map((task) => {
    const said = states.get(foldedId(task.id ?? ''));
    return `${nameOf(task)} (line ${said?.line ?? task.line})`;
  });
  const more = denied.length - named.length;
  return [
    {
      severity: 'warning',
      code: 'done-but-open',
      message: `Done by their own marks, and taken for done, though a table says that they are not: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      file,
      line: first.line,
      column: first.column,
      hint: 'If the table is right, take the marks off; --keep-done imports them with what is done.',
    },
  ];
}

const MOST_NAMED = 8;
