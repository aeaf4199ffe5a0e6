import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { codeFile, wrapped } from '../src/compiled_code.ts';
import { emptyFolder, ROOT, run } from './support/program.ts';

test.each(['cli-index.js', 'cli-commands-new.js'])(
  'the code that the build keeps of %s is taken by this Node',
  (file) => {
    const filename = join(ROOT, 'dist', file);
    const source = wrapped(readFileSync(filename, 'utf8'));
    const script = new Script(source, { filename, cachedData: readFileSync(codeFile(filename)) });
    expect(script.cachedDataRejected).toBe(false);
  },
);

test('under flags for which the kept code does not hold, the program runs all the same', async () => {
  const cwd = emptyFolder();
  const { code } = await run(['new', 'X', '--goal', '3'], {
    cwd,
    env: { NODE_OPTIONS: '--jitless' },
  });
  expect(code).toBe(0);
});
