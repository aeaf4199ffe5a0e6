import { durationInWords, inDollars, withThousands } from '../../lib/index.ts';
import {
  type BatchUse,
  type BatchView,
  countsInWords,
  elapsedMs,
  estimateLeft,
  questionsInWords,
  statusNameOf,
} from '../../operations/index.ts';

/** Counts and times in one line, wrapped if too long. */
export function summaryText(view: BatchView, now: number): string {
  const elapsed = `elapsed ${durationInWords(elapsedMs(view, now))}`;
  switch (statusNameOf(view)) {
    case 'generated':
      return `${countsInWords(view)}; not run yet`;
    case 'running': {
      const asked = questionsInWords(view);
      // The duration of an answer is unknown.
      if (asked !== '') return `${countsInWords(view)}; ${elapsed}, ${asked}`;
      const left = estimateLeft(view, now);
      const estimate = left === undefined ? '-' : `about ${durationInWords(rounded(left))}`;
      return `${countsInWords(view)}; ${elapsed}, left ${estimate}`;
    }
    default:
      return `${countsInWords(view)}; ${elapsed}`;
  }
}

/** Tokens and cost of attempts, as the end of a sentence; empty if none is reported. */
export function usedText({ tokens, costUsd }: BatchUse): string {
  const parts = [
    ...(tokens === undefined ? [] : [`${withThousands(tokens)} tokens`]),
    ...(costUsd === undefined ? [] : [inDollars(costUsd)]),
  ];
  return parts.map((each) => `, ${each}`).join('');
}

/** To ten seconds below ten minutes, else to minutes: an estimate is no more precise. */
function rounded(ms: number): number {
  const unit = ms < 600_000 ? 10_000 : 60_000;
  return Math.ceil(ms / unit) * unit;
}
