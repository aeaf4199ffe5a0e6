import { expect, test } from 'vitest';
import { freeSlots, slotsInAll } from '../../src/batch/scheduling/free_slots.ts';
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

const SLOTS = new Map([
  ['big', 3],
  ['small', 1],
]);

test.each([
  { phases: [{}, {}], places: undefined, slots: 2 },
  { phases: [{}, {}], places: { given: ['local'] }, slots: 2 },
  { phases: [{}, {}], places: { given: ['local', 'big', 'small'] }, slots: 6 },
  { phases: [{}, {}], places: { given: ['big', 'small'] }, slots: 4 },
  { phases: [{ place: 'big' }, { place: 'big' }], places: { given: ['local'] }, slots: 3 },
  { phases: [{ place: 'big' }, {}], places: { given: ['big'] }, slots: 3 },
  // No one number says it: what is free at one place is of no use to a phase of another.
  { phases: [{ place: 'big' }, {}], places: { given: ['local'] }, slots: undefined },
  { phases: [{ place: 'big' }, {}], places: { given: ['local', 'big', 'small'] }, slots: undefined },
  { phases: [{ place: 'big' }, { place: 'small' }], places: { given: ['local'] }, slots: undefined },
  // Results that are brought in are all at one, and what no place is known for runs here.
  { phases: [{ place: 'big' }, {}], places: { given: ['local'], only: 'small' }, slots: 1 },
  { phases: [{ place: 'unknown' }, {}], places: { given: ['local'] }, slots: 2 },
])('$phases at $places: $slots slots in all', ({ phases, places, slots }) => {
  expect(slotsInAll(phases, { concurrency: 2, places: places && { ...places, slots: SLOTS } })).toBe(slots);
});
