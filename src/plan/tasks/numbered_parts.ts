import { saysNoNeed } from './document_order.ts';
import type { ImportOptions, InferredNeed, Task, TaskList, TaskProblem } from './importer.ts';
import { isAbove, ORDER_OF_NUMBERS } from './number_order.ts';
import { ownersOf } from './section_order.ts';

/**
 * Tasks with the numbers 4.1, 4.2 and so on below "Phase 4" come one after the other, as the parts do. Where one of them states
 * its dependencies, the silence of its neighbours may mean something.
 */
export function* orderInParts(list: TaskList): Generator<InferredNeed> {
  for (const places of countedParts(list))
    for (const [index, task] of places.entries()) {
      const on = places[index - 1];
      if (on !== undefined) yield { task, on, reason: ORDER_OF_NUMBERS };
    }
}

/** Notes that tasks come one after the other by their numbers. */
export function orderInPartsNote(list: TaskList, file: string, { inOrder }: ImportOptions): TaskProblem[] {
  const tasks = list.tasks.filter(({ state }) => state === 'open');
  const parts = inOrder ? [] : countedParts({ ...list, tasks });
  const first = tasks[parts[0]?.[1] ?? -1];
  if (first === undefined) return [];
  const count = parts.reduce((sum, places) => sum + places.length - 1, 0);
  const numbers = (parts[0] ?? []).slice(0, 2).map((place) => numberOf(tasks[place]));
  return [
    {
      ...{ severity: 'warning', code: 'order-inferred', file, line: first.line, column: first.column },
      message: `Within the parts, ${count === 1 ? 'a task does not say' : `${count} tasks do not say`} what ${count === 1 ? 'it depends' : 'they depend'} on; each comes after the one before it, going by ${count === 1 ? 'its number' : 'their numbers'}: ${numbers.join(', ')} and so on.`,
      hint: 'If that is too strict, say so at the tasks of a part: (depends on …) or (parallel).',
    },
  ];
}

/** The places of the tasks of each part in which all are numbered after the part, one above the other. */
function countedParts({ tasks, sections }: TaskList): number[][] {
  const owners = ownersOf(sections);
  if (new Set(owners.filter((owner) => owner !== undefined)).size < MIN_PARTS) return [];
  const parts = new Map<number, number[]>();
  for (const [index, { section }] of tasks.entries()) {
    const owner = owners[section];
    if (owner !== undefined) parts.set(owner, [...(parts.get(owner) ?? []), index]);
  }
  return [...parts].flatMap(([owner, places]) => {
    const number = String(sections[owner]?.number ?? '');
    const own = places.map((place) => numberOf(tasks[place]));
    const isCounted = own.every(
      (each, index) =>
        /^\d+(?:\.\d+)+$/u.test(each) &&
        each.startsWith(`${number}.`) &&
        (index === 0 || isAbove(partsOf(each), partsOf(own[index - 1] ?? ''))),
    );
    const areSilent = places.every((place) => isSilent(tasks[place]));
    return number !== '' && places.length > 1 && isCounted && areSilent ? [places] : [];
  });
}

const MIN_PARTS = 2;

function numberOf(task: Task | undefined): string {
  return task?.id ?? task?.names[0] ?? '';
}

function partsOf(number: string): number[] {
  return number.split('.').map(Number);
}

function isSilent(task: Task | undefined): boolean {
  return task !== undefined && saysNoNeed(task) && !task.isFree && task.pace === undefined;
}
