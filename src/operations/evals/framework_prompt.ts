import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type Case,
  type EvalComponent,
  type EvalMessage,
  type EvalProblemCode,
  INPUTS_FILE,
} from '../../evals/index.ts';
import {
  type ComponentName,
  checkValues,
  chooseGoal,
  chooseVariant,
  fillSlots,
  type Goal,
  type GoalParts,
  type Input,
  makeLock,
  type ResolvedComponent,
  surveySlots,
  type Values,
} from '../../framework/index.ts';
import { composeFramework } from '../composing/compose_framework.ts';
import { missingRemedy } from '../composing/missing_component.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';

/** A goal's framework filled for one case, as it would be sent. */
export type FrameworkPrompt = {
  readonly messages: readonly EvalMessage[];
  /** How its protocol goes on, as the protocol's front matter says. */
  readonly interaction: string | null;
  readonly components: readonly (EvalComponent & { readonly text: string })[];
  /** Warnings. */
  readonly problems: readonly Problem[];
};

/** The input that stands for the user's own words. */
const REQUEST = 'request';

/** Composes and fills a goal's framework for a case, as `new` and `fill` do. Everything that is wrong has its place in the case. */
export async function frameworkPrompt(
  context: OperationContext,
  workspace: Workspace,
  testCase: Case,
  change?: (components: readonly ResolvedComponent[]) => readonly ResolvedComponent[],
): Promise<Result<FrameworkPrompt>> {
  const goal = chooseGoal(workspace.goalMap, testCase.goal);
  if (!goal.ok) return inFile(goal.problems, testCase.shown(''));
  const parts = chooseVariant(goal.value, testCase.variant ?? undefined);
  if (!parts.ok) return inFile(parts.problems, testCase.shown('variant'));
  const values = valuesFor(parts.value, testCase);
  const problems = valueProblems(parts.value, values, testCase);
  if (problems.length > 0) return { ok: false, cause: 'problems', problems };
  const composed = await composeFramework(context, workspace, {
    name: goal.value.name,
    title: undefined,
    goal: goal.value,
    parts: parts.value,
    choice: {},
    values,
    ...(change === undefined ? {} : { change }),
  });
  if (!composed.ok) return composed;
  const { components } = composed.value;
  const missing = components.filter(({ component }) => component === undefined);
  if (missing.length > 0)
    return { ok: false, cause: 'problems', problems: missing.map((name) => noComponent(goal.value, name)) };
  const files = filled(goal.value, testCase, { ...composed.value, values });
  if (!files.ok) return inFile(files.problems, testCase.shown(INPUTS_FILE));
  const [persona = '', template = ''] = files.value;
  return success({
    messages: [
      { role: 'system', content: persona },
      { role: 'user', content: template },
    ],
    interaction: interactionOf(components),
    components: components.flatMap(({ kind, file, component }) =>
      component === undefined ? [] : [{ kind, file, sha256: component.sha256, text: component.text }],
    ),
    problems: [...unused(parts.value, testCase), ...unseenMaterials(values, testCase)],
  });
}

/** What the case gives that the goal takes, and the request where the goal has a place for it. */
function valuesFor({ inputs }: GoalParts, { inputs: given, request }: Case): Values {
  const has = (name: string) => inputs.some((input) => input.name === name);
  const taken = Object.entries(given.values).filter(([name]) => has(name));
  const own: [string, string][] =
    has(REQUEST) && !Object.hasOwn(given.values, REQUEST) ? [[REQUEST, request.trim()]] : [];
  return Object.fromEntries([...own, ...taken]);
}

function valueProblems(
  { inputs }: GoalParts,
  values: Values,
  { inputs: given, shown, goal }: Case,
): Problem[] {
  const file = shown(INPUTS_FILE);
  const wrong = Object.entries(values).flatMap(([name, value]): Problem[] => {
    const checked = checkValues(inputs, { [name]: value });
    return checked.ok ? [] : checked.problems.map((problem) => ({ ...problem, file, ...given.at(name) }));
  });
  const missing = inputs
    .filter(
      ({ name, required, default: standing }) =>
        required && standing === null && !Object.hasOwn(values, name),
    )
    .map((input): Problem => missingInput(input, goal, file));
  return [...wrong, ...missing];
}

function missingInput({ name, kind, describe }: Input, goal: string, file: string): Problem {
  return {
    severity: 'error',
    code: 'input-missing',
    message: `${goal} requires the ${kind} "${name}", which the case does not give: ${describe}.`,
    file,
    hint: `Add "${name}": "@materials/FILE", or a text.`,
  };
}

function unused({ inputs }: GoalParts, { inputs: given, shown, goal }: Case): Problem<EvalProblemCode>[] {
  return Object.keys(given.values)
    .filter((name) => !inputs.some((input) => input.name === name))
    .map((name) => ({
      severity: 'warning',
      code: 'input-not-used',
      message: `${goal} has no input "${name}", so its value is not used.`,
      file: shown(INPUTS_FILE),
      ...given.at(name),
    }));
}

/** Material that the plain request has and no input brings into the framework: it would be judged by what it never saw. */
function unseenMaterials(values: Values, { materials, shown, goal }: Case): Problem<EvalProblemCode>[] {
  const given = Object.values(values);
  return materials
    .filter(({ text }) => !given.some((value) => value.includes(text.trim())))
    .map(({ name }) => ({
      severity: 'warning',
      code: 'material-not-used',
      message: `No input of ${goal} takes this material, so the framework does not have what the plain request has.`,
      file: shown(`materials/${name}`),
      hint: `Name it in ${INPUTS_FILE}, for an input that the goal has.`,
    }));
}

function filled(
  goal: Goal,
  { variant }: Case,
  {
    title,
    components,
    slots,
    templates,
    files,
    values,
  }: Extract<Awaited<ReturnType<typeof composeFramework>>, { ok: true }>['value'] & {
    readonly values: Values;
  },
): Result<readonly string[]> {
  const lock = makeLock({
    ...{ name: goal.name, title, goal: goal.name, variant: variant ?? undefined },
    ...{ choice: {}, values, components, slots, templates, files },
  });
  const done = fillSlots(
    surveySlots(lock, files, (file) => file),
    {},
  );
  return done.ok ? success(done.value.files.map(({ text }) => text)) : done;
}

function interactionOf(components: readonly ResolvedComponent[]): string | null {
  const protocol = components.find(({ kind }) => kind === 'protocol');
  const { interaction } = protocol?.component?.metadata ?? {};
  return typeof interaction === 'string' ? interaction : null;
}

function noComponent({ name }: Goal, { kind, file }: ComponentName): Problem {
  return {
    severity: 'error',
    code: 'component-missing',
    message: `${name} names the ${kind} ${file}, which no layer of the library has; a placeholder is not worth measuring.`,
    hint: missingRemedy({ kind, file }),
  };
}

function inFile(problems: readonly Problem[], file: string): Result<never> {
  return { ok: false, cause: 'problems', problems: problems.map((problem) => ({ file, ...problem })) };
}
