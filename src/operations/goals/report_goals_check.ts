import { success } from '../../diagnostics/index.ts';
import type { TemplateProblemCode } from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { checkGoals, type GoalsCheck } from './check_goals.ts';

/** The event of a finished goal check. */
export type GoalsCheckEvent = { readonly kind: 'checked'; readonly check: GoalsCheck };

/** Checks the composition of every goal's components. @param request.strict - treats warnings as errors */
export async function reportGoalsCheck(
  context: OperationContext,
  { strict = false, ...options }: WorkspaceOptions & { readonly strict?: boolean },
  port: Port<GoalsCheckEvent>,
): Promise<VerbResult<'orchestrator.goals-check/1', TemplateProblemCode | WorkspaceProblemCode>> {
  const workspace = await openWorkspace(context, options);
  if (!workspace.ok) return workspace;
  const check = await checkGoals(context, workspace.value);
  if (!check.ok) return check;
  await port.show({ kind: 'checked', check: check.value });
  const { compositions, problems } = check.value;
  const ok = isSound(problems, strict);
  return success(makeDocument('orchestrator.goals-check/1', { ok, compositions, problems }));
}
