import { failure, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { NO_CASES } from './eval_request.ts';
import { type NewCase, type NewCaseCode, newCase } from './new_case.ts';

/** A request for a new case. */
export type BeginCaseRequest = {
  readonly workspace: WorkspaceOptions;
  /** Its goal, by name or number. */
  readonly goal: string;
  readonly name: string;
  /** The folder of cases. */
  readonly cases?: string;
  readonly dryRun?: boolean;
};

/** The scaffold of a case was created, or would be. */
export type BeginCaseEvent = { readonly kind: 'scaffold'; readonly made: NewCase; readonly dryRun: boolean };

/** Why no scaffold was created. */
type BeginCaseCode = NewCaseCode | WorkspaceProblemCode | 'cases-not-given';

/** Creates the scaffold of a case. */
export async function beginCase(
  context: OperationContext,
  { workspace: wanted, goal, name, cases, dryRun = false }: BeginCaseRequest,
  port: Port<BeginCaseEvent>,
): Promise<VerbResult<'orchestrator.goals-eval-new/1', BeginCaseCode>> {
  const known = { dryRun };
  if (cases === undefined) return { ...failure('usage', NO_CASES), known };
  const workspace = await openWorkspace(context, wanted);
  const made = workspace.ok
    ? await newCase(context, workspace.value, { goal, name, cases, dryRun })
    : workspace;
  if (!made.ok) return { ...made, known };
  await port.show({ kind: 'scaffold', made: made.value, dryRun });
  const { folder, files } = made.value;
  return success(
    makeDocument('orchestrator.goals-eval-new/1', {
      ...{ ok: true, dryRun, problems: [] },
      case: { goal: made.value.goal, folder, files: files.map(({ path }) => path) },
    }),
  );
}
