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

/** A case's goal in the variant that it names, and what the case gives that the goal takes. */
export type CaseValues = {
  readonly goal: Goal;
  readonly parts: GoalParts;
  readonly values: Values;
  readonly valueFiles: ValueFiles;
  /** Materials that no value names, and the input that takes them all the same, so that each arm is given the same. */
  readonly added: AddedMaterials | null;
};

/** Materials of a case that were put behind the value of an input. */
export type AddedMaterials = { readonly input: string; readonly names: readonly string[] };

/** The input that stands for the user's own words. */
const REQUEST = 'request';

/** What can be wrong with the goal and the values that a case names. */
export type CaseValueCode = GoalChoiceCode | ValueProblemCode | 'input-missing';

/** Chooses goal and variant of a case, and checks its values. Everything that is wrong has its place in the case. */
export function caseValues({ goalMap }: Workspace, testCase: Case): Result<CaseValues, CaseValueCode> {
  const goal = chooseGoal(goalMap, testCase.goal);
  if (!goal.ok) return inFile(goal.problems, testCase.shown(''));
  const parts = chooseVariant(goal.value, testCase.variant ?? undefined);
  if (!parts.ok) return inFile(parts.problems, testCase.shown('variant'));
  const named = valuesFor(parts.value, testCase);
  const problems = valueProblems(parts.value, named, testCase);
  if (problems.length > 0) return { ok: false, cause: 'problems', problems };
  const { values, valueFiles, added } = withTheRest(parts.value, named, testCase);
  return success({ goal: goal.value, parts: parts.value, values, valueFiles, added });
}

/** The materials that no value holds. */
export function unheld(values: Values, { materials }: Case): Case['materials'][number][] {
  const given = Object.values(values);
  return materials.filter(({ text }) => !given.some((value) => value.includes(text.trim())));
}

/** The values, and with the goal's first material what no value holds: whoever pastes the material pastes all of it. */
function withTheRest(
  { inputs }: GoalParts,
  values: Values,
  testCase: Case,
): Pick<CaseValues, 'values' | 'valueFiles' | 'added'> {
  const { valueFiles, parts } = testCase.inputs;
  const rest = unheld(values, testCase);
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

/** Problems that have no file of their own, in a file of the case. */
export function inFile<Code extends string>(
  problems: readonly Problem<Code>[],
  file: string,
): Result<never, Code> {
  return { ok: false, cause: 'problems', problems: problems.map((problem) => ({ file, ...problem })) };
}

/** What the case gives that the goal takes, and the request where the goal has a place for it. */
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
    message: `${goal} requires the ${kind} "${name}", which the case does not give: ${describe}.`,
    file,
    hint: `Add "${name}": "@materials/FILE", or a text.`,
  };
}
