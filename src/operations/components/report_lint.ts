import { success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { type LintReport, lintComponents } from './lint_components.ts';

/** The components to lint: the named ones, or all. */
export type LintRequest = WorkspaceOptions & {
  readonly files: readonly string[];
  /** Treats warnings as errors. */
  readonly strict?: boolean;
};

/** The event of a finished lint. */
export type LintEvent = { readonly kind: 'judged'; readonly report: LintReport };

/** Lints components, and reports the findings. */
export async function reportLint(
  context: OperationContext,
  { files: named, strict = false, ...options }: LintRequest,
  port: Port<LintEvent>,
): Promise<VerbResult<'orchestrator.components-lint/1', WorkspaceProblemCode | 'unknown-component'>> {
  const workspace = await openWorkspace(context, options);
  if (!workspace.ok) return workspace;
  const report = await lintComponents(context, workspace.value, named);
  if (!report.ok) return report;
  await port.show({ kind: 'judged', report: report.value });
  const { files, problems } = report.value;
  const ok = isSound(problems, strict);
  return success(makeDocument('orchestrator.components-lint/1', { ok, files, problems }));
}
