import {
  type Asking,
  changeOf,
  commitDiff,
  type Finding,
  fixedBatch,
  parseDiff,
  type Review,
  readReview,
  type StoredBatch,
  structuralFindings,
  unfixedFindings,
} from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { countOf } from '../../lib/index.ts';
import type { BatchContext } from '../batches/batch_context.ts';
import type { OperationContext } from '../context.ts';
import { openStoredBatch } from '../reports/open_stored_batch.ts';
import { ofCommits } from './change_source.ts';
import { readBlob } from './read_blobs.ts';

/** The findings that a fix batch was meant to resolve and has not. */
export type UnresolvedFindings = {
  readonly found: readonly Omit<Finding, 'id'>[];
  readonly problems: readonly Problem<'fixed-review-gone' | 'still-there'>[];
};

/**
 * For a batch that fixes another's review findings: those that are still there. They would appear nowhere else, because untouched
 * code is not part of this batch's change.
 *
 * @param options.own - findings in the batch itself
 */
export async function unresolvedFindings(
  context: OperationContext,
  { stored }: Pick<BatchContext, 'stored'>,
  {
    asking,
    head,
    own,
  }: { readonly asking: Asking; readonly head: string; readonly own: readonly Omit<Finding, 'id'>[] },
): Promise<UnresolvedFindings> {
  const fixed = fixedBatch(stored.manifest);
  if (fixed === undefined) return { found: [], problems: [] };
  const before = await reviewOf(context, fixed);
  if (before === undefined) return { found: [], problems: [gone(fixed)] };
  const base = await firstBase(context, before);
  const rules = base === undefined ? [] : await rulesSince(asking, base, head);
  if (rules === undefined) return { found: [], problems: [gone(fixed)] };
  const texts = await textsAt(asking, head, before.review.findings);
  const found = unfixedFindings(before.review, { rules, own, textOf: (path) => texts.get(path) });
  return { found, problems: found.length === 0 ? [] : [stillThere(found.length, fixed)] };
}

type Before = { readonly review: Review; readonly stored: StoredBatch };

async function reviewOf(context: OperationContext, batch: number): Promise<Before | undefined> {
  const kept = await openStoredBatch(context, `${batch}`);
  if (!kept.ok) return undefined;
  const { review } = await readReview(kept.value.stored, context.cwd);
  return review === undefined ? undefined : { review, stored: kept.value.stored };
}

/** The base of the first of these batches that had findings. */
async function firstBase(context: OperationContext, last: Before): Promise<string | undefined> {
  let before = last;
  // A handwritten plan can name any batch, including itself.
  const seen = new Set<number>();
  for (;;) {
    const fixed = fixedBatch(before.stored.manifest);
    if (fixed === undefined || seen.has(fixed)) break;
    seen.add(fixed);
    const earlier = await reviewOf(context, fixed);
    if (earlier === undefined) break;
    before = earlier;
  }
  return before.review.version.base ?? undefined;
}

/** The rules' findings in everything that has changed; `undefined` if unknown. */
async function rulesSince(
  asking: Asking,
  base: string,
  head: string,
): Promise<Omit<Finding, 'id'>[] | undefined> {
  const { git, top, signal } = asking;
  const there = await git.run(top, ['cat-file', '-e', `${base}^{commit}`], { signal });
  if (there.kind !== 'ended' || there.code !== 0) return undefined;
  const text = await commitDiff(asking, base, head);
  if (text.kind !== 'text') return undefined;
  const { heads } = await ofCommits(asking, { base, head, text: text.text, name: 'all of it' });
  return structuralFindings(changeOf(parseDiff(text.text), heads));
}

/** The largest file searched for a line, in bytes. */
const LARGEST = 4 * 1024 * 1024;

/** The files that findings without a rule quote, at a commit. */
async function textsAt(
  asking: Asking,
  head: string,
  findings: readonly Finding[],
): Promise<ReadonlyMap<string, string>> {
  const paths = new Set(
    findings.flatMap(({ file, by }) => (file === null || by === 'structural' ? [] : [file])),
  );
  const texts = new Map<string, string>();
  for (const path of [...paths].sort()) {
    const text = await readBlob(asking, head, path, LARGEST);
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}

function stillThere(count: number, fixed: number): Problem<'still-there'> {
  return {
    severity: 'note',
    code: 'still-there',
    message: `${countOf(count, 'finding')} in batch ${fixed}, which this one was to fix, ${count === 1 ? 'is' : 'are'} still there, and reported here again.`,
  };
}

function gone(fixed: number): Problem<'fixed-review-gone'> {
  return {
    severity: 'warning',
    code: 'fixed-review-gone',
    message: `The review of batch ${fixed}, which this one was to fix, or the work it reviewed, no longer exists: whether it is fixed is unknown.`,
    hint: 'This review covers only what this batch itself changed.',
  };
}
