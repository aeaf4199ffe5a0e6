import { expect, test } from 'vitest';
import { runRules } from '../../src/batch/index.ts';
import { notSent } from '../../src/operations/batches/whole_handover.ts';
import { attemptFailed, attemptStarted, fold, runStarted } from '../support/batch_events.ts';
import { manifestOf } from '../support/batch_manifest.ts';

test('what earlier tries brought is not sent along, and each of their phases is named once', () => {
  const ids = ['1', '2', '3'];
  const none = ids.map(() => []);
  const manifest = manifestOf({ ids, dependencies: none, hours: [1, 1, 1], files: none });
  const tried = (id: string) => [attemptStarted(id, 1), attemptFailed(id, 1)];
  const state = fold(manifest, [runStarted(), ...tried('1'), ...tried('3')]);
  expect(notSent(state, runRules({}), manifest).map(({ message }) => message)).toEqual([
    'Evidence from earlier attempts and your answers are not sent along, for 1, 3.',
  ]);
});
