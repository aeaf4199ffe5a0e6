import { expect, test } from 'vitest';
import { lineAfter, parseDiff } from '../../src/batch/review/index.ts';

const DIFF = parseDiff(
  [
    'diff --git a/a.js b/a.js',
    '--- a/a.js',
    '+++ b/a.js',
    '@@ -1,2 +1,4 @@',
    '+new 1',
    '+new 2',
    ' one',
    ' two',
    '@@ -8,3 +10,2 @@',
    ' eight',
    '-nine',
    ' ten',
    'diff --git a/gone.js b/gone.js',
    'deleted file mode 100644',
    '--- a/gone.js',
    '+++ /dev/null',
    '@@ -1 +0,0 @@',
    '-all',
    'diff --git a/old.js b/named.js',
    'similarity index 100%',
    'rename from old.js',
    'rename to named.js',
    '',
  ].join('\n'),
);

test.each([
  ['a.js', 1, 'a.js', 3],
  ['a.js', 5, 'a.js', 7],
  ['a.js', 8, 'a.js', 10],
  ['a.js', 9, 'a.js', null],
  ['a.js', 10, 'a.js', 11],
  ['a.js', 20, 'a.js', 21],
  ['gone.js', 1, 'gone.js', null],
  ['old.js', 4, 'named.js', 4],
  ['other.js', 4, 'other.js', 4],
] as const)('line %s:%d is after the change at %s:%s', (file, line, path, after) => {
  expect(lineAfter(DIFF, file, line)).toEqual({ file: path, line: after });
});
