import type { Task, TaskProblem } from './importer.ts';
import { nameOf } from './link_tasks.ts';
import type { PhaseTask } from './phase_task.ts';

/** Warns about parts with nothing below their headings, where most others have something: their text was left out, or they are none. */
export function emptyParts(read: readonly PhaseTask[], tasks: readonly Task[], file: string): TaskProblem[] {
  const empty = tasks.filter((task, index) => task.state === 'open' && read[index]?.isEmpty === true);
  const [first] = empty;
  if (first === undefined || empty.length * 2 >= tasks.length) return [];
  return [
    {
      ...{ severity: 'warning', code: 'work-unclear', file, line: first.line, column: first.column },
      message: `There is nothing below the heading of ${empty.slice(0, MAX_NAMED).map(nameOf).join(', ')}${empty.length > MAX_NAMED ? ` and ${empty.length - MAX_NAMED} more` : ''}; ${empty.length === 1 ? 'it was imported as a part' : 'they were imported as parts'} anyway.`,
      hint: 'Write what is to be done below it, or remove the heading.',
    },
  ];
}

const MAX_NAMED = 6;
