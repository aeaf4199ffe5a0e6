import { durationInWords, inDollars, withThousands } from '../../../lib/index.ts';
import { costTold, tokensUsed } from '../../store/state/index.ts';
import { type BatchStanding, batchStanding, countPhases } from '../status/index.ts';
import type { BatchView } from './batch_view.ts';
import { estimateLeft } from './estimate.ts';

/**
 * How many phases are in which state, as part of a sentence: `3 of 9 done, 2 running, 4 waiting`. What was under way where nobody
 * runs the batch is `left behind`.
 */
export function countsInWords({ state, isHeld }: Pick<BatchView, 'state' | 'isHeld'>): string {
  const { total, done, running, gating, merging, waiting, failed, blocked } = countPhases(state.phases);
  const others = [
    [running + gating + merging, isHeld ? 'running' : 'left behind'],
    [waiting, 'waiting'],
    [failed, 'failed'],
    [blocked, 'blocked'],
  ] as const;
  const told = others.flatMap(([count, name]) => (count === 0 ? [] : [`${count} ${name}`]));
  return [`${done} of ${total} done`, ...told].join(', ');
}

/** How many phases a person is just being asked about; questions end with the run that asks them. */
export function questionsAsked({ state, isHeld }: Pick<BatchView, 'state' | 'isHeld'>): number {
  return isHeld ? state.phases.filter(({ asked }) => asked !== undefined).length : 0;
}

/** The same, as part of a sentence; empty where there are none. */
export function questionsInWords(view: Pick<BatchView, 'state' | 'isHeld'>): string {
  const asked = questionsAsked(view);
  if (asked === 0) return '';
  return asked === 1 ? 'a question waits for you' : `${asked} questions wait for you`;
}

/** How long the batch has been run, in milliseconds: all its runs, and the one under way until now. */
export function elapsedMs({ state, isHeld }: BatchView, now: number): number {
  const { since, last, beforeMs } = state.times;
  if (since === undefined) return 0;
  const end = state.run !== undefined && isHeld ? now : Date.parse(last ?? since);
  return beforeMs + Math.max(0, end - Date.parse(since) || 0);
}

/** What attempts used and cost by their agents' own word, as the end of a sentence; empty where none says anything. */
export function usedInWords({ state }: Pick<BatchView, 'state'>): string {
  const attempts = state.phases.flatMap((record) => record.attempts);
  const [tokens, cost] = [tokensUsed(attempts), costTold(attempts)];
  const told = [
    ...(tokens === undefined ? [] : [`${withThousands(tokens)} tokens`]),
    ...(cost === undefined ? [] : [inDollars(cost)]),
  ];
  return told.map((each) => `, ${each}`).join('');
}

/** Counts and times in one line, which goes on in others where it is too long. */
export function summaryText(view: BatchView, now: number): string {
  const elapsed = `elapsed ${durationInWords(elapsedMs(view, now))}`;
  switch (standing(view)) {
    case 'generated':
      return `${countsInWords(view)}; not run yet`;
    case 'running': {
      const asked = questionsInWords(view);
      // Nobody knows how long an answer takes.
      if (asked !== '') return `${countsInWords(view)}; ${elapsed}, ${asked}`;
      const left = estimateLeft(view, now);
      const estimate = left === undefined ? '-' : `about ${durationInWords(rounded(left))}`;
      return `${countsInWords(view)}; ${elapsed}, left ${estimate}`;
    }
    default:
      return `${countsInWords(view)}; ${elapsed}`;
  }
}

/** Where the batch stands. */
export function standing({ state, isHeld }: BatchView): BatchStanding {
  return batchStanding(state, isHeld);
}

/** To ten seconds below ten minutes, else to minutes: an estimate knows no more. */
function rounded(ms: number): number {
  const unit = ms < 600_000 ? 10_000 : 60_000;
  return Math.ceil(ms / unit) * unit;
}
