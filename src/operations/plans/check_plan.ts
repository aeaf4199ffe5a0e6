import { failure, type Problem, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { type CheckedPlanFile, type CheckPlanFileCode, checkPlanFile } from './check_plan_file.ts';
import { planPart } from './plan_report.ts';
import { readAsking } from './read_asking.ts';

/** A plan that is to be checked. */
export type CheckPlanRequest = WorkspaceOptions & {
  /** `-` is standard input. */
  readonly file: string;
  /** Of a document that is no plan, which section is the work. */
  readonly section?: string;
  /** Takes warnings for errors. */
  readonly strict?: boolean;
  /** Mends what can be mended safely. */
  readonly fix?: boolean;
  /** With `fix`: writes nothing. */
  readonly dryRun?: boolean;
};

/** What is told of a plan that was checked. */
export type CheckPlanEvent = {
  readonly kind: 'checked';
  readonly checked: CheckedPlanFile;
  readonly ok: boolean;
};

type CheckPlanCode = CheckPlanFileCode | WorkspaceProblemCode | 'interrupted' | 'usage';

/** Judges a plan, or what can be read as one, and mends its file conflicts where that is wanted and costs nothing. */
export async function checkPlan(
  context: OperationContext,
  { file, section, strict = false, fix = false, dryRun = false, ...options }: CheckPlanRequest,
  port: Port<CheckPlanEvent>,
): Promise<VerbResult<'orchestrator.plan-check/1', CheckPlanCode>> {
  if (dryRun && !fix) return failure('usage', NOTHING_TO_WRITE);
  const workspace = await openWorkspace(context, options);
  if (!workspace.ok) return workspace;
  const checked = await readAsking(context, { file, section }, port, (chosen) =>
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
  message: 'Without --fix there is nothing that --dry-run could leave unwritten.',
  hint: 'Leave --dry-run out, or add --fix.',
};
