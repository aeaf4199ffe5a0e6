import { join } from 'node:path';
import type { Problem } from '../../../diagnostics/index.ts';
import { displayPath, entryKind, readText } from '../../../platform/index.ts';
import type { StoredBatch } from '../../store/folder/index.ts';
import type { BatchState } from '../../types.ts';
import type { ReportFinding, ReviewFacts } from './facts.ts';

/** Where `batch review` keeps what it found. */
const REVIEW_FILE = 'review.json';
const LARGEST = 64 * 1024 * 1024;

const NONE: ReviewFacts = { standing: 'none', score: null, band: null, dropped: 0, findings: [] };

/** Reads what a review of the batch found, and whether the batch is still as it was then. */
export function readReviewFacts(
  { folder }: StoredBatch,
  { seq, head }: BatchState,
  cwd: string,
): { readonly facts: ReviewFacts; readonly problems: readonly Problem[] } {
  const path = join(folder, REVIEW_FILE);
  if (entryKind(path) === 'absent') return { facts: NONE, problems: [] };
  const file = displayPath(cwd, path);
  const read = entryKind(path) === 'file' ? readText(path, LARGEST) : undefined;
  const review = read?.kind === 'text' ? asReview(parsed(read.text)) : undefined;
  if (review === undefined) {
    const message = 'The review of the batch cannot be read, and its findings are left out.';
    const hint = 'orchestrator batch review makes it anew.';
    return {
      facts: { ...NONE, standing: 'unreadable' },
      problems: [{ severity: 'warning', code: 'review-left-out', message, file, hint }],
    };
  }
  const isCurrent = review.version.seq === seq && review.version.head === (head ?? null);
  const problems: Problem[] = isCurrent
    ? []
    : [
        {
          severity: 'warning',
          code: 'review-stale',
          message:
            'The batch has gone on since it was reviewed; lines in findings may not be where they were.',
          file,
          hint: 'orchestrator batch review looks at it as it is now.',
        },
      ];
  const { score, band } = review;
  return {
    facts: {
      standing: isCurrent ? 'current' : 'stale',
      score,
      band,
      dropped: review.dropped.reduce((sum, { count }) => sum + count, 0),
      findings: review.findings,
    },
    problems,
  };
}

type KeptReview = {
  readonly version: { readonly seq: number | null; readonly head: string | null };
  readonly score: number;
  readonly band: string;
  readonly dropped: readonly { readonly count: number }[];
  readonly findings: readonly ReportFinding[];
};

/** Only as much of a review as a report has use for is looked at. */
function asReview(value: unknown): KeptReview | undefined {
  if (!isObject(value) || value.schema !== 'orchestrator.reviewed/1') return undefined;
  const { version, score, band, dropped, findings } = value;
  if (!isObject(version) || typeof score !== 'number' || typeof band !== 'string') return undefined;
  if (!Array.isArray(dropped) || !Array.isArray(findings)) return undefined;
  const taken = findings.map(asFinding);
  const counts = dropped.flatMap((each) =>
    isObject(each) && typeof each.count === 'number' ? [{ count: each.count }] : [],
  );
  if (taken.some((each) => each === undefined)) return undefined;
  return {
    version: {
      seq: typeof version.seq === 'number' ? version.seq : null,
      head: typeof version.head === 'string' ? version.head : null,
    },
    score,
    band,
    dropped: counts,
    findings: taken.filter((each) => each !== undefined),
  };
}

const SEVERITIES: readonly unknown[] = ['low', 'medium', 'high', 'critical'];
const PROOFS: readonly unknown[] = ['verified', 'claimed', 'unverifiable'];

function asFinding(value: unknown): ReportFinding | undefined {
  if (!isObject(value)) return undefined;
  const { id, kind, severity, file, message, proof, by, side } = value;
  if (![id, kind, message, by].every((text) => typeof text === 'string')) return undefined;
  if (!SEVERITIES.includes(severity) || !PROOFS.includes(proof)) return undefined;
  // A line that was taken away is in no file any more.
  const line = side === 'before' ? null : lineOf(value.line);
  return {
    ...({ id, kind, severity, message, proof, by } as Pick<
      ReportFinding,
      'id' | 'kind' | 'severity' | 'message' | 'proof' | 'by'
    >),
    file: typeof file === 'string' ? file : null,
    line,
    endLine: line === null ? null : lineOf(value.endLine),
    quote: typeof value.quote === 'string' && value.quote !== '' ? value.quote : null,
    phase: typeof value.phase === 'string' ? value.phase : null,
  };
}

function lineOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
