import type { ModelFailure } from '../../../llm/index.ts';
import type { LoopEnd } from './transcript.ts';

/** The longest silence that an attempt allows, where that is shorter than the settings allow a model. */
export type ShortSilence = {
  readonly seconds: number;
  /** Failures caused by it rather than by the settings. */
  readonly reasons: ReadonlySet<ModelFailure['reason']>;
};

/** The end of an attempt after a failed request. @param now - the wall clock, in milliseconds since 1970 UTC */
export function endOfFailure(failure: ModelFailure, now: number, silence?: ShortSilence): LoopEnd {
  const tries = failure.tries > 1 ? ` after ${failure.tries} tries` : '';
  const remedy = silence?.reasons.has(failure.reason)
    ? `It may be silent for ${silence.seconds} s, as long as --idle says. Try again, use a faster model, or allow more: --idle.`
    : failure.remedy;
  const why = `${failure.message.replace(/[.]$/u, '')}${tries}. ${remedy}`;
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
