import { failure, type Problem, success } from '../../diagnostics/index.ts';
import type { ComponentProblemCode, TemplateProblemCode } from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { type GoalTest, type GoalTestProblemCode, type SnapshotReport, testGoals } from './test_goals.ts';

/** Options for comparing goals with their snapshots. */
export type GoalTestRequest = WorkspaceOptions & {
  /** Accepts the current renderings, and stores them. */
  readonly update?: boolean;
  /** With `update`: writes nothing. */
  readonly dryRun?: boolean;
  /** The folder of snapshots (default: `.orchestrator/snapshots` beside the goal map). */
  readonly dir?: string;
};

/** The event of goals compared with their snapshots. */
export type GoalTestEvent = {
  readonly kind: 'compared';
  readonly test: GoalTest;
  readonly problems: readonly Problem[];
  readonly isDryRun: boolean;
};

/** Error codes of {@link reportGoalTest}. */
type TellGoalTestCode =
  | ComponentProblemCode
  | GoalTestProblemCode
  | TemplateProblemCode
  | WorkspaceProblemCode
  | 'bad-component-name';

/** Renders every goal and compares it with its snapshot, or stores it. */
export async function reportGoalTest(
  context: OperationContext,
  { update = false, dryRun = false, dir, ...options }: GoalTestRequest,
  port: Port<GoalTestEvent>,
): Promise<VerbResult<'orchestrator.goals-test/1', TellGoalTestCode>> {
  const workspace = await openWorkspace(context, options);
  const request = { update, dryRun, ...(dir === undefined ? {} : { folder: dir }) };
  const tested = workspace.ok ? await testGoals(context, workspace.value, request) : workspace;
  if (!tested.ok) return { ...failure(tested.cause, ...tested.problems), known: { dryRun } };
  const { folder, snapshots, cases } = tested.value;
  const found = problemsOf(tested.value);
  const problems = [...found, ...tested.value.leftOver];
  await port.show({ kind: 'compared', test: tested.value, problems, isDryRun: dryRun });
  const ok = found.length === 0;
  return success(
    makeDocument('orchestrator.goals-test/1', {
      ...{ ok, dryRun, folder, cases, snapshots: snapshots.map(snapshotPart), problems },
    }),
  );
}

function problemsOf({ folder, snapshots }: GoalTest): Problem<GoalTestCode>[] {
  const hint = 'If that is right, accept it with `orchestrator goals test --update`.';
  const open = snapshots.filter(({ status }) => ['changed', 'missing', 'stale'].includes(status));
  if (
    open.length > 0 &&
    open.length === snapshots.length &&
    open.every(({ status }) => status === 'missing')
  ) {
    const message = 'There are no snapshots here yet, so nothing was compared.';
    const remedy = 'Make them with `orchestrator goals test --update`, and keep them in version control.';
    return [{ severity: 'error', code: 'no-snapshots', message, file: folder, hint: remedy }];
  }
  return open.map(({ file, status }) => {
    const [code, message] = PROBLEMS[status as keyof typeof PROBLEMS];
    return { severity: 'error', code, message, file: `${folder}${file}`, hint };
  });
}

const PROBLEMS = {
  changed: ['snapshot-changed', 'The goal no longer renders to its snapshot.'],
  missing: ['snapshot-missing', 'The goal has no snapshot.'],
  stale: ['snapshot-stale', 'This snapshot no longer belongs to a goal or variant.'],
} as const;

type GoalTestCode = 'no-snapshots' | 'snapshot-changed' | 'snapshot-missing' | 'snapshot-stale';

function snapshotPart({ file, goal, variant, status, changes }: SnapshotReport) {
  return {
    ...{ file, goal, variant, status },
    changes: changes.map((change) => ({
      at: change.at,
      case: change.case,
      repeats: change.repeats,
      lines: change.lines.map(({ sign, text, sources }) => ({ sign, text, sources })),
    })),
  };
}
