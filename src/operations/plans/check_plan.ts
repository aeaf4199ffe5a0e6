import { failure, type Problem, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { type CheckedPlanFile, type CheckPlanFileCode, checkPlanFile } from './check_plan_file.ts';
import { planPart } from './plan_report.ts';
import { readOrAsk } from './read_or_ask.ts';

/** A plan to check. */
export type CheckPlanRequest = WorkspaceOptions & {
  /** `-` is standard input. */
  readonly file: string;
  /** The section with the work, in a document that is not a plan. */
  readonly section?: string;
  /** Treats warnings as errors. */
  readonly strict?: boolean;
  /** Fixes problems that can be fixed safely. */
  readonly fix?: boolean;
  /** With `fix`: writes nothing. */
  readonly dryRun?: boolean;
};

/** Events of a check. */
export type CheckPlanEvent = {
  readonly kind: 'checked';
  readonly checked: CheckedPlanFile;
  readonly ok: boolean;
};

type CheckPlanCode = CheckPlanFileCode | WorkspaceProblemCode | 'interrupted' | 'usage';

/** Checks a plan, or a document that can be read as one, and on request fixes the file conflicts that cost nothing to fix. */
export async function checkPlan(
  context: OperationContext,
  { file, section, strict = false, fix = false, dryRun = false, ...options }: CheckPlanRequest,
  port: Port<CheckPlanEvent>,
): Promise<VerbResult<'orchestrator.plan-check/1', CheckPlanCode>> {
  if (dryRun && !fix) return failure('usage', NOTHING_TO_WRITE);
  const workspace = await openWorkspace(context, options);
  if (!workspace.ok) return workspace;
  const checked = await readOrAsk(context, { file, section }, port, (chosen) =>
    checkPlanFile(context, {
      ...{ file, fix, dryRun },
      workspace: workspace.value,
      reading: chosen === undefined ? {} : { section: chosen },
    }),
  );
  if (!checked.ok) return checked;
  const { problems, fixes, reading } = checked.value;
  const ok = isSound(problems, strict);
  await port.show({ kind: 'checked', checked: checked.value, ok });
  return success(
    makeDocument('orchestrator.plan-check/1', {
      ok,
      ...planPart(checked.value),
      reading,
      ...(fixes === undefined ? {} : { fixes: { added: fixes.added, written: fixes.written } }),
      problems,
    }),
  );
}

const NOTHING_TO_WRITE: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: '--dry-run has no effect without --fix.',
  hint: 'Remove --dry-run, or add --fix.',
};
