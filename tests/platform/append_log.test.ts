import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openAppendLog, readAppendLog } from '../../src/platform/index.ts';
import { emptyFolder } from '../support/program.ts';

function fileWith(text: string): string {
  const file = join(emptyFolder(), 'log.ndjson');
  writeFileSync(file, text);
  return file;
}

function linesOf(file: string, from = 0) {
  const lines: string[] = [];
  const outcome = readAppendLog(file, (line) => void lines.push(line), from);
  return { lines, outcome };
}

describe('an append-only log', () => {
  test('is made when it is not there, and has its lines in order', async () => {
    const file = join(emptyFolder(), 'log.ndjson');
    expect(readAppendLog(file, () => {})).toBe('absent');
    const { log, cut } = openAppendLog(file);
    await Promise.all([log.append('one', 'durable'), log.append('zwei ü'), log.append('', 'durable')]);
    log.close();
    expect(cut).toBe(0);
    expect(linesOf(file)).toEqual({ lines: ['one', 'zwei ü', ''], outcome: { end: 13, torn: 0 } });
  });

  test('to which another program writes is gone on with by none, and keeps only its own lines', async () => {
    const file = fileWith('one\n');
    const { log } = openAppendLog(file);
    appendFileSync(file, 'forged\n');
    await expect(log.append('two')).rejects.toThrow('another program wrote to it');
    log.close();
    expect(readFileSync(file, 'utf8')).toBe('one\n');
  });

  test.each([
    ['cut off', (file: string) => truncateSync(file, 2), 'cut it off'],
    ['removed', (file: string) => rmSync(file), 'replaced or removed'],
    ['replaced', (file: string) => renameSync(fileWith('forged\n'), file), 'replaced or removed'],
  ])('that another program has %s is not written to', async (_, disturb, why) => {
    const file = fileWith('one\n');
    const { log } = openAppendLog(file);
    disturb(file);
    await expect(log.append('two', 'durable')).rejects.toThrow(why);
    log.close();
  });

  test('takes no line with a line end in it', async () => {
    const file = fileWith('');
    const { log } = openAppendLog(file);
    await expect(log.append('a\nb')).rejects.toThrow('no line end');
    log.close();
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  test('cut off at any byte gives the whole lines, and goes on after them', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ü', '"', '\r', ' ') });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 8 }), fc.nat(), async (lines, at) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const kept = bytes.subarray(0, at % (bytes.length + 1));
        const file = fileWith('');
        writeFileSync(file, kept);
        const whole = kept.subarray(0, kept.lastIndexOf('\n') + 1);
        const expected = lines.slice(0, whole.toString('utf8').split('\n').length - 1);
        const torn = kept.length - whole.length;
        expect(linesOf(file)).toEqual({ lines: expected, outcome: { end: whole.length, torn } });
        const { log, cut } = openAppendLog(file);
        expect(cut).toBe(torn);
        await log.append('next');
        log.close();
        expect(linesOf(file).lines).toEqual([...expected, 'next']);
      }),
      { numRuns: 60 },
    );
  });

  test('has lines longer than any piece, and a torn one that is longer too', () => {
    const long = 'ü'.repeat(100_000);
    const file = fileWith(`${long}\n\n${long}\nshort\n${long}`);
    const { lines, outcome } = linesOf(file);
    expect(lines).toEqual([long, '', long, 'short']);
    expect(outcome).toEqual({ end: 400_009, torn: 200_000 });
    const { log, cut } = openAppendLog(file);
    log.close();
    expect(cut).toBe(200_000);
    expect(linesOf(file).lines).toEqual(lines);
  });

  test('is read on from where the last reader was, and no further than wanted', () => {
    const file = fileWith('one\ntwo\nthr');
    const seen: unknown[] = [];
    const outcome = readAppendLog(file, (line, at) => {
      seen.push([line, at]);
      return 'stop';
    });
    expect(outcome).toEqual({ end: 4, torn: 0 });
    expect(seen).toEqual([['one', { number: 1, offset: 0 }]]);
    expect(linesOf(file, 4)).toEqual({ lines: ['two'], outcome: { end: 8, torn: 3 } });
    appendFileSync(file, 'ee\n');
    expect(linesOf(file, 8)).toEqual({ lines: ['three'], outcome: { end: 14, torn: 0 } });
  });
});
