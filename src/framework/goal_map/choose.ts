import { failure, type Result, success } from '../../diagnostics/index.ts';
import { nearest } from '../../lib/index.ts';
import type { Goal, GoalMap, GoalParts } from './goal_map.ts';

/** Codes of the problems that the choice of a goal or variant can have. */
export type GoalChoiceCode = 'unknown-goal' | 'unknown-variant';

/** Finds a goal by its number or name, ignoring case. */
export function chooseGoal(goalMap: GoalMap, wanted: string): Result<Goal, GoalChoiceCode> {
  const text = wanted.trim();
  const goal = /^\d+$/u.test(text)
    ? goalMap.goals[Number(text) - 1]
    : (goalMap.goals.find((candidate) => candidate.name === text) ??
      goalMap.goals.find((candidate) => candidate.name.toUpperCase() === text.toUpperCase()));
  if (goal) return success(goal);
  const names = goalMap.goals.map((candidate) => candidate.name);
  const suggestion = nearest(text, names);
  return failure('usage', {
    severity: 'error',
    code: 'unknown-goal',
    message: `There is no goal ${JSON.stringify(text.slice(0, 100))}.`,
    hint: suggestion
      ? `Did you mean ${suggestion}?`
      : `Goals are numbered 1 to ${names.length}; \`orchestrator goals list\` shows them.`,
  });
}

/** The parts of a goal, or of one of its variants if one is named. */
export function chooseVariant(goal: Goal, wanted: string | undefined): Result<GoalParts, GoalChoiceCode> {
  if (wanted === undefined) return success(goal);
  const variant = goal.variants.find((candidate) => candidate.name === wanted);
  if (variant) return success(variant);
  const names = goal.variants.map((candidate) => candidate.name);
  const suggestion = nearest(wanted, names);
  return failure('usage', {
    severity: 'error',
    code: 'unknown-variant',
    message: `The goal ${goal.name} has no variant ${JSON.stringify(wanted.slice(0, 100))}.`,
    hint: suggestion
      ? `Did you mean ${suggestion}?`
      : names.length > 0
        ? `Its variants are: ${names.join(', ')}.`
        : 'It has no variants.',
  });
}
