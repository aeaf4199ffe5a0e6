import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openAppendLog } from '../../src/platform/index.ts';
import { emptyFolder } from '../support/program.ts';

function fileWith(text: string): string {
  const file = join(emptyFolder(), 'log.ndjson');
  writeFileSync(file, text);
  return file;
}

/** The whole lines of a log, and how many bytes follow the last of them. */
function linesOf(file: string) {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf('\n') + 1;
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
  return { lines, torn: bytes.length - end };
}

describe('an append-only log', () => {
  test('is made when it is not there, and has its lines in order', async () => {
    const file = join(emptyFolder(), 'log.ndjson');
    const { log, cut } = openAppendLog(file);
    await Promise.all([log.append('one', 'durable'), log.append('zwei ü'), log.append('', 'durable')]);
    log.close();
    expect(cut).toBe(0);
    expect(linesOf(file)).toEqual({ lines: ['one', 'zwei ü', ''], torn: 0 });
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
        const { log, cut } = openAppendLog(file);
        expect(cut).toBe(torn);
        await log.append('next');
        log.close();
        expect(linesOf(file)).toEqual({ lines: [...expected, 'next'], torn: 0 });
      }),
      { numRuns: 60 },
    );
  });

  test('has lines longer than any piece, and a torn one that is longer is cut off whole', () => {
    const long = 'ü'.repeat(100_000);
    const file = fileWith(`${long}\n\n${long}\nshort\n${long}`);
    const { log, cut } = openAppendLog(file);
    log.close();
    expect(cut).toBe(200_000);
    expect(linesOf(file)).toEqual({ lines: [long, '', long, 'short'], torn: 0 });
  });
});
