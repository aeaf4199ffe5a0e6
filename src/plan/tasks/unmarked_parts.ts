import { foldedId } from '../document/references.ts';
import type { OverviewState } from '../outline/overview.ts';
import type { Surveyed } from '../outline/survey.ts';
import { BEGUN } from '../words/status_words.ts';
import type { Task, TaskProblem } from './importer.ts';
import { listOf } from './link_tasks.ts';

/**
 * Warns that parts without any mark were taken for open, although a part after them is done: where a document marks its state,
 * a part before done work is often done as well.
 *
 * @param tasks - the tasks of the units, in their order
 * @param states - the states given elsewhere in the document, by folded id
 */
export function unmarkedBeforeDone(
  units: readonly Surveyed[],
  tasks: readonly Task[],
  states: ReadonlyMap<string, OverviewState>,
  file: string,
): TaskProblem[] {
  const lastDone = tasks.findLastIndex(
    ({ state }, index) => state === 'done' && units[index]?.label.id !== undefined,
  );
  const found = tasks.filter((task, index) => {
    const unit = units[index];
    const isTold = states.has(foldedId(task.id ?? ''));
    return (
      index < lastDone && task.state === 'open' && !isTold && unit !== undefined && isUnmarked(unit, task)
    );
  });
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'said-done',
      message: `These parts have no mark and were treated as open, although a part after them is done: ${listOf(found)}. Check whether they are done as well.`,
      file,
      line: first.line,
      column: first.column,
      hint: 'Write "done" after the headings of those that are.',
    },
  ];
}

/** Whether nothing in a part says how far it is. */
function isUnmarked(
  { section, total, label, hasStatus }: Surveyed,
  { stepsDone = [], others }: Task,
): boolean {
  return (
    total.openBoxes + total.doneBoxes === 0 &&
    label.state === undefined &&
    // Codes such as F-3 name things in no order, and "[waiting] Views" has a mark of its own.
    label.form !== 'code' &&
    !/^[[【(（]/u.test(label.title) &&
    !hasStatus &&
    !BEGUN.test(section.heading.text) &&
    stepsDone.length === 0 &&
    !others.some(({ name }) => /^status$/iu.test(name))
  );
}
