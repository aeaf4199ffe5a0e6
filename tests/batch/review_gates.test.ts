import { expect, test } from 'vitest';
import { reviewPhases } from '../../src/batch/review/index.ts';
import { fold } from '../support/batch_events.ts';
import { runAtNoon } from '../support/batch_journal.ts';
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
