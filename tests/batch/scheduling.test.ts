import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import { arrange, nextActions, type SchedulingLimits } from '../../src/batch/scheduling/index.ts';
import type { BatchState } from '../../src/batch/store/batch_state.ts';
import { batchFold, currentAttempt } from '../../src/batch/store/state/index.ts';
import type { PlanGraphInput } from '../../src/plan/index.ts';
import { attemptFailed, attemptStarted, fold, phaseFailed } from '../support/batch_events.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { times } from '../support/cases.ts';
import { plans, shareAPath } from '../support/plan_graphs.ts';
import { type Fate, simulateRun } from '../support/simulated_run.ts';
import { newWorld } from '../support/simulated_world.ts';

const LIMITS: SchedulingLimits = {
  concurrency: 2,
  stages: false,
  onFailure: 'continue',
  retries: 1,
  executor: 'agent',
  fallback: undefined,
  stopping: false,
  inHand: new Set(),
  asking: new Set(),
  failedBefore: new Set(),
};

const plan = (phases: [needs: number[], hours: number, files?: string[]][]): PlanGraphInput => ({
  ids: phases.map((_, place) => String(place + 1)),
  dependencies: phases.map(([needs]) => needs),
  hours: phases.map(([, hours]) => hours),
  files: phases.map(([, , files]) => files ?? []),
});

/** What is done next after some events, in words. */
function next(
  input: PlanGraphInput,
  events: readonly Partial<BatchEvent>[],
  limits: Partial<SchedulingLimits> = {},
) {
  const manifest = manifestOf(input);
  const all = { ...LIMITS, ...limits };
  const { actions, over } = nextActions(fold(manifest, events), arrange(manifest, all.concurrency), all);
  return over ?? actions.map((action) => `${action.do} ${action.phase}`);
}

/** One hour, then two beside each other, the second the longer one; a fourth beside them all. */
const FORK = plan([
  [[], 1],
  [[0], 1],
  [[0], 5],
  [[], 2],
]);

describe('what is done next', () => {
  test('the longest remaining path goes first, as many as there are places', () => {
    expect(next(FORK, [])).toEqual(['start 1', 'start 4']);
    expect(next(FORK, [], { concurrency: 1 })).toEqual(['start 1']);
  });

  test('what the runner has in hand takes a place although the journal does not say so yet', () => {
    expect(next(FORK, [], { inHand: new Set(['1']) })).toEqual(['start 4']);
    expect(next(FORK, [], { inHand: new Set(['1', '4']) })).toEqual([]);
  });

  test('a phase that may touch the file of one under way waits for it', () => {
    const input = plan([
      [[], 3, ['src/']],
      [[], 2, ['src/a.ts']],
      [[], 1, ['doc.md']],
    ]);
    expect(next(input, [])).toEqual(['start 1', 'start 3']);
    expect(next(input, [attemptStarted('2', 1)], { concurrency: 3 })).toEqual(['start 3']);
  });

  test('stage by stage, nothing starts before the stage before is over', () => {
    const input = plan([
      [[], 1],
      [[], 9],
      [[0], 1],
    ]);
    const done = [...merged('1', 1)];
    expect(next(input, done)).toEqual(['start 2', 'start 3']);
    expect(next(input, done, { stages: true })).toEqual(['start 2']);
    expect(next(input, [...done, phaseFailed('2')], { stages: true })).toEqual(['start 3']);
  });

  test('after a failure: all else goes on, nothing new starts, or what runs is ended', () => {
    const events = [attemptStarted('4', 1), phaseFailed('1')];
    expect(next(FORK, events)).toEqual([]);
    expect(
      next(
        plan([
          [[], 1],
          [[], 1],
        ]),
        [phaseFailed('1')],
      ),
    ).toEqual(['start 2']);
    expect(
      next(
        plan([
          [[], 1],
          [[], 1],
        ]),
        [phaseFailed('1')],
        { onFailure: 'no-new' },
      ),
    ).toBe('failed');
    expect(next(FORK, events, { onFailure: 'no-new' })).toEqual([]);
    expect(next(FORK, events, { onFailure: 'kill' })).toEqual(['end 4']);
  });

  test('a failure of an earlier run decides nothing in this one', () => {
    const failedBefore = new Set(['1']);
    expect(next(FORK, [phaseFailed('1')], { onFailure: 'kill', failedBefore })).toEqual(['start 4']);
  });

  test('when no try is left the phase is given to a person, and the run is not over while one is asked', () => {
    const events = [
      attemptStarted('1', 1),
      attemptFailed('1', 1),
      attemptStarted('1', 2),
      attemptFailed('1', 2),
    ];
    const input = plan([[[], 1]]);
    expect(next(input, events)).toEqual(['decide 1']);
    expect(next(input, events, { asking: new Set(['1']) })).toEqual([]);
    expect(next(input, [...events, phaseFailed('1')])).toBe('failed');
  });

  test('asked to stop, nothing starts and the run is over when nothing runs', () => {
    expect(next(FORK, [attemptStarted('1', 1)], { stopping: true })).toEqual([]);
    expect(next(FORK, [], { stopping: true })).toBe('stopped');
    expect(next(plan([[[], 1]]), merged('1', 1), { stopping: true })).toBe('done');
  });

  test('a dependency on no phase is never done', () => {
    const manifest = manifestOf(plan([[[], 1]]));
    const phases = manifest.phases.map((phase) => ({ ...phase, dependencies: ['nine'] }));
    const strange = { ...manifest, phases };
    const { initial } = batchFold(strange);
    expect(nextActions(initial, arrange(strange, 2), LIMITS)).toEqual({ actions: [], over: 'failed' });
  });
});

