import { findComponent } from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import type { OpenFramework } from '../frameworks/open_framework.ts';
import { openWorkspace, type WorkspaceOptions } from '../workspace.ts';

/** The headings that a framework's protocol requires of an answer; none if the library does not have the protocol. */
export async function outputHeadings(
  context: OperationContext,
  { lock }: OpenFramework,
  options: WorkspaceOptions,
): Promise<readonly string[]> {
  const protocol = lock.components.find(({ kind }) => kind === 'protocol');
  if (protocol === undefined) return [];
  const workspace = await openWorkspace(context, options);
  if (!workspace.ok) return [];
  const found = await findComponent(workspace.value.library, protocol, context.cwd);
  const headings = found.ok ? found.value?.metadata.output_headings : undefined;
  return Array.isArray(headings) ? headings.map(String) : [];
}
