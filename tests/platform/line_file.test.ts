import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLineFile } from '../../src/platform/index.ts';
import { emptyFolder } from '../support/program.ts';

test('a line begins one, whatever others have left open in the file', () => {
  const path = join(emptyFolder(), 'log');
  const file = openLineFile(path);
  file.add('first');
  appendFileSync(path, 'Fetching ... ');
  file.add('second');
  appendFileSync(path, 'done\n');
  file.add('third');
  file.close();
  expect(readFileSync(path, 'utf8')).toBe('first\nFetching ... \nsecond\ndone\nthird\n');
});
