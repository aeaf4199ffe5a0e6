import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import { readJournal } from '../../src/batch/store/journal/index.ts';
import { foldBatch } from '../../src/batch/store/state/index.ts';
import {
  attemptEnded,
  attemptFailed,
  attemptPinned,
  attemptStarted,
  fold,
  gateEnded,
  journalOf,
  phaseFailed,
  runStarted,
} from '../support/batch_events.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { times } from '../support/cases.ts';
import { simulateRun } from '../support/simulated_run.ts';
import { newWorld } from '../support/simulated_world.ts';

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
  string,
];
/** 1 ◄ 2 ◄ 3, and 4 for itself. */
const MANIFEST = manifestOf({
  ids: ['1', '2', '3', '4'],
  dependencies: [[], [0], [1], []],
  hours: [1, 1, 1, 1],
  files: [['a'], ['b'], ['c'], ['d']],
});
const statesAfter = (...events: Partial<BatchEvent>[]) =>
  fold(MANIFEST, events).phases.map(({ progress }) => progress.state);
const problemsOf = (...events: Partial<BatchEvent>[]) =>
  foldBatch(MANIFEST, journalOf(events)).problems.map(({ seq, message }) => `${seq} ${message}`);

const STARTED = [attemptStarted('1', 1), attemptEnded('1', 1), attemptPinned('1', 1, A)];
const PROVEN = [...STARTED, gateEnded('1', 1, 0), gateEnded('1', 1, 1, { result: 'not-run' })];
const READY = { event: 'merge-ready', phase: '1', attempt: 1, commit: C, parent: B } as const;
const MERGED = { event: 'merged', phase: '1', attempt: 1, commit: C } as const;

