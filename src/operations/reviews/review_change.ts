import {
  type Band,
  changeOf,
  type ExpectedErrorCode,
  makeReview,
  type Review,
  reaches,
  structuralFindings,
} from '../../batch/index.ts';
import { projectRoot } from '../../context/index.ts';
import { type Problem, success } from '../../diagnostics/index.ts';
import { systemClock } from '../../platform/index.ts';
import { catchRefusals } from '../batches/catch_refusals.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port, WaitEvent } from '../port.ts';
import { type AskModelCode, askModel, type ModelReadingOptions } from './ask_model.ts';
import { type ReadChangeCode, readChange } from './change_source.ts';
import { projectRules } from './project_rules.ts';

/** Events of a review. */
export type ReviewEvent = {
  readonly kind: 'reviewed';
  readonly review: Review;
  /** Whether the risk is at or above the named band. */
  readonly isOver: boolean;
  readonly problems: readonly Problem[];
};

/** The change to review, and the risk from which the review fails. */
export type ReviewRequest = ModelReadingOptions & {
  /** A range, a commit, a file, or `-`; by default, the uncommitted changes. */
  readonly change?: string | undefined;
  readonly gate?: Band | undefined;
  /** Whether only commits are allowed: no file, and no standard input. */
  readonly onlyCommits?: boolean | undefined;
};

/** Reviews a change that no batch made. Reads, and writes nothing. */
export async function reviewChange(
  context: OperationContext,
  { change: wanted, gate, onlyCommits, ...wish }: ReviewRequest,
  port: Port<ReviewEvent | WaitEvent>,
): Promise<VerbResult<'orchestrator.review/1', AskModelCode | ExpectedErrorCode | ReadChangeCode>> {
  const read = await catchRefusals(() => readChange(context, wanted, { signal: port.signal, onlyCommits }));
  if (!read.ok) return read;
  const { subject, version, diff, heads, dropped, problems } = read.value;
  const change = changeOf(diff, heads);
  const generated = new Set(change.files.filter(({ isGenerated }) => isGenerated).map(({ path }) => path));
  const rules = wish.withModel ? projectRules(projectRoot(context.cwd)) : { text: '', problems: [] };
  const matter = { prompt: '', gates: '', rules: rules.text };
  const part = { phase: undefined, diff, matter };
  const asked = await askModel(context, wish, [part], (path) => generated.has(path), port);
  if (!asked.ok) return asked;
  const model = asked.value?.readings;
  const allProblems = [...problems, ...rules.problems, ...(asked.value?.problems ?? [])];
  const at = new Date(systemClock.time()).toISOString();
  const review = makeReview(
    { at, subject, version },
    {
      change,
      found: [...structuralFindings(change), ...(model?.found ?? [])],
      dropped: [...dropped, ...(model?.dropped ?? [])],
      readings: { model: model?.reading ?? null },
    },
  );
  const isOver = gate !== undefined && reaches(review.band, gate);
  await port.show({ kind: 'reviewed', review, isOver, problems: allProblems });
  const ok = !isOver && isSound(allProblems, false);
  return success(makeDocument('orchestrator.review/1', { ok, review, problems: allProblems }));
}
