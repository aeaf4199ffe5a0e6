import { matchWorkflow, type PhaseWords, type Workflow } from '../../batch/index.ts';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { findComponent, type Goal, type GoalParts } from '../../framework/index.ts';
import type { CheckedPhase } from '../../plan/index.ts';
import { composeFramework } from '../composing/compose_framework.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';

/** What each phase's prompt is made with. */
export type ChosenWorkflows = {
  /** One for each phase, in the order of the plan. */
  readonly workflows: readonly Workflow[];
  readonly warnings: readonly Problem<'workflow-needs-person'>[];
};

/** A goal in the form in which it can be worked on with nobody there. */
type Form = {
  readonly goal: Goal;
  readonly variant: string | undefined;
  readonly parts: GoalParts;
  /** Whether its protocol can not go on without a person's answer. */
  readonly needsPerson: boolean;
};

/** Ways of working that consist of a person's answers; with gates only, the plan can answer. */
const WITH_PERSON: ReadonlySet<unknown> = new Set(['turn_by_turn', 'iterative_rounds']);

/**
 * Chooses a workflow for each phase: the one that the plan gives, else the one whose keywords fit, among those that need no
 * person. Where a goal's own protocol needs one, the first variant is taken whose does not.
 *
 * @param file - the plan's name, for problems
 */
export async function chooseWorkflows(
  context: OperationContext,
  workspace: Workspace,
  { phases, file }: { readonly phases: readonly CheckedPhase[]; readonly file: string },
): Promise<Result<ChosenWorkflows>> {
  const { goals } = workspace.goalMap;
  const forms = await Promise.all(goals.map((goal) => formOf(goal, workspace, context.cwd)));
  const alone = forms.filter(({ needsPerson }) => !needsPerson).map(({ goal }) => goal);
  const composed = new Map<string, Pick<Workflow, 'view' | 'inputs' | 'components'>>();
  const workflows: Workflow[] = [];
  const warnings: Problem<'workflow-needs-person'>[] = [];
  for (const phase of phases) {
    const given = phase.source.workflow;
    const match = given && goals.find(({ name }) => name === given.value);
    const { goal, reason } = match
      ? { goal: match, reason: 'given by the plan' }
      : matchWorkflow(alone.length > 0 ? alone : goals, wordsOf(phase));
    const form = forms.find((candidate) => candidate.goal === goal);
    if (form === undefined) throw new Error(`the goal ${goal.name} has no form`);
    if (form.needsPerson) warnings.push(needsPerson(goal, given ?? phase.source, file));
    let texts = composed.get(goal.name);
    if (texts === undefined) {
      const made = await compose(context, workspace, form);
      if (!made.ok) return made;
      texts = made.value;
      composed.set(goal.name, texts);
    }
    const told = form.variant === undefined ? reason : `${reason}; variant ${form.variant} needs no person`;
    workflows.push({ goal, variant: form.variant, reason: told, ...texts });
  }
  return success({ workflows, warnings });
}

function wordsOf({ title, goal, files, source }: CheckedPhase): PhaseWords {
  const onlyVerifies = files?.length === 0;
  return { title, goal, steps: source.steps.map(({ value }) => value), onlyVerifies };
}

async function formOf(goal: Goal, workspace: Workspace, cwd: string): Promise<Form> {
  const ask = (parts: GoalParts) => needsPersonFor(parts, workspace, cwd);
  const asIs: Form = { goal, variant: undefined, parts: goal, needsPerson: await ask(goal) };
  if (!asIs.needsPerson) return asIs;
  for (const variant of goal.variants) {
    if (!(await ask(variant))) return { goal, variant: variant.name, parts: variant, needsPerson: false };
  }
  return asIs;
}

/** A protocol that is missing or can't be read says nothing of it; what is wrong with it is told when it is used. */
async function needsPersonFor(
  { protocol }: GoalParts,
  { library }: Workspace,
  cwd: string,
): Promise<boolean> {
  const found = await findComponent(library, { kind: 'protocol', file: protocol }, cwd);
  return found.ok && found.value !== undefined && WITH_PERSON.has(found.value.metadata.interaction);
}

async function compose(context: OperationContext, workspace: Workspace, { goal, parts }: Form) {
  // The name only seeds the boundaries of slots, and a prompt has none.
  const made = await composeFramework(context, workspace, {
    ...{ name: goal.name, title: undefined, goal, parts, choice: {}, values: {} },
  });
  if (!made.ok) return made;
  const { view, components } = made.value;
  return success({ view, inputs: parts.inputs, components });
}

function needsPerson(
  { name }: Goal,
  { line, column }: { readonly line: number; readonly column: number },
  file: string,
): Problem<'workflow-needs-person'> {
  return {
    severity: 'warning',
    code: 'workflow-needs-person',
    message: `The workflow ${name} lives on a person's answers, and a batch has nobody to ask.`,
    ...{ file, line, column },
    hint: 'The prompt says to answer from the plan instead. Another goal may serve better: orchestrator goals list',
  };
}
