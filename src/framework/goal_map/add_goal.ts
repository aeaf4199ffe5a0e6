import type { Result } from '../../diagnostics/index.ts';
import type { GoalMapProblemCode, NewGoal } from './types.ts';

/**
 * A goal map's text with a goal more, and the goal's number in it. What checks goal maps is loaded for it.
 *
 * @param text - of a goal map that was read without a problem
 * @param file - the name that problems carry
 */
export async function addGoal(
  text: string,
  file: string,
  goal: NewGoal,
): Promise<Result<{ readonly text: string; readonly number: number }, GoalMapProblemCode>> {
  const { withGoal } = await import('./insert.ts');
  return withGoal(text, file, goal);
}
