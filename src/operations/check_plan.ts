import { type Result, success } from '../diagnostics/index.ts';
import { addDependency, applyEdits, assessPlan, type PlanAssessment, readPlan, safeFixes } from '../plan/index.ts';
import { replaceFile } from '../platform/index.ts';
import type { OperationContext } from './context.ts';
import { type PlanReport, planReport } from './plan_report.ts';
import { type PlanSource, type PlanSourceCode, readPlanSource } from './plan_source.ts';
import { unifiedDiff } from './unified_diff.ts';
import type { Workspace } from './workspace.ts';

/** How a plan is checked. */
export type CheckPlanOptions = {
  /** `-` is standard input. */
  readonly file: string;
  /** Whose goals a phase's workflow may name. */
  readonly workspace: Workspace;
  /** Whether to mend what can be mended safely. */
  readonly fix: boolean;
  /** Whether to leave the file as it is. */
  readonly dryRun: boolean;
};

/** What came of checking a plan; after `fix`, of the mended one. */
export type CheckedPlanFile = PlanReport & { readonly fixes: PlanFixes | undefined };

/** Dependencies that were added, so that no two phases that touch a file can run at the same time. */
export type PlanFixes = {
  readonly added: readonly { readonly phase: string; readonly on: string; readonly files: readonly string[] }[];
  /** The whole document, mended. */
  readonly text: string;
  /** As a unified diff. */
  readonly diff: string;
  /** Whether the file was changed. */
  readonly written: boolean;
};

export type CheckPlanCode = PlanSourceCode | 'plan-changed' | 'plan-not-written';

/** Reads and judges a plan, and mends its file conflicts where that costs nothing. */
export async function checkPlanFile(
  context: OperationContext,
  { file, workspace, fix, dryRun }: CheckPlanOptions,
): Promise<Result<CheckedPlanFile, CheckPlanCode>> {
  const source = readPlanSource(context, file);
  if (!source.ok) return source;
  const goals = goalNames(workspace);
  const assessment = assessPlan(source.value.plan, { goals });
  if (!fix) return success({ ...planReport(assessment), fixes: undefined });
  const { added, text } = mend(assessment);
  const diff = unifiedDiff(assessment.plan.file, assessment.plan.source, text);
  const written = !dryRun && source.value.path !== undefined && text !== assessment.plan.source;
  if (written) {
    const failed = await writeMended(context, source.value, text);
    if (failed) return failed;
  }
  const mended = readPlan(text, assessment.plan.file);
  if (!mended.ok) return mended;
  return success({
    ...planReport(assessPlan(mended.value, { goals })),
    fixes: { added, text, diff, written },
  });
}
