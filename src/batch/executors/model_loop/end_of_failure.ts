import type { ModelFailure } from '../../../llm/index.ts';
import type { LoopEnd } from './transcript.ts';

/** What a failed request means for the attempt. @param now - the wall clock, in milliseconds since 1970 UTC */
export function endOfFailure(failure: ModelFailure, now: number): LoopEnd {
  const tries = failure.tries > 1 ? ` after ${failure.tries} tries` : '';
  const why = `${failure.message.replace(/[.]$/u, '')}${tries}. ${failure.remedy}`;
  switch (failure.reason) {
    case 'authentication':
      return { how: 'unauthenticated', why };
    case 'rate-limited': {
      const { retryAfterMs } = failure;
      return { how: 'limited', why, until: retryAfterMs === null ? null : now + retryAfterMs };
    }
    case 'refused':
      return { how: 'refused', why };
    case 'interrupted':
      return { how: 'stopped', why: 'It was asked to end while it waited for an answer of its model.' };
    default:
      return { how: 'failed', why };
  }
}
