import type { PhaseRecord } from '../../types.ts';

/** What could not be ended of the attempts at a phase, in a sentence for each. */
export function leftRunning({ attempts }: Pick<PhaseRecord, 'attempts'>): string[] {
  return attempts.flatMap(({ number, ended }) => {
    const left = ended?.left ?? 0;
    if (left === 0) return [];
    const what = left === 1 ? 'a process' : `${left} processes`;
    return [`${what} of attempt ${number} could not be ended and may still run`];
  });
}
