import { expect, test } from 'vitest';
import { freeSlots } from '../../src/batch/scheduling/free_slots.ts';
import type { PhaseRecord } from '../../src/batch/types.ts';

/** A phase under way, as far as slots are concerned. */
const underWay = (id: string, place?: string): PhaseRecord =>
  ({
    phase: { id },
    progress: { state: 'running', attempt: 1 },
    attempts: [{ number: 1, ...(place && { place }) }],
  }) as unknown as PhaseRecord;

test('a phase takes the place with most room; its own or none; and what was begun counts before the journal says it', () => {
  const slots = new Map([
    ['big', 3],
    ['small', 1],
  ]);
  const begun = {
    phase: { id: '3' },
    progress: { state: 'waiting' },
    attempts: [],
  } as unknown as PhaseRecord;
  const phases = [underWay('1'), underWay('2', 'big'), begun];
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
