import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { PromptDiffFile } from '../../src/batch/review/semantic/prompt_diff.ts';
import { placeClaim } from '../../src/batch/review/semantic/prove_claim.ts';
import { settleAnswer, settleVerdict } from '../../src/batch/review/semantic/settle_answer.ts';
import { ROOT } from '../support/program.ts';

const { file, cases, paths } = parse(readFileSync(join(ROOT, 'tests/cases/review_quotes.yaml'), 'utf8')) as {
  readonly file: string;
  readonly cases: readonly { name: string; line: number; quote: string; at: number | null }[];
  readonly paths: readonly { named: string; is: string | null }[];
};

const shown = (path: string, ends = ''): PromptDiffFile => ({
  path,
  text: '',
  tokens: 0,
  lines: file
    .split('\n')
    .slice(0, -1)
    .map((text, place) => ({ sign: '+', line: place + 1, text: `${text}${ends}` })),
});

const claim = (more: object) => ({
  ...{ file: 'src/last.js', line: 4, quote: 'return items[items.length];', severity: 'high' as const },
  ...{ message: 'It is undefined.', ...more },
});

describe('the place that a model quotes', () => {
  test.each(cases)('$name', ({ line, quote, at }) => {
    for (const ends of ['', '\r']) {
      const placed = placeClaim(claim({ line, quote }), [shown('src/last.js', ends)]);
      expect(placed?.at.line ?? null).toBe(at);
    }
  });

  test('is no line that was removed, and no two lines with others between that were not shown', () => {
    const [one, two, three] = shown('a.js').lines;
    if (!one || !two || !three) throw new Error('no lines');
    const text = shown('a.js');
    const removed = { ...text, lines: [{ ...one, sign: '-' as const }, two] };
    expect(placeClaim(claim({ file: 'a.js', quote: one.text }), [removed])).toBeUndefined();
    const gap = { ...text, lines: [one, { ...two, line: 40 }] };
    expect(placeClaim(claim({ file: 'a.js', quote: `${one.text}\n${two.text}` }), [gap])).toBeUndefined();
  });

  test.each(paths)('in $named is in $is', ({ named, is }) => {
    const files = ['src/last.js', 'src/a/index.js', 'src/b/index.js'].map((path) => shown(path));
    expect(placeClaim(claim({ file: named }), files)?.file.path ?? null).toBe(is);
  });
});

test('an answer in another form means what it says, and what is not clear is left for the schema to refuse', () => {
  const plain = claim({});
  const settled = (finding: object) =>
    (settleAnswer({ findings: [finding] }) as { findings: unknown[] }).findings[0];
  expect(settleAnswer([plain])).toEqual({ findings: [plain] });
  expect(settleAnswer({ findings: [plain], summary: 'One.' })).toEqual({ findings: [plain] });
  expect(settled({ ...plain, confidence: 0.9, suggestion: 'Take one off.' })).toEqual(plain);
  for (const line of ['4', 'L4', '4-6', ' 4 ']) expect(settled({ ...plain, line })).toEqual(plain);
  for (const line of [null, 0]) expect(settled({ ...plain, line })).toMatchObject({ line: 999_999_999 });
  expect(settled({ ...plain, line: 'the last' })).toMatchObject({ line: 'the last' });
  expect(settled({ ...plain, severity: 'Critical' })).toEqual(plain);
  expect(settled({ ...plain, severity: 'purple' })).toMatchObject({ severity: 'purple' });
  expect(settleAnswer({ findings: Array.from({ length: 30 }, () => plain) })).toMatchObject({
    findings: { length: 20 },
  });
  expect(settleAnswer('Looks good.')).toBe('Looks good.');
  const verdict = (said: string) =>
    (settleVerdict({ why: 'So.', verdict: said }) as { verdict: string }).verdict;
  expect(['Holds', "doesn't hold", 'does_not_hold', 'Uncertain.', 'maybe'].map(verdict)).toEqual([
    'holds',
    'does-not-hold',
    'does-not-hold',
    'unsure',
    'maybe',
  ]);
});
