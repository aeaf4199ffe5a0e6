import { success } from '../../diagnostics/index.ts';
import type { LockProblemCode } from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import type { ComposeCode } from '../create/compose_framework.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { type ExplainedFile, type ExplainProblemCode, explainFile } from './explain_file.ts';

/** The event with the explained lines of a generated file. */
export type ExplainEvent = { readonly kind: 'explained'; readonly explained: ExplainedFile };

type TellExplanationCode = ComposeCode | ExplainProblemCode | LockProblemCode | WorkspaceProblemCode;

/**
 * Reports the origins of the lines of a generated file.
 *
 * @param request.file - a file of a framework; `FILE:LINE` or `FILE:FROM-TO` for some of its lines
 */
export async function reportExplanation(
  context: OperationContext,
  { file: wanted, ...options }: WorkspaceOptions & { readonly file: string },
  port: Port<ExplainEvent>,
): Promise<VerbResult<'orchestrator.explain/1', TellExplanationCode>> {
  const workspace = await openWorkspace(context, options);
  const explained = workspace.ok ? await explainFile(context, workspace.value, wanted) : workspace;
  if (!explained.ok) return explained;
  await port.show({ kind: 'explained', explained: explained.value });
  const { file, name, goal, variant, ranges, changes } = explained.value;
  return success(
    makeDocument('orchestrator.explain/1', {
      ...{ ok: true, file, framework: { name, goal, variant } },
      ranges: ranges.map(({ from, to, state, sources, text }) => ({
        ...{ from, to, state },
        sources: sources.map(({ source, file: place, lines }) => ({
          ...source,
          ...{ line: undefined, file: place, lines },
        })),
        text,
      })),
      problems: changes,
    }),
  );
}
