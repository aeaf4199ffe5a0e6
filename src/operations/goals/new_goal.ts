import { type Failure, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult, type WholeDocument } from '../document.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import {
  openWorkspace,
  type Workspace,
  type WorkspaceOptions,
  type WorkspaceProblemCode,
} from '../workspace.ts';
import {
  type GoalDefinition,
  type NewGoalProblemCode,
  type PlannedGoal,
  planGoal,
  tidyGoalPlaces,
  writeGoal,
} from './plan_goal.ts';

/** A request for a new goal; missing parts are asked for. */
export type NewGoalRequest = WorkspaceOptions & {
  readonly name?: string | undefined;
  readonly description?: string;
  readonly category?: string;
  readonly persona?: string;
  readonly protocol?: string;
  readonly constraints?: readonly string[] | undefined;
  readonly keywords?: readonly string[] | undefined;
  /** Asks only for parts without a default. */
  readonly yes?: boolean;
  readonly dryRun?: boolean;
};

/** The event of adding a goal. */
export type NewGoalEvent = {
  readonly kind: 'added';
  readonly goal: PlannedGoal;
  readonly isDryRun: boolean;
};

/** Error codes of {@link newGoal}. */
type NewGoalCode =
  | NewGoalProblemCode
  | WishCode
  | WorkspaceProblemCode
  | 'bad-component-name'
  | 'component-exists'
  | 'library-outside-project'
  | 'no-writable-layer';

/** Adds a goal to the project's goal map; asks for missing parts if a person can be asked. */
export async function newGoal(
  context: OperationContext,
  request: NewGoalRequest,
  port: Port<NewGoalEvent>,
): Promise<VerbResult<'orchestrator.goals-new/1', NewGoalCode>> {
  const { dryRun = false } = request;
  const known = { dryRun };
  const workspace = await openWorkspace(context, request);
  if (!workspace.ok) return { ...failure(workspace.cause, ...workspace.problems), known };
  const wish = await wishOf(context, request, workspace.value, port);
  if (!wish.ok) return { ...wish, known };
  if (!dryRun) tidyGoalPlaces(workspace.value);
  const planned = await planGoal(context, workspace.value, wish.value);
  if (!planned.ok) return { ...planned, known };
  const written = dryRun ? undefined : await writeGoal(planned.value);
  if (written?.ok === false) return { ...written, known };
  await port.show({ kind: 'added', goal: planned.value, isDryRun: dryRun });
  return success(goalDocument(planned.value, dryRun));
}

type WishCode = 'missing-name' | 'missing-description' | 'interrupted';

/** Combines the parts given by flags with the answers to questions. */
async function wishOf(
  context: OperationContext,
  request: NewGoalRequest,
  workspace: Workspace,
  port: Port<NewGoalEvent>,
): Promise<Result<GoalDefinition, WishCode>> {
  const { name, description, category, persona, protocol, constraints, keywords = [], yes } = request;
  const isAsked = workspace.goalMap.path !== null && (await port.canAsk());
  const given: GoalDefinition = {
    ...{ name: name ?? '', description: description ?? '', persona, protocol },
    category: category ?? workspace.goalMap.goals.at(-1)?.category ?? 'My goals',
    ...{ constraints: constraints ?? [], keywords },
  };
  const needed = [
    ...(name === undefined ? [NEEDED.name] : []),
    ...(description === undefined ? [NEEDED.description] : []),
  ];
  if (!isAsked) return needed.length > 0 ? failure('usage', ...needed) : success(given);
  const optional = { category, persona, protocol, constraints } as const;
  const open = [
    ...(name === undefined ? ['name' as const] : []),
    ...(description === undefined ? ['description' as const] : []),
    ...OPTIONAL.filter((field) => !yes && optional[field] === undefined),
  ];
  if (open.length === 0) return success(given);
  const { askGoal } = await import('./ask_goal.ts');
  const answers = await askGoal(given, open, { ask: port, workspace, cwd: context.cwd });
  return answers === undefined ? STOPPED : success({ ...given, ...answers });
}

const OPTIONAL = ['category', 'persona', 'protocol', 'constraints'] as const;

const STOPPED: Failure<'interrupted'> = interrupted('Stopped; nothing was written.');

const NEEDED: {
  readonly name: Problem<'missing-name'>;
  readonly description: Problem<'missing-description'>;
} = {
  name: {
    severity: 'error',
    code: 'missing-name',
    message: 'The goal needs a name, and nobody can be asked here.',
    hint: 'Give it as an argument: orchestrator goals new TRIAGE_BUG',
  },
  description: {
    severity: 'error',
    code: 'missing-description',
    message: 'The goal needs a description, and nobody can be asked here.',
    hint: 'Describe it in one line: --description "To decide what happens to a bug report."',
  },
};

function goalDocument(planned: PlannedGoal, dryRun: boolean): WholeDocument<'orchestrator.goals-new/1'> {
  const { name, number, category, entry, goalMap, stubs } = planned;
  return makeDocument('orchestrator.goals-new/1', {
    ...{ ok: true, dryRun, goal: { number, name, category, ...entry } },
    files: [
      { file: goalMap.shown, status: dryRun ? ('would-change' as const) : ('changed' as const) },
      ...stubs.map(({ shown }) => ({
        file: shown,
        status: dryRun ? ('would-be-created' as const) : ('created' as const),
      })),
    ],
    problems: [],
  });
}
