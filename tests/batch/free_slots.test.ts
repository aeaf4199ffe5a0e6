import { expect, test } from 'vitest';
import { freeSlots } from '../../src/batch/scheduling/free_slots.ts';
import { attemptStarted, fold, runStarted } from '../support/batch_events.ts';
import { manifestOf } from '../support/batch_manifest.ts';

test('a phase takes the place with most room; its own or none; and what was begun counts before the journal says it', () => {
  const slots = new Map([
    ['big', 3],
    ['small', 1],
  ]);
  const manifest = manifestOf({
    ids: ['1', '2', '3'],
    dependencies: [[], [], []],
    hours: [1, 1, 1],
    files: [[], [], []],
  });
  const { phases } = fold(manifest, [
    runStarted(),
    attemptStarted('1', 1),
    { ...attemptStarted('2', 1), place: 'big' },
  ]);
  const places = { given: ['local', 'big', 'small'], slots, begun: new Map([['3', 'small']]) };
  const free = freeSlots(phases, new Set([0, 1, 2]), { concurrency: 2, places });
  expect(free.total()).toBe(3);
  expect(free.take({ place: 'small' })).toBeUndefined();
  expect([free.take({}), free.take({}), free.take({}), free.take({})]).toEqual([
    { at: 'big' },
    { at: undefined },
    { at: 'big' },
    undefined,
  ]);
});
