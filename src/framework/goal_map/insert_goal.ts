import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { propertiesOf, readJsonText, withProperty } from '../../lib/index.ts';
import type { GoalEntry, GoalMapProblemCode, NewGoal } from './goal_map.ts';
import { parseGoalMap } from './parse_goal_map.ts';

/**
 * Adds a goal to a goal map's text: as the last of its category, which is appended if it does not exist. The result is parsed
 * again, and no other goal is changed.
 *
 * @param text - the text of a goal map that was read without a problem
 * @param file - the name that problems carry
 */
export function withGoal(
  text: string,
  file: string,
  { category, name, entry }: NewGoal,
): Result<{ readonly text: string; readonly number: number }, GoalMapProblemCode> {
  const read = readJsonText(text);
  if (!('root' in read)) throw new Error('a goal map that was read before is no JSON now');
  const group = propertiesOf(read.root).find(({ key }) => key === category);
  const edited =
    group === undefined
      ? withCategory(text, category, name, entry)
      : withProperty(text, group.value, name, entry);
  const parsed = parseGoalMap(edited, file);
  // Nothing was wrong before: any fault now is in the request, and has no position in the file yet.
  if (!parsed.ok) return { ...parsed, cause: 'usage', problems: parsed.problems.map(withoutPlace) };
  const number = parsed.value.find((goal) => goal.name === name)?.number ?? 0;
  return success({ text: edited, number });
}

function withCategory(text: string, category: string, name: string, entry: GoalEntry): string {
  const within = (edited: string) => {
    const read = readJsonText(edited);
    if (!('root' in read)) throw new Error('an empty category makes a goal map no JSON');
    return read.root;
  };
  const made = withProperty(text, within(text), category, {});
  const group = propertiesOf(within(made)).findLast(({ key }) => key === category);
  return group === undefined ? made : withProperty(made, group.value, name, entry);
}

function withoutPlace<Code extends string>({ severity, code, message, hint }: Problem<Code>): Problem<Code> {
  return { severity, code, message, ...(hint === undefined ? {} : { hint }) };
}
