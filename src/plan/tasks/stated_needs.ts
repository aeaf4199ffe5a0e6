import { hasCycle, type StatedOrder } from '../sequence/stated_order.ts';
import type { Need, Task, TaskProblem } from './importer.ts';
import { nameOf } from './link_tasks.ts';
import { shortText } from './short_text.ts';

/** Adds the order stated beside the tasks to them, with notes on it. */
export type WithStated = { readonly tasks: readonly Task[]; readonly problems: readonly TaskProblem[] };

/** Adds to tasks the order that the document states elsewhere. Statements that contradict the tasks are not read. */
export function withStated(tasks: readonly Task[], stated: StatedOrder, file: string): WithStated {
  const needsOfTask = tasks.map(({ needs }) => new Set(needs.flatMap((need) => need.tasks ?? [])));
  const own = needsOfTask.flatMap((needs, part) => [...needs].map((on) => ({ part, on, line: 0 })));
  const fresh = stated.after.filter(({ part, on }) => needsOfTask[part]?.has(on) === false);
  if (hasCycle([...own, ...fresh])) {
    const lines = [...new Set(fresh.map(({ line }) => line))].map((line) => ({ line, text: '' }));
    return { tasks, problems: unreadNote([...stated.unread, ...lines], file) };
  }
  const added = new Map<number, Need[]>();
  for (const { part, on, line } of fresh) {
    const need = { ...needOn(tasks[on]), tasks: [on], note: `said in line ${line}`, line, column: 1 };
    const needs = added.get(part);
    if (needs === undefined) added.set(part, [need]);
    else if (!needs.some((other) => other.tasks?.includes(on))) needs.push(need);
  }
  const beside = new Map<number, Set<number>>();
  for (const [one, other] of stated.beside)
    for (const [part, mate] of [
      [one, other],
      [other, one],
    ] as const)
      beside.set(part, new Set([...(beside.get(part) ?? []), tasks[mate]?.line ?? 0]));
  return {
    tasks: tasks.map((task, index) => {
      const mates = beside.get(index);
      return {
        ...task,
        needs: [...task.needs, ...(added.get(index) ?? [])],
        isFree: task.isFree || (stated.first.has(index) && task.needs.length === 0),
        ...(mates !== undefined && { besideLines: mates }),
      };
    }),
    problems: [...statedNote(tasks, fresh, file), ...unreadNote(stated.unread, file)],
  };
}

function needOn(task: Task | undefined): Pick<Need, 'text' | 'isFirm'> {
  return { text: task?.id ?? task?.title ?? '', isFirm: true };
}

/** Notes the lines that gave an order that the tasks do not state themselves. */
function statedNote(tasks: readonly Task[], fresh: StatedOrder['after'], file: string): TaskProblem[] {
  const byLine = new Map<number, string[]>();
  for (const { part, on, line } of fresh) {
    const said = `${labelOf(tasks[part])} after ${labelOf(tasks[on])}`;
    const own = byLine.get(line);
    if (own === undefined) byLine.set(line, [said]);
    else if (!own.includes(said)) own.push(said);
  }
  const [first] = byLine.keys();
  if (first === undefined) return [];
  const named = [...byLine].slice(0, MAX_NAMED).map(([line, said]) => {
    const more = said.length > MAX_SAID ? ' …' : '';
    return `line ${line} (${said.slice(0, MAX_SAID).join(', ')}${more})`;
  });
  const more = byLine.size - named.length;
  return [
    {
      severity: 'note',
      code: 'order-stated',
      message: `The order is taken from statements in the text: ${named.join(', ')}${more > 0 ? ` and ${more} more lines` : ''}.`,
      file,
      line: first,
      column: 1,
      quotes: [...byLine.keys()].slice(0, MAX_NAMED),
    },
  ];
}

/** Warns that lines about the order were not read. */
export function unreadNote(unread: StatedOrder['unread'], file: string): TaskProblem[] {
  const [first] = unread;
  if (first === undefined) return [];
  const named = unread
    .slice(0, MAX_NAMED)
    .map(({ line, text }) =>
      text.trim() === '' ? `line ${line}` : `“${shortText(text.trim())}” (line ${line})`,
    );
  const more = unread.length - named.length;
  return [
    {
      severity: 'warning',
      code: 'order-unread',
      message: `Statements about the order that were not understood: ${named.join(', ')}${more > 0 ? ` and ${more} more lines` : ''}.`,
      file,
      line: first.line,
      column: 1,
      hint: 'Write below the heading of each part what it comes after: **Dependencies**: Phase 1.',
      quotes: unread.slice(0, MAX_NAMED).map(({ line }) => line),
    },
  ];
}

function labelOf(task: Task | undefined): string {
  return task?.id === undefined ? nameOf(task) : shortText(task.id);
}

const MAX_NAMED = 6;
const MAX_SAID = 6;
