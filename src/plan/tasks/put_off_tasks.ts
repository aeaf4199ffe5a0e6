import { SAID_PUT_OFF } from '../words/later_words.ts';
import type { Task, TaskProblem } from './importer.ts';
import { listOf } from './link_tasks.ts';

/** A warning about open tasks that say that they are put off or skipped: "Publish it — deferred: needs an account". */
export function putOffTasks(tasks: readonly Task[], file: string): TaskProblem[] {
  const found = tasks.filter((task) => task.state === 'open' && saysPutOff(task));
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'work-unclear',
      message: `Said to be put off or skipped, but imported as work: ${listOf(found)}.`,
      file,
      line: first.line,
      column: first.column,
      hint: 'Remove what is not meant now; what depends on it waits for it.',
    },
  ];
}

function saysPutOff({ title, others }: Task): boolean {
  return (
    SAID_PUT_OFF.test(title) ||
    others.some(({ name, text }) => name === 'Note' && SAID_PUT_OFF.test(`(${text}`))
  );
}
