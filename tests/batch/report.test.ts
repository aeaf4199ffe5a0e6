import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import type { ReportFacts } from '../../src/batch/report/document/index.ts';
import { makeDocument } from '../../src/operations/index.ts';
import { phaseFailed } from '../support/batch_events.ts';
import { atMinute, phaseDone, runAtNoon } from '../support/batch_journal.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { documentFaults } from '../support/documents.ts';
import { attemptRed, factsOf, gateGreen, reportOf } from '../support/report_facts.ts';

/** Phase 2 needs phase 1, and 3 nothing. */
const manifest = manifestOf({
  ids: ['1', '2', '3'],
  dependencies: [[], [0], []],
  hours: [1, 2, 4],
  files: [['src/a.ts'], ['src/b.ts'], ['src/c.ts']],
});
const plan: ReportFacts['plan'] = {
  complexity: new Map([
    ['1', 'low'],
    ['2', 'low'],
  ]),
  serves: new Map([
    ['1', '1'],
    ['2', '2-3'],
  ]),
  requirement: [
    { number: 1, text: 'It logs in.' },
    { number: 2, text: 'It logs out.' },
    { number: 3, text: 'It says so.' },
    { number: 4, text: 'It is quick.' },
    { number: 5, text: 'These count:' },
  ],
};
const ended = (at: number, outcome = 'partial', run = 'r1') =>
  ({ event: 'run-ended', at: atMinute(at), run, outcome, why: '' }) as Partial<BatchEvent>;
const done1 = phaseDone('1', { from: 0, minutes: 6, gates: [gateGreen('1', 1)] });

