import type { TaskProblem } from './types.ts';

/**
 * More tasks, or phases of a plan, than this are a mistake or an attack; so many are read, judged and told in about a second of
 * processor time, whatever else is in them.
 */
export const MOST_TASKS = 2000;

/** That a list has too many tasks. */
export function tooManyTasks(count: number, file: string): TaskProblem {
  return {
    severity: 'error',
    code: 'too-many-tasks',
    message: `A task list may have ${MOST_TASKS} tasks; this one has ${count}.`,
    file,
    hint: 'Split it into several lists.',
  };
}
