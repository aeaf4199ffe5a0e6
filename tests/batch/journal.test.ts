import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import type { NewEvent } from '../../src/batch/store/batch_state.ts';
import { openJournal, readJournal } from '../../src/batch/store/journal/index.ts';
import {
  attemptEnded,
  attemptStarted,
  gateEnded,
  journalOf,
  phaseFailed,
  runStarted,
} from '../support/batch_events.ts';
import { times } from '../support/cases.ts';

const EVENTS = [
  runStarted(),
  attemptStarted('1', 1),
  {
    event: 'attempt-process',
    phase: '1',
    attempt: 1,
    process: { pid: 4, startTime: '9', bootId: 'b', host: 'é' },
  },
  attemptEnded('1', 1),
  attemptStarted('2a', 1),
] as readonly Partial<BatchEvent>[];
const lines = (events: readonly Partial<BatchEvent>[] = EVENTS) =>
  journalOf(events).map((event) => `${JSON.stringify(event)}\n`);
const read = (text: string | Buffer) => readJournal(Buffer.from(text), 'b/journal.ndjson');

async function faults(text: string | Buffer) {
  const result = await read(text);
  if (result.ok) throw new Error('it could be read');
  return result.problems.map(({ code, line, column, message, hint }) => ({
    code,
    at: `${line}:${column}`,
    message,
    hint,
  }));
}

describe('reading a journal', () => {
  test('gives every event, and how many bytes tell of each phase', async () => {
    const text = lines();
    const result = await read(text.join(''));
    const size = (...places: number[]) =>
      places.reduce((sum, place) => sum + Buffer.byteLength(text[place] as string), 0);
    expect(result).toEqual({
      ok: true,
      value: {
        events: journalOf(EVENTS),
        wholeBytes: size(0, 1, 2, 3, 4),
        tornBytes: 0,
        bytesOfPhase: new Map([
          ['1', size(1, 2, 3)],
          ['2a', size(4)],
        ]),
      },
    });
  });

  test('one that is not there yet holds nothing', async () => {
    expect(await read('')).toMatchObject({ ok: true, value: { events: [], wholeBytes: 0, tornBytes: 0 } });
  });

  test('cut at any byte, in the middle of a character too: the whole lines hold, and the rest never counted', async () => {
    const bytes = Buffer.from(lines().join(''));
    for (let cut = 0; cut <= bytes.length; cut++) {
      const part = bytes.subarray(0, cut);
      const whole = part.lastIndexOf(10) + 1;
      const events = journalOf(EVENTS).slice(0, part.subarray(0, whole).toString().split('\n').length - 1);
      const value = { events, wholeBytes: whole, tornBytes: cut - whole };
      expect(await read(part)).toMatchObject({ ok: true, value });
    }
  });

  test('a damaged line in the middle is located, and says what can be read', async () => {
    const text = lines();
    text[2] = text[2]?.replace('"pid":4', '"pid":"4"') as string;
    expect(await faults(text.join(''))).toEqual([
      {
        code: 'journal-corrupt',
        at: `3:${(text[2] ?? '').indexOf('"4"') + 1}`,
        message: 'The journal is damaged in this line: process.pid must be integer. Nothing was changed.',
        hint: 'The 2 events before it can be read. Restore the file from a backup; every attempt that left anything is still pinned under refs/orchestrator/.',
      },
    ]);
  });

  test('all damaged lines are told at once', async () => {
    const text = lines();
    text[1] = '{"seq":2,\n';
    const bytes = Buffer.concat(
      text.map((line, place) => (place === 3 ? Buffer.from([0x22, 0xff, 0x22, 0x0a]) : Buffer.from(line))),
    );
    expect((await faults(bytes)).map(({ at, message }) => `${at} ${message}`)).toEqual([
      expect.stringMatching(/^2:\d+ .*it is not JSON\./u),
      expect.stringMatching(/^4:1 .*it is not valid UTF-8\./u),
    ]);
  });

  test('a line that is missing or stands twice is damage', async () => {
    const text = lines();
    const [one, two, three] = text as [string, string, string];
    expect((await faults(one + three))[0]?.message).toContain('it is event 3, and event 2 is due');
    expect((await faults(one + two + two))[0]?.message).toContain('it is event 2, and event 3 is due');
  });

  test.each([
    [
      'its form',
      { ...journalOf([runStarted()])[0], schema: 'orchestrator.batch-journal/2' },
      'its format is 2',
    ],
    [
      'an event that it alone knows',
      { seq: 1, at: 'x', event: 'phase-split' },
      'it has an event "phase-split"',
    ],
    [
      'a flag that it alone knows',
      { ...journalOf([gateEnded('1', 1, 0)])[0], flags: ['flaky', 'too-slow'] },
      'it has a flag "too-slow"',
    ],
  ])('what a newer version wrote is refused: %s', async (_, event, why) => {
    const [fault] = await faults(`${JSON.stringify(event)}\n`);
    expect(fault).toMatchObject({ code: 'journal-newer', hint: 'Install the newer version.' });
    expect(fault?.message).toContain(why);
  });

  test('any bytes: no throw, and no escape sequence in a message', async () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(...lines().map((line) => Buffer.from(line))),
      fc.json({ maxDepth: 3 }).map((text) => Buffer.from(`${text}\n`)),
      fc
        .constantFrom('[[{"\u001b[31m":', '\n', `${'['.repeat(5000)}\n`, '{"event":"\u001b[2J","seq":1}\n')
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const result = await read(Buffer.concat(parts));
        if (!result.ok) for (const { message } of result.problems) expect(message).not.toContain('\u001b');
      }),
      times(500),
    );
  });
});

