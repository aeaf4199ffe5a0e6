import type { TaskProblem } from './types.ts';

/** More tasks than this are a mistake or an attack; so many are read and judged in some 1.3 s of processor time. */
export const MOST_TASKS = 10_000;

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
