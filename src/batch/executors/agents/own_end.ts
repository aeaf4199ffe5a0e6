import { countOf, type Json, textOf } from './json_line.ts';
import type { Reading } from './reading.ts';

/**
 * The end of an attempt whose log this program writes itself, from the last line of that log.
 *
 * @param failed - precedes the reason of an end with an error
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

/** The first line of a text, cut to the length that a log shows. */
export function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
