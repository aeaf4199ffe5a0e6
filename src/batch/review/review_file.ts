import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { describeSystemError, displayPath, entryKind, readJson, replaceFile } from '../../platform/index.ts';
import type { BatchState } from '../store/batch_state.ts';
import type { StoredBatch } from '../store/folder/index.ts';
import type { Review } from './finding.ts';
import { REVIEW_RULES } from './rules_revision.ts';

/** The file in a batch's folder with its last review. */
export const REVIEW_FILE = 'review.json';

const LARGEST = 64 * 1024 * 1024;

/** The stored review of a batch; `undefined` where there is none, or an unreadable one, which is reported. */
export async function readReview(
  { folder }: Pick<StoredBatch, 'folder'>,
  cwd: string,
): Promise<{ readonly review: Review | undefined; readonly problems: readonly Problem[] }> {
  const path = join(folder, REVIEW_FILE);
  if (entryKind(path) === 'absent') return { review: undefined, problems: [] };
  const data = readJson(path, LARGEST);
  const { validateReviewed } = await import('../generated/validators.js');
  const isReview = (value: unknown): value is Review => validateReviewed(value);
  if (isReview(data)) return { review: data, problems: [] };
  const problem: Problem<'review-unreadable'> = {
    severity: 'warning',
    code: 'review-unreadable',
    message: 'The saved review of the batch cannot be read, or is not a review; it is left out.',
    file: displayPath(cwd, path),
    hint: 'Create it again with: orchestrator batch review',
  };
  return { review: undefined, problems: [problem] };
}

/** Stores the review of a batch in place of the previous one. A failure does not withhold it from the requester. */
export async function keepReview(
  { folder }: Pick<StoredBatch, 'folder'>,
  review: Review,
  cwd: string,
): Promise<Problem<'review-not-kept'>[]> {
  const path = join(folder, REVIEW_FILE);
  try {
    await replaceFile(path, `${JSON.stringify(review, null, 2)}\n`);
    return [];
  } catch (error) {
    return [
      {
        severity: 'warning',
        code: 'review-not-kept',
        message: `The review cannot be saved: ${describeSystemError(error)}.`,
        file: displayPath(cwd, path),
        hint: 'Give permission there; until then batch report has no findings.',
      },
    ];
  }
}

/** The reason why a review does not fit the batch's current state; `undefined` where it does. */
export function staleReason(
  { version }: Pick<Review, 'version'>,
  { seq, head }: Pick<BatchState, 'seq' | 'head'>,
): string | undefined {
  if (version.head !== (head ?? null)) return 'the batch has been merged into or undone since';
  if (version.seq !== seq) return 'something has happened in the batch since';
  return version.rules === REVIEW_RULES ? undefined : 'another version of the program made it';
}
