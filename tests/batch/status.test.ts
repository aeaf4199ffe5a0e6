import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import { batchStatus } from '../../src/batch/report/status/index.ts';
import { attemptFailed, attemptStarted, fold, gateEnded, phaseFailed } from '../support/batch_events.ts';
import { phaseDone, runAtNoon } from '../support/batch_journal.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { documentFaults } from '../support/documents.ts';

/** Phase 2 needs phase 1. */
const manifest = manifestOf({
  ids: ['1', '2'],
  dependencies: [[], [0]],
  hours: [1, 2],
  files: [['a'], ['b']],
});

function statusOf(events: readonly Partial<BatchEvent>[], isHeld = false) {
  return batchStatus(manifest, fold(manifest, events), { isHeld });
}

const ended = (outcome: string): Partial<BatchEvent> =>
  ({ event: 'run-ended', run: 'r1', outcome, why: '' }) as Partial<BatchEvent>;
const done1 = phaseDone('1', { from: 0, minutes: 1 });
const failed1 = [attemptStarted('1', 1), attemptFailed('1', 1), phaseFailed('1')];
const failed2 = [attemptStarted('2', 1), attemptFailed('2', 1), phaseFailed('2')];

test('processes of an attempt that could not be ended are told', () => {
  const ended = { event: 'attempt-ended', phase: '1', attempt: 1, how: 'idle', code: null, signal: null };
  const events = [
    runAtNoon(),
    attemptStarted('1', 1),
    { ...ended, seconds: 3, left: 2 } as Partial<BatchEvent>,
  ];
  const document = statusOf(events);
  expect(document.phases[0]?.attempts).toMatchObject([{ number: 1, left: 2 }]);
  expect(document.problems).toMatchObject([
    {
      severity: 'warning',
      code: 'processes-left',
      message: 'Phase 1: 2 processes of attempt 1 could not be ended and may still run.',
    },
  ]);
  expect(statusOf([runAtNoon(), ...done1]).phases[0]?.attempts[0]).not.toHaveProperty('left');
});

test('processes of a gate that could not be ended are told', () => {
  const ended: Partial<BatchEvent> = {
    event: 'gate-ended',
    phase: '1',
    attempt: 1,
    where: 'attempt',
    gate: 1,
    text: 'Holds',
    command: 'true',
    result: 'green',
    baseline: 'red',
    seconds: 1,
    log: null,
    flags: [],
    left: 1,
  };
  const events = [runAtNoon(), attemptStarted('1', 1), ended];
  expect(statusOf(events).problems).toMatchObject([
    {
      code: 'processes-left',
      message: 'Phase 1: a process of gate 2 of attempt 1 could not be ended and may still run.',
    },
  ]);
});

describe('a batch is', () => {
  test.each<[string, readonly Partial<BatchEvent>[], boolean, string]>([
    ['generated before its first run', [], false, 'generated'],
    ['generated while somebody has taken it and not begun', [], true, 'generated'],
    ['running while its run is held', [runAtNoon(), attemptStarted('1', 1)], true, 'running'],
    ['stopped when its run is held by nobody', [runAtNoon(), attemptStarted('1', 1)], false, 'stopped'],
    ['stopped when it was asked to stop', [runAtNoon(), ...done1, ended('stopped')], false, 'stopped'],
    [
      'stopped, not failed, when it was asked to stop before the rest was tried',
      [runAtNoon(), ...done1, { event: 'phase-reopened', phase: '1', why: 'undo' }, ended('stopped')],
      false,
      'stopped',
    ],
    [
      'done',
      [runAtNoon(), ...done1, ...phaseDone('2', { from: 1, minutes: 1 }), ended('done')],
      false,
      'done',
    ],
    ['done in part', [runAtNoon(), ...done1, ...failed2, ended('partial')], false, 'partial'],
    ['failed', [runAtNoon(), ...failed1, ended('failed')], false, 'failed'],
    [
      'stopped once its failed phase is to be retried',
      [
        runAtNoon(),
        ...done1,
        ...failed2,
        ended('partial'),
        { event: 'phase-reopened', phase: '2', why: 'retry' },
      ],
      false,
      'stopped',
    ],
  ])('%s', (_, events, isHeld, state) => {
    expect(statusOf(events, isHeld).state).toBe(state);
  });
});

