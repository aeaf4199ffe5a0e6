import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import type { BatchManifest } from '../../src/batch/generated/batch.ts';
import { type BatchView, closingReport } from '../../src/batch/report/view/index.ts';
import { causeInWords } from '../../src/batch/scheduling/index.ts';
import { foldBatch } from '../../src/batch/store/state/index.ts';
import {
  closingText,
  eventLine,
  liveLines,
  statusInWords,
  statusRows,
  summaryText,
} from '../../src/cli/batch_text/index.ts';
import { type Palette, PLAIN } from '../../src/cli/terminal/palette.ts';
import { widestWidth } from '../../src/lib/index.ts';
import { attemptFailed, attemptStarted, gateEnded, journalOf, phaseFailed } from '../support/batch_events.ts';
import { atMinute, phaseDone, runAtNoon } from '../support/batch_journal.ts';
import { manifestOf } from '../support/batch_manifest.ts';

/** 1 first; 2, 3 and 4 need it; 5 needs 2. */
const manifest = manifestOf({
  ids: ['1', '2', '3', '4', '5'],
  dependencies: [[], [0], [0], [0], [1]],
  hours: [1, 2, 1, 1, 2],
  files: [['a'], ['b'], ['c'], ['d'], ['e']],
});

function viewOf(events: readonly Partial<BatchEvent>[], over: Partial<BatchView> = {}): BatchView {
  const { state } = foldBatch(over.manifest ?? manifest, journalOf(events));
  return {
    manifest,
    state,
    isHeld: true,
    lastActivity: () => undefined,
    folder: './.orchestrator/batches/7',
    ...over,
  };
}

const started = (phase: string, attempt: number, minute: number): Partial<BatchEvent> =>
  ({ ...attemptStarted(phase, attempt, 'claude'), at: atMinute(minute) }) as Partial<BatchEvent>;
const failedAt = (phase: string, attempt: number, minute: number): Partial<BatchEvent> =>
  ({ ...attemptFailed(phase, attempt), at: atMinute(minute) }) as Partial<BatchEvent>;

const MIDWAY = [
  runAtNoon(),
  ...phaseDone('1', { from: 0, minutes: 6 }),
  started('2', 1, 6),
  started('3', 1, 7),
  failedAt('2', 1, 8),
  started('2', 2, 8),
  {
    event: 'attempt-ended',
    at: atMinute(9),
    phase: '3',
    attempt: 1,
    how: 'exited',
    code: 0,
    signal: null,
    seconds: 1,
  },
] as Partial<BatchEvent>[];
const NOW = Date.parse(atMinute(10)) + 5000;

test('a gate whose command no one takes in at a glance goes by what the plan calls it', () => {
  const command = `sh -c '${'true && '.repeat(40)}true'`;
  const red = (text: string) => ({ ...gateEnded('1', 1, 0, { result: 'red' }), command, text });
  const said = (event: Partial<BatchEvent>) =>
    journalOf([event]).flatMap((each) => eventLine(each, manifest) ?? []);
  expect(said(red(`Tests rest on it: \`${command}\``))[0]).toMatch(/gate red: Tests rest on it, 1 s$/u);
  expect(said(red(`\`${command}\``))[0]).toContain(command);
  const failed = { ...attemptFailed('1', 1), evidence: 'It ended with code 1.' };
  const { state } = foldBatch(
    manifest,
    journalOf([attemptStarted('1', 1), red(`Rests: \`${command}\``), failed]),
  );
  const [attempt] = state.phases[0]?.attempts ?? [];
  expect(attempt && causeInWords(attempt)).toMatch(/^a gate is red: Rests(?::|$)/u);
});

