import { type BatchEvent, batchStatus, type StatusDocument } from '../../batch/index.ts';
import { success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { type ViewedBatch, viewBatch, watchBatch } from './batch_view.ts';
import { divergenceOfInspected } from './branch_divergence.ts';

/** Events of showing a batch's status. */
export type BatchStatusEvent =
  /** Watching begins. */
  | { readonly kind: 'watched'; readonly seen: ViewedBatch }
  /** The batch was looked at again. `events` are the new ones. */
  | { readonly kind: 'looked'; readonly seen: ViewedBatch; readonly events: readonly BatchEvent[] }
  /** The current status; the last event. */
  | { readonly kind: 'stands'; readonly seen: ViewedBatch; readonly status: StatusDocument };

/** A request for a batch's status. */
export type StatusRequest = {
  /** Its number (default: the newest). */
  readonly batch?: string | undefined;
  /** Polls until nobody runs it any more, or the port's signal aborts. */
  readonly watch?: boolean;
};

/** Reports the status of a batch, phase by phase. Fails only if the batch cannot be read; a failed batch is a valid answer. */
export async function reportBatchStatus(
  context: OperationContext,
  { batch: wanted, watch = false }: StatusRequest,
  port: Port<BatchStatusEvent>,
): Promise<VerbResult<'orchestrator.batch-status/1', OpenBatchCode>> {
  const opened = await openBatch(context, wanted);
  if (!opened.ok) return opened;
  const first = await viewBatch(context, opened.value);
  const seen = watch ? await follow(context, first, port) : first;
  const { manifest, state, isHeld } = seen;
  const problems = [...seen.problems, ...(await divergenceOfInspected(context, seen)).notes];
  const status = batchStatus(manifest, state, { isHeld, problems });
  await port.show({ kind: 'stands', seen, status });
  return success(makeDocument('orchestrator.batch-status/1', status));
}

/** Watches the batch, and returns its last state. */
async function follow(
  context: OperationContext,
  first: ViewedBatch,
  port: Port<BatchStatusEvent>,
): Promise<ViewedBatch> {
  let seen = first;
  const { signal } = port;
  await port.show({ kind: 'watched', seen });
  for await (const next of watchBatch(context, first.stored, { signal })) {
    const events = next.events.slice(seen.events.length);
    seen = next;
    await port.show({ kind: 'looked', seen, events });
  }
  return seen;
}
