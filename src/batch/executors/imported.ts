import type { Clock } from '../../platform/index.ts';
import { type Executor, STARTS_NOTHING } from './executor.ts';
import { runPlacedJob } from './run_placed_job.ts';

/** The name of the executor for work that was done elsewhere and imported. */
export const IMPORTED = 'imported';

/** An executor that starts nothing: its work was done elsewhere. It is judged like any other. */
export function importedExecutor(name: string, clock: Clock): Executor {
  return {
    name,
    ...STARTS_NOTHING,
    async work({ placed, ...job }, signal, emit) {
      if (placed === undefined) throw new Error('imported work has a placement that it comes from');
      const command = { argv: [IMPORTED], promptOn: 'stdin', sets: {}, names: [], copies: {} } as const;
      return runPlacedJob(placed, command, job, { signal, emit, clock, agent: undefined });
    },
  };
}
