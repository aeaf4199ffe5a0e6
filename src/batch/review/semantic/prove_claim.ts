import type { ReviewAnswer } from '../../generated/review.answer.ts';
import type { ShownFile, ShownLine } from './shown_diff.ts';

/** A finding of a model whose place is there. */
export type PlacedClaim = {
  readonly claim: ReviewAnswer['findings'][number];
  readonly file: ShownFile;
  readonly at: ShownLine;
};

/** The shortest quote that says something, in characters without spaces. */
const SHORTEST = 3;

/**
 * The place that a finding quotes, if it was shown: the line that it names, or the only other one that has these words. Removed lines do not
 * count: they are not what will be merged.
 */
export function placeClaim(
  claim: ReviewAnswer['findings'][number],
  files: readonly ShownFile[],
): PlacedClaim | undefined {
  const file = files.find(({ path }) => path === claim.file.trim());
  const wanted = plain(claim.quote);
  if (file === undefined || wanted.length < SHORTEST) return undefined;
  const holding = file.lines.filter(({ sign, text }) => sign !== '-' && plain(text).includes(wanted));
  const own = holding.find(({ line }) => line === claim.line);
  const at = own ?? (holding.length === 1 ? holding[0] : undefined);
  return at === undefined ? undefined : { claim, file, at };
}

function plain(text: string): string {
  return text.replace(/\s+/gu, '');
}
