import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitShellWords } from '../../src/lib/index.ts';
import { casesIn, times } from '../support/cases.ts';

type Case = { readonly text: string; readonly words?: readonly string[]; readonly shell?: string };

describe('the words of a command', () => {
  test.each(casesIn<Case>('shell_words.yaml').map((one) => [one.text, one] as const))(
    '%j',
    (text, { words, shell }) => {
      expect(splitShellWords(text)).toEqual(shell === undefined ? { words } : { needsShell: shell });
    },
  );

  // What is special in one place or another, and enough that is not, so that many of the texts need no shell.
  const parts = fc.constantFrom(
    ...' \t\n\'"\\ab=:~#{},.[]!%^-/@$`*?|&;<>()é'.split(''),
    ...[' ', '  ', "'", '"', "'a b'", '"a b"', '\\ ', '\\\n', '\\"', '..', 'if', "''", '""', '=~', 'A='],
  );
  const texts = fc.array(parts, { maxLength: 12 }).map((found) => found.join(''));

  test.each(['sh', 'bash'])('are those that %s finds, whenever it is said that it is not needed', (shell) => {
    const tries = times(20_000);
    const tried: { text: string; words: readonly string[] }[] = [];
    fc.assert(
      fc.property(texts, (text) => {
        const split = splitShellWords(`given ${text}`);
        if ('words' in split) tried.push({ text, words: split.words });
      }),
      tries,
    );
    expect(tried.length).toBeGreaterThan(tries.numRuns / 14);
    // One shell for all of them: a function stands for the program, and prints what it was given.
    const given = `given() { printf '%s\\0' given "$@"; printf 'END\\0'; }\n`;
    const script = given + tried.map(({ text }) => `given ${text}\n`).join('');
    const args = shell === 'bash' ? ['--posix', '-s'] : ['-s'];
    const said = execFileSync(shell, args, {
      input: script,
      encoding: 'utf8',
      env: { PATH: '/bin:/usr/bin' },
    });
    expect(said.split('END\0').slice(0, -1)).toEqual(
      tried.map(({ words }) => words.map((word) => `${word}\0`).join('')),
    );
  });

  test('take linear time to tell, however much there is of anything', () => {
    for (const part of ['{', '[', '{,', '"', "'", '\\', '=', ' ', '\n', '~', 'a=', '"\\"']) {
      expect(splitShellWords(`x ${part.repeat(300_000)}`)).toBeDefined();
    }
  });
});
