import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type {
  ComponentChoice,
  FrameworkLock,
  Goal,
  GoalChoiceCode,
  ValueFiles,
  Values,
} from '../../framework/index.ts';
import { chooseGoal, chooseVariant } from '../../framework/index.ts';
import { nearest } from '../../lib/index.ts';
import type { FrameworkRequest } from '../create/prepare_framework.ts';
import type { Workspace } from '../workspace.ts';
import type { FrameworkPlace } from './locate_framework.ts';

/** Changes to the answers in a framework's lock. */
export type AnswerChanges = {
  /** A goal's name or number. */
  readonly goal?: string;
  readonly title?: string;
  /** `null` for none. */
  readonly variant?: string | null;
  /** Drops the components that were chosen instead of the recommended ones, before {@link choice} is applied. */
  readonly recommended?: boolean;
  readonly choice: ComponentChoice;
  readonly values: Values;
  /** The files that these values were read from. */
  readonly valueFiles?: ValueFiles;
  /** The inputs that were given more than once. */
  readonly several?: readonly string[];
  /** Inputs whose slots are to be opened again. */
  readonly unset: readonly string[];
};

export const NO_CHANGES: AnswerChanges = { choice: {}, values: {}, unset: [] };

export type UpdateRequestProblemCode =
  | 'goal-gone'
  | 'variant-gone'
  | 'value-without-input'
  | 'nothing-to-unset';

/** Combines the answers in a framework's lock with the changes. Reports all problems at once. */
export function updateRequest(
  workspace: Workspace,
  { place, lock }: { readonly place: FrameworkPlace; readonly lock: FrameworkLock },
  changes: AnswerChanges,
): Result<FrameworkRequest, GoalChoiceCode | UpdateRequestProblemCode> {
  const goal = goalOf(workspace, lock, changes);
  if (!goal.ok) return goal;
  // A variant belongs to its goal; another goal starts without one.
  const kept = goal.value.name === lock.goal ? lock.variant : null;
  const variant = changes.variant === undefined ? kept : changes.variant;
  const parts = chooseVariant(goal.value, variant ?? undefined);
  if (!parts.ok) return changes.variant === undefined ? variantGone(lock, goal.value) : parts;
  const { values: before, valueFiles: filesBefore = {}, ...chosen } = lock.answers;
  const unknown = changes.unset.filter((name) => !Object.hasOwn(before, name));
  const values = withValues(
    Object.entries(before).filter(([name]) => !changes.unset.includes(name)),
    changes.values,
  );
  // A new value has its own file name, or none.
  const valueFiles = withValues(
    Object.entries(filesBefore).filter(
      ([name]) => Object.hasOwn(values, name) && !Object.hasOwn(changes.values, name),
    ),
    changes.valueFiles ?? {},
  );
  const inputs = parts.value.inputs.map(({ name }) => name);
  // New values are checked with the rest of the request; a value from the lock without an input would be lost from the text.
  const lost = Object.keys(values).filter(
    (name) => !inputs.includes(name) && !Object.hasOwn(changes.values, name),
  );
  const problems = [
    ...unknown.map((name) => nothingToUnset(name, Object.keys(before))),
    ...lost.map((name) => valueWithoutInput(name, goal.value)),
  ];
  if (problems.length > 0) return failure('usage', ...problems);
  return success({
    name: lock.name,
    goal: goal.value.name,
    title: changes.title ?? lock.title,
    ...(variant === null ? {} : { variant }),
    choice: { ...(changes.recommended ? {} : chosen), ...changes.choice },
    given: changes.choice,
    values,
    valueFiles,
    several: changes.several ?? [],
    target: place,
  });
}

function goalOf(
  { goalMap }: Workspace,
  lock: FrameworkLock,
  changes: AnswerChanges,
): Result<Goal, UpdateRequestProblemCode | 'unknown-goal' | 'unknown-variant'> {
  if (changes.goal !== undefined) return chooseGoal(goalMap, changes.goal);
  const goal = goalMap.goals.find(({ name }) => name === lock.goal);
  if (goal) return success(goal);
  const suggestion = nearest(
    lock.goal,
    goalMap.goals.map(({ name }) => name),
  );
  const meant = suggestion === undefined ? '' : ` or --goal ${suggestion}`;
  return failure('problems', {
    severity: 'error',
    code: 'goal-gone',
    message: `The goal ${lock.goal} is no longer in the goal map.`,
    hint: `Run this where the framework was created, or give --goal-map${meant}.`,
  });
}

function variantGone({ variant }: FrameworkLock, goal: Goal): Result<never, UpdateRequestProblemCode> {
  const names = goal.variants.map(({ name }) => name);
  const others = names.length > 0 ? `--variant ${names.join(' or ')}, or ` : '';
  return failure('problems', {
    severity: 'error',
    code: 'variant-gone',
    message: `The goal ${goal.name} no longer has a variant ${variant}.`,
    hint: `Give ${others}--no-variant.`,
  });
}

function withValues(before: readonly (readonly [string, string])[], given: Values): Values {
  const values: Record<string, string> = {};
  // An input may be called `__proto__`.
  for (const [name, value] of [...before, ...Object.entries(given)])
    Object.defineProperty(values, name, { value, enumerable: true, writable: true, configurable: true });
  return values;
}

function valueWithoutInput(name: string, goal: Goal): Problem<UpdateRequestProblemCode> {
  return {
    severity: 'error',
    code: 'value-without-input',
    message: `The framework has a value for ${JSON.stringify(name.slice(0, 100))}, and the goal ${goal.name} has no such input; the value would be lost.`,
    hint: `To drop it: --unset ${name}`,
  };
}

function nothingToUnset(name: string, names: readonly string[]): Problem<UpdateRequestProblemCode> {
  return {
    severity: 'error',
    code: 'nothing-to-unset',
    message: `The framework has no value for ${JSON.stringify(name.slice(0, 100))}.`,
    hint: names.length === 0 ? 'It has no values.' : `It has values for: ${names.join(', ')}.`,
  };
}