describe('the report of a batch', () => {
  test('says of each statement whether it is verified, with the command, its exit code, log and commit', () => {
    const report = reportOf(manifest, [runAtNoon(), ...done1, ended(7)], {
      plan,
      logs: new Map([['logs/1.log', 'f'.repeat(64)]]),
    });
    const [first] = report.phases;
    expect(first?.statements).toMatchObject([
      { text: `It is merged as ${'c'.repeat(12)}.`, proof: 'verified', holds: true },
      {
        text: 'Tests pass',
        proof: 'verified',
        holds: true,
        evidence: {
          command: 'npm test',
          exit: 0,
          log: 'logs/1.log',
          sha256: 'f'.repeat(64),
          commit: 'c'.repeat(40),
        },
      },
      { text: 'It reads well', proof: 'unverifiable', holds: null, why: 'a person has to judge it' },
    ]);
    expect(report.proofs).toEqual({ verified: 2, claimed: 0, unverifiable: 1, refuted: 0 });
    expect(documentFaults(makeDocument('orchestrator.batch-report/1', report))).toBe('');
  });

  test('takes a green gate for unverifiable whose log is gone, and a red one for red all the same', () => {
    const green = reportOf(manifest, [runAtNoon(), ...done1, ended(7)], { plan });
    expect(green.phases[0]?.statements[1]).toMatchObject({
      ...{ text: 'Tests pass', proof: 'unverifiable', holds: null, why: 'its log no longer exists' },
      evidence: { log: 'logs/1.log', sha256: null },
    });
    expect(green.requirement[0]).toMatchObject({ number: 1, standing: 'unproven' });
    const failed = [...attemptRed('3', 1, { from: 0 }), phaseFailed('3')];
    const red = reportOf(manifest, [runAtNoon(), ...failed, ended(7)]);
    const statements = red.phases.flatMap((phase) => phase.statements);
    expect(statements.filter(({ holds }) => holds === false)).toMatchObject([{ proof: 'verified' }]);
  });

  test('leads from each line of the requirement to its phases, and says which nobody serves', () => {
    const report = reportOf(manifest, [runAtNoon(), ...done1, ended(7)], {
      plan,
      logs: new Map([['logs/1.log', 'f'.repeat(64)]]),
    });
    expect(report.requirement.map(({ number, phases, standing }) => [number, phases, standing])).toEqual([
      [1, ['1'], 'verified'],
      [2, ['2'], 'open'],
      [3, ['2'], 'open'],
      [4, [], 'uncovered'],
      [5, [], 'context'],
    ]);
    expect(report.findings.map(({ kind, message }) => [kind, message])).toEqual([
      ['requirement-uncovered', 'No phase serves line 4 of the requirement: It is quick.'],
    ]);
  });

  test('takes a line for unproven where the gate was green before, was not run before, or no gate was run', () => {
    const weak = phaseDone('1', { from: 0, minutes: 1, gates: [gateGreen('1', 1, { baseline: 'green' })] });
    const blind = phaseDone('1', {
      from: 0,
      minutes: 1,
      gates: [gateGreen('1', 1, { baseline: 'not-run' })],
    });
    const none = phaseDone('1', { from: 0, minutes: 1 });
    for (const events of [weak, blind, none]) {
      const report = reportOf(manifest, [runAtNoon(), ...events, ended(2)], { plan });
      expect(report.requirement[0]?.standing).toBe('unproven');
    }
  });

  test('has what agents say as claims, and nothing more', () => {
    const claimed = {
      event: 'claimed',
      phase: '1',
      attempt: 1,
      status: 'done',
      summary: 'All works.',
      tokens: 9,
    };
    const [start, end, ...rest] = done1;
    const events = [runAtNoon(), start, end, { ...claimed, problems: ['One guess'] }, ...rest, ended(7)];
    const report = reportOf(manifest, events as Partial<BatchEvent>[]);
    const claims = report.phases[0]?.statements.filter(({ proof }) => proof === 'claimed');
    expect(claims?.map(({ text, holds }) => [text, holds])).toEqual([
      ['done: All works.', null],
      ['Problem: One guess', null],
    ]);
    expect(report.usage).toMatchObject({ tokens: 9, tokensOf: 1, costUsd: null, attempts: 1 });
  });

  test('names no commit for a gate that was red on the merged tree, which the journal does not name', () => {
    const [start, end, pinned] = attemptRed('1', 1, { from: 0 });
    const failed = {
      event: 'attempt-failed',
      phase: '1',
      attempt: 1,
      reason: 'merged-gate',
      evidence: 'red',
    };
    const on = (where: string, result: string) => gateGreen('1', 1, { where, result });
    const events = [on('attempt', 'green'), on('merged', 'red'), { ...failed, fingerprint: '1' }];
    const report = reportOf(manifest, [
      runAtNoon(),
      start,
      end,
      pinned,
      ...events,
      phaseFailed('1'),
    ] as Partial<BatchEvent>[]);
    expect(report.phases[0]?.statements[0]).toMatchObject({
      holds: false,
      evidence: { command: 'npm test', commit: null },
    });
  });

  test('does not take for proven what is not in the repository any more, or what git was not asked about', () => {
    const missing = { isKnown: true, missing: new Set(['c'.repeat(40)]), isDelivered: false };
    const pruned = reportOf(manifest, [runAtNoon(), ...done1, ended(7)], { git: missing });
    expect(pruned.phases[0]?.statements[0]).toMatchObject({ proof: 'unverifiable', holds: null });
    expect(pruned.git).toMatchObject({ standing: 'gone', missing: ['1'] });
    const unknown = { isKnown: false, missing: new Set<string>(), isDelivered: false };
    const blind = reportOf(manifest, [runAtNoon(), ...done1, ended(7)], { git: unknown });
    expect(blind.phases[0]?.statements[0]).toMatchObject({ proof: 'unverifiable' });
    expect(blind.git?.standing).toBe('unknown');
  });

  test('says which rung of the ladder helped', () => {
    const again = (executor: string, more: readonly Partial<BatchEvent>[] = [], rung = {}) => {
      const second = phaseDone('1', { from: 3, minutes: 1 }).map((event) =>
        'attempt' in event
          ? { ...event, attempt: 2, ...(event.event === 'attempt-started' ? { executor, ...rung } : {}) }
          : event,
      ) as Partial<BatchEvent>[];
      const events = [runAtNoon(), ...attemptRed('1', 1, { from: 0 }), ...more, ...second, ended(5)];
      return reportOf(manifest, events).phases[0]?.rung;
    };
    expect(again('claude')).toBe('retry');
    expect(again('codex')).toBe('fallback');
    expect(again('claude', [], { rung: 'known-fix' })).toBe('known-fix');
    const asked = { event: 'phase-reopened', phase: '1', why: 'retry' } as Partial<BatchEvent>;
    expect(again('claude', [phaseFailed('1'), asked])).toBe('answer');
    expect(reportOf(manifest, [runAtNoon(), ...done1, ended(7)]).phases[0]?.rung).toBe('first');
  });

  test('tells why attempts failed by kind, and a failed phase as a finding at its file', () => {
    const events = [
      runAtNoon(),
      ...attemptRed('1', 1, { from: 0 }),
      ...attemptRed('1', 2, { from: 2 }),
      phaseFailed('1'),
      ended(4, 'failed'),
    ];
    const report = reportOf(manifest, events);
    expect(report.failures).toEqual([{ kind: 'gate', words: 'a gate is red', count: 2, phases: ['1'] }]);
    expect(report.findings).toMatchObject([
      { kind: 'phase-failed', severity: 'high', file: 'src/a.ts', phase: '1' },
    ]);
    expect(report.phases.map(({ state }) => state)).toEqual(['failed', 'blocked', 'waiting']);
    expect(report.proofs.refuted).toBe(1);
    expect(report.git?.standing).toBe('not-run');
  });

  test('stops its clock between two runs', () => {
    const second = { ...runAtNoon('r2'), at: atMinute(1000) } as Partial<BatchEvent>;
    const done2 = phaseDone('2', { from: 1001, minutes: 4 });
    const report = reportOf(manifest, [
      runAtNoon(),
      ...done1,
      ended(7),
      second,
      ...done2,
      ended(1006, 'partial', 'r2'),
    ]);
    expect(report.timeline).toMatchObject({
      seconds: 13 * 60,
      runs: [
        { start: 0, seconds: 420 },
        { start: 420, seconds: 360 },
      ],
    });
    expect(report.phases[1]?.actual).toEqual({ start: 480, end: 720 });
    expect(report.phases[1]?.workSeconds).toBe(240);
  });

  test('has the plan simulated beside what happened, and estimates against it', () => {
    const report = reportOf(manifest, [runAtNoon(), ...done1, ended(7)], { plan });
    // Two at a time: 1 and 3 first, then 2.
    expect(report.phases.map(({ planned }) => planned)).toEqual([
      { start: 0, end: 1 },
      { start: 1, end: 3 },
      { start: 0, end: 4 },
    ]);
    expect(report.criticalPath).toEqual(['3']);
    expect(report.estimates).toMatchObject([{ complexity: 'low', phases: 1, hours: 1 }]);
    expect(report.estimates[0]?.ratio).toBeCloseTo(0.1);
  });

  test('names files that several phases changed', () => {
    const done3 = phaseDone('3', { from: 0, minutes: 2 });
    const report = reportOf(manifest, [runAtNoon(), ...done1, ...done3, ended(7)]);
    expect(report.overlaps).toEqual([
      { file: 'src/a.ts', phases: ['1', '3'] },
      { file: 'src/b.ts', phases: ['1', '3'] },
    ]);
  });

  test('says that a batch still runs, and has nothing to say of one that never did', () => {
    const running = reportOf(manifest, [runAtNoon(), ...done1], { isHeld: true });
    expect(running.problems).toMatchObject([{ severity: 'note', code: 'batch-running' }]);
    const never = reportOf(manifest, []);
    expect(never).toMatchObject({ state: 'generated', timeline: null, asOf: null, findings: [] });
    expect(never.phases.map(({ planned, statements }) => [planned, statements])).toEqual([
      [null, []],
      [null, []],
      [null, []],
    ]);
    expect(documentFaults(makeDocument('orchestrator.batch-report/1', never))).toBe('');
  });

  test('is the same for the same facts', () => {
    const facts = factsOf(manifest, [runAtNoon(), ...done1, ended(7)], { plan });
    expect(JSON.stringify(reportOf(manifest, [runAtNoon(), ...done1, ended(7)], { plan }))).toBe(
      JSON.stringify(reportOf(manifest, facts.events, { plan })),
    );
  });
});

