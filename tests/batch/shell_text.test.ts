import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellText } from '../../src/batch/index.ts';
import { times } from '../support/cases.ts';

test.each([
  [['claude', '-p', '{prompt}'], 'claude -p {prompt}'],
  [['A=b', 'c'], `'A=b' c`],
  [['a b', "it's", '', '='], `'a b' 'it'\\''s' '' '='`],
  [['x', '--in={file}', '{a,b}', '{', 'A=b', '~'], `x --in={file} '{a,b}' '{' A=b '~'`],
])('the words %j as one text', (words, text) => {
  expect(shellText(words)).toBe(text);
});

test.each(['sh', 'bash'])('%s takes the text apart into the same words', (shell) => {
  const word = fc
    .array(fc.constantFrom(...' \t\n\'"\\ab=:~#{},.[]!%^-/@$`*?|&;<>()é'.split('')), { maxLength: 6 })
    .map((parts) => parts.join(''));
  const lists = fc.sample(fc.array(word, { minLength: 1, maxLength: 4 }), times(300));
  const script = lists.map((words) => `printf '%s\\0' x ${shellText(words)}; printf '\\n\\0'`).join('\n');
  const found = execFileSync(shell, ['-c', script], { encoding: 'utf8' });
  expect(found).toBe(lists.map((words) => `${['x', ...words].join('\0')}\0\n\0`).join(''));
});