describe('the live block', () => {
  const view = viewOf(MIDWAY, {
    lastActivity: (prp) => (prp === 'PRP-7.2.2' ? NOW - 12_000 : undefined),
  });

  test('shows counts, times and what runs, at 80 columns', () => {
    expect(liveLines(view, { width: 80, now: NOW, frame: undefined, paint: PLAIN })).toEqual([
      'Batch 7: A batch',
      '1 of 5 done, 2 running, 2 waiting; elapsed 10 min 5 s, left about 22 min',
      '* PRP-7.2.3  gating   attempt 1 of 2  3 min 5 s   Phase 3',
      '* PRP-7.2.2  running  attempt 2 of 2  2 min 5 s   active 12 s ago  Phase 2',
    ]);
  });

  test('is of use at 40 columns', () => {
    expect(liveLines(view, { width: 40, now: NOW, frame: undefined, paint: PLAIN })).toEqual([
      'Batch 7: A batch',
      '1 of 5 done, 2 running, 2 waiting;',
      'elapsed 10 min 5 s, left about 22 min',
      '* PRP-7.2.3 gating  1/2 3 min 5 s Phase…',
      '* PRP-7.2.2 running 2/2 2 min 5 s, 12 s…',
    ]);
  });

  test('says that nobody knows how long an attempt takes whose start cannot be read', () => {
    const unreadable = { ...attemptStarted('1', 1, 'claude'), at: 'yesterday' } as Partial<BatchEvent>;
    const odd = viewOf([runAtNoon(), unreadable]);
    expect(liveLines(odd, { width: 80, now: NOW, frame: undefined, paint: PLAIN }).at(-1)).toBe(
      '* PRP-7.1.1  running  attempt 1 of 2  -           Phase 1',
    );
    expect(statusRows(odd, NOW)[0]?.at(-1)).toBe('attempt 1 of 2 by claude, for an unknown time');
  });

  test('says the same with colours and with what turns', () => {
    const coded = (text: string) => `\u001b[1m${text}\u001b[0m`;
    const paint: Palette = { ...PLAIN, bold: coded, dim: coded, good: coded, bad: coded, warn: coded };
    const plain = liveLines(view, { width: 80, now: NOW, frame: undefined, paint: PLAIN });
    const painted = liveLines(view, { width: 80, now: NOW, frame: 3, paint });
    expect(painted.map((line) => line.replace(/\u001b\[[01]m/gu, '').replace(/^⠸/u, '*'))).toEqual(plain);
    expect(painted.join('')).toContain('\u001b[1m');
  });

  test('has at most twelve lines, and says how many it leaves out', () => {
    const ids = Array.from({ length: 30 }, (_, place) => `${place}`);
    const wide = manifestOf({
      ids,
      dependencies: ids.map(() => []),
      hours: ids.map(() => 1),
      files: ids.map(() => []),
    });
    const many = viewOf([runAtNoon(), ...ids.map((id) => started(id, 1, 1))], { manifest: wide });
    const lines = liveLines(many, { width: 80, now: NOW, frame: undefined, paint: PLAIN });
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe('  and 21 more');
    expect(liveLines(many, { width: 80, height: 5, now: NOW, frame: 0, paint: PLAIN })).toHaveLength(5);
  });

  test('says when a decision waits', () => {
    const failed = viewOf([runAtNoon(), started('1', 1, 0), failedAt('1', 1, 1), phaseFailed('1')]);
    expect(liveLines(failed, { width: 80, now: NOW, frame: 0, paint: PLAIN }).at(-1)).toBe(
      '1 decision waits: orchestrator batch decisions 7',
    );
  });
});

describe('the estimate', () => {
  const left = (events: readonly Partial<BatchEvent>[]) =>
    /left (.*)$/u.exec(summaryText(viewOf(events), NOW))?.[1];

  test('is not made while no phase is done', () => {
    expect(left([runAtNoon(), started('1', 1, 0)])).toBe('-');
  });

  test('is the longest chain, at the pace of what is done', () => {
    // An hour took 6 minutes: phases 2 and 5 take 24, less 1 min 5 s that phase 2 has run.
    expect(left([runAtNoon(), ...phaseDone('1', { from: 0, minutes: 6 }), started('2', 1, 9)])).toBe(
      'about 23 min',
    );
  });

  test('counts failed attempts to the pace, and not those that were interrupted', () => {
    const slow = [
      runAtNoon(),
      started('1', 1, 0),
      failedAt('1', 1, 6),
      ...phaseDone('1', { from: 6, minutes: 6 }).map((event) => ({ ...event, attempt: 2 })),
    ] as Partial<BatchEvent>[];
    expect(left(slow)).toBe('about 48 min');
    const interrupted = slow.map((event) =>
      event.event === 'attempt-failed' ? { ...event, reason: 'interrupted', at: atMinute(9999) } : event,
    ) as Partial<BatchEvent>[];
    expect(left(interrupted)).toBe('about 24 min');
  });
});

test('the time of a batch is that of its runs, not of the pauses between them', () => {
  const events = [
    runAtNoon(),
    ...phaseDone('1', { from: 0, minutes: 3 }),
    // The first run was killed; the second starts the next day.
    { ...runAtNoon('r2'), at: atMinute(1440) },
  ] as Partial<BatchEvent>[];
  const now = Date.parse(atMinute(1444));
  expect(summaryText(viewOf(events), now)).toContain('elapsed 7 min,');
  expect(summaryText(viewOf(events, { isHeld: false }), now)).toContain('elapsed 3 min');
});

test('an event that a person wants to know of is a line, and no other is', () => {
  const time = /^\d\d:\d\d:\d\d {2}/u;
  const events = journalOf([
    runAtNoon(),
    ...phaseDone('1', {
      from: 0,
      minutes: 6,
      gates: [gateEnded('1', 1, 0), gateEnded('1', 1, 1, { result: 'not-run' })],
    }),
    { ...gateEnded('2', 1, 0, { where: 'merged', result: 'red' }) },
    { ...gateEnded('2', 1, 0), baseline: 'green' } as Partial<BatchEvent>,
    attemptFailed('2', 1, { reason: 'conflict' }),
    phaseFailed('2'),
    {
      event: 'attempt-ended',
      phase: '3',
      attempt: 1,
      how: 'idle',
      code: null,
      signal: 'SIGTERM',
      seconds: 700,
    },
    { event: 'head-moved', from: 'b'.repeat(40), to: 'd'.repeat(40), undone: ['1'], why: 'undo' },
    { event: 'run-ended', run: 'r1', outcome: 'stopped', why: 'SIGINT' },
  ]);
  const lines = events.flatMap((event) => eventLine(event, manifest) ?? []);
  for (const line of lines) expect(line).toMatch(time);
  expect(lines.map((line) => line.replace(time, ''))).toEqual([
    'Batch 7  run started, 2 at once, agent',
    'PRP-7.1.1  started, attempt 1, claude',
    'PRP-7.1.1  the executor ended after 6 min',
    'PRP-7.1.1  gate green: x, 1 s',
    'PRP-7.1.1  done, merged as cccccccccccc',
    'PRP-7.2.2  gate red: x, on the merged tree, 1 s',
    'PRP-7.2.2  gate green: x, 1 s, proves nothing new (green before the change)',
    'PRP-7.2.2  attempt 1 failed: it conflicts with what was merged meanwhile: red',
    'PRP-7.2.2  failed: no try is left',
    'PRP-7.2.3  the executor was ended for being idle too long, after 11 min 40 s',
    'Batch 7  taken back: PRP-7.1.1',
    'Batch 7  run ended: stopped, SIGINT',
  ]);
});

describe('the closing report', () => {
  const green = { ...gateEnded('1', 1, 0), baseline: 'green', text: 'Tests pass', command: 'npm test' };
  const view = viewOf(
    [
      runAtNoon(),
      ...phaseDone('1', { from: 0, minutes: 6, gates: [green as Partial<BatchEvent>] }),
      started('2', 1, 6),
      { ...gateEnded('2', 1, 0, { result: 'red' }), at: atMinute(7) } as Partial<BatchEvent>,
      failedAt('2', 1, 8),
      { ...phaseFailed('2'), at: atMinute(8) } as Partial<BatchEvent>,
      ...phaseDone('3', { from: 6, minutes: 2 }),
      ...phaseDone('4', { from: 8, minutes: 2 }),
      { event: 'run-ended', at: atMinute(10), run: 'r1', outcome: 'partial', why: '' },
    ] as Partial<BatchEvent>[],
    { isHeld: false },
  );

  test('says what was done and proves little, what failed and where to look, and ends with the line that counts', () => {
    expect(closingText(closingReport(view, NOW), { width: 80, paint: PLAIN })).toBe(`Batch 7: A batch

Done
  PRP-7.1.1 Phase 1: 1 attempt, 2 files, merged as cccccccccccc
    npm test: proves nothing new (green before the change)
    It reads well: for a person to judge
  PRP-7.2.3 Phase 3: 1 attempt, 2 files, merged as cccccccccccc
    It reads well: for a person to judge
  PRP-7.2.4 Phase 4: 1 attempt, 2 files, merged as cccccccccccc
    It reads well: for a person to judge

Failed
  PRP-7.2.2 Phase 2
    no try is left
    red: npm test
    log: ./.orchestrator/batches/7/logs/PRP-7.2.2-1.log

Blocked
  PRP-7.3.5 Phase 5: needs PRP-7.2.2

Next
  orchestrator batch decisions 7
    what is waiting for you, with the evidence
  orchestrator batch merge 7
    merges its work into your branch

Batch 7 is partly done: 3 of 5 done, 1 failed, 1 blocked, in 10 min.
`);
  });

  test('tells of checks that prove little and of those for a person in the order of the gates', () => {
    const phases = manifest.phases.map((phase) => ({ ...phase, gates: phase.gates.toReversed() }));
    const gates = [{ ...green, gate: 1 } as Partial<BatchEvent>];
    const done = viewOf([runAtNoon(), ...phaseDone('1', { from: 0, minutes: 6, gates })], {
      manifest: { ...manifest, phases },
      isHeld: false,
    });
    expect(closingText(closingReport(done, NOW), { width: 80, paint: PLAIN })).toContain(`
    It reads well: for a person to judge
    npm test: proves nothing new (green before the change)
`);
  });

  test('tells of processes that could not be ended', () => {
    const ended = { event: 'attempt-ended', phase: '1', attempt: 1, how: 'idle', code: null, signal: null };
    const events = [runAtNoon(), attemptStarted('1', 1), { ...ended, seconds: 3, left: 1 }];
    const left = viewOf(events as Partial<BatchEvent>[], { isHeld: false });
    expect(closingText(closingReport(left, NOW), { width: 100, paint: PLAIN })).toContain(
      '\nStill running\n  PRP-7.1.1 Phase 1: a process of attempt 1 could not be ended and may still run\n',
    );
  });

  test('fits 40 columns, but for the path of a log', () => {
    const lines = closingText(closingReport(view, NOW), { width: 40, paint: PLAIN }).split('\n');
    expect(lines.filter((line) => line.length > 40 && !line.includes('log: '))).toEqual([]);
    expect(lines).toContain('    npm test: proves nothing new (green');
  });
});

describe('whatever a journal and a manifest say', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\u001b[2J\u001b[31mred',
      'a\u202eb',
      '\u0007',
      '日本語のとても長い題名です',
      '👩‍👩‍👧‍👦❤️',
      'x'.repeat(300),
      '\u009b5A',
      'a\r\nb',
    ),
  );
  const id = fc.constantFrom('1', '2', '3', '4', '5', '9', '\u001b[1m');
  const number = fc.integer({ min: 1, max: 3 });
  const at = fc.oneof(fc.integer({ min: 0, max: 60 }).map(atMinute), text);
  const result = fc.constantFrom('green', 'red', 'not-run');
  const event = fc.oneof(
    fc.record({
      event: fc.constant('attempt-started'),
      at,
      phase: id,
      attempt: number,
      executor: text,
      argv: fc.constant([]),
      worktree: text,
      base: text,
      token: text,
    }),
    fc.record({
      event: fc.constant('attempt-ended'),
      at,
      phase: id,
      attempt: number,
      how: fc.constantFrom('exited', 'idle', 'not-started'),
      code: fc.constant(null),
      signal: fc.option(text),
      seconds: fc.double(),
    }),
    fc.record({
      event: fc.constant('gate-ended'),
      at,
      phase: id,
      attempt: number,
      where: fc.constantFrom('attempt', 'merged'),
      gate: fc.option(fc.integer({ min: 0, max: 3 })),
      text,
      command: fc.option(text),
      result,
      baseline: result,
      seconds: fc.double(),
      log: fc.option(text),
      flags: fc.array(text),
    }),
    fc.record({
      event: fc.constantFrom('attempt-pinned', 'merge-ready', 'merged'),
      at,
      phase: id,
      attempt: number,
      commit: fc.constant('c'.repeat(40)),
      parent: fc.constant('b'.repeat(40)),
      files: fc.array(text),
    }),
    fc.record({
      event: fc.constant('attempt-failed'),
      at,
      phase: id,
      attempt: number,
      reason: fc.constantFrom('gate', 'interrupted'),
      evidence: text,
      fingerprint: text,
    }),
    fc.record({ event: fc.constant('phase-failed'), at, phase: id, reason: text, decision: fc.option(text) }),
    fc.record({
      event: fc.constant('run-ended'),
      at,
      run: fc.constant('r1'),
      outcome: fc.constantFrom('done', 'stopped'),
      why: text,
    }),
  ) as fc.Arbitrary<Partial<BatchEvent>>;
  const views = fc
    .record({
      events: fc.array(event, { maxLength: 25 }),
      titles: fc.array(text, { minLength: 6, maxLength: 6 }),
      isHeld: fc.boolean(),
      activity: fc.option(fc.double(), { nil: undefined }),
    })
    .map(({ events, titles, isHeld, activity }) => {
      const hostile: BatchManifest = {
        ...manifest,
        title: titles[5] ?? '',
        phases: manifest.phases.map((phase, place) => ({ ...phase, title: titles[place] ?? '' })),
      };
      const journal = journalOf([runAtNoon(), ...events]);
      const { state } = foldBatch(hostile, journal);
      const view: BatchView = {
        manifest: hostile,
        state,
        isHeld,
        lastActivity: () => activity,
        folder: './x\u001b[2Jy',
      };
      return { view, journal };
    });
  const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

  test('no line of the block is wider than the terminal, and nothing in it is obeyed', () => {
    fc.assert(
      fc.property(
        views,
        fc.integer({ min: 1, max: 120 }),
        fc.option(fc.nat(), { nil: undefined }),
        ({ view }, width, frame) => {
          const lines = liveLines(view, { width, now: NOW, frame, paint: PLAIN });
          expect(lines.length).toBeLessThanOrEqual(12);
          for (const line of lines) {
            expect(widestWidth(line)).toBeLessThanOrEqual(width);
            expect(line).not.toMatch(/\n/u);
            expect(line).not.toMatch(UNSAFE);
          }
        },
      ),
    );
  });

  test('nothing is obeyed in event lines, the report and the table', () => {
    fc.assert(
      fc.property(views, ({ view, journal }) => {
        for (const told of journal) {
          const line = eventLine(told, view.manifest) ?? '';
          expect(line).not.toMatch(UNSAFE);
          expect(line).not.toContain('\n');
        }
        const rows = statusRows(view, NOW).flat();
        expect([...rows, statusInWords(view)].join('')).not.toMatch(/\n/u);
        expect([...rows, statusInWords(view)].join('')).not.toMatch(UNSAFE);
        expect(closingText(closingReport(view, NOW), { width: 60, paint: PLAIN })).not.toMatch(UNSAFE);
      }),
    );
  });
});
