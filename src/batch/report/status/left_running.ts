import type { PhaseRecord } from '../../store/batch_state.ts';

/** The processes of a phase's attempts that could not be ended, in a sentence for each. */
export function leftRunning({ attempts }: Pick<PhaseRecord, 'attempts'>): string[] {
  return attempts.flatMap(({ number, ended, gates }) => [
    ...sentence(ended?.left, `attempt ${number}`),
    ...gates.flatMap(({ gate, left }) => sentence(left, `gate ${(gate ?? 0) + 1} of attempt ${number}`)),
  ]);
}

function sentence(left: number | undefined, whose: string): string[] {
  if (left === undefined || left === 0) return [];
  const what = left === 1 ? 'a process' : `${left} processes`;
  return [`${what} of ${whose} could not be ended and may still run`];
}
