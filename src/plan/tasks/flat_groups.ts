import { foldedId } from '../document/references.ts';
import type { Task, TaskProblem } from './importer.ts';
import { nameOf } from './link_tasks.ts';

/**
 * `- [ ] 1. Models` right over `- [ ] 1.1 Orders` in one list, as Kiro writes: an item without text of its own is a heading over
 * the items numbered after it. It is done where all of those are, and no task where some are left, unless another task names it.
 * An item with text of its own stays a task, and those numbered after it say that they are parts of it.
 */
export function withoutGroups(
  tasks: readonly Task[],
  file: string,
): { readonly tasks: readonly Task[]; readonly problems: readonly TaskProblem[] } {
  const named = new Set(tasks.flatMap(({ needs }) => needs.map(({ text }) => foldedId(text))));
  const parts = partsOf(tasks);
  const groups = new Map<Task, readonly Task[]>();
  // "2. Service" over nothing but "2.1 Test the service" is work itself.
  const areGroups = [...parts.values()].some((own) => own.length >= MIN_PARTS);
  for (const [index, task] of tasks.entries()) {
    const own = parts.get(index) ?? [];
    const isGroup = own.length >= MIN_PARTS || (areGroups && own.some(({ state }) => state !== 'open'));
    if (own.length > 0 && isGroup && task.state === 'open' && saysNothing(task)) groups.set(task, own);
  }
  const isOver = (task: Task) =>
    groups.get(task)?.every(({ state }) => state !== 'open') ?? isOverDone(task, MIN_PARTS);
  const over = tasks.filter(isOver);
  const kept = tasks.flatMap((task): Task[] => {
    if (isOver(task)) return [{ ...task, state: 'done' }];
    return groups.has(task) && !named.has(foldedId(numberOf(task))) ? [] : [task];
  });
  const partOf = new Map(
    [...parts].flatMap(([index, own]) => {
      const task = tasks[index];
      return task === undefined ? [] : own.map((part) => [part, task] as const);
    }),
  );
  const unsure = kept.filter((task) => isOverDone(task, 1));
  const ticked = kept.filter(
    (task) => task.state === 'done' && !over.includes(task) && hasOpen(parts.get(tasks.indexOf(task))),
  );
  return {
    tasks: kept.map((task) => withGroup(task, partOf.get(task))),
    problems: [
      ...(over.length === 0 ? [] : [doneByParts(over, file)]),
      ...(unsure.length === 0 ? [] : [openOverDone(unsure, file)]),
      ...(ticked.length === 0 ? [] : [doneOverOpen(ticked, file)]),
    ],
  };
}

function hasOpen(parts: readonly Task[] = []): boolean {
  return parts.some(({ state }) => state === 'open');
}

/** Whether everything below an open task is ticked, and there is no other statement about it. */
function isOverDone(task: Task, least: number): boolean {
  const { state, steps, stepsDone = [] } = task;
  return (
    state === 'open' &&
    steps.length === 0 &&
    stepsDone.length >= least &&
    saysNothing({ ...task, stepsDone: [], others: [] })
  );
}

/** Fewer tasks may continue the ones above them. */
const MIN_PARTS = 2;

/** The tasks after each one that are numbered after it, up to the next that is not. */
function partsOf(tasks: readonly Task[]): ReadonlyMap<number, readonly Task[]> {
  const found = new Map<number, Task[]>();
  let above: number | undefined;
  for (const [index, task] of tasks.entries()) {
    const number = numberOf(task);
    const over = above === undefined ? '' : numberOf(tasks[above]);
    if (above !== undefined && over !== '' && number.startsWith(`${over}.`)) found.get(above)?.push(task);
    else {
      above = /^\d+$/u.test(number) ? index : undefined;
      if (above !== undefined) found.set(above, []);
    }
  }
  return found;
}

function numberOf(task: Task | undefined): string {
  return task?.id ?? task?.names[0] ?? '';
}

function saysNothing({ goal, steps, stepsDone = [], gates, needs, files, hours, others }: Task): boolean {
  const contents = [...steps, ...stepsDone, ...gates, ...needs, ...others];
  return contents.length === 0 && goal === undefined && hours === undefined && files?.areStated !== true;
}

function withGroup(task: Task, group: Task | undefined): Task {
  if (group === undefined || task.state !== 'open') return task;
  return {
    ...task,
    others: [...task.others, { name: 'Part of', text: `${numberOf(group)} ${group.title}` }],
  };
}

function doneByParts(over: readonly Task[], file: string): TaskProblem {
  const [first] = over;
  const isOne = over.length === 1;
  return {
    ...{ severity: 'warning', code: 'box-unclear', file, line: first?.line ?? 1, column: first?.column ?? 1 },
    message: `The ${isOne ? 'box' : 'boxes'} of ${over.map(nameOf).join(', ')} ${isOne ? 'is' : 'are'} open above parts that are all done: ${isOne ? 'it was' : 'they were'} treated as done.`,
    hint: 'If something is left, write it as a part with its own box.',
  };
}

function openOverDone(tasks: readonly Task[], file: string): TaskProblem {
  const [first] = tasks;
  return {
    ...{ severity: 'warning', code: 'box-unclear', file, line: first?.line ?? 1, column: first?.column ?? 1 },
    message: `What is below ${tasks.map(nameOf).join(', ')} is ticked, but ${tasks.length === 1 ? 'its own box is' : 'their own boxes are'} not: treated as open.`,
    hint: 'Tick what is done, and write what is left as a step.',
  };
}

function doneOverOpen(tasks: readonly Task[], file: string): TaskProblem {
  const [first] = tasks;
  const isOne = tasks.length === 1;
  return {
    ...{ severity: 'warning', code: 'box-unclear', file, line: first?.line ?? 1, column: first?.column ?? 1 },
    message: `${tasks.map(nameOf).join(', ')} ${isOne ? 'is' : 'are'} ticked, but something numbered as a part of ${isOne ? 'it' : 'them'} is not: ${isOne ? 'it was' : 'they were'} treated as done, and the part as open.`,
    hint: 'Tick the parts that are done, or untick what they belong to.',
  };
}
