import {
  type BatchSource,
  type CreateBatchCode,
  type ExpectedErrorCode,
  findProject,
  type NumberClaims,
  openClaims,
  PROMPT_NAMES,
  type Project,
  type ProjectProblemCode,
  type PromptView,
  type RenderedBatch,
  renderBatch,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  type ComponentProblemCode,
  findPromptTemplate,
  type GoalChoiceCode,
  type PromptTemplate,
  type TemplateProblemCode,
  todosOf,
} from '../../framework/index.ts';
import type { CatalogProblemCode } from '../../patterns/index.ts';
import {
  assessPlan,
  type ConstraintProblemCode,
  type Phase,
  type PlanProblemCode,
  phaseQuestion,
  type ReadDocumentCode,
  type UncheckedPlan,
} from '../../plan/index.ts';
import { createReadOnlyGit, displayPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { IncompleteFramework } from '../create/prepare_framework.ts';
import { unfinishedComponents } from '../create/unfinished_components.ts';
import { configuredWorkers, constraintErrors } from '../plans/constraint_errors.ts';
import { type PlanSourceCode, type ReadingOptions, readPlanSource } from '../plans/plan_source.ts';
import type { Workspace } from '../workspace.ts';
import { batchStore } from './batch_store.ts';
import { catchRefusals } from './catch_refusals.ts';
import { chooseWorkflows } from './choose_workflow.ts';
import { knownIssues } from './known_issues.ts';
import { learnedFacts } from './learned_facts.ts';
import { lostBatchNotes } from './lost_batches.ts';
import { namedPlugins } from './named_plugins.ts';
import { type FolderCode, pathsFromFolder } from './paths_from_folder.ts';
import { isPlaceholderCommand, isPlaceholderText } from './placeholder_text.ts';

/** A batch with everything decided except its number, and nothing written. */
export type PreparedBatch = {
  readonly project: Project;
  /** The repository's claims; `undefined` if the project is in none. */
  readonly claims: NumberClaims | undefined;
  readonly source: BatchSource;
  readonly template: PromptTemplate<PromptView>;
  /** The plan as it was read. */
  readonly known: KnownPlan;
  /** The plan's warnings, in document order. */
  readonly warnings: readonly Problem[];
  /** The workflows with missing components, each once. */
  readonly incomplete: readonly IncompleteFramework[];
};

/** A plan as it was read, with the problems of reading it. */
export type KnownPlan = {
  readonly plan: UncheckedPlan;
  readonly problems: readonly Problem<ReadDocumentCode>[];
};

/** A batch's files, and the folder that they are in or would be. */
export type GeneratedBatch = RenderedBatch & {
  /** The batch's folder as the user would write it. */
  readonly shown: string;
};

/** Maximum length of a phase's id, which becomes part of a file's name. */
const LONGEST_ID = 60;

/** Error codes of {@link prepareBatch}. */
export type PrepareBatchCode =
  | CatalogProblemCode
  | ComponentProblemCode
  | ConstraintProblemCode
  | ExpectedErrorCode
  | FolderCode
  | GoalChoiceCode
  | PlanProblemCode
  | PlanSourceCode
  | ProjectProblemCode
  | TemplateProblemCode
  | 'bad-component-name'
  | 'constraint-avoid'
  | 'phase-id-too-long'
  | 'phase-todo'
  | 'plugin-missing'
  | 'question-without-default'
  | 'too-many-phases';

/**
 * Decides everything about a batch. Reads, writes nothing. A plan with an error is refused, with all its problems
 * reported.
 *
 * @param from.file - the plan; `-` is standard input
 * @param from.reading - how to read a document that is not a plan
 * @param from.known - the plan as it was read before, used instead of reading it again
 */
export function prepareBatch(
  context: OperationContext,
  workspace: Workspace,
  from: { readonly file: string; readonly reading?: ReadingOptions; readonly known?: KnownPlan },
): Promise<Result<PreparedBatch, PrepareBatchCode>> {
  return catchRefusals(() => prepare(context, workspace, from));
}

async function prepare(
  context: OperationContext,
  workspace: Workspace,
  {
    file,
    reading,
    known,
  }: { readonly file: string; readonly reading?: ReadingOptions; readonly known?: KnownPlan },
): Promise<Result<PreparedBatch, PrepareBatchCode>> {
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  const read = known === undefined ? readPlanSource(context, file, reading) : success(known);
  if (!read.ok) return read;
  const goals = workspace.goalMap.goals.map(({ name }) => name);
  const { phases } = read.value.plan;
  if (phases.length > MAX_PHASES)
    return failure('problems', tooManyPhases(phases.length, read.value.plan.file));
  const assessment = assessPlan(read.value.plan, { goals });
  const { plan, checked, order, graph } = assessment;
  const held = constraintErrors(assessment, configuredWorkers(context));
  const problems = [...assessment.problems, ...held];
  if (checked === undefined || held.some(({ severity }) => severity === 'error'))
    return failure('problems', ...sortProblems([...problems, ...read.value.problems]));
  const long = checked.phases
    .filter(({ id }) => id.length > LONGEST_ID)
    .map(({ source }) => longId(source, plan.file));
  const open = checked.phases.flatMap((phase) => [
    ...openParts(phase.source, plan.file),
    ...questionWithout(phase.source, plan.file),
  ]);
  const { root } = project.value;
  const counted = pathsFromFolder(plan.phases, { root, cwd: context.cwd, file, shown: plan.file });
  const misplaced = counted.filter(({ severity }) => severity === 'error');
  const refused = [...long, ...misplaced, ...open];
  if (refused.length > 0) return failure('problems', ...sortProblems([...refused, ...problems]));
  const template = await findPromptTemplate(PROMPT_NAMES, {
    folders: workspace.templateFolders,
    cwd: context.cwd,
  });
  if (!template.ok) return template;
  const chosen = await chooseWorkflows(context, workspace, { phases: checked.phases, file: plan.file });
  if (!chosen.ok) return chosen;
  const { workflows, warnings } = chosen.value;
  const learned = await learnedFacts(context, root, checked.phases);
  const plugins = namedPlugins(context, checked.phases, plan.file);
  if (!plugins.ok) return failure('problems', ...sortProblems([...plugins.problems, ...problems]));
  const fromPattern = knownIssues(context, plan.source, checked.phases);
  const claims = await openClaims(createReadOnlyGit(context.env), project.value.root);
  return success({
    project: project.value,
    claims,
    source: {
      ...{ plan: checked, order, assumedHours: graph.assumedHours, workflows, learned },
      plugins: plugins.value.plugins,
      issues: fromPattern.issues,
      alternatives: fromPattern.alternatives,
    },
    template: template.value,
    known: { plan: read.value.plan, problems: read.value.problems },
    warnings: sortProblems([
      ...problems,
      ...read.value.problems,
      ...warnings,
      ...counted,
      ...plugins.value.warnings,
      ...fromPattern.notes,
      ...unfinishedIn(workflows, context.cwd),
      ...lostBatchNotes(context, project.value, claims),
    ]),
    incomplete: incompleteOf(workflows),
  });
}

/** Maximum number of phases: each has a prompt and a worktree of its own. */
const MAX_PHASES = 1000;

function tooManyPhases(count: number, file: string): Problem<'too-many-phases'> {
  return {
    severity: 'error',
    code: 'too-many-phases',
    message: `A batch may have at most ${MAX_PHASES} phases; this plan has ${count}.`,
    file,
    hint: 'Split the plan into several.',
  };
}

/** Writes a batch under the next number, completely or not at all. */
export async function writeBatch(
  context: OperationContext,
  { project, claims, source, template }: PreparedBatch,
): Promise<Result<GeneratedBatch, CreateBatchCode | TemplateProblemCode>> {
  const { cwd, log } = context;
  const created = await batchStore(context).create(project, claims, (number) =>
    renderBatch(source, template, number),
  );
  if (!created.ok) return created;
  const { folder, manifest, files } = created.value;
  log(`wrote ${folder}`);
  return success({ manifest, files, shown: displayPath(cwd, folder) });
}

/** Renders the batch that would be written now. Writes nothing. */
export function previewBatch(
  context: OperationContext,
  { project, claims, source, template }: PreparedBatch,
): Result<GeneratedBatch, TemplateProblemCode> {
  const store = batchStore(context);
  const number = store.nextNumber(project, claims) ?? 1;
  const rendered = renderBatch(source, template, number);
  return rendered.ok
    ? success({ ...rendered.value, shown: displayPath(context.cwd, store.folder(project, number)) })
    : rendered;
}

function unfinishedIn(workflows: BatchSource['workflows'], cwd: string): Problem[] {
  const problems = workflows.flatMap(({ components }) => unfinishedComponents(components, cwd));
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function incompleteOf(workflows: BatchSource['workflows']): IncompleteFramework[] {
  const each = new Map(workflows.map((workflow) => [workflow.goal.name, workflow]));
  return [...each.values()].flatMap(({ goal, components }) => {
    const todos = todosOf(components);
    return todos.length === 0 ? [] : [{ goal, components, todos }];
  });
}

/** Reports goals and gates that are left to a person: an agent would be told to do a TODO, and its work would not be checked. */
function openParts(
  { id, goal, gates }: UncheckedPlan['phases'][number],
  file: string,
): Problem<'phase-todo'>[] {
  const parts = [
    ...(goal === undefined
      ? []
      : [{ what: 'The goal', isOpen: isPlaceholderText(goal.value.replaceAll('`', '')), at: goal }]),
    ...gates.map((gate) => ({
      what: 'A gate',
      isOpen: isPlaceholderText(gate.text) || isPlaceholderCommand(gate.command?.value ?? ''),
      at: gate,
    })),
  ];
  return parts.flatMap(({ what, isOpen, at: { line, column } }): Problem<'phase-todo'>[] =>
    isOpen
      ? [
          {
            severity: 'error',
            code: 'phase-todo',
            message: `${what} of phase ${id} is a TODO.`,
            ...{ file, line, column },
            hint: 'Write it out; an agent can only be held to what the plan says.',
          },
        ]
      : [],
  );
}

/** Reports a question without a default, which the phase needs if nobody answers. */
function questionWithout(phase: Phase, file: string): Problem<'question-without-default'>[] {
  const question = phaseQuestion(phase);
  if (question === undefined || question.default !== '') return [];
  const { line, column } = question;
  return [
    {
      severity: 'error',
      code: 'question-without-default',
      message: `The question of phase ${phase.id} has no default.`,
      ...{ file, line, column },
      hint: 'Say what to assume when nobody answers: **Question**: Which store? (default: PostgreSQL)',
    },
  ];
}

function longId(
  { line, column }: { readonly line: number; readonly column: number },
  file: string,
): Problem<'phase-id-too-long'> {
  return {
    severity: 'error',
    code: 'phase-id-too-long',
    message: `The id of the phase has more than ${LONGEST_ID} characters; files are named after it.`,
    ...{ file, line, column },
    hint: 'Give the phase a shorter number.',
  };
}
