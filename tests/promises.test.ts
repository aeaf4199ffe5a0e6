import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './support/program.ts';

/** What a user reads: the README and the pages that it leads to. */
function pages(): string[] {
  const docs = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
  return ['README.md', ...docs.map((file) => join('docs', file))];
}

/** The ids of the promises in the pages: each stands in a comment behind the sentence that makes it. */
function promised(): string[] {
  const text = pages()
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n');
  return [...text.matchAll(/<!-- promise:([a-z-]+) -->/gu)].map(([, id]) => id ?? '');
}

/** The ids that a test's name cites. */
function cited(): string[] {
  const tests = readdirSync(join(ROOT, 'tests'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  const source = tests.map((file) => readFileSync(join(ROOT, 'tests', file), 'utf8')).join('\n');
  return [...source.matchAll(/['"`]\[promise:([a-z-]+)\]/gu)].map(([, id]) => id ?? '');
}

test('every promise in the README and in docs/ is kept by a test that cites it, and no test cites one that is not there', () => {
  expect(promised().length).toBeGreaterThan(5);
  expect([...new Set(cited())].sort()).toEqual([...new Set(promised())].sort());
});
