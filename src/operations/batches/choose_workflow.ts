import { matchWorkflow, type PhaseWords, type Workflow } from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  chooseVariant,
  type Goal,
  type GoalChoiceCode,
  type GoalParts,
  type Interaction,
} from '../../framework/index.ts';
import { withoutHtmlComments } from '../../lib/index.ts';
import { type CheckedPhase, workflowName } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { type ComposeCode, composeFramework } from '../create/compose_framework.ts';
import { protocolInteraction } from '../protocol_interaction.ts';
import type { Workspace } from '../workspace.ts';

/** The workflows that the phases' prompts are made with. */
export type ChosenWorkflows = {
  /** One for each phase, in the order of the plan. */
  readonly workflows: readonly Workflow[];
  readonly warnings: readonly Problem<'workflow-needs-person'>[];
};

/** A goal in the form used without a person. */
type Form = {
  readonly goal: Goal;
  readonly variant: string | undefined;
  readonly parts: GoalParts;
  /** The protocol's interaction; `undefined` if it is not declared. */
  readonly interaction: Interaction | undefined;
  /** The part of its protocol that waits for a person, in a few words; `undefined` if none does. */
  readonly waitsBy: string | undefined;
};

/** The variant of a goal that is made for batches. */
const BATCH = 'batch';

/** Interactions that depend on a person's answers: a phase only gets such a workflow if the plan names it. */
const WITH_PERSON: ReadonlySet<unknown> = new Set(['turn_by_turn', 'iterative_rounds']);

/**
 * Chooses a workflow for each phase: the one that the plan gives, otherwise the one whose keywords match. A plan may name the
 * variant too; otherwise it is the one called `batch`, the goal itself if its protocol is a single pass, or the
 * first variant whose protocol is one. A protocol that waits for a person all the same, by its declaration or by its
 * text, gets a warning.
 *
 * @param file - the plan's name, for problems
 */
export async function chooseWorkflows(
  context: OperationContext,
  workspace: Workspace,
  { phases, file }: { readonly phases: readonly CheckedPhase[]; readonly file: string },
): Promise<Result<ChosenWorkflows, ComposeCode | GoalChoiceCode>> {
  const { goals } = workspace.goalMap;
  const forms = await Promise.all(goals.map((goal) => formOf(goal, workspace, context.cwd)));
  const alone = forms.filter(({ interaction }) => !WITH_PERSON.has(interaction)).map(({ goal }) => goal);
  const composed = new Map<string, Pick<Workflow, 'view' | 'inputs' | 'components'>>();
  const workflows: Workflow[] = [];
  const warnings: Problem<'workflow-needs-person'>[] = [];
  const problems: Problem<'unknown-goal' | 'unknown-variant'>[] = [];
  for (const phase of phases) {
    const given = givenWorkflow(phase, goals);
    const { goal, reason } = given
      ? { goal: given.goal, reason: 'named in the plan' }
      : matchWorkflow(alone.length > 0 ? alone : goals, wordsOf(phase));
    const parts = given?.variant === undefined ? undefined : chooseVariant(goal, given.variant);
    const at = { file, ...placeOf(phase.source.workflow ?? phase.source) };
    if (parts && !parts.ok) {
      problems.push(...parts.problems.map((problem) => ({ ...problem, ...at })));
      continue;
    }
    const form = parts
      ? await formWith({ goal, variant: given?.variant, parts: parts.value }, workspace, context.cwd)
      : forms.find((candidate) => candidate.goal === goal);
    if (form === undefined) throw new Error(`the goal ${goal.name} has no variant`);
    if (form.waitsBy !== undefined) warnings.push(needsPerson(form, form.waitsBy, at));
    const key = JSON.stringify([goal.name, form.variant]);
    let texts = composed.get(key);
    if (texts === undefined) {
      const made = await compose(context, workspace, form);
      if (!made.ok) return made;
      texts = made.value;
      composed.set(key, texts);
    }
    const isTold = form.variant === undefined || given?.variant !== undefined;
    const fullReason = isTold ? reason : `${reason}; variant ${form.variant} needs no person`;
    workflows.push({ goal, variant: form.variant, reason: fullReason, ...texts });
  }
  return problems.length === 0 ? success({ workflows, warnings }) : failure('problems', ...problems);
}

/** The goal that a plan names for a phase, with the variant if it names one. */
function givenWorkflow(
  { source: { workflow } }: CheckedPhase,
  goals: readonly Goal[],
): { readonly goal: Goal; readonly variant: string | undefined } | undefined {
  if (workflow === undefined) return undefined;
  const { goal: wanted, variant } = workflowName(workflow.value);
  const goal = goals.find(({ name }) => name === wanted);
  return goal && { goal, variant };
}

function placeOf({ line, column }: { readonly line: number; readonly column: number }) {
  return { line, column };
}

/** The words for matching. HTML comments, which readers of the plan do not see, do not affect the choice. */
function wordsOf({ title, goal, files, source }: CheckedPhase): PhaseWords {
  const [seenTitle = '', seenGoal = '', ...steps] = [
    title,
    goal,
    ...source.steps.map(({ value }) => value),
  ].map(withoutHtmlComments);
  return { title: seenTitle, goal: seenGoal, steps, onlyVerifies: files?.length === 0 };
}

/** The form used if the plan names none. */
async function formOf(goal: Goal, workspace: Workspace, cwd: string): Promise<Form> {
  const form = (parts: GoalParts, variant?: string) => formWith({ goal, variant, parts }, workspace, cwd);
  const made = goal.variants.find(({ name }) => name === BATCH);
  if (made) return form(made, made.name);
  const asIs = await form(goal);
  if (asIs.waitsBy === undefined) return asIs;
  for (const variant of goal.variants) {
    const other = await form(variant, variant.name);
    if (other.interaction === 'single_pass' && other.waitsBy === undefined) return other;
  }
  return asIs;
}

async function formWith(
  form: Omit<Form, 'interaction' | 'waitsBy'>,
  { library }: Workspace,
  cwd: string,
): Promise<Form> {
  return { ...form, ...(await protocolInteraction(form.parts, library, cwd)) };
}

async function compose(context: OperationContext, workspace: Workspace, { goal, parts }: Form) {
  // The name only seeds the boundaries of slots, and a prompt has no slots.
  const made = await composeFramework(context, workspace, {
    ...{ name: goal.name, title: undefined, goal, parts, choice: {}, values: {} },
  });
  if (!made.ok) return made;
  const { view, components } = made.value;
  return success({ view, inputs: parts.inputs, components });
}

function needsPerson(
  { goal, variant, parts }: Form,
  waitsBy: string,
  at: { readonly file: string; readonly line: number; readonly column: number },
): Problem<'workflow-needs-person'> {
  const named = variant === undefined ? goal.name : `${goal.name} (${variant})`;
  return {
    severity: 'warning',
    code: 'workflow-needs-person',
    message: `The protocol of ${named}, ${parts.protocol}, waits for a person (${waitsBy}), and in a batch there is nobody to ask.`,
    ...at,
    hint: `Give the goal a variant "${BATCH}" whose protocol is a single pass, or name another workflow: orchestrator goals list`,
  };
}
