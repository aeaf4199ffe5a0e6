import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { agentOf } from '../../src/batch/executors/agents/index.ts';
import type { Job, JobNews } from '../../src/batch/executors/executor.ts';
import { type AttemptBeat, readBeat, watchJob } from '../../src/batch/executors/watching/index.ts';
import type { Clock, ProcessGroup } from '../../src/platform/index.ts';
import { jobOf } from '../support/job.ts';
import { putFiles } from '../support/repository.ts';
import { eventually } from '../support/wait.ts';

const START = Date.parse('2026-11-21T08:00:00Z');
const SECOND = 1_000;

/** Time that only passes while somebody waits, and what happens at each full second of it. */
function virtualClock(happens: (second: number) => unknown = () => {}): Clock {
  let now = 0;
  return {
    now: () => now,
    time: () => START + now,
    wait: async (ms) => {
      const before = Math.floor(now / SECOND);
      now += ms;
      for (let second = before + 1; second <= now / SECOND; second++) await happens(second);
      // For what happened to be heard of.
      await new Promise((resolve) => setImmediate(resolve));
    },
    alarm: () => () => {},
  };
}

/** A command that only its test lets end. */
function groupOf({ left = 0 } = {}) {
  let exit: (code: number | null, signal?: string) => void = () => {};
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    exit = (code, signal) => resolve({ code, signal: signal ?? null });
  });
  const graces: number[] = [];
  const looks = { count: 0 };
  const group: ProcessGroup = {
    identity: { pid: 4_711, startTime: '1', bootId: 'b', host: 'h' },
    ended,
    look: () => {
      looks.count += 1;
    },
    end: async (graceMs) => {
      graces.push(graceMs);
      if (left === 0) exit(null, 'SIGTERM');
      return { forced: 0, left };
    },
  };
  return { group, graces, looks, exit };
}

function watch(job: Job, group: ProcessGroup, clock: Clock) {
  putFiles(`${job.logFile}/..`, { 'other.log': '' });
  const news: JobNews[] = [];
  const { signal } = new AbortController();
  return {
    news,
    end: watchJob(job, { group, leftover: undefined, signal, emit: (one) => news.push(one), clock }),
  };
}

/** The beat that was written at this time, once it was. */
function beatOf({ beatFile }: Job, at: string): AttemptBeat | undefined {
  const beat = readBeat(beatFile);
  return beat?.at === at ? beat : undefined;
}

test('while a command runs it is looked again and again what there is of it, so that all of it is found in the end', async () => {
  const job = jobOf();
  const { group, looks, exit } = groupOf();
  let [after1, after10] = [0, 0];
  const clock = virtualClock((second) => {
    if (second === 1) after1 = looks.count;
    if (second === 10) {
      after10 = looks.count;
      exit(0);
    }
  });
  expect((await watch(job, group, clock).end).how).toBe('exited');
  expect(after1).toBeGreaterThanOrEqual(1);
  expect(after10).toBeGreaterThanOrEqual(10);
});

test('whoever watches gives a sign of life each 30 seconds, which tells when something last happened', async () => {
  const job = jobOf({ heartbeatMs: 10 * SECOND });
  const { group, exit } = groupOf();
  const beats: (AttemptBeat | undefined)[] = [];
  const clock = virtualClock(async (second) => {
    if (second === 40) writeFileSync(job.logFile, 'a line\n');
    const at = new Date(START + (second - 5) * SECOND).toISOString();
    if (second % 30 === 5) beats.push(await eventually(() => beatOf(job, at)));
    if (second === 100) exit(0);
  });
  const { news, end } = watch(job, group, clock);
  const ended = await end;
  expect(ended).toMatchObject({ how: 'exited', code: 0 });
  expect(ended.seconds).toBeGreaterThanOrEqual(100);
  expect(beats.map((beat) => [beat?.lastActivity.slice(14, 19), beat?.logBytes, beat?.pid])).toEqual([
    ['00:00', 0, 4_711],
    ['00:00', 0, 4_711],
    ['00:40', 7, 4_711],
    ['00:40', 7, 4_711],
  ]);
  expect(news).toEqual([{ kind: 'activity' }]);
  expect(readBeat(job.beatFile)).toBeUndefined();
});

test('an agent that only says, again and again, that it asks its endpoint once more is idle; one line of work is life', async () => {
  const wait =
    'timestamp=2026-11-29T07:14:20.684Z level=ERROR message="stream error" small=false error.error="E: scripted 500"\n';
  const ended = async (working: number) => {
    const job = jobOf({ idleMs: 100 * SECOND });
    const { group } = groupOf();
    const said: string[] = [];
    const clock = virtualClock((second) => {
      if (second % 20 === 0)
        appendFileSync(job.logFile, second === working ? '{"type":"text","part":{"text":"Hm."}}\n' : wait);
    });
    putFiles(`${job.logFile}/..`, { 'other.log': '' });
    const { signal } = new AbortController();
    const agent = agentOf('opencode', ['opencode']);
    const emit = (news: JobNews) => {
      if (news.kind === 'doing' && news.waits !== undefined) said.push(news.waits);
    };
    const end = await watchJob(job, { group, leftover: undefined, signal, emit, clock, agent });
    expect(said[0]).toBe('its endpoint answers with an error; it asks again: E: scripted 500');
    return end;
  };
  const end = await ended(-1);
  expect([end.how, Math.floor(end.seconds)]).toEqual(['idle', 100]);
  expect(end.why).toMatch(/It only said that it waits: .*scripted 500$/u);
  expect(Math.floor((await ended(60)).seconds)).toBe(160);
});

test('silence of two minutes, where that is the limit, ends an attempt after two minutes, with a grace', async () => {
  const job = jobOf({ idleMs: 120 * SECOND, graceMs: 7_000 });
  const { group, graces } = groupOf();
  const { end } = watch(job, group, virtualClock());
  expect(await end).toEqual({
    how: 'idle',
    code: null,
    signal: 'SIGTERM',
    seconds: 120,
    left: 0,
    why: 'It printed nothing, changed no file and used next to no processor time for 120 seconds.',
  });
  expect(graces).toEqual([7_000]);
});

test('what cannot be ended is told, and not waited for', async () => {
  const job = jobOf({ hardMs: 5 * SECOND });
  const { group, graces } = groupOf({ left: 2 });
  const { end } = watch(job, group, virtualClock());
  expect(await end).toMatchObject({ how: 'over-limit', code: null, signal: null, left: 2 });
  expect(graces).toEqual([0]);
});

test('a beat that cannot be written ends nothing', async () => {
  const job = jobOf();
  const { group, exit } = groupOf();
  const nowhere = { ...job, beatFile: `${job.promptFile}/beat.json` };
  const { end } = watch(
    nowhere,
    group,
    virtualClock((second) => second === 70 && exit(0)),
  );
  expect(await end).toMatchObject({ how: 'exited', code: 0 });
  expect(readFileSync(job.promptFile, 'utf8')).toContain('Do it.');
});
