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
  type FillProblemCode,
  fillSlots,
  type Goal,
  type GoalParts,
  makeLock,
  type ResolvedComponent,
  type SuggestedComponent,
  surveySlots,
  type Values,
} from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import { type ComposeCode, composeFramework } from '../create/compose_framework.ts';
import { missingRemedy } from '../create/missing_component.ts';
import type { Workspace } from '../workspace.ts';
import {
  type AddedMaterials,
  type CaseValueCode,
  caseValues,
  unusedMaterials,
  withFileOfCase,
} from './case_values.ts';

/** A goal's framework filled for one case, as it would be sent. */
export type FrameworkPrompt = {
  readonly messages: readonly EvalMessage[];
  /** The protocol's interaction, from its front matter. */
  readonly interaction: string | null;
  /** Each with its text, and the absolute path of its file. */
  readonly components: readonly (EvalComponent & { readonly text: string; readonly path: string })[];
  /** Warnings. */
  readonly problems: readonly Problem<EvalProblemCode>[];
};

/** Why there is no framework prompt for a case. */
export type FrameworkPromptCode = CaseValueCode | ComposeCode | FillProblemCode | 'component-missing';

/** Composes and fills a goal's framework for a case, as `new` and `fill` do. Every problem has its position in the case. */
export async function frameworkPrompt(
  context: OperationContext,
  workspace: Workspace,
  testCase: Case,
  change?: (components: readonly ResolvedComponent[]) => readonly ResolvedComponent[],
): Promise<Result<FrameworkPrompt, FrameworkPromptCode>> {
  const given = caseValues(workspace, testCase);
  if (!given.ok) return given;
  const { goal, parts, values, valueFiles, added } = given.value;
  const composed = await composeFramework(context, workspace, {
    name: goal.name,
    title: undefined,
    goal,
    parts,
    choice: {},
    values,
    valueFiles,
    ...(change === undefined ? {} : { change }),
  });
  if (!composed.ok) return composed;
  const { components } = composed.value;
  const missing = components.flatMap((resolved) => (resolved.component === undefined ? [resolved] : []));
  if (missing.length > 0)
    return { ok: false, cause: 'problems', problems: missing.map((name) => noComponent(goal, name)) };
  const files = filled(goal, testCase, { ...composed.value, values });
  if (!files.ok) return withFileOfCase(files.problems, testCase.shown(INPUTS_FILE));
  const [persona = '', template = ''] = files.value;
  return success({
    messages: [
      { role: 'system', content: persona },
      { role: 'user', content: template },
    ],
    interaction: interactionOf(components),
    components: components.flatMap(({ kind, file, component }) =>
      component === undefined
        ? []
        : [{ kind, file, sha256: component.sha256, text: component.text, path: component.path }],
    ),
    problems: [...unused(parts, testCase), ...strayMaterials(values, added, testCase)],
  });
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

/** Reports material that no value contains: where it was added, or that the framework lacks it and so is judged unfairly. */
function strayMaterials(
  values: Values,
  added: AddedMaterials | null,
  testCase: Case,
): Problem<EvalProblemCode>[] {
  const { shown, goal } = testCase;
  const warning = (name: string, rest: string): Problem<EvalProblemCode> => ({
    severity: 'warning',
    code: 'material-not-used',
    message: `No input of ${goal} takes this material, so ${rest}.`,
    file: shown(`materials/${name}`),
    hint: `Name it in ${INPUTS_FILE}, for an input that the goal has.`,
  });
  return [
    ...(added?.names ?? []).map((name) => warning(name, `it was added to "${added?.input}"`)),
    ...unusedMaterials(values, testCase).map(({ name }) =>
      warning(name, 'the framework does not have what the plain request has'),
    ),
  ];
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
): Result<readonly string[], FillProblemCode> {
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

function noComponent(
  { name }: Goal,
  { kind, file, similar, otherKind }: ComponentName & SuggestedComponent,
): Problem<'component-missing'> {
  return {
    severity: 'error',
    code: 'component-missing',
    message: `${name} names the ${kind} ${file}, which no layer of the library has; an eval of a placeholder would tell nothing.`,
    hint: missingRemedy({ kind, file, similar, otherKind }),
  };
}
