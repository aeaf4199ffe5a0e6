import { countPhases, countsInWords, findProject, type Project, statusNameOf } from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { batchStore } from '../batches/batch_store.ts';
import { type ViewedBatch, viewBatch } from '../batches/batch_view.ts';
import { findLostBatchNotes } from '../batches/lost_batches.ts';
import type { OperationContext } from '../context.ts';
import type { DocumentOf } from '../document.ts';
import { hasCommit } from './inspect_git.ts';

/** The state of a batch, as in `status`. */
export type BatchNow = DocumentOf<'orchestrator.status/1'>['batches'][number];

/** The batches that were examined. */
export type BatchesNow = {
  /** Ascending. */
  readonly batches: readonly BatchNow[];
  /** Number of merged phases of each, by the hash of the plan that it was made from. */
  readonly byPlan: ReadonlyMap<string, readonly { readonly batch: number; readonly done: number }[]>;
  readonly leftOut: number;
  readonly problems: readonly Problem[];
};

/** Examines the newest batches; unreadable ones are reported, and stop nothing. */
export async function inspectBatches(context: OperationContext): Promise<BatchesNow> {
  const found = findProject(context.cwd);
  if (!found.ok) return { batches: [], byPlan: new Map(), leftOut: 0, problems: found.problems };
  const store = batchStore(context);
  const numbers = store.numbers(found.value);
  const looked = numbers.slice(-MAX_BATCHES);
  const batches: BatchNow[] = [];
  const problems: Problem[] = [...(await findLostBatchNotes(context, found.value))];
  const byPlan = new Map<string, { readonly batch: number; readonly done: number }[]>();
  for (const number of looked) {
    const read = await store.read(found.value, number);
    if (!read.ok) {
      problems.push(...read.problems);
      continue;
    }
    const seen = await viewBatch(context, read.value);
    problems.push(...seen.problems);
    const now = await batchNow(context, found.value, seen);
    batches.push(now);
    const { sha256 } = read.value.manifest.plan;
    byPlan.set(sha256, [...(byPlan.get(sha256) ?? []), { batch: number, done: now.counts.done }]);
  }
  return { batches, byPlan, leftOut: numbers.length - looked.length, problems };
}

/** Each has a journal to read; older ones are shown by `batch list`. */
const MAX_BATCHES = 8;

async function batchNow(context: OperationContext, { root }: Project, seen: ViewedBatch): Promise<BatchNow> {
  const { state, manifest, isHeld } = seen;
  const { phases, base, head } = state;
  const hasWork = head !== undefined && head !== base;
  return {
    batch: manifest.batch,
    title: manifest.title,
    state: statusNameOf(seen),
    counts: countPhases(phases),
    summary: countsInWords(seen),
    delivered: hasWork ? await hasCommit(context, root, head) : null,
    decisions: phases.filter(
      ({ progress, asked }) => progress.state === 'failed' || (asked !== undefined && isHeld),
    ).length,
    working: phases.flatMap(({ phase, progress }) => {
      const { state: now } = progress;
      if (!isHeld || (now !== 'running' && now !== 'gating' && now !== 'merging')) return [];
      const said = seen.doing?.(phase.prp, progress.attempt)?.doing;
      return [
        {
          ...{ phase: phase.id, prp: phase.prp, state: now, attempt: progress.attempt },
          doing: said === undefined ? null : printableLine(said),
        },
      ];
    }),
  };
}
