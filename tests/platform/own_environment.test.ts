import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { isToHide } from '../../src/batch/verify/index.ts';
import { environmentBlock, hiddenParts } from '../../src/platform/own_environment.ts';
import { emptyFolder, ROOT } from '../support/program.ts';

describe('the block of the environment', () => {
  test.each([
    [`7 (a) b) S ${fields({ 50: 4096, 51: 8192 })}`, { start: 4096, end: 8192 }],
    [`7 (node) S ${fields({ 50: 0, 51: 0 })}`, undefined],
    [`7 (node) S ${fields({ 50: 8192, 51: 4096 })}`, undefined],
    [`7 (node) S ${fields({ 50: 4096, 51: 2 ** 40 })}`, undefined],
    [`7 (node) S ${fields({ 50: '18446744073709551615', 51: '18446744073709551616' })}`, undefined],
    ['7 (node) S 1 2', undefined],
    ['', undefined],
  ])('is where the system says it is: %j', (line, block) => {
    expect(environmentBlock(line)).toEqual(block);
  });

  test('is hidden in parts, and what ends each of them stays', () => {
    const block = Buffer.from('A=1\0KEY=ä=b\0B\0\0KEY=\0KEY=end');
    const parts = hiddenParts(block, (name) => name === 'KEY');
    for (const { from, to } of parts) block.fill('.', from, to);
    expect(block.toString('latin1')).toBe('A=1\0........\0B\0\0....\0.......');
    expect(hiddenParts(Buffer.alloc(0), () => true)).toEqual([]);
  });

  test.skipIf(process.platform !== 'linux')('of a process shows nobody what it has hidden', () => {
    const file = join(emptyFolder(), 'hide.mjs');
    const contents = `
      import { readFileSync } from 'node:fs';
      import { hideOwnEnvironment } from './src/platform/own_environment.ts';
      hideOwnEnvironment((name) => name.startsWith('HIDE'));
      const shown = readFileSync('/proc/self/environ', 'latin1').split('\\0').filter(Boolean);
      console.log(JSON.stringify({ shown, own: process.env }));`;
    const stdin = { contents, resolveDir: ROOT, loader: 'ts' } as const;
    buildSync({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: file, logLevel: 'error' });
    const env = { HIDE_1: 'one', SEEN: 'two', HIDE_2: 'three' };
    const { stdout } = spawnSync(process.execPath, [file], { env, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({ shown: ['SEEN=two'], own: { SEEN: 'two' } });
  });
});

describe('a variable', () => {
  test.each([
    ['OPENAI_API_KEY', 'sk-1', true],
    ['SOMETHING_OF_MINE', '1', true],
    ['NODE_AUTH_TOKEN', '1', true],
    ['HTTPS_PROXY', 'http://me:secret@proxy:1', true],
    ['HTTPS_PROXY', 'http://proxy:1', false],
    ['PATH', '/bin', false],
    ['TERM', 'xterm', false],
    // By it what survives of an attempt is found.
    ['ORCHESTRATOR_TOKEN', '1', false],
  ])('%s=%s is to be hidden: %s', (name, value, expected) => {
    expect(isToHide(name, value)).toBe(expected);
  });
});

/** The fields 4 to 52 of a line of `/proc/<pid>/stat`. */
function fields(told: Readonly<Record<number, number | string>>): string {
  return Array.from({ length: 49 }, (_, place) => told[place + 4] ?? 1).join(' ');
}
