import { expect, test } from 'vitest';
import type { Answer, PlaceClient } from '../../src/batch/remote/placements/place_client.ts';
import { type RemoteTies, remoteAttempt } from '../../src/batch/remote/placements/remote_attempt.ts';
import type { Clock } from '../../src/platform/index.ts';

const answered = (lines: Readonly<Record<string, string>>): Answer => ({
  kind: 'answer',
  lines: new Map(Object.entries(lines).map(([name, value]) => [name, [value]])),
  bytes: Buffer.alloc(0),
});

const COMMIT = '1'.repeat(40);
const ENDED = answered({ state: 'ended', code: '0', commit: COMMIT });
const AWAY: Answer = { kind: 'away', why: 'nobody there', isFinal: false };

/** A clock on which each wait is over at once, and an alarm rings when it is told to. */
function quickClock() {
  const waited: number[] = [];
  const alarms: { readonly ms: number; readonly ring: () => void }[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => now,
    time: () => now,
    wait: async (ms) => {
      waited.push(ms);
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
    alarm: (ms, ring) => {
      alarms.push({ ms, ring });
      return () => {};
    },
  };
  return { clock, waited, alarms };
}

/** An attempt at a place that is asked and answers like this. */
function attemptAt(
  answer: (verb: string, count: number) => Answer | Promise<Answer>,
  fetch: RemoteTies['fetch'] = async () => ({ kind: 'fetched', why: '' }),
) {
  const { clock, waited, alarms } = quickClock();
  const asked: string[] = [];
  const client: PlaceClient = {
    async ask(verb, _values, { signal }) {
      asked.push(verb);
      return signal.aborted ? { kind: 'aborted' } : answer(verb, asked.length);
    },
    ...{ gitEnv: {}, url: (path) => path, forget: async () => undefined, close: async () => {} },
  };
  const attempt = remoteAttempt({
    ...{ place: 'far', client, values: {}, clock, first: undefined, isQueued: false, fetch },
    ears: { log: () => {}, heartbeat: () => {}, waits: () => {}, queued: () => {} },
  });
  return { attempt, asked, waited, alarms };
}

const seconds = (waited: readonly number[]): number => waited.reduce((sum, ms) => sum + ms, 0) / 1_000;

test('what a place does not hand over though it answers is given up, and says why', async () => {
  let fetches = 0;
  const { attempt, waited } = attemptAt(
    () => ENDED,
    async () => {
      fetches += 1;
      return { kind: 'away', why: 'git was cut off' };
    },
  );
  expect(await attempt.over).toMatchObject({
    ...{ code: 0, commit: undefined, fault: { how: 'exited', why: 'git was cut off' } },
  });
  expect(fetches).toBe(6);
  expect(seconds(waited)).toBeLessThan(60);
});

test('what it left is waited for as long as the place itself is away', async () => {
  let fetches = 0;
  const { attempt } = attemptAt(
    (_, count) => (count === 1 || fetches > 50 ? ENDED : AWAY),
    async () => {
      fetches += 1;
      return fetches > 52 ? { kind: 'fetched', why: '' } : { kind: 'away', why: 'cut off' };
    },
  );
  expect(await attempt.over).toMatchObject({ code: 0, commit: COMMIT, fault: undefined });
});

test.each<[string, Answer]>([
  ['a fault', { kind: 'fault', code: 'odd', text: 'so it is' }],
  ['nothing of its state', answered({ now: '1' })],
])('a place that answers with %s again and again is no longer asked', async (_, answer) => {
  const { attempt, asked } = attemptAt(() => answer);
  expect(await attempt.over).toMatchObject({
    commit: undefined,
    fault: {
      how: 'exited',
      why: expect.stringMatching(/^far answers, but not with the state of the attempt: /u),
    },
  });
  expect(asked.length).toBeLessThan(30);
});

test('who ends an attempt does not wait for what is not handed over', async () => {
  let isAsked = (): void => {};
  const fetching = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  let fetches = 0;
  const { attempt, waited } = attemptAt(
    (verb) => (verb === 'stop' ? answered({}) : fetches === 0 ? ENDED : AWAY),
    async () => {
      fetches += 1;
      if (fetches === 3) isAsked();
      return { kind: 'away', why: 'git was cut off' };
    },
  );
  await fetching;
  expect(await attempt.group.end(1_000)).toEqual({ forced: 0, left: 0 });
  expect(await attempt.over).toMatchObject({ fault: { why: 'git was cut off' } });
  expect(seconds(waited)).toBeLessThan(60);
});

test('who ends an attempt waits a minute at most for what hangs', async () => {
  let isAsked = (): void => {};
  const fetching = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const { attempt, alarms } = attemptAt(
    () => ENDED,
    (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ kind: 'away', why: 'it was cancelled' }));
        isAsked();
      }),
  );
  await fetching;
  const ending = attempt.group.end(1_000);
  while (alarms.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(alarms[0]?.ms).toBe(60_000);
  alarms[0]?.ring();
  expect(await ending).toEqual({ forced: 0, left: 0 });
  expect(await attempt.over).toMatchObject({ commit: undefined, fault: { why: 'it was cancelled' } });
});

test('who ends an attempt that a place keeps calling under way waits a minute at most', async () => {
  const { attempt, alarms } = attemptAt(async (verb) => {
    // A place takes its time, here one turn.
    await new Promise((resolve) => setImmediate(resolve));
    return answered(verb === 'stop' ? {} : { state: 'running' });
  });
  const ending = attempt.group.end(1_000);
  while (alarms.length === 0) await new Promise((resolve) => setImmediate(resolve));
  alarms[0]?.ring();
  expect(await ending).toMatchObject({ left: 0 });
});
