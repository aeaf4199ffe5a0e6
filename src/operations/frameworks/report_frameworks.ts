import { type Problem, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { leftOverWrites } from '../left_over_writes.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { type ListedFramework, listFrameworks } from './list_frameworks.ts';
import { type FrameworkRoot, type LocateProblemCode, writtenFolders } from './locate_framework.ts';

/** The event with the frameworks. */
export type FrameworkListEvent = {
  readonly kind: 'listed';
  readonly frameworks: readonly ListedFramework[];
  /** Problems with all of them, and with their folders. */
  readonly problems: readonly Problem[];
};

/** Lists the frameworks in the output folder, each with its state. */
export async function reportFrameworks(
  context: OperationContext,
  { output, ...options }: WorkspaceOptions & FrameworkRoot,
  port: Port<FrameworkListEvent>,
): Promise<VerbResult<'orchestrator.list/1', LocateProblemCode | WorkspaceProblemCode>> {
  const workspace = await openWorkspace(context, options);
  if (!workspace.ok) return workspace;
  const root = output === undefined ? {} : { output };
  const listed = await listFrameworks(context, workspace.value, root);
  if (!listed.ok) return listed;
  const problems = [
    ...listed.value.flatMap((framework) => framework.problems),
    ...leftOverWrites(context.cwd, writtenFolders(context, root)),
  ];
  await port.show({ kind: 'listed', frameworks: listed.value, problems });
  const frameworks = listed.value.map(({ place, goal, title, status, lastRun, problems }) => ({
    ...{ name: place.name, directory: place.shown, goal, title, status, lastRun },
    reasons: problems.map(({ message }) => message),
  }));
  return success(makeDocument('orchestrator.list/1', { ok: true, frameworks, problems }));
}
