import { success } from '../../diagnostics/index.ts';
import { countOf, printableLine } from '../../lib/index.ts';
import type { NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type ChangeEvent, type ChangeRequest, changeBatch } from './change_batch.ts';
import {
  type BatchMerge,
  type CarryOutMergeCode,
  carryOutMerge,
  type PrepareBatchMergeCode,
  prepareBatchMerge,
} from './prepare_merge.ts';

/** Options for merging. */
export type MergeRequest = ChangeRequest & {
  /** Merges even if that brings back commits that the branch no longer has. */
  readonly allowRewritten?: boolean;
};

/** Events of merging. */
export type MergeEvent = ChangeEvent<BatchMerge>;

/** Merges the work of a batch into the user's current branch. */
export async function mergeBatch(
  context: OperationContext,
  request: MergeRequest,
  port: Port<MergeEvent>,
): Promise<
  VerbResult<'orchestrator.batch-merge/1', CarryOutMergeCode | NotConfirmedCode | PrepareBatchMergeCode>
> {
  const { batch: wanted, allowRewritten = false, dryRun = false, yes = false } = request;
  // A person who is asked sees the additional commits; otherwise they have to be allowed explicitly.
  const refuseRewritten = !allowRewritten && !dryRun && (yes || !(await port.canAsk()));
  const changed = await changeBatch(
    {
      prepare: () => prepareBatchMerge(context, wanted, { refuseRewritten }),
      planned: ({ merge }) => merge,
      carryOut: carryOutMerge,
      question: (merge) => questionOf(merge, allowRewritten),
    },
    request,
    port,
  );
  if (!changed.ok) return { ...changed, known: { dryRun } };
  const { batch, branch, from, to, how, files, brings, warnings: problems } = changed.value;
  const fields = { batch, branch, from, to, how, files, brings };
  return success(makeDocument('orchestrator.batch-merge/1', { ok: true, dryRun, ...fields, problems }));
}

/** The question before merging. A complete batch needs none; an incomplete one, or additional commits, may be a surprise. */
function questionOf(
  { how, done, phases, branch, brings, filters }: BatchMerge,
  allowRewritten: boolean,
): string | undefined {
  if (how === 'already') return undefined;
  if (filters.length > 0)
    return `Git would run ${countOf(filters.length, 'program')} from this repository's own settings on files. Merge and let them run?`;
  if (how === 'finished') return undefined;
  if (brings.length > 0 && !allowRewritten)
    return `The merge brings back ${countOf(brings.length, 'commit')} that ${printableLine(branch)} does not have. Merge anyway?`;
  if (done === phases) return undefined;
  return `Only ${done} of ${countOf(phases, 'phase')} are done. Merge them into ${printableLine(branch)}?`;
}