describe('a whole batch in virtual time', () => {
  test('whatever fails: every phase ends, never too many at once, no two that touch a file, dependencies first', async () => {
    const fate = fc.constantFrom<Fate>(
      'good',
      'good',
      'red',
      'empty',
      'crashes',
      'conflict',
      'red-when-merged',
    );
    await fc.assert(
      fc.asyncProperty(
        plans({ cyclic: false }).filter(({ ids }) => ids.length > 0),
        fc.array(fate, { minLength: 5, maxLength: 20 }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.constantFrom('continue', 'no-new', 'kill'),
        async (input, fates, concurrency, stages, onFailure) => {
          const { state, outcome } = await simulateRun(newWorld(), {
            manifest: manifestOf(input),
            limits: { ...LIMITS, concurrency, stages, onFailure, fallback: 'other' },
            fate: (phase, tries) => fates[(Number(phase) * 5 + tries) % fates.length] as Fate,
            hours: (phase) => (Number(phase) % 4) / 2,
            gateHours: 0.25,
            watch: (before, starting) => expectAllowed(before, starting, { concurrency, stages }),
          });
          const states = new Set(state.phases.map(({ progress }) => progress.state));
          for (const one of ['running', 'gating', 'merging'] as const) expect(states).not.toContain(one);
          if (onFailure === 'continue') expect(states).not.toContain('waiting');
          expect(outcome === 'done').toBe(states.size === 1 && states.has('done'));
        },
      ),
      times(100),
    );
  });
});

/** Looks at the phases under way one by one, without the scheduler's own arrangement. */
function expectAllowed(
  { phases }: BatchState,
  starting: string,
  { concurrency, stages }: { readonly concurrency: number; readonly stages: boolean },
): void {
  const underWay = phases.filter((record) => currentAttempt(record) !== undefined);
  expect(underWay.length).toBeLessThan(concurrency);
  const byId = new Map(phases.map((record) => [record.phase.id, record]));
  const own = byId.get(starting)?.phase;
  for (const need of own?.dependencies ?? []) expect(byId.get(need)?.progress.state).toBe('done');
  for (const { phase } of underWay)
    for (const file of phase.files)
      for (const other of own?.files ?? []) expect(shareAPath(file, other)).toBe(false);
  if (!stages) return;
  for (const { phase, progress } of phases)
    if (phase.stage < (own?.stage ?? 0)) expect(['done', 'failed', 'blocked']).toContain(progress.state);
}

function merged(phase: string, attempt: number): Partial<BatchEvent>[] {
  const commit = phase.padStart(40, 'a');
  return [
    attemptStarted(phase, attempt),
    { event: 'merge-ready', phase, attempt, commit, parent: 'b'.repeat(40) },
    { event: 'merged', phase, attempt, commit },
  ];
}
