import type { Task, TaskList, TaskProblem } from './importer.ts';
import { type Link, type LinkedTasks, nameOf } from './link_tasks.ts';

/** The tasks that become phases. */
export type RemainingTasks = {
  readonly kept: readonly {
    readonly task: Task;
    /** By their new indexes; those on tasks that are done are fulfilled. */
    readonly links: readonly Link[];
    readonly remarks: readonly string[];
    readonly alreadyDone: readonly string[];
  }[];
  readonly leftOut: readonly Task[];
  readonly problems: readonly TaskProblem[];
};

/** Leaves out the tasks that are done, and turns dependencies on them into what is fulfilled already. */
export function remaining(
  { tasks }: TaskList,
  { links, remarks }: LinkedTasks,
  { keepDone, file }: { readonly keepDone: boolean; readonly file: string },
): RemainingTasks {
  const isKept = ({ state }: Task) => state === 'open' || (state === 'done' && keepDone);
  const places = new Map<number, number>();
  for (const [index, task] of tasks.entries()) if (isKept(task)) places.set(index, places.size);
  const problems: TaskProblem[] = [];
  const kept = [...places.keys()].map((index) => {
    const task = tasks[index] as Task;
    const own: Link[] = [];
    const alreadyDone: string[] = [];
    for (const link of links[index] as readonly Link[]) {
      const on = places.get(link.on);
      const other = tasks[link.on] as Task;
      if (on !== undefined) own.push({ ...link, on });
      else if (other.state === 'done') alreadyDone.push(nameOf(other));
      else problems.push(cancelled(task, other, file));
    }
    return { task, links: own, remarks: remarks[index] as readonly string[], alreadyDone };
  });
  return {
    kept,
    leftOut: tasks.filter((task) => !isKept(task)),
    problems,
  };
}

/** Tasks for their order: one whose needs all mean no task here keeps its place in the list, as one without any does. */
export function withKnownNeeds(tasks: readonly Task[], { kept }: RemainingTasks): readonly Task[] {
  return tasks.map((task, index) => {
    const { links = [], alreadyDone = [], remarks = [] } = kept[index] ?? {};
    const isUnknown = links.length + alreadyDone.length === 0 && remarks.length > 0;
    return isUnknown ? { ...task, needs: [] } : task;
  });
}

function cancelled(task: Task, on: Task, file: string): TaskProblem {
  return {
    severity: 'warning',
    code: 'cancelled-dependency',
    message: `${nameOf(task)} depends on ${nameOf(on)}, which is ${on.state}; the dependency was left out.`,
    file,
    line: task.line,
    column: task.column,
  };
}
