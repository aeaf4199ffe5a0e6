import {
  type BatchManifest,
  type BatchState,
  type Delivery,
  deliver,
  finishDelivery,
  planDelivery,
  readIntent,
  settledHead,
  settleHead,
  userPlace,
} from '../../batch/index.ts';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import { type BatchGround, openGround, quietHistory, whileHeld } from './batch_ground.ts';

/** What merging a batch would do, or did. */
export type BatchMerge = {
  readonly batch: number;
  readonly title: string;
  /** As a person writes it. */
  readonly branch: string;
  readonly from: string;
  readonly to: string;
  /** `finished`: one that was cut short before. */
  readonly how: Delivery['how'] | 'finished';
  readonly files: Delivery['files'];
  readonly done: number;
  readonly phases: number;
  readonly warnings: readonly Problem[];
};

/** A merge that was looked at, and is not done. */
export type PreparedMerge = { readonly ground: BatchGround; readonly merge: BatchMerge };

/** Decides how a batch comes to the user's branch, and tells everything that is in the way. Changes nothing. */
export async function prepareBatchMerge(
  context: OperationContext,
  wanted: string,
): Promise<Result<PreparedMerge>> {
  const ground = await openGround(context, wanted);
  if (!ground.ok) return ground;
  const history = await quietHistory(ground.value);
  if (!history.ok) return history;
  const { state, warnings } = history.value;
  const unfinished = await unfinishedMerge(ground.value, state);
  if (unfinished !== undefined) return success({ ground: ground.value, merge: { ...unfinished, warnings } });
  const planned = await planMerge(ground.value, state);
  if (!planned.ok) return planned;
  const merge = { ...told(ground.value, state, planned.value), warnings };
  return success({ ground: ground.value, merge });
}

/** Brings the batch to the user's branch and files; what was cut short before is finished first. */
export async function carryOutMerge({ ground }: PreparedMerge): Promise<Result<BatchMerge>> {
  return whileHeld(ground, async ({ number, state, warnings }) => {
    const { worktrees } = ground;
    const settled = await settledHead(worktrees, state);
    const mended = settled.ok ? await settleHead(worktrees, number, settled.value) : settled;
    if (!mended.ok) return mended;
    const finished = await finishDelivery(worktrees, number);
    if (!finished.ok) return finished;
    const planned = await planMerge(ground, state);
    if (!planned.ok) return planned;
    const delivered = await deliver(worktrees, number, planned.value);
    if (!delivered.ok) return delivered;
    const merge = told(ground, state, planned.value);
    if (finished.value === 'none' || merge.how !== 'already') return success({ ...merge, warnings });
    const { from, to } = finished.value;
    return success({ ...merge, from, to, how: 'finished' as const, warnings });
  });
}

async function planMerge({ stored, worktrees }: BatchGround, state: BatchState): Promise<Result<Delivery>> {
  const settled = await settledHead(worktrees, state);
  if (!settled.ok) return settled;
  const { head } = settled.value;
  const message = messageOf(stored.manifest, state);
  return planDelivery(worktrees, { batch: stored.number, head, message });
}

/** A merge that was cut short, where the user is still where it was. */
async function unfinishedMerge(
  ground: BatchGround,
  state: BatchState,
): Promise<Omit<BatchMerge, 'warnings'> | undefined> {
  const intent = await readIntent(ground.worktrees, ground.stored.number);
  if (intent === undefined) return undefined;
  const { branch, commit } = await userPlace(ground.worktrees);
  if (branch !== intent.branch || (commit !== intent.from && commit !== intent.to)) return undefined;
  const { from, to } = intent;
  return told(ground, state, { branch, from, to, how: 'finished', files: [] });
}

function told(
  { stored }: BatchGround,
  { phases }: BatchState,
  { branch, from, to, how, files }: Omit<Delivery, 'how'> & { readonly how: BatchMerge['how'] },
): Omit<BatchMerge, 'warnings'> {
  const { batch, title } = stored.manifest;
  const done = phases.filter(({ progress }) => progress.state === 'done').length;
  const name = branch.replace(/^refs\/heads\//u, '');
  return { batch, title, branch: name, from, to, how, files, done, phases: phases.length };
}

function messageOf({ batch, title }: BatchManifest, { phases }: BatchState): string {
  const done = phases.filter(({ progress }) => progress.state === 'done');
  const lines = done.map(({ phase }) => `${phase.prp}: ${printableLine(phase.title).slice(0, 200)}\n`);
  return `Merge batch ${batch}: ${printableLine(title).slice(0, 200)}\n\n${lines.join('')}`;
}