describe('the state of a phase', () => {
  test.each<[string, string, Partial<BatchEvent>[]]>([
    ['waiting', 'before any attempt', []],
    ['running', 'while an executor works', [attemptStarted('1', 1)]],
    ['gating', 'when it is over', [attemptStarted('1', 1), attemptEnded('1', 1)]],
    ['gating', 'while a gate was not run', [...STARTED, gateEnded('1', 1, 0)]],
    [
      'gating',
      'when a gate is red',
      [...STARTED, gateEnded('1', 1, 0, { result: 'red' }), gateEnded('1', 1, 1)],
    ],
    ['merging', 'when every gate was run and none is red', PROVEN],
    [
      'merging',
      'while gates run on the merged tree',
      [...STARTED, gateEnded('1', 1, 0, { where: 'merged' })],
    ],
    ['merging', 'when the merge is proven', [...PROVEN, READY]],
    ['done', 'when the head has moved', [...PROVEN, READY, MERGED]],
    ['waiting', 'when the attempt was given up', [...PROVEN, attemptFailed('1', 1)]],
    ['failed', 'when no rung is left', [...PROVEN, attemptFailed('1', 1), phaseFailed('1')]],
  ])('%s %s', (state, _, events) => {
    expect(statesAfter(...events)[0]).toBe(state);
  });

  test('what depends on a failed phase is blocked, directly or not, until that is reopened', () => {
    expect(statesAfter(phaseFailed('1'))).toEqual(['failed', 'blocked', 'blocked', 'waiting']);
    expect(fold(MANIFEST, [phaseFailed('1')]).phases[2]?.progress).toEqual({ state: 'blocked', by: '1' });
    const reopened = { event: 'phase-reopened', phase: '1', why: 'retry' } as const;
    expect(statesAfter(phaseFailed('1'), reopened)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
  });

  test('an undo takes the merges back with the head, in one event', () => {
    const undone = {
      event: 'head-moved',
      from: C,
      to: D,
      undone: ['1'],
      why: 'undo',
    } satisfies Partial<BatchEvent>;
    const state = fold(MANIFEST, [runStarted(), ...PROVEN, READY, MERGED, undone]);
    expect(state.head).toBe(D);
    expect(state.phases[0]).toMatchObject({ progress: { state: 'waiting' }, forgiven: 1 });
  });

  test('a gate that was run again counts as it came out last', () => {
    const state = fold(MANIFEST, [...STARTED, gateEnded('1', 1, 0, { result: 'red' }), gateEnded('1', 1, 0)]);
    expect(state.phases[0]?.attempts[0]?.gates.map(({ result }) => result)).toEqual(['green']);
  });
});

describe('the state of a batch', () => {
  test('base and head are those of the first run; the head follows the merges, not what a later run found', () => {
    const other = { ...runStarted('r2'), head: D };
    expect(fold(MANIFEST, [runStarted()])).toMatchObject({ base: B, head: B, run: { id: 'r1' } });
    expect(fold(MANIFEST, [runStarted(), ...PROVEN, READY, MERGED, other])).toMatchObject({
      base: B,
      head: C,
    });
  });

  test('a run that ended leaves its outcome, and the next one takes it away', () => {
    const ended = { event: 'run-ended', run: 'r1', outcome: 'stopped', why: '' } as const;
    expect(fold(MANIFEST, [runStarted(), ended])).toMatchObject({ run: undefined, outcome: 'stopped' });
    expect(fold(MANIFEST, [runStarted(), ended, runStarted('r2')])).toMatchObject({ outcome: undefined });
  });

  test('baselines are kept by tree and command', () => {
    const baseline = { event: 'baseline', command: 'npm test', tree: A, seconds: 1 } as const;
    const state = fold(MANIFEST, [
      { ...baseline, result: 'red' },
      { ...baseline, tree: B, result: 'green' },
    ]);
    expect([...state.baselines.values()]).toEqual(['red', 'green']);
  });
});

describe('an event that does not fit', () => {
  test.each<[string, Partial<BatchEvent>[]]>([
    ['There is no phase "9" in this batch.', [attemptStarted('9', 1)]],
    ['Phase 1: attempt 2 started, and attempt 1 is due.', [attemptStarted('1', 2)]],
    ['Phase 1: an attempt started while it was running.', [attemptStarted('1', 1), attemptStarted('1', 2)]],
    ['Phase 2: an attempt started while it was blocked.', [phaseFailed('1'), attemptStarted('2', 1)]],
    ['Phase 1: there is no attempt 1 that "attempt-ended" could tell of.', [attemptEnded('1', 1)]],
    ['Phase 1: attempt 1 was merged as a commit that was not proven.', [...PROVEN, MERGED]],
    ['Phase 1: attempt 1 was merged, and is not under way.', [...PROVEN, READY, MERGED, MERGED]],
    ['Phase 1: attempt 1 failed, and is not under way.', [...PROVEN, READY, MERGED, attemptFailed('1', 1)]],
    ['Phase 1: it failed while it was running.', [attemptStarted('1', 1), phaseFailed('1')]],
    [
      'A run ended that was not the last one to start.',
      [{ event: 'run-ended', run: 'x', outcome: 'done', why: '' }],
    ],
    [
      'The head moved from a commit that it was not at.',
      [{ event: 'head-moved', from: A, to: B, undone: [], why: '' }],
    ],
  ])('%s', (message, events) => {
    expect(problemsOf(...events)).toEqual([`${events.length} ${message}`]);
    const before = foldBatch(MANIFEST, journalOf(events.slice(0, -1))).state;
    expect(foldBatch(MANIFEST, journalOf(events)).state).toEqual({ ...before, seq: events.length });
  });

  test('what a dead attempt still says is kept, and changes nothing of the phase', () => {
    const events = [...STARTED, attemptFailed('1', 1), attemptStarted('1', 2), gateEnded('1', 1, 0)];
    const [record] = fold(MANIFEST, events).phases;
    expect(record?.progress).toEqual({ state: 'running', attempt: 2 });
    expect(record?.attempts[0]?.gates).toHaveLength(1);
  });
});

test('any prefix of the journal of a run folds without a problem, step by step as in one go', async () => {
  const world = newWorld();
  await simulateRun(world, {
    manifest: MANIFEST,
    limits: {
      ...{
        concurrency: 2,
        stages: false,
        onFailure: 'continue',
        retries: 1,
        executor: 'agent',
        fallback: 'other',
      },
      ...{ stopping: false, inHand: new Set(), asking: new Set(), failedBefore: new Set() },
    },
    fate: (phase, tries) => (phase === '4' ? 'red' : tries === 0 ? 'conflict' : 'good'),
    hours: () => 1,
    gateHours: 1,
  });
  const read = await readJournal(world.bytes, 'journal');
  const events = read.ok ? read.value.events : [];
  expect(events.length).toBeGreaterThan(40);
  for (let count = 0; count <= events.length; count++)
    expect(foldBatch(MANIFEST, events.slice(0, count)).problems).toEqual([]);
});

test('events in any order, or twice: problems and never a throw', () => {
  const events = [
    runStarted(),
    ...PROVEN,
    READY,
    MERGED,
    ...[
      attemptFailed('1', 1),
      attemptStarted('1', 2),
      phaseFailed('1'),
      attemptStarted('2', 1),
      phaseFailed('2'),
    ],
    { event: 'phase-reopened', phase: '1', why: 'undo' },
    { event: 'head-moved', from: C, to: D, undone: ['1', '9'], why: 'undo' },
    { event: 'run-ended', run: 'r1', outcome: 'done', why: '' },
  ] as readonly Partial<BatchEvent>[];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (list) => {
      const { state, problems } = foldBatch(MANIFEST, journalOf(list));
      expect(state.seq).toBe(list.length);
      expect(problems.length).toBeLessThanOrEqual(list.length);
      for (const { progress, attempts } of state.phases)
        if ('attempt' in progress) expect(attempts[progress.attempt - 1]?.number).toBe(progress.attempt);
    }),
    times(500),
  );
});
