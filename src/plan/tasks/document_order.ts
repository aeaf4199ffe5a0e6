import { reachedFrom } from '../../lib/index.ts';
import type { ImportOptions, InferredNeed, Task, TaskList } from './importer.ts';
import { behindNeeds } from './need_order.ts';
import { ORDER_OF_PRIORITY } from './priority_order.ts';

/** Whether none of a part's stated needs can mean another part. */
function isRemarkOnly({ needs }: Task): boolean {
  return needs.every((need) => need.tasks === undefined && !need.isFirm);
}

/** Whether no stated need of a task can mean another task: "(requires a local environment)" does not. */
export function saysNoNeed({ needs }: Pick<Task, 'needs'>): boolean {
  return needs.every((need) => need.tasks === undefined && !need.isFirm && !/\d/u.test(need.text));
}

/** The reason for a part to come after the one before it, where the document says nothing. */
export const ORDER_OF_DOCUMENT = 'order of the document';

/**
 * Links parts that do not mention dependencies to the one before them, in the order of their numbers; a part marked as
 * parallel goes beside it.
 */
export function* documentOrder(
  { tasks, isOrdered }: Pick<TaskList, 'tasks' | 'isOrdered'>,
  { inOrder = false }: ImportOptions,
): Generator<InferredNeed> {
  if (isOrdered === false && !inOrder) return;
  let ends: number[] = [];
  let before: number[] = [];
  const needsOf = new Map<number, readonly number[]>();
  for (const { task, index } of isOrdered === undefined ? byRank(tasks) : inStatedOrder(tasks)) {
    const isTold =
      task.needs.some((need) => need.tasks === undefined || need.tasks.length > 0) && !isRemarkOnly(task);
    const { besideLines } = task;
    const isBeside =
      besideLines !== undefined &&
      ends.length > 0 &&
      ends.every((on) => besideLines.has(tasks[on]?.line ?? 0));
    const isParallel = isBeside || task.pace?.value === 'parallel';
    const waits = isParallel ? before : ends;
    // "Phase 3 does not wait for phase 2": it comes after the others anyway.
    const others = waits.filter((on) => !besideLines?.has(tasks[on]?.line ?? 0));
    if (isTold)
      needsOf.set(
        index,
        task.needs.flatMap((need) => need.tasks ?? []),
      );
    else if (!task.isFree) needsOf.set(index, others);
    if (!isTold && !task.isFree)
      for (const on of others) {
        const isRanked = task.rank !== undefined && task.rank !== tasks[on]?.rank;
        yield { task: index, on, reason: isRanked ? ORDER_OF_PRIORITY : ORDER_OF_DOCUMENT };
      }
    if (isParallel && !isTold) ends = [...ends, index];
    else if (isTold) {
      // What this one does not wait for is still waited for by those after it, as far as all of its needs are known here.
      const isKnown = task.needs.every((need) => need.tasks !== undefined);
      const above = isKnown ? reachedFrom(index, (at) => needsOf.get(at) ?? []) : undefined;
      ends = [...ends.filter((on) => above?.has(on) === false), index];
    } else if (task.isFree) ends = [...ends, index];
    else {
      before = ends;
      ends = [index];
    }
  }
}

/** Tasks in the order of their ranks and else as they are, but each behind those that it is said to need. */
function inStatedOrder(tasks: readonly Task[]): { readonly task: Task; readonly index: number }[] {
  const ranked = byRank(tasks).map(({ index }) => index);
  const needsOf = (index: number) => (tasks[index]?.needs ?? []).flatMap((need) => need.tasks ?? []);
  return behindNeeds(ranked, needsOf).flatMap((index) => {
    const task = tasks[index];
    return task === undefined ? [] : [{ task, index }];
  });
}

/** Tasks in the order of their ranks, and else as they are. */
function byRank(tasks: readonly Task[]): { readonly task: Task; readonly index: number }[] {
  return tasks
    .map((task, index) => ({ task, index }))
    .sort((a, b) => (a.task.rank ?? 0) - (b.task.rank ?? 0) || a.index - b.index);
}
