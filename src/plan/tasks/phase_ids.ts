import { foldedId } from '../document/index.ts';
import type { Task, TaskProblem } from './importer.ts';
import { nameOf } from './link_tasks.ts';

/** A label that a heading "Phase …" can carry. */
const LABEL =
  /^(?:[A-Z]{1,6}(?:-[A-Z]{1,10})+-?\d{1,9}|(?:[A-Z]{1,4}-?(?:[A-Z]{1,4})?)?\d{1,9}(?:[.-]\d{1,9}){0,6}(?:-?[A-Za-z])?|[A-Z]{1,4})$/u;

/**
 * An id for the phase of each task: its own, if it can be one and is free. Where no task has one they are counted; one without an
 * id among others gets the one before it and a number, or a free number where none is before it.
 */
export function phaseIds(tasks: readonly Task[], file: string): { ids: string[]; problems: TaskProblem[] } {
  const problems: TaskProblem[] = [];
  if (tasks.every(({ id = '' }) => !LABEL.test(id)))
    return { ids: tasks.map((_, index) => String(index + 1)), problems };
  const taken = new Set<string>();
  const numbers = new Map<string, number>();
  const own = tasks.map(({ id = '' }) => {
    if (!LABEL.test(id) || taken.has(foldedId(id))) return undefined;
    taken.add(foldedId(id));
    return id;
  });
  let before: string | undefined;
  const ids = tasks.map((task, index) => {
    const wanted = own[index];
    if (wanted !== undefined) {
      before = wanted;
      return wanted;
    }
    const { id: wish = '' } = task;
    const stem = (LABEL.test(wish) ? wish : (before ?? '')).replace(/[a-z]/u, '');
    // Where no label comes before it, it gets a number that nobody has.
    const idOf = (number: number) => (stem === '' ? `${number}` : `${stem}-${number}`);
    let number = numbers.get(stem) ?? (stem === '' ? 1 : 2);
    while (taken.has(foldedId(idOf(number)))) number += 1;
    numbers.set(stem, number + 1);
    const id = idOf(number);
    taken.add(foldedId(id));
    problems.push({
      severity: 'warning',
      code: 'duplicate-id',
      message:
        task.id === undefined
          ? `${nameOf(task)} has no number; its phase is called ${id}.`
          : `${nameOf(task)} has the same number as another, or one that no phase can have; its phase is called ${id}.`,
      file,
      line: task.line,
      column: task.column,
    });
    return id;
  });
  return { ids, problems };
}
