import { join } from 'node:path';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { entryKind, GitRefused, gitFault, isGitNegative, removeFile } from '../../../platform/index.ts';
import { updateRefs } from '../integration/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';
import { type DeliveryProblemCode, deliveryProblem } from './delivery_problem.ts';
import { dropIntent, type Intent, keepIntent, readIntent } from './intent.ts';
import { type Delivery, gitFailure } from './plan_delivery.ts';
import { changedFiles, dirtyFiles, said, userPlace } from './user_tree.ts';

/*
 * Order: record the intent; write files and index; move the branch; remove the record. Until the branch moves, a crash leaves
 * uncommitted changes for the user, never reverted ones; and repeating the delivery completes it.
 */

/**
 * Brings a delivery to the user's branch and files. Only files that differ are written; no hook runs. On failure everything is
 * restored.
 */
export async function deliver(
  context: WorktreeContext,
  batch: number,
  delivery: Delivery,
): Promise<Result<undefined, DeliveryProblemCode>> {
  if (delivery.how === 'already') return success(undefined);
  try {
    return await carryOut(context, batch, await keepIntent(context, batch, delivery));
  } catch (error) {
    if (error instanceof GitRefused) return gitFailure(error);
    throw error;
  }
}

/**
 * Completes a delivery that a crash has cut short; `none` if there is none, or if the user has moved on since, whose files are
 * then left as they are.
 */
export async function finishDelivery(
  context: WorktreeContext,
  batch: number,
): Promise<Result<Intent | 'none', DeliveryProblemCode>> {
  try {
    const intent = await readIntent(context, batch);
    if (intent === undefined) return success('none');
    const { branch, commit } = await userPlace(context);
    if (branch === intent.branch && commit === intent.from) {
      await takeBackHalf(context, intent);
      const done = await carryOut(context, batch, intent);
      return done.ok ? success(intent) : done;
    }
    await dropIntent(context, batch, intent);
    return success(branch === intent.branch && commit === intent.to ? intent : 'none');
  } catch (error) {
    if (error instanceof GitRefused) return gitFailure(error);
    throw error;
  }
}

async function carryOut(
  context: WorktreeContext,
  batch: number,
  intent: Intent,
): Promise<Result<undefined, DeliveryProblemCode>> {
  const { branch, from, to } = intent;
  const written = await writeFiles(context, from, to);
  if (written !== undefined) {
    await takeBackHalf(context, intent);
    const dirty = await dirtyFiles(context);
    const left = (await changedFiles(context, from, to)).filter(({ path }) => dirty.has(path));
    await dropIntent(context, batch, intent);
    const paths = left.map(({ path }) => path);
    return failure('environment', notWritten(written, paths));
  }
  const why = `orchestrator: batch merge ${batch}`;
  const place = await userPlace(context);
  const moved =
    place.branch === branch ? gitFault(await updateRefs(context, [{ ref: branch, from, to }], why)) : '';
  if (moved !== undefined) {
    // The files are restored, whether the user committed or switched meanwhile or git refused.
    const back = await writeFiles(context, to, from);
    const now = await userPlace(context);
    await dropIntent(context, batch, intent);
    return now.branch === branch && now.commit === from
      ? failure('environment', branchRefused(branch, moved, back))
      : failure('problems', branchMoved(branch, back));
  }
  await dropIntent(context, batch, intent);
  return success(undefined);
}

/**
 * Brings index and files from one commit to another, as far as they differ; returns git's reason if it refused, else `undefined`.
 */
async function writeFiles(
  { git, repository, signal }: WorktreeContext,
  from: string,
  to: string,
): Promise<string | undefined> {
  // Files with only a new time would count as changed.
  const refreshed = await git.run(repository.top, ['update-index', '-q', '--refresh'], { signal });
  if (!isGitNegative(refreshed) && gitFault(refreshed) !== undefined) return gitFault(refreshed);
  return gitFault(await git.run(repository.top, ['read-tree', '-m', '-u', from, to]));
}

/**
 * Reverts files written before a crash, when index and branch do not include them yet: git would take them for the user's. Only
 * files with exactly the content to be written are touched.
 */
async function takeBackHalf(context: WorktreeContext, { from, to }: Intent): Promise<void> {
  const { git, repository, signal } = context;
  const isInIndex = async (path: string, commit: string) =>
    (await said(context, [
      'diff-index',
      '--cached',
      '--name-only',
      commit,
      '--',
      `:(literal,top)${path}`,
    ])) === '';
  for (const { path, change } of await changedFiles(context, from, to)) {
    const file = join(repository.top, path);
    if (change === 'deleted' || entryKind(file) !== 'file' || !(await isInIndex(path, from))) continue;
    const here = await said(context, ['hash-object', `--path=${path}`, '--', file]);
    const there = await said(context, ['rev-parse', `${to}:${path}`]);
    if (here !== there) continue;
    if (change === 'added') removeFile(file);
    else await git.run(repository.top, ['checkout-index', '--force', '--', path], { signal });
  }
}

function notWritten(why: string, left: readonly string[]) {
  const state =
    left.length === 0
      ? 'Your branch and your files are as they were.'
      : `Your branch is as it was; check ${left.join(', ')}, which you changed or which may be incomplete.`;
  return deliveryProblem(
    'files-not-written',
    `Git would not write the files: ${why}\n${state}`,
    'Fix that and run the same command again.',
  );
}

function branchMoved(branch: string, back: string | undefined) {
  const name = branch.replace(/^refs\/heads\//u, '');
  return deliveryProblem(
    'branch-moved',
    `The branch ${name} moved while the batch was being merged into it. ${filesAfter(back)}`,
    'Run the same command again.',
  );
}

function branchRefused(branch: string, why: string, back: string | undefined) {
  const name = branch.replace(/^refs\/heads\//u, '');
  return deliveryProblem(
    'branch-not-moved',
    `Git would not move the branch ${name}: ${why}\n${filesAfter(back)}`,
    'Fix that and run the same command again.',
  );
}

function filesAfter(back: string | undefined): string {
  return back === undefined
    ? 'Your files are as they were.'
    : `The batch's changes are still in your files, uncommitted, because: ${back}`;
}
