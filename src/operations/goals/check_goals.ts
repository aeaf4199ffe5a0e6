import { isDeepStrictEqual } from 'node:util';
import { type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  type ComponentName,
  componentNames,
  composeView,
  declaresInputs,
  findTemplates,
  type Goal,
  type GoalParts,
  type Library,
  largestCases,
  lintComposition,
  missingInputs,
  PAIR_BUDGET,
  type Part,
  type ResolvedComponent,
  renderFiles,
  resolveComponents,
  suggestTitle,
  type TemplateProblemCode,
  type Templates,
  unusedInputs,
  type Values,
  wordsOfPair,
} from '../../framework/index.ts';
import { inSentence } from '../../lib/index.ts';
import { displayPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { missingRemedy } from '../create/missing_component.ts';
import { inputsWithoutSlot } from '../filling/inputs_without_slot.ts';
import { protocolInteraction } from '../protocol_interaction.ts';
import type { Workspace } from '../workspace.ts';
import { componentsOf } from './goals.ts';

/** The composition of a goal's components, in one form of the goal. */
export type CheckedComposition = {
  readonly goal: string;
  /** `null` for the goal itself. */
  readonly variant: string | null;
  /** Settings that switch conditional constraints on. */
  readonly when: Values;
  /** Words in both files, without those that the user supplies. */
  readonly words: number;
  readonly budget: number;
  /** Shares of the words by origin, the program's own last. */
  readonly shares: readonly WordShare[];
  readonly problems: readonly Problem[];
};

/** The share of the words that comes from one component, or from the program. */
export type WordShare = {
  /** `frame` is the fixed text of the program; `labels` are headings, and the goal's own line. */
  readonly kind: ComponentName['kind'] | 'frame' | 'labels';
  readonly file: string | null;
  readonly words: number;
  /** Fraction of all words, from 0 to 1. */
  readonly share: number;
};

/** Findings for all goals. */
export type GoalsCheck = {
  readonly compositions: readonly CheckedComposition[];
  /** All problems: of the goal map, and of every composition. */
  readonly problems: readonly Problem[];
};

type Setting = {
  readonly context: OperationContext;
  readonly workspace: Workspace;
  readonly templates: Templates;
};

/** Renders every goal in every form, with its conditional constraints on, and checks the result. Writes nothing. */
export async function checkGoals(
  context: OperationContext,
  workspace: Workspace,
): Promise<Result<GoalsCheck, TemplateProblemCode>> {
  const templates = await findTemplates(workspace.templateFolders, context.cwd);
  if (!templates.ok) return templates;
  const setting = { context, workspace, templates: templates.value };
  const compositions: CheckedComposition[] = [];
  const problems: Problem[] = unusedComponents(context, workspace);
  for (const goal of workspace.goalMap.goals) {
    for (const form of formsOf(goal)) {
      const checked = await checkForm(setting, form);
      if (!checked.ok) return checked;
      compositions.push(...checked.value.compositions);
      problems.push(...checked.value.problems);
    }
    problems.push(...(await waitingProblems(setting, goal)));
  }
  return success({ compositions, problems: sortProblems(withoutRepeats(problems)) });
}

/** A goal, or one of its variants. */
type Form = { readonly goal: Goal; readonly variant: string | null; readonly parts: GoalParts };

function formsOf(goal: Goal): Form[] {
  return [
    { goal, variant: null, parts: goal },
    ...goal.variants.map((parts) => ({ goal, variant: parts.name, parts })),
  ];
}

/** Checks one form of a goal in every case of its conditional constraints. An unreadable component is a problem. */
async function checkForm(setting: Setting, form: Form): Promise<Result<GoalsCheck, TemplateProblemCode>> {
  const { library } = setting.workspace;
  const { cwd } = setting.context;
  const { parts } = form;
  const compositions: CheckedComposition[] = [];
  const problems: Problem[] = [];
  const components: Part[] = [];
  let isWhole = true;
  for (const { values } of largestCases(parts)) {
    const resolved = await resolveComponents({ parts, choice: {}, values, library, cwd });
    if (!resolved.ok) {
      problems.push(...resolved.problems);
      isWhole = false;
      continue;
    }
    const checked = checkComposition(setting, form, { values, components: resolved.value });
    if (!checked.ok) return checked;
    compositions.push(checked.value);
    problems.push(...checked.value.problems);
    components.push(...presentIn(resolved.value));
    isWhole &&= resolved.value.every(({ component }) => component !== undefined);
  }
  return success({
    compositions,
    problems: [...problems, ...inputProblems(setting, form, { components, isWhole })],
  });
}

function checkComposition(
  { templates }: Setting,
  { goal, variant, parts }: Form,
  { values, components }: { readonly values: Values; readonly components: readonly ResolvedComponent[] },
): Result<CheckedComposition, TemplateProblemCode> {
  const title = suggestTitle(parts.persona);
  const { view, slots } = composeView({
    name: 'Check',
    title,
    goal: goal.name,
    parts,
    values: {},
    components,
  });
  const rendered = renderFiles(templates, view);
  if (!rendered.ok) return rendered;
  const composition = {
    components: presentIn(components),
    missing: components.flatMap((resolved) =>
      resolved.component
        ? []
        : [{ kind: resolved.kind, file: resolved.file, remedy: missingRemedy(resolved) }],
    ),
    description: parts.description,
    files: rendered.value,
  };
  const { words, frame, labels, parts: counted } = wordsOfPair(composition);
  const share = (count: number) => (words === 0 ? 0 : Math.round((count / words) * 1000) / 1000);
  return success({
    goal: goal.name,
    variant,
    when: values,
    words,
    budget: PAIR_BUDGET,
    shares: [
      ...counted.map(({ part, words }) => ({ kind: part.kind, file: part.file, words, share: share(words) })),
      { kind: 'frame', file: null, words: frame, share: share(frame) },
      { kind: 'labels', file: null, words: labels, share: share(labels) },
    ],
    problems: [
      ...lintComposition(composition, labelOf(goal, variant)),
      ...inputsWithoutSlot(slots, rendered.value, templates),
    ],
  });
}

function presentIn(components: readonly ResolvedComponent[]): Part[] {
  return components.flatMap(({ component }) => (component ? [component] : []));
}

/** The name used for the framework in the names of its files: `TEACH_OR_EXPLAIN/document`. */
function labelOf(goal: Goal, variant: string | null): string {
  return variant === null ? goal.name : `${goal.name}/${variant}`;
}

/** Nobody fills in more than these before the first use. */
const MAX_REQUIRED = 2;

/** Reports too many required inputs, inputs that no component mentions, and undeclared inputs that a component requires. */
function inputProblems(
  { context, workspace }: Setting,
  { goal, variant, parts }: Form,
  { components, isWhole }: { readonly components: readonly Part[]; readonly isWhole: boolean },
): Problem[] {
  // A goal with only the four standard fields takes its work through them, like every such goal: nothing to report.
  if (!declaresInputs(parts)) return [];
  const place = placeOf(context, workspace, goal);
  const label = labelOf(goal, variant);
  // A missing component may be the one that mentions the input.
  const unused = isWhole ? unusedInputs(parts, components) : [];
  const required = parts.inputs.filter((input) => input.required).map(({ name }) => name);
  // A variant with the inputs of its goal is reported with the goal.
  const hasOwnInputs = variant === null || !isDeepStrictEqual(parts.inputs, goal.inputs);
  return [
    ...(required.length > MAX_REQUIRED && hasOwnInputs
      ? [
          {
            severity: 'warning' as const,
            code: 'goals-many-required',
            message: `${label} requires ${required.length} inputs: ${inSentence(required)}.`,
            ...place,
            hint: `Users tolerate at most ${MAX_REQUIRED}. Make optional what can be asked, derived or defaulted: "required": false.`,
          },
        ]
      : []),
    ...unused.map(
      ({ name }): Problem<'goals-unused-input'> => ({
        severity: 'warning',
        code: 'goals-unused-input',
        message: `No component of ${label} mentions its input "${name}".`,
        ...place,
        hint: 'Name it in a component that uses it, or remove it from the inputs.',
      }),
    ),
    ...missingInputs(parts, components).map(
      ({ input, file }): Problem<'goals-missing-input'> => ({
        severity: 'warning',
        code: 'goals-missing-input',
        message: `${label} declares no input "${input}", which its ${file} requires.`,
        ...place,
        hint: `Declare "${input}" under "inputs", or use another component.`,
      }),
    ),
  ];
}

/** Reports dialogues that cannot be held in one reply, and forms for batches that wait for a person. */
async function waitingProblems({ context, workspace }: Setting, goal: Goal): Promise<Problem[]> {
  const waiting = (parts: GoalParts) => protocolInteraction(parts, workspace.library, context.cwd);
  const place = placeOf(context, workspace, goal);
  const problems: Problem[] = [];
  const forms = await Promise.all(
    goal.variants.map(async (parts) => ({ name: parts.name, ...(await waiting(parts)) })),
  );
  const batch = forms.find(({ name }) => name === 'batch');
  if (batch?.waitsBy !== undefined)
    problems.push({
      severity: 'warning',
      code: 'goals-batch-waits',
      message: `The batch variant of ${goal.name} waits for a person (${batch.waitsBy}).`,
      ...place,
      hint: 'Give the variant "batch" a protocol that is a single pass: a batch has nobody to ask.',
    });
  const { waitsBy } = await waiting(goal);
  const isDone = forms.some((form) => form.interaction === 'single_pass' && form.waitsBy === undefined);
  if (waitsBy !== undefined && !isDone)
    problems.push({
      severity: 'note',
      code: 'goals-only-dialogue',
      message: `${goal.name} has no variant that does the work in one reply: its protocol needs a person (${waitsBy}).`,
      ...place,
      hint: 'Give it a variant whose protocol is a single pass, for batches and for users who want no questions.',
    });
  return problems;
}

/** The position of a goal in its goal map; empty for the built-in one. */
function placeOf({ cwd }: OperationContext, { goalMap }: Workspace, { position }: Goal) {
  return goalMap.path === null ? {} : { file: displayPath(cwd, goalMap.path), ...position };
}

/** Finds components in the goal map's own layer that none of its goals uses. */
function unusedComponents({ cwd }: OperationContext, { goalMap, library }: Workspace): Problem[] {
  const layer = library.find(({ name }) => name === (goalMap.path === null ? 'built-in' : 'project'));
  if (layer === undefined) return [];
  const used = new Set(goalMap.goals.flatMap(componentsOf).map(({ kind, file }) => `${kind}/${file}`));
  const own: Library = [layer];
  return componentNames(own)
    .filter(({ kind, file }) => !used.has(`${kind}/${file}`))
    .map(({ kind, file }) => ({
      severity: 'warning',
      code: 'goals-unused-component',
      message: `No goal uses the ${kind} ${file}.`,
      file: displayPath(cwd, `${layer.folder}/${kind}s/${file}`),
      hint: 'Name it in a goal, or remove it. It can still be chosen with flags such as --add-constraint.',
    }));
}

function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, message, file, line, column }) => {
    const key = JSON.stringify([code, message, file, line, column]);
    return !seen.has(key) && seen.add(key);
  });
}
