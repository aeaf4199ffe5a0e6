import { describe, expect, test } from 'vitest';
import { createGateRoom, type GateRoom, type RoomNeed } from '../../src/batch/run/parts/gate_room.ts';

/** Somebody in the room: whether he is inside yet, how he leaves, and what he is told then. */
async function visit(room: GateRoom, need: RoomNeed) {
  let isInside = false;
  let leave = (): void => {};
  const stay = room.enter(need, async () => {
    isInside = true;
    await new Promise<void>((resolve) => {
      leave = resolve;
    });
  });
  // Whoever may goes in at once, as far as promises do.
  await new Promise(setImmediate);
  return {
    isInside: () => isInside,
    leave: async () => {
      leave();
      const { hadCompany } = await stay;
      await new Promise(setImmediate);
      return hadCompany;
    },
  };
}

describe('gates', () => {
  test('run beside each other, and are told so', async () => {
    const room = createGateRoom({ oneAtATime: false });
    const [one, two] = [await visit(room, { phase: '1' }), await visit(room, { phase: '2' })];
    expect([one.isInside(), two.isInside()]).toEqual([true, true]);
    expect([await one.leave(), await two.leave()]).toEqual([true, true]);
    expect(await (await visit(room, { phase: '1' })).leave()).toBe(false);
  });

  test('that need the same thing run one after the other, and others beside them', async () => {
    const room = createGateRoom({ oneAtATime: false });
    const first = await visit(room, { phase: '1', exclusive: ['db', 'port-1'] });
    const second = await visit(room, { phase: '2', exclusive: ['port-1'] });
    const third = await visit(room, { phase: '3', exclusive: ['port-2'] });
    expect([first, second, third].map(({ isInside }) => isInside())).toEqual([true, false, true]);
    await first.leave();
    expect(second.isInside()).toBe(true);
    expect(await second.leave()).toBe(true);
    await third.leave();
  });

  test('that want to be alone wait for all, and nobody who comes later goes before them', async () => {
    const room = createGateRoom({ oneAtATime: false });
    const first = await visit(room, { phase: '1' });
    const alone = await visit(room, { phase: '2', isAlone: true });
    const late = await visit(room, { phase: '3' });
    expect([alone.isInside(), late.isInside()]).toEqual([false, false]);
    await first.leave();
    expect([alone.isInside(), late.isInside()]).toEqual([true, false]);
    expect(await alone.leave()).toBe(false);
    expect(late.isInside()).toBe(true);
    await late.leave();
  });

  test('are alone where one thing is done at a time', async () => {
    const room = createGateRoom({ oneAtATime: true });
    const [one, two] = [await visit(room, { phase: '1' }), await visit(room, { phase: '2' })];
    expect(two.isInside()).toBe(false);
    expect(await one.leave()).toBe(false);
    expect(await two.leave()).toBe(false);
  });

  test('have the executors of other phases for company, and their own not', async () => {
    const room = createGateRoom({ oneAtATime: false });
    const over = room.atWork('1');
    expect(await (await visit(room, { phase: '1' })).leave()).toBe(false);
    expect(await (await visit(room, { phase: '2' })).leave()).toBe(true);
    const during = await visit(room, { phase: '2' });
    over();
    expect(await during.leave()).toBe(true);
    expect(await (await visit(room, { phase: '2' })).leave()).toBe(false);
  });

  test('leave the room also when what they do goes wrong', async () => {
    const room = createGateRoom({ oneAtATime: true });
    const wrong = room.enter({ phase: '1' }, () => Promise.reject(new Error('no')));
    await expect(wrong).rejects.toThrow('no');
    expect((await visit(room, { phase: '2' })).isInside()).toBe(true);
  });
});