describe('writing a journal', () => {
  const started: NewEvent = {
    event: 'attempt-failed',
    phase: '1',
    attempt: 1,
    reason: 'gate',
    evidence: 'e',
    fingerprint: 'f',
  };

  test('events are numbered and written in the order of the calls, transitions to the disk', async () => {
    const written: string[] = [];
    const synced: boolean[] = [];
    let wait: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      wait = resolve;
    });
    const journal = openJournal({
      log: {
        async append(line, durability) {
          if (written.length === 0) await held;
          written.push(line);
          synced.push(durability === 'durable');
        },
      },
      clock: { time: () => 0 },
      seq: 4,
      file: 'journal',
    });
    const { schema: _, ...run } = runStarted() as Extract<BatchEvent, { event: 'run-started' }>;
    const first = journal.record(run);
    const second = journal.record({
      event: 'baseline',
      command: 'x',
      tree: 'a'.repeat(40),
      result: 'red',
      seconds: 1,
    });
    const third = journal.record(started);
    wait();
    const results = await Promise.all([first, second, third]);
    expect(synced).toEqual([true, false, true]);
    expect(results.map((result) => result.ok && result.value.seq)).toEqual([5, 6, 7]);
    expect(written.map((line) => JSON.parse(line))).toEqual(
      results.map((result) => result.ok && result.value),
    );
    expect(written[0]).toMatch(
      /^\{"seq":5,"at":"1970-01-01T00:00:00\.000Z","event":"run-started","schema":"orchestrator\.batch-journal\/1"/u,
    );
  });

  test('after a line that could not be written nothing is: a torn line never stands before another', async () => {
    let calls = 0;
    const journal = openJournal({
      log: {
        append() {
          calls += 1;
          if (calls === 2) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        },
      },
      clock: { time: () => 0 },
      seq: 0,
      file: 'b/journal.ndjson',
    });
    const results = [
      await journal.record(started),
      await journal.record(started),
      await journal.record(started),
    ];
    expect(results.map(({ ok }) => ok)).toEqual([true, false, false]);
    expect(calls).toBe(2);
    expect(results[2]).toMatchObject({
      cause: 'environment',
      problems: [{ code: 'journal-unwritable', file: 'b/journal.ndjson' }],
    });
  });

  test('what is written can be read', async () => {
    let text = '';
    const log = {
      append(line: string) {
        text += `${line}\n`;
      },
    };
    const journal = openJournal({ log, clock: { time: () => 0 }, seq: 0, file: 'journal' });
    const { schema: _, ...run } = runStarted() as Extract<BatchEvent, { event: 'run-started' }>;
    for (const event of [run, attemptStarted('1', 1), phaseFailed('2')])
      await journal.record(event as NewEvent);
    expect(await read(text)).toMatchObject({
      ok: true,
      value: { events: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] },
    });
  });
});
