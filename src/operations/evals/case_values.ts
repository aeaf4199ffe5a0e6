import type { Problem, Result } from '../../diagnostics/index.ts';
import { success } from '../../diagnostics/index.ts';
import { type Case, INPUTS_FILE } from '../../evals/index.ts';
import {
  bundleFiles,
  checkValues,
  chooseGoal,
  chooseVariant,
  type Goal,
  type GoalChoiceCode,
  type GoalParts,
  type Input,
  type ValueFiles,
  type ValueProblemCode,
  type Values,
  withoutLineEnds,
} from '../../framework/index.ts';
import type { Workspace } from '../workspace.ts';

/** A case's goal in the variant that it names, and those of its values that the goal has inputs for. */
export type CaseValues = {
  readonly goal: Goal;
  readonly parts: GoalParts;
  readonly values: Values;
  readonly valueFiles: ValueFiles;
  /** Materials that no value contains, and the input that they were added to, so that every arm gets the same material. */
  readonly added: AddedMaterials | null;
};

/** Materials of a case that were appended to the value of an input. */
export type AddedMaterials = { readonly input: string; readonly names: readonly string[] };

/** The input for the user's own words. */
const REQUEST = 'request';

/** Faults in the goal and the values of a case. */
export type CaseValueCode = GoalChoiceCode | ValueProblemCode | 'input-missing';

/** Selects goal and variant of a case, and checks its values. Every problem has its position in the case. */
export function caseValues({ goalMap }: Workspace, testCase: Case): Result<CaseValues, CaseValueCode> {
  const goal = chooseGoal(goalMap, testCase.goal);
  if (!goal.ok) return withFileOfCase(goal.problems, testCase.shown(''));
  const parts = chooseVariant(goal.value, testCase.variant ?? undefined);
  if (!parts.ok) return withFileOfCase(parts.problems, testCase.shown('variant'));
  const named = valuesFor(parts.value, testCase);
  const problems = valueProblems(parts.value, named, testCase);
  if (problems.length > 0) return { ok: false, cause: 'problems', problems };
  const { values, valueFiles, added } = withTheRest(parts.value, named, testCase);
  return success({ goal: goal.value, parts: parts.value, values, valueFiles, added });
}

/** The materials that no value contains. */
export function unusedMaterials(values: Values, { materials }: Case): Case['materials'][number][] {
  const given = Object.values(values);
  return materials.filter(({ text }) => !given.some((value) => value.includes(text.trim())));
}

/** Adds the materials that no value contains to the goal's first material input: a person would paste all of them. */
function withTheRest(
  { inputs }: GoalParts,
  values: Values,
  testCase: Case,
): Pick<CaseValues, 'values' | 'valueFiles' | 'added'> {
  const { valueFiles, parts } = testCase.inputs;
  const rest = unusedMaterials(values, testCase);
  const input = inputs.find(({ kind }) => kind === 'material')?.name;
  if (rest.length === 0 || input === undefined) return { values, valueFiles, added: null };
  const { [input]: _, ...otherFiles } = valueFiles;
  const before = Object.hasOwn(values, input) ? (parts[input] ?? []) : [];
  const whole = [...before, ...rest.map(({ name, text }) => ({ path: name, text }))];
  const [only] = whole;
  const added = { input, names: rest.map(({ name }) => name) };
  if (only !== undefined && whole.length === 1)
    return {
      values: { ...values, [input]: only.text },
      valueFiles: { ...otherFiles, [input]: only.path },
      added,
    };
  return { values: { ...values, [input]: bundleFiles(whole) }, valueFiles: otherFiles, added };
}

/** Sets a file of the case on problems that have none of their own. */
export function withFileOfCase<Code extends string>(
  problems: readonly Problem<Code>[],
  file: string,
): Result<never, Code> {
  return { ok: false, cause: 'problems', problems: problems.map((problem) => ({ file, ...problem })) };
}

/** The case's values that the goal has inputs for, and the request if the goal has an input for it. */
function valuesFor({ inputs }: GoalParts, { inputs: given, request }: Case): Values {
  const has = (name: string) => inputs.some((input) => input.name === name);
  const taken = Object.entries(given.values).filter(([name]) => has(name));
  const own: [string, string][] =
    has(REQUEST) && !Object.hasOwn(given.values, REQUEST) ? [[REQUEST, request.trim()]] : [];
  return withoutLineEnds(inputs, Object.fromEntries([...own, ...taken]));
}

function valueProblems(
  { inputs }: GoalParts,
  values: Values,
  { inputs: given, shown, goal }: Case,
): Problem<CaseValueCode>[] {
  const file = shown(INPUTS_FILE);
  const wrong = Object.entries(values).flatMap(([name, value]): Problem<CaseValueCode>[] => {
    const checked = checkValues(inputs, { [name]: value });
    return checked.ok ? [] : checked.problems.map((problem) => ({ ...problem, file, ...given.at(name) }));
  });
  const missing = inputs
    .filter(
      ({ name, required, default: standing }) =>
        required && standing === null && !Object.hasOwn(values, name),
    )
    .map((input): Problem<CaseValueCode> => missingInput(input, goal, file));
  return [...wrong, ...missing];
}

function missingInput({ name, kind, describe }: Input, goal: string, file: string): Problem<'input-missing'> {
  return {
    severity: 'error',
    code: 'input-missing',
    message: `${goal} requires the ${kind} "${name}", which the case does not provide: ${describe}.`,
    file,
    hint: `Add "${name}": "@materials/FILE", or a text.`,
  };
}
