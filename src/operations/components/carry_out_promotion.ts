import { dirname } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  createFile,
  describeSystemError,
  readText,
  removeFile,
  replaceFile,
  sweepStaging,
} from '../../platform/index.ts';
import { LARGEST_MOVED, type Place, type PromoteProblemCode, type Promotion } from './plan_promotion.ts';

/** Outcome for a promoted component. `unchanged`: the target already had the same text, and the built-in one stays. */
export type PromotionOutcome = 'moved' | 'copied' | 'unchanged';

/**
 * Moves a component to its new layer: the new file is complete and on the device before the old one is removed, so that
 * one of them always exists.
 */
export async function carryOutPromotion(
  promotion: Promotion,
): Promise<Result<PromotionOutcome, PromoteProblemCode>> {
  const { text, replaced, moves } = promotion;
  // Removes leftovers of a killed run, even if there is nothing more to write there.
  sweepStaging(dirname(promotion.target.path));
  const put = replaced === text ? success('there' as const) : await putAtTarget(promotion);
  if (!put.ok) return put;
  if (moves) return takeAway(promotion);
  return success(replaced === text ? 'unchanged' : 'copied');
}

async function putAtTarget({
  from,
  target,
  text,
  replaced,
}: Promotion): Promise<Result<'there', PromoteProblemCode>> {
  try {
    if (replaced === undefined) {
      const created = await createFile(target.path, text);
      return created === 'created' ? success('there') : failure('problems', changedMeanwhile(target));
    }
    if (!holds(target, replaced)) return failure('problems', changedMeanwhile(target));
    await replaceFile(target.path, text);
    return success('there');
  } catch (error) {
    return failure('environment', cannotWrite(target, from, error));
  }
}

async function takeAway(promotion: Promotion): Promise<Result<'moved', PromoteProblemCode>> {
  const { from, target, text } = promotion;
  if (!holds(from, text)) return failure('problems', changedSince(from, target));
  try {
    removeFile(from.path);
    return success('moved');
  } catch (error) {
    const isBack = holds(from, text) && (await isTakenBack(promotion));
    return failure('environment', cannotRemove(from, target, { error, isBack }));
  }
}

/** Restores the target to what it was; `false` where that fails, or somebody has written there since. */
async function isTakenBack({ target, text, replaced }: Promotion): Promise<boolean> {
  if (replaced === text) return true;
  if (!holds(target, text)) return false;
  try {
    if (replaced === undefined) removeFile(target.path);
    else await replaceFile(target.path, replaced);
    return true;
  } catch {
    return false;
  }
}

function holds({ path }: Place, text: string): boolean {
  const read = readText(path, LARGEST_MOVED);
  return read.kind === 'text' && read.text === text;
}

function changedMeanwhile({ shown }: Place): Problem<PromoteProblemCode> {
  return {
    severity: 'error',
    code: 'changed-meanwhile',
    message: 'The file has changed since it was read; it was left as it is.',
    file: shown,
    hint: 'Run this again to see how the two differ now.',
  };
}

function changedSince(from: Place, target: Place): Problem<PromoteProblemCode> {
  return {
    severity: 'error',
    code: 'changed-meanwhile',
    message: `The file has changed since it was read, so it was kept. Its earlier content is also at ${target.shown}.`,
    file: from.shown,
    hint: 'Run this again to see how the two differ now.',
  };
}

function cannotRemove(
  from: Place,
  target: Place,
  { error, isBack }: { readonly error: unknown; readonly isBack: boolean },
): Problem<PromoteProblemCode> {
  const why = describeSystemError(error);
  return {
    severity: 'error',
    code: 'cannot-write',
    message: isBack
      ? `The component cannot be removed here: ${why}. Nothing was changed.`
      : `The component is at ${target.shown} now, but cannot be removed here: ${why}. It is in both places.`,
    file: from.shown,
    hint: isBack
      ? 'Give permission there, then run this again.'
      : 'Remove this one, or give permission there and run this again.',
  };
}

function cannotWrite(target: Place, from: Place, error: unknown): Problem<PromoteProblemCode> {
  return {
    severity: 'error',
    code: 'cannot-write',
    message: `The component cannot be moved: ${describeSystemError(error)}. It is still at ${from.shown}.`,
    file: target.shown,
    hint: 'Make room or give permission there, then run this again.',
  };
}
