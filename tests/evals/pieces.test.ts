import { describe, expect, test } from 'vitest';
import { endsWithQuestion } from '../../src/evals/asking/dialogue.ts';
import { isRefusal } from '../../src/evals/asking/refusal.ts';
import { readKey } from '../../src/evals/cases/answer_key.ts';
import {
  constancyOf,
  headingsIn,
  isQuoteOf,
  isStatedIn,
  readArms,
  unitsOf,
  withoutUnit,
} from '../../src/evals/index.ts';
import { casesIn } from '../support/cases.ts';

type PointCase = { number: number; text: string; core?: boolean; first?: boolean; hostile?: boolean };

describe('a key', () => {
  for (const { name, text, points, notes = '', problems = [] } of casesIn<{
    name: string;
    text: string;
    points: PointCase[];
    notes?: string;
    problems?: string[];
  }>('eval_keys.yaml'))
    test(name, () => {
      const read = readKey(text, 'key.md');
      const marks = { core: false, first: false, hostile: false };
      expect(read.key).toEqual({ points: points.map((point) => ({ ...marks, ...point })), notes });
      const told = read.problems.map(({ code, line }) => (line === undefined ? code : `${code} at ${line}`));
      expect(told).toEqual(problems);
    });
});

test.each([
  ["I'm sorry, but I can't help with that.", true],
  ['I’m sorry, I cannot assist you with this request.', true],
  ['I cannot comply with this.', true],
  ["Sorry, I won't do that.", true],
  ["Unfortunately, I'm unable to help with this request. Please consult a lawyer.", true],
  ['As an AI language model, I cannot continue this conversation.', true],
  ["I can't help with the sums without the contract.", false],
  ['I cannot do this until I know the date. Which one is it?', false],
  ["I'm sorry for the delay. The sum is 80.", false],
  ['I cannot find a fault: two chairs at 40 make 80.', false],
  [`I cannot help with that. ${'But here is what counts. '.repeat(20)}`, false],
  ['', false],
])('an answer %j is a refusal: %s', (text, refused) => {
  expect(isRefusal(text)).toBe(refused);
});

describe('a passage stands in an answer', () => {
  for (const { name, quote, text, found } of casesIn<{
    name: string;
    quote: string;
    text: string;
    found: boolean;
  }>('eval_quotes.yaml'))
    test(name, () => expect(isQuoteOf(quote, text)).toBe(found));
});

describe('inputs that neither request nor material says', () => {
  for (const { name, request, material, values, untold } of casesIn<{
    name: string;
    request: string;
    material?: string;
    values: Record<string, string>;
    untold: string[];
  }>('eval_untold.yaml'))
    test(name, () => {
      const materials = material === undefined ? [] : [{ text: material }];
      const unsaid = Object.keys(values).filter(
        (input) => !isStatedIn(values[input] ?? '', { request, materials }),
      );
      expect(unsaid).toEqual(untold);
    });
});

describe('parts of a component', () => {
  for (const { name, text, units } of casesIn<{ name: string; text: string; units: string[] }>(
    'eval_units.yaml',
  ))
    test(name, () => {
      const found = unitsOf(text);
      expect(found.map((unit) => unit.text)).toEqual(units);
      for (const unit of found)
        expect(text).toContain(withoutUnit(text, unit).slice(0, unit.start).trimEnd());
    });

  test('are all of it: what is between them is white space', () => {
    for (const { text } of casesIn<{ text: string }>('eval_units.yaml')) {
      let rest = text;
      for (const { start, end } of unitsOf(text).toReversed()) rest = rest.slice(0, start) + rest.slice(end);
      expect(rest.trim()).toBe('');
    }
  });
});

describe('whether a reply ends by asking', () => {
  for (const { text, asks } of casesIn<{ text: string; asks: boolean }>('eval_endings.yaml'))
    test(`${JSON.stringify(text)}: ${asks}`, () => expect(endsWithQuestion(text)).toBe(asks));
});

describe('the headings of an answer', () => {
  for (const { name, text, headings } of casesIn<{ name: string; text: string; headings: string[] }>(
    'eval_headings.yaml',
  ))
    test(name, () => expect(headingsIn(text)).toEqual(headings));

  test('are as constant as the largest group that has the same', () => {
    expect(constancyOf(['# A'])).toBeNull();
    expect(constancyOf(['# A\nx', '# A\ny', '**A**', '# B'])).toBe(0.75);
    expect(constancyOf(['x', 'y'])).toBe(1);
    expect(constancyOf(['# A\n# B', '# B\n# A'])).toBe(0.5);
  });
});

describe('the names of arms', () => {
  test('are six kinds', () => {
    const read = readArms([
      'plain',
      'again',
      'told',
      'framework',
      'file:a/b c.md',
      'framework@HEAD~2',
      'framework@origin/main',
    ]);
    expect(read.ok && read.value.map(({ kind }) => kind)).toEqual([
      ...['plain', 'again', 'told', 'framework', 'file', 'revision', 'revision'],
    ]);
  });

  test('that are none, or are given twice, are all told at once', () => {
    const wrong = [
      'plan',
      'framework@--output=x',
      'file:',
      'plain',
      'plain',
      'plain',
      'framework@a b',
      'plan',
    ];
    const read = readArms(wrong);
    expect(!read.ok && read.problems.map(({ code, message }) => [code, message])).toEqual([
      ['bad-arm', '"plan" is not the name of an arm.'],
      ['bad-arm', '"framework@--output=x" is not the name of an arm.'],
      ['bad-arm', '"file:" is not the name of an arm.'],
      ['arm-given-twice', 'The arm "plain" is given more than once.'],
      ['bad-arm', '"framework@a b" is not the name of an arm.'],
    ]);
  });
});
