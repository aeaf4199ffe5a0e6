import { failure, type Result, success } from '../../diagnostics/index.ts';
import { checkGoalMapDocument } from './check_goal_map.ts';
import { readJsonDocument } from './document.ts';
import { normaliseGoalMap } from './normalise.ts';
import { tooLarge } from './size.ts';
import type { Goal, GoalMapProblemCode } from './types.ts';
import { unseenIn } from './unseen.ts';

/**
 * Parses the goals in a goal map's text.
 *
 * @param file - the name that problems carry
 */
export function parseGoalMap(text: string, file: string): Result<readonly Goal[], GoalMapProblemCode> {
  const document = readJsonDocument(text, file);
  if (!document.ok) return document;
  const large = tooLarge(document.value);
  if (large.length > 0) return { ok: false, cause: 'problems', problems: large };
  const unseen = unseenIn(document.value);
  const wrong = checkGoalMapDocument(document.value);
  if (wrong.length > 0) return { ok: false, cause: 'problems', problems: [...wrong, ...unseen] };
  const { goals, problems } = normaliseGoalMap(document.value);
  if (problems.length + unseen.length > 0)
    return { ok: false, cause: 'problems', problems: [...problems, ...unseen] };
  if (goals.length === 0) {
    return failure('problems', {
      severity: 'error',
      code: 'goal-map-empty',
      message: 'There is no goal here.',
      file,
      ...document.value.positionAt(document.value.root.offset),
    });
  }
  return success(goals);
}
