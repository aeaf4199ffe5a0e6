import type { ProjectProblemCode } from '../../batch/index.ts';
import { success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { type OpenDecisions, openDecisions } from './batch_decisions.ts';
import type { OpenBatchCode } from './batch_lookup.ts';
import { type BatchList, listBatches, type ShownBatch, showBatch, showPrompt } from './list_batches.ts';

/** The event with the batches of a project. */
export type BatchListEvent = { readonly kind: 'listed'; readonly list: BatchList };

/** Lists the batches of the project. @param request.all - includes archived ones */
export async function reportBatches(
  context: OperationContext,
  { all = false }: { readonly all?: boolean },
  port: Port<BatchListEvent>,
): Promise<VerbResult<'orchestrator.batch-list/1', ProjectProblemCode>> {
  const listed = await listBatches(context, { all });
  if (!listed.ok) return listed;
  await port.show({ kind: 'listed', list: listed.value });
  const { batches, problems } = listed.value;
  const ok = problems.every(({ severity }) => severity === 'note');
  return success(makeDocument('orchestrator.batch-list/1', { ok, batches, problems }));
}

/** Events of showing a generated batch. */
export type BatchShowEvent =
  | { readonly kind: 'batch'; readonly batch: ShownBatch }
  | { readonly kind: 'prompt'; readonly text: string };

/** Reports the work of a batch. @param request.phase - shows only the prompt of this phase */
export async function reportBatch(
  context: OperationContext,
  { batch: wanted, phase }: { readonly batch: string; readonly phase?: string },
  port: Port<BatchShowEvent>,
): Promise<VerbResult<'orchestrator.batch-show/1', OpenBatchCode | 'unknown-phase'>> {
  if (phase !== undefined) {
    const prompt = await showPrompt(context, wanted, phase);
    if (!prompt.ok) return prompt;
    const { phase: shown, text } = prompt.value;
    await port.show({ kind: 'prompt', text });
    return success(
      makeDocument('orchestrator.batch-show/1', {
        ...{ ok: true, batch: Number(wanted), title: null, phases: [shown], prompt: text, problems: [] },
      }),
    );
  }
  const read = await showBatch(context, wanted);
  if (!read.ok) return read;
  await port.show({ kind: 'batch', batch: read.value });
  const { manifest, attempts, problems } = read.value;
  const { batch, title } = manifest;
  const phases = manifest.phases.map((each) => ({ ...each, attempts: attempts.get(each.id) ?? [] }));
  const ok = problems.length === 0;
  return success(
    makeDocument('orchestrator.batch-show/1', { ok, batch, title, phases, prompt: null, problems }),
  );
}

/** The event with open decisions and questions. */
export type DecisionsEvent = { readonly kind: 'decisions'; readonly open: OpenDecisions };

/** Reports the decisions and questions of a batch that wait for a person; by default of the newest batch. */
export async function reportDecisions(
  context: OperationContext,
  { batch: wanted }: { readonly batch?: string | undefined },
  port: Port<DecisionsEvent>,
): Promise<VerbResult<'orchestrator.batch-decisions/1', OpenBatchCode>> {
  const open = await openDecisions(context, wanted);
  if (!open.ok) return open;
  await port.show({ kind: 'decisions', open: open.value });
  const { batch, decisions, questions, problems } = open.value;
  const ok = isSound(problems, false);
  return success(
    makeDocument('orchestrator.batch-decisions/1', { ok, batch, decisions, questions, problems }),
  );
}
