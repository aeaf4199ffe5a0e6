import type { TaskProblem } from './types.ts';

/** More tasks than this are a mistake or an attack. */
export const MOST_TASKS = 20_000;

/** That a list has too many tasks. */
export function tooManyTasks(count: number, file: string): TaskProblem {
  return {
    severity: 'error',
    code: 'too-many-tasks',
    message: `A task list may have ${MOST_TASKS} tasks; this one has ${count}.`,
    file,
  };
}
