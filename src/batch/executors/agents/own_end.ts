import { countOf, type Json, textOf } from './json_line.ts';
import type { Reading } from './reading.ts';

/**
 * How an attempt whose log this program writes itself ended, as the last line of that says.
 *
 * @param failed - what is said of an end with an error, before its reason
 */
export function ownEnd({ how, why: reason, until: time }: Json, failed: string): Reading {
  const why = textOf(reason);
  const until = countOf(time);
  switch (how) {
    case 'done':
      return { shows: ['ended: done'], isDone: true };
    case 'refused':
      return { shows: [`refused: ${why}`], refused: why };
    case 'limited':
      return { shows: [`ended: ${why}`], error: why, fault: 'limited', ...(until > 0 && { until }) };
    case 'unauthenticated':
      return { shows: [`ended: ${why}`], error: why, fault: 'unauthenticated' };
    default:
      return { shows: [`${failed}: ${why}`], error: why };
  }
}

/** The first line of a text, cut to what a log shows of it. */
export function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
