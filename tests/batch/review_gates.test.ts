import { expect, test } from 'vitest';
import { makeReview, type Review, reviewPhases } from '../../src/batch/review/index.ts';
import { reviewText } from '../../src/cli/commands/review/text.ts';
import { fold } from '../support/batch_events.ts';
import { phaseDone, runAtNoon } from '../support/batch_journal.ts';
import { manifestOf } from '../support/batch_manifest.ts';

test('a gate that nobody has run is unverifiable, whether or not it has a command', () => {
  const manifest = manifestOf({ ids: ['1'], dependencies: [[]], hours: [1], files: [['a']] });
  const state = fold(manifest, [runAtNoon()]);
  const none = state.phases.map((record) => ({ record, commit: undefined, diff: { files: [], faults: [] } }));
  const [phase] = reviewPhases(state, none, '', () => undefined).phases;
  expect(phase?.gates.some(({ command }) => command !== null)).toBe(true);
  expect(phase?.gates.map(({ result, proof }) => `${result} ${proof}`)).toEqual(
    phase?.gates.map(() => 'not-run unverifiable'),
  );
});

const diffFile = (path: string) => ({
  ...{ path, isBinary: false, hunks: [], added: 1, removed: 0 },
  status: 'added' as const,
});

/** What is shown of a review in which only these phases are. */
function textOf(phases: Review['phases']): string {
  const frame = {
    at: '2026-11-29T10:00:00.000Z',
    subject: { kind: 'batch', batch: 7, name: 'batch 7' },
    version: { seq: 1, base: null, head: null, diff: '' },
  } as const;
  return reviewText({ ...makeReview(frame, { change: { files: [] }, found: [], dropped: [] }), phases });
}

test('a review says of a phase whose files are only expected what was changed beyond them, and not that all is declared', () => {
  const manifest = manifestOf({ ids: ['1'], dependencies: [[]], hours: [1], files: [['src/a.ts']] });
  const [phase] = manifest.phases;
  const own = { ...manifest, phases: [{ ...phase, filesExpected: true as const }] } as typeof manifest;
  const state = fold(own, [runAtNoon(), ...phaseDone('1', { from: 0, minutes: 6 })]);
  const told = (...paths: string[]) => {
    const diff = { files: paths.map((path) => diffFile(path)), faults: [] };
    const diffs = state.phases.map((record) => ({ record, commit: 'c'.repeat(40), diff }));
    const { phases, found } = reviewPhases(state, diffs, '', () => undefined);
    expect(found.filter(({ kind }) => kind === 'no-owner' || kind === 'out-of-scope')).toEqual([]);
    return phases;
  };
  const beyond = told('src/a.ts', 'src/b.ts', 'src/z.ts');
  expect(beyond).toMatchObject([
    { declared: [], expected: ['src/a.ts'], unexpected: ['src/b.ts', 'src/z.ts'], outside: [] },
  ]);
  expect(textOf(beyond)).toContain('Phase 1: 3 files, +3 −0, 2 beyond what was expected\n');
  expect(textOf(told('src/a.ts'))).toContain('Phase 1: 1 file, +1 −0, all expected\n');
});

test('a review says of a phase whose plan names no file that it names none, and it owns nothing of what others change', () => {
  const manifest = manifestOf({
    ...{ ids: ['1', '2'], dependencies: [[], []], hours: [1, 1] },
    files: [['**'], ['src/b.ts']],
  });
  const events = [
    runAtNoon(),
    ...phaseDone('1', { from: 0, minutes: 6 }),
    ...phaseDone('2', { from: 9, minutes: 6 }),
  ];
  const state = fold(manifest, events);
  const diff = { files: ['src/b.ts', 'src/z.ts'].map(diffFile), faults: [] };
  const diffs = state.phases.map((record) => ({ record, commit: 'c'.repeat(40), diff }));
  const { phases, found } = reviewPhases(state, diffs, '', () => undefined);
  expect(phases[0]).toMatchObject({ declared: [], expected: [], unexpected: [], outside: [] });
  expect(textOf(phases)).toContain('Phase 1: 2 files, +2 −0, the plan names none\n');
  expect(found.filter(({ kind }) => kind === 'no-owner' || kind === 'out-of-scope')).toMatchObject([
    { kind: 'no-owner', file: 'src/z.ts', phase: '2' },
  ]);
});
