import { expect, test } from 'vitest';
import { decisiveLine } from '../../src/batch/scheduling/index.ts';
import { casesIn } from '../support/cases.ts';

type Case = { readonly evidence: string; readonly line: string };

test.each(casesIn<Case>('decisive_lines.yaml'))('of $evidence it is $line', ({ evidence, line }) => {
  expect(decisiveLine(evidence)).toBe(line);
});

test('it is cut to size, whatever is printed', () => {
  const from = performance.now();
  expect(decisiveLine(`The end of its output:\n${'error '.repeat(200_000)}`)).toHaveLength(160);
  expect(decisiveLine(`The end of its output:\n${'x: '.repeat(100_000)}\n`.repeat(3))).toHaveLength(160);
  expect(performance.now() - from).toBeLessThan(2_000);
});
