import type { Result } from '../../diagnostics/index.ts';
import type { GoalMapProblemCode, NewGoal } from './goal_map.ts';

/**
 * Adds a goal to a goal map's text and returns the goal's number in it. The code that checks goal maps is loaded on demand.
 *
 * @param text - the text of a goal map that was read without a problem
 * @param file - the name that problems carry
 */
export async function addGoal(
  text: string,
  file: string,
  goal: NewGoal,
): Promise<Result<{ readonly text: string; readonly number: number }, GoalMapProblemCode>> {
  const { withGoal } = await import('./insert_goal.ts');
  return withGoal(text, file, goal);
}
