import { success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { type ListedFramework, listFrameworks } from './list_frameworks.ts';
import type { FrameworkRoot, LocateProblemCode } from './locate_framework.ts';

/** What is told of the frameworks here. */
export type FrameworkListEvent = {
  readonly kind: 'listed';
  readonly frameworks: readonly ListedFramework[];
};

/** Lists the frameworks in the output folder, each with its state. */
export async function tellFrameworks(
  context: OperationContext,
  { output, ...options }: WorkspaceOptions & FrameworkRoot,
  port: Port<FrameworkListEvent>,
): Promise<VerbResult<'orchestrator.list/1', LocateProblemCode | WorkspaceProblemCode>> {
  const workspace = await openWorkspace(context, options);
  if (!workspace.ok) return workspace;
  const listed = await listFrameworks(context, workspace.value, output === undefined ? {} : { output });
  if (!listed.ok) return listed;
  await port.show({ kind: 'listed', frameworks: listed.value });
  const frameworks = listed.value.map(({ place, goal, title, status, lastRun, problems }) => ({
    ...{ name: place.name, directory: place.shown, goal, title, status, lastRun },
    reasons: problems.map(({ message }) => message),
  }));
  const problems = listed.value.flatMap((framework) => framework.problems);
  return success(makeDocument('orchestrator.list/1', { ok: true, frameworks, problems }));
}
