import { expect, test } from 'vitest';
import { mergeConstraints, readFlag } from '../../../src/plan/index.ts';

function avoided(value: string): readonly string[] {
  return mergeConstraints([{ key: 'avoid', value }]).avoid;
}

test.each([
  ['jwt, oauth', ['jwt', 'oauth']],
  ['jwt, oauth, and cookies', ['jwt', 'oauth', 'cookies']],
  ['jwt, oauth, or cookies', ['jwt', 'oauth', 'cookies']],
  ['jwt, oauth and sessions', ['jwt', 'oauth', 'sessions']],
  ['jwt, oauth or sessions', ['jwt', 'oauth', 'sessions']],
  ['jwt or oauth', ['jwt', 'oauth']],
  ['either jwt or oauth', ['jwt', 'oauth']],
  ['jwt; oauth; and cookies', ['jwt', 'oauth', 'cookies']],
  ['drag and drop', ['drag and drop']],
  ['jwt, , oauth,', ['jwt', 'oauth']],
  ['a library (small, or tested), redis', ['a library (small, or tested)', 'redis']],
  ['a (b (c, d), e), f', ['a (b (c, d), e)', 'f']],
  ['jwt (old, oauth', ['jwt (old', 'oauth']],
  ['jwt, any third party login service', ['jwt', 'any third party login service']],
  ['any third party login, jwt, oauth', ['any third party login', 'jwt', 'oauth']],
  [
    'changing files in src/api, src/db and their tests',
    ['changing files in src/api, src/db and their tests'],
  ],
] as const)('"%s" is each of its names, and a sentence is whole', (value, parts) => {
  expect(avoided(value)).toEqual(parts);
  // The document of a plan has each of them on a line of its own.
  for (const part of parts) expect(avoided(part)).toEqual([part]);
});

test.each([',', ' ; ,', 'and', '-'])('a list of nothing is refused: "%s"', (value) => {
  expect(readFlag('avoid', value)).toMatchObject({ severity: 'error', code: 'constraint-empty' });
  expect(readFlag('note', value)).toEqual({ key: 'note', value: value.trim() });
});
