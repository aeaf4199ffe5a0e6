import { dirname } from 'node:path';
import { type Problem, success } from '../../diagnostics/index.ts';
import type { GoalChoiceCode } from '../../framework/index.ts';
import { realPath } from '../../platform/index.ts';
import { leftoverFilesIn } from '../components/ignored_files.ts';
import type { OperationContext } from '../context.ts';
import { missingRemedy } from '../create/missing_component.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { leftOverWrites } from '../left_over_writes.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { type GoalReport, listGoals, showGoal } from './goals.ts';

/** The event with goals: each of them, and the components that they name and no layer of the library has. */
export type GoalsEvent = {
  readonly kind: 'goals';
  readonly goals: readonly GoalReport[];
  readonly problems: readonly Problem[];
};

/** Lists the goals of the goal map. */
export async function reportGoalList(
  context: OperationContext,
  options: WorkspaceOptions,
  port: Port<GoalsEvent>,
): Promise<VerbResult<'orchestrator.goals-list/1', WorkspaceProblemCode>> {
  const workspace = await openWorkspace(context, options);
  if (!workspace.ok) return workspace;
  const goals = listGoals(workspace.value);
  const { path } = workspace.value.goalMap;
  const problems = [
    ...goals.flatMap(missingProblems),
    ...(path === null ? [] : leftOverWrites(context.cwd, [dirname(realPath(path))])),
    ...leftoverFilesIn(workspace.value.library, context.cwd),
  ];
  await port.show({ kind: 'goals', goals, problems });
  const goalMap = workspace.value.goalMap.path;
  return success(
    makeDocument('orchestrator.goals-list/1', { ok: true, goalMap, goals: goals.map(goalPart), problems }),
  );
}

/** Reports the parts of one goal. @param request.goal - its name or its number */
export async function reportGoal(
  context: OperationContext,
  { goal: wanted, ...options }: WorkspaceOptions & { readonly goal: string },
  port: Port<GoalsEvent>,
): Promise<VerbResult<'orchestrator.goals-show/1', GoalChoiceCode | WorkspaceProblemCode>> {
  const workspace = await openWorkspace(context, options);
  const report = workspace.ok ? showGoal(workspace.value, wanted) : workspace;
  if (!report.ok) return report;
  const problems = missingProblems(report.value);
  await port.show({ kind: 'goals', goals: [report.value], problems });
  return success(
    makeDocument('orchestrator.goals-show/1', { ok: true, goal: goalPart(report.value), problems }),
  );
}

function goalPart({ goal, missing }: GoalReport) {
  const { number, name, category, description, persona, protocol, constraints, inputs, keywords, variants } =
    goal;
  return {
    ...{ number, name, category, description, persona, protocol },
    constraints: constraints.map(constraintPart),
    variants: variants.map((variant) => ({
      name: variant.name,
      description: variant.description,
      persona: variant.persona,
      protocol: variant.protocol,
      constraints: variant.constraints.map(constraintPart),
    })),
    ...{ inputs, keywords },
    missing: missing.map(({ kind, file }) => ({ kind, file })),
  };
}

function constraintPart({ file, when }: GoalReport['goal']['constraints'][number]) {
  return { file, when: Object.fromEntries(when.map(({ input, values }) => [input, values])) };
}

function missingProblems({ goal, missing }: GoalReport): Problem<'component-missing'>[] {
  return missing.map(({ kind, file, ...meant }) => ({
    severity: 'warning',
    code: 'component-missing',
    message: `${goal.name} names the ${kind} ${file}, which no layer of the library has.`,
    hint: missingRemedy({ kind, file, ...meant }),
  }));
}