test('a phase whose files are only expected declares none, and what was changed beyond them is told', () => {
  const [one, ...others] = manifest.phases;
  const own = { ...manifest, phases: [{ ...one, filesExpected: true as const }, ...others] };
  const pinned = (files: string[]) =>
    done1.map((event) => (event.event === 'attempt-pinned' ? { ...event, files } : event));
  const gate = done1.find(({ event }) => event === 'gate-ended');
  const scope = { ...gate, gate: null, text: 'scope', command: null, flags: ['unexpected'] };
  const before = done1.findIndex(({ event }) => event === 'gate-ended');
  const withScope = (events: Partial<BatchEvent>[]) =>
    events.toSpliced(before, 0, scope as Partial<BatchEvent>);
  const of = (files: string[]) =>
    reportOf(own as typeof manifest, [runAtNoon(), ...withScope(pinned(files)), ended(7)], { plan });
  const texts = (report: ReturnType<typeof of>) => report.phases[0]?.statements.map(({ text }) => text);
  const beyond = of(['src/a.ts', 'src/b.ts', 'src/z.ts']);
  expect(beyond.phases[0]).toMatchObject({
    declared: [],
    expected: ['src/a.ts'],
    unexpected: ['src/b.ts', 'src/z.ts'],
  });
  expect(texts(beyond)).toContain(
    '2 files beyond those expected of the phase changed, which nothing forbids.',
  );
  const within = of(['src/a.ts']);
  expect(within.phases[0]).toMatchObject({ declared: [], unexpected: [] });
  expect(texts(within)).toContain('Only files that were expected of the phase were changed.');
  const none = { ...manifest, phases: [{ ...one, files: ['**'] }, ...others] } as typeof manifest;
  const unsaid = reportOf(none, [runAtNoon(), ...withScope(pinned(['src/z.ts'])), ended(7)], { plan });
  expect(unsaid.phases[0]).toMatchObject({ declared: [], expected: [], unexpected: [] });
  expect(texts(unsaid)).toContain('The plan names no files for the phase, so any file could be changed.');
  expect(reportOf(manifest, [runAtNoon(), ...done1]).phases[0]).not.toHaveProperty('expected');
  expect(documentFaults(makeDocument('orchestrator.batch-report/1', beyond))).toBe('');
});
