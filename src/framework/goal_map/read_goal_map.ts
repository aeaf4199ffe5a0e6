import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { displayPath, findUpward, readText, remedyFor } from '../../platform/index.ts';
import type { GoalMap, GoalMapProblemCode } from './goal_map.ts';

/** The largest goal map that is read, in bytes. */
const LARGEST = 1024 * 1024;

/** Finds the nearest `goal_map.json` from a folder upward; `undefined` if only the built-in one is left. */
export function findGoalMap(cwd: string): string | undefined {
  return findUpward(cwd, 'goal_map.json');
}

/**
 * Reads a goal map from a file. All problems are reported at once, each with line and column.
 *
 * @param path - absolute
 * @param cwd - the folder that the file's name is shown relative to
 */
export async function readGoalMap(path: string, cwd: string): Promise<Result<GoalMap, GoalMapProblemCode>> {
  const file = displayPath(cwd, path);
  const read = readText(path, LARGEST);
  if (read.kind !== 'text') return failure('problems', unreadable(read, file));
  const { parseGoalMap } = await import('./parse_goal_map.ts');
  const parsed = parseGoalMap(read.text, file);
  return parsed.ok
    ? success({ path, goals: parsed.value })
    : { ...parsed, problems: sortProblems(parsed.problems) };
}

function unreadable(
  read: Exclude<ReturnType<typeof readText>, { kind: 'text' }>,
  file: string,
): Problem<GoalMapProblemCode> {
  const problem = (code: GoalMapProblemCode, message: string): Problem<GoalMapProblemCode> => ({
    severity: 'error',
    code,
    message,
    file,
  });
  switch (read.kind) {
    case 'absent':
      return problem('goal-map-absent', 'There is no such goal map.');
    case 'not-a-file':
      return problem('goal-map-unreadable', 'The goal map is not a file.');
    case 'too-large':
      return problem(
        'goal-map-unreadable',
        `The goal map has ${read.bytes} bytes; at most ${read.limit} are read.`,
      );
    case 'not-text':
      return {
        ...problem('goal-map-unreadable', `The goal map cannot be read as text: ${read.why}.`),
        ...read.at,
      };
    case 'unreadable':
      return {
        ...problem('goal-map-unreadable', `The goal map cannot be read: ${read.why}.`),
        ...remedyFor(read.why),
      };
  }
}
