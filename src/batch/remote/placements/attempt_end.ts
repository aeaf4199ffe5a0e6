import { printableLine } from '../../../lib/index.ts';
import type { PlacedEnd } from './placement.ts';

/** The end of an attempt from which nothing can be retrieved. */
export function lostEnd(why: string): PlacedEnd {
  return { code: null, result: undefined, commit: undefined, fault: { how: 'exited', why } };
}

/** The reason why an attempt did not end by itself, from its script's record; none where it did. */
export function endFault(ended: ReadonlyMap<string, readonly string[]>, place: string): PlacedEnd['fault'] {
  const [by, ...said] = ended.get('by')?.[0]?.split(' ') ?? [];
  switch (by) {
    case 'queue':
      return faultOfJob(printableLine(said.join(' ')).slice(0, 100), place);
    case 'hard':
      return {
        how: 'over-limit',
        why: `It took too long at ${place}, which had lost contact, and ended by itself.`,
      };
    case 'log':
      return { how: 'over-limit', why: `Its output at ${place} was too large to keep there.` };
    default:
      if (ended.get('code')?.[0] !== 'none') return undefined;
      return {
        how: 'exited',
        why: `Its supervisor at ${place} is gone: the machine was restarted, or somebody ended it.`,
      };
  }
}

/** The end of a job that has left the queue without recording how its attempt ended. */
function faultOfJob(state: string, place: string): PlacedEnd['fault'] {
  if (/^(?:TIMEOUT|DEADLINE)/u.test(state))
    return {
      how: 'over-limit',
      why: `The queue of ${place} ended its job at its time limit (${state}).`,
    };
  if (state.startsWith('OUT_OF_MEMORY'))
    return {
      how: 'over-limit',
      why: `Its job at ${place} needed more memory than it has. The field Needs gives it more: mem:16G.`,
    };
  if (state.startsWith('CANCELLED'))
    return {
      how: 'cancelled',
      why: `Somebody cancelled its job at ${place} (${state}). To run it again, put it back into the queue yourself.`,
    };
  const how = state === '' ? 'and the queue no longer knows it' : `as ${state}`;
  return {
    how: 'exited',
    why: `Its job at ${place} has ended, ${how}, without saying how the attempt ended.`,
  };
}
