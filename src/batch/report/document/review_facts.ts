import { join } from 'node:path';
import type { Problem } from '../../../diagnostics/index.ts';
import { displayPath } from '../../../platform/index.ts';
import { type Finding, REVIEW_FILE, readReview, staleReason } from '../../review/index.ts';
import type { BatchState } from '../../store/batch_state.ts';
import type { StoredBatch } from '../../store/folder/index.ts';
import type { ReportFinding, ReviewFacts } from './facts.ts';

const NONE: ReviewFacts = { standing: 'none', score: null, band: null, dropped: 0, findings: [] };

/** Reads the findings of a review of the batch, and whether the batch has changed since. */
export async function readReviewFacts(
  stored: StoredBatch,
  state: BatchState,
  cwd: string,
): Promise<{ readonly facts: ReviewFacts; readonly problems: readonly Problem[] }> {
  const { review, problems } = await readReview(stored, cwd);
  if (review === undefined)
    return { facts: problems.length === 0 ? NONE : { ...NONE, standing: 'unreadable' }, problems };
  const why = staleReason(review, state);
  const { score, band, dropped, findings } = review;
  const stale: Problem<'review-stale'> = {
    severity: 'warning',
    code: 'review-stale',
    message: `The review of the batch is stale: ${why}. Line numbers in its findings may be wrong.`,
    file: displayPath(cwd, join(stored.folder, REVIEW_FILE)),
    hint: `To review it as it is now: orchestrator batch review ${stored.number}`,
  };
  return {
    facts: {
      standing: why === undefined ? 'current' : 'stale',
      score,
      band,
      dropped: dropped.reduce((sum, { count }) => sum + count, 0),
      findings: findings.map(reportFinding),
    },
    problems: why === undefined ? problems : [...problems, stale],
  };
}

/** A removed line is in no file any more. */
function reportFinding({
  id,
  kind,
  severity,
  file,
  line,
  endLine,
  side,
  quote,
  message,
  phase,
  proof,
  by,
}: Finding): ReportFinding {
  const at = side === 'before' ? null : line;
  return {
    ...{ id, kind, severity, file },
    line: at,
    endLine: at === null ? null : (endLine ?? null),
    message,
    quote: quote === '' ? null : quote,
    phase: phase ?? null,
    ...{ proof, by },
  };
}
