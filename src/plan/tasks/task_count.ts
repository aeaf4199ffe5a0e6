import type { TaskProblem } from './importer.ts';

/**
 * A list with more tasks, or a plan with more phases, than this is a mistake or an attack; this many are read, judged and
 * reported in about a second of processor time, whatever else is in them.
 */
export const MAX_TASKS = 2000;

/** The problem that a list has too many tasks. */
export function tooManyTasks(count: number, file: string): TaskProblem {
  return {
    severity: 'error',
    code: 'too-many-tasks',
    message: `A task list may have at most ${MAX_TASKS} tasks; this one has ${count}.`,
    file,
    hint: 'Split it into several lists.',
  };
}