test('the document has each phase with its attempts, its gates, its files and its merge', () => {
  const gates = [
    gateEnded('1', 1, 0, { result: 'green' }),
    { ...gateEnded('1', 1, 0, { where: 'merged' }), seconds: 7, baseline: 'not-run' },
    gateEnded('1', 1, 1, { result: 'not-run' }),
    { ...gateEnded('1', 1, 0), gate: null, text: 'scope', command: null, flags: ['warned'] },
  ] as Partial<BatchEvent>[];
  const status = statusOf(
    [
      runAtNoon(),
      ...phaseDone('1', { from: 0, minutes: 2, gates }),
      attemptStarted('2', 1, 'codex'),
      attemptFailed('2', 1, { reason: 'idle' }),
      attemptStarted('2', 2, 'codex'),
    ],
    true,
  );
  expect(status).toMatchObject({
    ok: true,
    batch: 7,
    state: 'running',
    counts: { total: 2, waiting: 0, running: 1, gating: 0, merging: 0, done: 1, failed: 0, blocked: 0 },
  });
  expect(status.phases).toEqual([
    {
      id: '1',
      prp: 'PRP-7.1.1',
      title: 'Phase 1',
      stage: 1,
      state: 'done',
      attempts: [
        {
          number: 1,
          executor: 'claude',
          state: 'merged',
          seconds: 120,
          reason: null,
          gatesAt: ['local'],
        },
      ],
      gates: [
        { text: 'Tests pass', command: 'npm test', result: 'green', baseline: 'red', seconds: 7 },
        { text: 'It reads well', command: null, result: 'not-run', baseline: 'red', seconds: 1 },
        { text: 'scope', command: null, result: 'green', baseline: 'red', seconds: 1 },
      ],
      filesChanged: ['src/a.ts', 'src/b.ts'],
      mergedAs: 'c'.repeat(40),
    },
    {
      id: '2',
      prp: 'PRP-7.2.2',
      title: 'Phase 2',
      stage: 2,
      state: 'running',
      attempts: [
        {
          number: 1,
          executor: 'codex',
          state: 'failed',
          seconds: null,
          reason: 'idle',
          cause: 'nothing happened for too long: red',
        },
        { number: 2, executor: 'codex', state: 'running', seconds: null, reason: null },
      ],
      gates: [
        { text: 'Tests pass', command: 'npm test', result: 'not-run', baseline: 'not-run', seconds: null },
        { text: 'It reads well', command: null, result: 'not-run', baseline: 'not-run', seconds: null },
      ],
      filesChanged: [],
      mergedAs: null,
    },
  ]);
  expect(status.problems).toEqual([
    {
      severity: 'warning',
      code: 'gate-proves-little',
      message:
        'Phase 1: files were changed that the phase does not declare, which passes with a warning only.',
    },
  ]);
  expect(documentFaults({ schema: 'orchestrator.batch-status/1', ...status, problems: [] })).toBe('');
});

test('an attempt whose merge was taken back is undone, and its phase waits', () => {
  const [phase] = statusOf([
    runAtNoon(),
    ...done1,
    { event: 'head-moved', from: 'c'.repeat(40), to: 'd'.repeat(40), undone: ['1'], why: 'undo' },
  ]).phases;
  expect(phase).toMatchObject({ state: 'waiting', attempts: [{ state: 'undone' }], mergedAs: null });
});

test('a green gate that was green before the change is a warning, and leaves the status ok', () => {
  const gate = { ...gateEnded('1', 1, 0), baseline: 'green' } as Partial<BatchEvent>;
  const { ok, problems } = statusOf([runAtNoon(), ...phaseDone('1', { from: 0, minutes: 1, gates: [gate] })]);
  expect({ ok, message: problems[0]?.message }).toEqual({
    ok: true,
    message: 'Phase 1: the gate "Tests pass" is green and proves nothing new (green before the change).',
  });
});
