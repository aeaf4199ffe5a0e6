import { PUT_OFF, SAID_PUT_OFF } from '../words/later_words.ts';
import type { Task, TaskProblem } from './importer.ts';
import { type Link, listOf } from './link_tasks.ts';

/**
 * Defers open tasks that say that they are put off or skipped: "Publish it — deferred: needs an account". One that others depend on
 * stays, and so do all where nothing else is open.
 *
 * @param links - for each task, its stated dependencies
 * @returns the tasks, and what became of those that say so
 */
export function withPutOff(
  tasks: readonly Task[],
  links: readonly (readonly Link[])[],
  file: string,
): { readonly tasks: readonly Task[]; readonly problems: readonly TaskProblem[] } {
  const said = new Set([...tasks.keys()].filter((index) => saysPutOff(tasks[index])));
  if (said.size === 0) return { tasks, problems: [] };
  const isAll = tasks.every(({ state }, index) => state !== 'open' || said.has(index));
  const kept = isAll ? said : neededAmong(said, tasks, links);
  const named = (isKept: boolean) =>
    [...said].filter((index) => kept.has(index) === isKept).flatMap((index) => tasks[index] ?? []);
  return {
    tasks: tasks.map((task, index) =>
      said.has(index) && !kept.has(index) ? { ...task, state: 'deferred' } : task,
    ),
    problems: [...leftOutNote(named(false), file), ...keptWarning(named(true), isAll, file)],
  };
}

/** The tasks among some that others are said to depend on, directly or by way of each other. */
function neededAmong(
  some: ReadonlySet<number>,
  tasks: readonly Task[],
  links: readonly (readonly Link[])[],
): ReadonlySet<number> {
  const needed = new Set<number>();
  const open = [...tasks.keys()].filter((index) => !some.has(index) && tasks[index]?.state === 'open');
  for (let index = open.pop(); index !== undefined; index = open.pop())
    for (const { on } of links[index] ?? [])
      if (some.has(on) && !needed.has(on)) {
        needed.add(on);
        open.push(on);
      }
  return needed;
}

function saysPutOff(task: Task | undefined): boolean {
  if (task?.state !== 'open') return false;
  const { title, others } = task;
  return (
    saysSo(title) ||
    others.some(
      ({ name, text }) =>
        (name === 'Note' && saysSo(`(${text}`)) || (name === 'Status' && PUT_OFF.test(text)),
    )
  );
}

/** Whether a remark puts off what it is about: "queue: deferred jobs" is a thing. */
function saysSo(text: string): boolean {
  const found = SAID_PUT_OFF.exec(text);
  return found !== null && ENDS_REMARK.test(text.slice(found.index + found[0].length));
}

const ENDS_REMARK =
  /^[*_]{0,2}\s*(?:$|[)\]）】,，;:.–—-]|(?:until|till|to|for|by|pending|because|since|as|after|due|bis|auf|hasta|para|até|jusqu|à|fino|al|до|из-за|az)(?!\p{L}))/iu;

function leftOutNote(tasks: readonly Task[], file: string): TaskProblem[] {
  const [first] = tasks;
  if (first === undefined) return [];
  return [
    {
      ...{ severity: 'warning', code: 'items-left-out', file, line: first.line, column: first.column },
      message: `Said to be put off or skipped, and left out: ${listOf(tasks)}.`,
      hint: 'Remove the remark if it is meant now.',
    },
  ];
}

function keptWarning(tasks: readonly Task[], isAll: boolean, file: string): TaskProblem[] {
  const [first] = tasks;
  if (first === undefined) return [];
  return [
    {
      ...{ severity: 'warning', code: 'work-unclear', file, line: first.line, column: first.column },
      message: `Said to be put off or skipped, but imported as work because ${isAll ? 'nothing else is left' : 'others depend on it'}: ${listOf(tasks)}.`,
      hint: isAll ? 'Remove what is not meant now.' : 'Remove it with what depends on it, or the remark.',
    },
  ];
}
