import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT_CODES } from '../src/cli/terminal/index.ts';
import { DATA_CODES } from '../src/cli/terminal/write.ts';
import { ROOT } from './support/program.ts';

test('[promise:exit-codes] the table of exit codes in the README has every code that the program ends with, and no other', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const table = /\| exit code \| means \|\n\|---\|---\|\n((?:\|.*\n)+)/u.exec(readme)?.[1] ?? '';
  const told = [...table.matchAll(/^\| ([\d, ]+) \|/gmu)].flatMap(([, codes = '']) =>
    codes.split(', ').map(Number),
  );
  const signals = [
    ...readFileSync(join(ROOT, 'src/cli/terminal/signals.ts'), 'utf8').matchAll(/\b1[2-5]\d\b/gu),
  ];
  const ended = [
    ...Object.values(DATA_CODES),
    ...Object.values(EXIT_CODES),
    ...signals.map(([code]) => Number(code)),
  ];
  expect(told.toSorted((a, b) => a - b)).toEqual([...new Set(ended)].sort((a, b) => a - b));
});
