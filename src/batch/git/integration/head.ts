import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { GitRefused, gitFault } from '../../../platform/index.ts';
import { baseRef, headRef, visibleBranch } from '../../store/refs.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';
import { type IntegrationProblemCode, integrationProblem } from './integration_problem.ts';
import { type BatchRefs, readRefs } from './read_refs.ts';
import { updateRefs } from './update_refs.ts';

/** The commit where a batch began, and its current head. */
export type BatchHead = { readonly base: string; readonly head: string };

/**
 * Creates a batch's head at the user's current commit, with the branch that shows it; an existing head is only read. A branch of
 * that name that is not the batch's is left alone, and the head is not created then.
 *
 * @param known - the batch's refs, if the caller has just read them
 */
export async function prepareHead(
  context: WorktreeContext,
  batch: number,
  known?: BatchRefs,
): Promise<Result<BatchHead, IntegrationProblemCode>> {
  try {
    const { base, head, visible } = known ?? (await readRefs(context, batch));
    const branch = `refs/heads/${visibleBranch(batch)}`;
    if (head !== undefined) {
      // Git creates refs one after the other: on a full disk the head may exist without its branch, which shows nothing yet.
      const isUnshown = visible === undefined && head === base;
      const made =
        isUnshown && gitFault(await updateRefs(context, [{ ref: branch, from: undefined, to: head }]));
      return made ? notMade(batch, made) : success({ base: base ?? head, head });
    }
    const start = base ?? context.repository.head;
    // If only the base exists, its creator died before the head was made: a branch at the base belongs to it.
    if (visible !== undefined && !(base !== undefined && visible === base)) return taken(batch);
    if (base === undefined) {
      const outcome = await updateRefs(context, [{ ref: baseRef(batch), from: undefined, to: start }]);
      if (gitFault(outcome) !== undefined) return notMade(batch, gitFault(outcome) ?? '');
    }
    const outcome = await updateRefs(context, [
      { ref: headRef(batch), from: undefined, to: start },
      ...(visible === undefined ? [{ ref: branch, from: undefined, to: start }] : []),
    ]);
    const fault = gitFault(outcome);
    if (fault === undefined) return success({ base: start, head: start });
    // The error for a full disk names the branch as well.
    const isThere = fault.includes(branch) && /\bexists\b/u.test(fault);
    return isThere ? taken(batch, fault) : notMade(batch, fault);
  } catch (error) {
    if (error instanceof GitRefused) return notMade(batch, error.message);
    throw error;
  }
}

/**
 * Makes a batch begin at another commit than the user's, as long as it has not begun. Repeating it with the same commit changes
 * nothing.
 */
export async function beginAt(
  context: WorktreeContext,
  batch: number,
  commit: string,
): Promise<Result<undefined, IntegrationProblemCode>> {
  try {
    const { base, head } = await readRefs(context, batch);
    if (base === commit || head !== undefined) return success(undefined);
    const fault = gitFault(await updateRefs(context, [{ ref: baseRef(batch), from: base, to: commit }]));
    return fault === undefined ? success(undefined) : notMade(batch, fault);
  } catch (error) {
    if (error instanceof GitRefused) return notMade(batch, error.message);
    throw error;
  }
}

/** Returns the commit a batch's head is at; `undefined` before the first run. @throws when git cannot be run */
export async function headOf(context: WorktreeContext, batch: number): Promise<string | undefined> {
  return (await readRefs(context, batch)).head;
}

function taken(batch: number, said?: string) {
  const branch = visibleBranch(batch);
  const why = said === undefined ? '' : ` Git says: ${said}`;
  return failure(
    'problems',
    integrationProblem(
      'branch-taken',
      `The batch shows its work on the branch ${branch}, but there is already a branch of that name, or below it, that is not the batch's. It was left alone.${why}`,
      `Give it another name: git branch -m ${branch} <name>`,
    ),
  );
}

function notMade(batch: number, why: string) {
  const message = `The head of batch ${batch} cannot be created: ${why}`;
  const hint = 'Fix that and run the batch again; nothing is lost.';
  return failure('environment', integrationProblem('head-not-made', message, hint));
}
