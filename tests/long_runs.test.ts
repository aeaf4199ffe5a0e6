import { expect, test } from 'vitest';
import { placeClaim, standsIn } from '../src/batch/review/semantic/prove_claim.ts';
import { unwrapped } from '../src/framework/lint/unwrapped.ts';
import { answerText } from '../src/llm/answer_text.ts';
import { isPlaceholderCommand, isPlaceholderText } from '../src/operations/batches/placeholder_text.ts';

/** What a pattern that looks at every rest of it takes minutes for, so that a test of it is given up. */
const long = (run: string) => run.repeat(100_000);

test('signs without end hold nobody up in what a plan leaves open', () => {
  const lines = long('=');
  expect(isPlaceholderText(lines)).toBe(true);
  expect(isPlaceholderText(`Gate: ${lines}`)).toBe(true);
  expect(isPlaceholderText(`${lines}x`)).toBe(false);
  expect(isPlaceholderText(`Gate: ${lines}x${lines}y`)).toBe(false);
  expect(isPlaceholderText(`${lines}TBD${long('😀')}`)).toBe(true);
  expect(isPlaceholderCommand(lines)).toBe(true);
  expect(isPlaceholderCommand(`${lines}x`)).toBe(false);
});

test.each(['.', '…', '`', ' ', '\t', '\n', '+ '])('%j without end holds nobody up in a finding', (run) => {
  const rule = 'Name each thing once.';
  expect(standsIn(`${rule}${long(run)}`, rule)).toBe(run !== '+ ');
  expect(standsIn(`${long(run)}x`, rule)).toBe(false);
  const file = {
    path: 'a.js',
    text: '',
    tokens: 0,
    lines: [{ sign: '+' as const, line: 1, text: 'stop();' }],
  };
  const claim = { file: 'a.js', line: 1, severity: 'high' as const, message: 'It stops.' };
  for (const quote of [
    `${long(run)}y`,
    `x${long(run)}y...`,
    `\`\`\`\n${long(run)}y`,
    `y${long(run)}`,
    long(run),
  ])
    expect(placeClaim({ ...claim, quote }, [file])).toBeUndefined();
});

test('line ends without end hold nobody up in what a model said, and a rule behind them is taken off', () => {
  expect(answerText(`One.${long('\n')}Two.`)).toBe(`One.${long('\n')}Two.`);
  expect(answerText(`One.${long('\n')}---`)).toBe('One.');
});

test('carriage returns without end hold nobody up in a text that is checked', () => {
  expect(unwrapped(long('\r'))).toBe(long('\r'));
  expect(unwrapped('Name\r\nit.\n')).toBe('Name  it.\n');
});
