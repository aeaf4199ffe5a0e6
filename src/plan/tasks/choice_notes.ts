import type { Task, TaskProblem } from './importer.ts';
import { listOf } from './link_tasks.ts';
import { NOT_TAKEN, type PhaseTask } from './phase_task.ts';

/**
 * Warns that steps of parts are alternatives: those that are not recommended are left out, and where none is recommended,
 * somebody has to choose.
 *
 * @param read - the parts, in the order of the tasks
 */
export function choiceNotes(
  read: readonly Pick<PhaseTask, 'choice'>[],
  tasks: readonly Task[],
  file: string,
): TaskProblem[] {
  const found = tasks.filter(({ state }, index) => state === 'open' && (read[index]?.choice ?? 0) > 0);
  const isLeft = ({ others }: Task) => others.some(({ name }) => name === NOT_TAKEN);
  const warn = (message: string, hint: string, told: readonly Task[]): TaskProblem[] => {
    const [first] = told;
    if (first === undefined) return [];
    const { line, column } = first;
    return [
      {
        ...{ severity: 'warning', code: 'work-unclear', file, line, column },
        message: `${message}: ${listOf(told)}.`,
        hint,
      },
    ];
  };
  return [
    ...warn(
      `Some steps are alternatives that are not the recommended one; they are kept as “${NOT_TAKEN}”`,
      'If another alternative is meant, remove its mark.',
      found.filter(isLeft),
    ),
    ...warn(
      'Some steps are alternatives of which none is recommended; all of them were imported',
      'Write "(recommended)" after the one that is meant, or remove the others.',
      found.filter((task) => !isLeft(task)),
    ),
  ];
}
