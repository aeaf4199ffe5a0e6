import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../../src/batch/store/journal/index.ts';
import type { PlanGraphInput } from '../../src/plan/index.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { times } from '../support/cases.ts';
import { plans } from '../support/plan_graphs.ts';
import { type Fate, type SimulatedEnd, type Simulation, simulateRun } from '../support/simulated_run.ts';
import { Crash, mergedIn, newWorld, type World } from '../support/simulated_world.ts';

const LIMITS = {
  concurrency: 3,
  stages: false,
  onFailure: 'continue',
  retries: 1,
  executor: 'agent',
  fallback: 'other',
  stopping: false,
  inHand: new Set<string>(),
  asking: new Set<string>(),
  failedBefore: new Set<string>(),
} as const;

function simulationOf(plan: PlanGraphInput, fates: readonly Fate[]): Simulation {
  return {
    manifest: manifestOf(plan),
    limits: LIMITS,
    fate: (phase, tries) => fates[(Number(phase) * 7 + tries * 3) % fates.length] as Fate,
    hours: (phase) => 1 + (Number(phase) % 3),
    gateHours: 0.5,
  };
}

/** What becomes of each try at a phase; the last holds for all that follow. */
const FATES: Readonly<Record<string, readonly Fate[]>> = {
  1: ['good'],
  2: ['red', 'good'],
  3: ['conflict', 'red-when-merged', 'good'],
  4: ['idle', 'good'],
  5: ['crashes', 'empty', 'not-started'],
  6: ['good'],
};

/** A diamond with a tail; beside it one that fails, which touches a file of the diamond, and what depends on it. */
const BATCH: Simulation = {
  ...simulationOf(
    {
      ids: ['1', '2', '3', '4', '5', '6'],
      dependencies: [[], [0], [0], [1, 2], [], [4]],
      hours: [1, 2, 1, 1, 3, 1],
      files: [['a'], ['b'], ['c'], ['d'], ['b'], ['e']],
    },
    ['good'],
  ),
  fate: (phase, tries) => (FATES[phase]?.[tries] ?? FATES[phase]?.at(-1)) as Fate,
};

/** Resumes until the run is over; `crashes` are how many steps each life has, from where it begins. */
async function live(
  world: World,
  simulation: Simulation,
  crashes: readonly { readonly after: number; readonly how: World['crash'] }[],
): Promise<SimulatedEnd> {
  for (const { after, how } of crashes) {
    world.crashAt = world.steps + after;
    world.crash = how;
    try {
      return await simulateRun(world, simulation);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
  world.crashAt = Number.POSITIVE_INFINITY;
  return simulateRun(world, simulation);
}

/** How each phase ended, the same whatever happened on the way. */
const endsOf = ({ state }: SimulatedEnd) =>
  state.phases.map(({ phase, progress }) => `${phase.id} ${progress.state}`);

async function expectWhole(
  world: World,
  end: SimulatedEnd,
  without: SimulatedEnd,
  crashes: number,
): Promise<void> {
  expect(endsOf(end)).toEqual(endsOf(without));
  const done = end.state.phases
    .filter(({ progress }) => progress.state === 'done')
    .map(({ phase }) => phase.id);
  expect([...mergedIn(world)].sort()).toEqual(done.sort());
  expect([...world.processes, ...world.worktrees]).toEqual([]);
  const attempts = end.state.phases.flatMap((record) => record.attempts);
  const interrupted = attempts.filter(({ failed }) => failed?.reason === 'interrupted');
  expect(interrupted.length).toBeLessThanOrEqual(crashes * LIMITS.concurrency);
  for (const { pinned } of attempts) expect(pinned?.commit && world.pins.has(pinned.commit)).toBe(true);
  expect((await readJournal(world.bytes, 'journal')).ok).toBe(true);
}

describe('a batch that crashes', () => {
  test.each(['kill', 'torn', 'power'] as const)(
    'at any one step (%s): no phase is lost, none is merged twice, nothing is left behind',
    async (how) => {
      const whole = newWorld();
      const without = await live(whole, BATCH, []);
      await expectWhole(whole, without, without, 0);
      expect(endsOf(without)).toEqual(['1 done', '2 done', '3 done', '4 done', '5 failed', '6 blocked']);
      for (let after = 1; after <= whole.steps; after++) {
        const world = newWorld();
        const end = await live(world, BATCH, [{ after, how }]);
        await expectWhole(world, end, without, 1);
      }
    },
  );

  test('again and again, in recovery too, whatever the plan', async () => {
    const fates = fc.constantFrom<Fate>(
      ...(['good', 'good', 'good', 'red', 'empty', 'crashes', 'conflict'] as const),
      ...(['red-when-merged', 'not-started', 'idle'] as const),
    );
    await fc.assert(
      fc.asyncProperty(
        plans({ cyclic: false }).filter(({ ids }) => ids.length > 0),
        fc.array(fates, { minLength: 5, maxLength: 15 }),
        fc.array(
          fc.record({
            after: fc.integer({ min: 1, max: 40 }),
            how: fc.constantFrom<World['crash']>('kill', 'torn', 'power'),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        async (plan, list, crashes) => {
          const simulation = simulationOf(plan, list);
          const without = await live(newWorld(), simulation, []);
          const world = newWorld();
          const end = await live(world, simulation, crashes);
          await expectWhole(world, end, without, crashes.length);
        },
      ),
      times(100),
    );
  });
});
