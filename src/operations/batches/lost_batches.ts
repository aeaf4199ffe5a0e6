import {
  batchRefs,
  type NumberClaims,
  openClaims,
  type Project,
  visibleBranch,
  visibleRef,
} from '../../batch/index.ts';
import { type Problem, success } from '../../diagnostics/index.ts';
import { createReadOnlyGit } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { batchStore } from './batch_store.ts';
import { catchRefusals } from './catch_refusals.ts';

/**
 * The numbers of this working tree's batches whose folder is gone (removed by `git clean`, for example) while refs remain. They
 * cannot be continued, and their numbers are not reused.
 */
export function lostBatches(
  context: OperationContext,
  project: Project,
  claims: NumberClaims | undefined,
): number[] {
  if (claims === undefined) return [];
  const store = batchStore(context);
  const there = new Set([...store.numbers(project), ...store.numbers(project, { isArchived: true })]);
  return claims.withRefs.filter((number) => !there.has(number) && isOwn(claims, number));
}

/** Notes where the work of each lost batch is. */
export function lostBatchNotes(
  context: OperationContext,
  project: Project,
  claims: NumberClaims | undefined,
): Problem<'batch-lost'>[] {
  return lostBatches(context, project, claims).map((number) => ({
    severity: 'note',
    code: 'batch-lost',
    message: `The folder of an earlier batch ${number} is gone; its number is not reused. ${locationOfWork(number, claims)}`,
    hint: `${RESTORE_FOLDER_HINT} To forget it: ${forgetCommand(number)}`,
  }));
}

/** Asks git for lost batches, and notes where the work of each is; if git fails, returns that problem. */
export async function findLostBatchNotes(
  context: OperationContext,
  project: Project,
): Promise<readonly Problem[]> {
  const claims = await catchRefusals(async () =>
    success(await openClaims(createReadOnlyGit(context.env), project.root)),
  );
  return claims.ok ? lostBatchNotes(context, project, claims.value) : claims.problems;
}

/** Such a folder is usually removed by a git command meant to tidy up. */
export const RESTORE_FOLDER_HINT =
  'If git stash -a took the folder, git stash pop brings it back (git stash list shows which).';

/** A sentence that says where the work of a lost batch is. */
export function locationOfWork(number: number, claims: NumberClaims | undefined): string {
  const pins = claims?.withPins.has(number) === true ? `kept under ${batchRefs(number)} and ` : '';
  return `Its work is ${pins}on the branch ${visibleBranch(number)}.`;
}

/** The command that removes the refs of a batch. */
export function forgetCommand(number: number): string {
  const refs = `${batchRefs(number)} ${visibleRef(number)}`;
  return `git for-each-ref --format='delete %(refname)' ${refs} | git update-ref --stdin`;
}

/** Whether the number is this tree's. An unclaimed one may predate claims; a branch alone may be the user's own. */
function isOwn(claims: NumberClaims, number: number): boolean {
  const owner = claims.ownerOf(number);
  return owner === 'here' || (owner === 'nobody' && claims.withPins.has(number));
}
