import { success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type InitOptions, type InitProblemCode, type InitReport, initProject } from './init_project.ts';

/** Events of starting a project. */
export type InitEvent = {
  readonly kind: 'begun';
  readonly report: InitReport;
  readonly isDryRun: boolean;
};

/** Writes an editable goal map into this folder. */
export async function startProject(
  context: OperationContext,
  { withComponents = false, withTemplates = false, minimal = false, dryRun = false }: Partial<InitOptions>,
  port: Port<InitEvent>,
): Promise<VerbResult<'orchestrator.init/1', InitProblemCode>> {
  const done = await initProject(context, { withComponents, withTemplates, minimal, dryRun });
  if (!done.ok) return { ...done, known: { dryRun } };
  await port.show({ kind: 'begun', report: done.value, isDryRun: dryRun });
  return success(makeDocument('orchestrator.init/1', { ok: true, dryRun, ...done.value }));
}
