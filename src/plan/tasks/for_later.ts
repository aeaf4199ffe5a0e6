import { FOR_LATER } from '../outline/repeated_units.ts';
import type { Surveyed } from '../outline/survey.ts';
import { listOf } from './link_tasks.ts';
import type { Task, TaskProblem } from './types.ts';

/**
 * That parts are marked as something for later, and are taken all the same: "Phase 9 (Future): More pages".
 *
 * @param tasks - of the units, in their order
 */
export function forLater(units: readonly Surveyed[], tasks: readonly Task[], file: string): TaskProblem[] {
  const later = tasks.filter(
    ({ state }, index) => state === 'open' && FOR_LATER.test(units[index]?.section.heading.text ?? ''),
  );
  const [first] = later;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'work-unclear',
      message: `Marked as for later, and taken for work all the same: ${listOf(later)}.`,
      file,
      line: first.line,
      column: first.column,
      hint: 'Take what is not meant yet out, or put it below a heading such as "Later ideas".',
    },
  ];
}
