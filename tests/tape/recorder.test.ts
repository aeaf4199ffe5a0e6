import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NewExchange } from '../../src/tape/exchange.ts';
import { readTape } from '../../src/tape/read_tape.ts';
import { type RecorderOptions, startRecorder } from '../../src/tape/recorder.ts';
import { createSecrets } from '../../src/tape/secrets.ts';
import { emptyFolder } from '../support/program.ts';

const LIMITS = { file: 1_000, index: 100_000, tape: 100_000 };

async function recording(limits?: RecorderOptions['limits']) {
  const folder = join(emptyFolder(), 'tape');
  const secrets = createSecrets();
  const started = await startRecorder({
    ...{ folder, cwd: folder, program: '1.0.0', command: ['batch', 'run'], secrets },
    normalise: (text) => text,
    ...(limits && { limits }),
  });
  if (!started.ok) throw new Error('not started');
  const index = () => readFileSync(join(folder, 'tape.json'), 'utf8');
  const played = () => {
    const read = readTape(folder, { cwd: folder, secrets });
    return read.ok ? read.value.index : read.problems;
  };
  return { recorder: started.value, folder, index, played };
}

function exchange(title: string, answer: string): NewExchange {
  return {
    ...{ kind: 'model', title, request: `ask ${title}\n`, files: { answer } },
    facts: { outcome: 'answer', model: 'm', calls: null, usage: null },
  };
}

const titles = (index: unknown): string[] =>
  (index as { exchanges: { title: string }[] }).exchanges.map(({ title }) => title);

describe('[promise:tape-limits] a tape that is recorded can be played', () => {
  test.each([
    ['one file', { ...LIMITS }, /0002-answer\.txt would have 1001 bytes, more than the 1000/u],
    ['all of it', { ...LIMITS, file: 9_999, tape: 1_020 }, /would have more than the 1020 bytes/u],
    [
      'its index',
      { ...LIMITS, file: 9_999, index: 1_600 },
      /tape\.json would have more than the 1600 bytes/u,
    ],
  ])('what is too large for %s is left out, and said', async (_name, limits, why) => {
    const { recorder, played } = await recording(limits);
    await recorder.keep(exchange('one', 'short'));
    const large = exchange('two', 'x'.repeat(1_001));
    await recorder.keep(
      limits.index === 1_600 ? { ...exchange('two', ''), title: `two ${'x'.repeat(1_001)}` } : large,
    );
    await recorder.keep(exchange('three', 'short'));
    const [, left] = await recorder.close();
    expect(left?.code).toBe('tape-left-out');
    expect(left?.message).toMatch(/^Not on the tape: two/u);
    expect(left?.message).toMatch(why);
    expect(titles(played())).toEqual(['one', 'three']);
  });

  test('of many that are too large, the first are named and the others counted', async () => {
    const { recorder } = await recording({ ...LIMITS, file: 1 });
    for (let number = 1; number <= 8; number += 1) await recorder.keep(exchange(`no. ${number}`, 'short'));
    const told = (await recorder.close()).filter(({ code }) => code === 'tape-left-out');
    expect(told).toHaveLength(6);
    expect(told.at(-1)?.message).toBe('Not on the tape, for reasons of size as well: 3 more.');
  });
});

describe('the index', () => {
  test('is whole after each exchange, however many come at once, and ends as if it had been written at once', async () => {
    const { recorder, index, played } = await recording();
    await recorder.keep(exchange('one', 'ü'));
    expect(titles(JSON.parse(index()))).toEqual(['one']);
    await recorder.keep(exchange('two', 'ü'));
    // What stands before the exchanges changes.
    recorder.asks({ name: 'modèle', baseUrl: 'http://localhost:1/v1', maxTries: 1 });
    await Promise.all(['three', 'four\nlines', 'five'].map((title) => recorder.keep(exchange(title, 'ü'))));
    const before = index();
    expect(titles(JSON.parse(before))).toEqual(['one', 'two', 'three', 'four\nlines', 'five']);
    expect(before).toBe(`${JSON.stringify(JSON.parse(before), null, 2)}\n`);
    await recorder.close();
    expect(index()).toBe(before);
    expect(played()).toMatchObject({ model: { name: 'modèle' } });
  });

  test('is not written anew with each: it stays the same file', async () => {
    const { recorder, folder } = await recording();
    const inode = () => statSync(join(folder, 'tape.json')).ino;
    await recorder.keep(exchange('one', 'a'));
    const first = inode();
    for (let number = 2; number <= 20; number += 1) await recorder.keep(exchange(`no. ${number}`, 'a'));
    expect(inode()).toBe(first);
  });
});
