import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerDocument, answerText } from '../../src/llm/answer_text.ts';
import { answerStream, withoutThinking } from '../../src/llm/thinking.ts';
import { casesIn, times } from '../support/cases.ts';

type StreamCase = {
  readonly name: string;
  readonly pieces: readonly string[];
  readonly text: string;
  readonly void?: true;
};

/** What comes of an answer, and whether what was given out before was taken back. */
function streamed(pieces: readonly string[]): { text: string; void: boolean } {
  const stream = answerStream();
  let text = '';
  let isVoid = false;
  for (const piece of [...pieces.map((part) => stream.push(part)), stream.end()]) {
    // Nothing was given out yet, so nothing is taken back.
    isVoid ||= piece.isAllVoid && text !== '';
    text = (piece.isAllVoid ? '' : text) + piece.text;
  }
  return { text, void: isVoid };
}

const STREAMS = casesIn<StreamCase>('said_streams.yaml');

test.each(STREAMS)('in pieces: $name', ({ pieces, text, void: isVoid = false }) => {
  expect(streamed(pieces)).toEqual({ text, void: isVoid });
});

test.each(STREAMS)('whole, and letter by letter: $name', ({ pieces, text }) => {
  expect(withoutThinking(pieces.join(''))).toBe(text);
  expect(streamed([...pieces.join('')]).text).toBe(text);
});

describe('what was asked for', () => {
  test.each(casesIn<{ name: string; answer: string; text: string }>('said_texts.yaml'))(
    'is $name',
    ({ answer, text }) => {
      expect(answerText(answer)).toBe(text);
      expect(answerText(text)).toBe(text);
    },
  );
});

describe('a document that was asked for', () => {
  const DOCUMENT = '# Review\n\n## Findings\n\n```sh\nls\n```\n\nNone.';
  const fenced = (info = '', marks = '````') => `${marks}${info}\n${DOCUMENT}\n${marks}`;

  test.each([
    fenced(),
    fenced('markdown', '```'),
    `Here is the review:\n${fenced('md')}`,
    `Here's the review in the requested format:\n\n${fenced()}`,
    `Here you go:\n\n${fenced()}\n\nLet me know if I should go on.`,
    `${fenced('markdown')}\n\nI hope this helps!`,
    `Hier ist die Prüfung:\n\n${fenced('markdown')}`,
    `Sure! Here is the review:\r\n\r\n${fenced().replaceAll('\n', '\r\n')}\r\n`,
    `<think>\nIt is short.\n</think>\nCertainly!\n${fenced()}`,
    DOCUMENT,
  ])('comes out of what is around it: %j', (answer) => {
    expect(answerDocument(answer)).toBe(DOCUMENT);
  });

  test.each([
    `Here is an example:\n${fenced()}`,
    `Here is what it should look like:\n${fenced('markdown')}`,
    `I could not read the file, which says:\n${fenced()}`,
    `Here is the review:\n${fenced('python')}`,
    `Here is the review:\n${fenced()}\n\nAnd now my own words on it.`,
    `Here is the review.\n\nIt is about this:\n${fenced()}`,
    `Here is one:\n${fenced()}\nHere is another:\n${fenced()}`,
    'Sure! Here it is:\n\n## Findings\n\nNone.\n\n```\n## Verdict\n```',
  ])('stays as it is where the fence is a part of it: %j', (answer) => {
    expect(answerDocument(answer)).toBe(answer);
  });
});

test('however an answer is cut, the same comes of it, and what has no mark stays as it is', () => {
  const part = fc.constantFrom(
    '<think>',
    '</think>',
    '\n',
    'Okay, ',
    'a',
    ' `',
    '```\n',
    '<',
    'end. ',
    '~~~',
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 99, maxLength: 99 }),
      (parts, sizes) => {
        const whole = parts.join('');
        const pieces: string[] = [];
        let at = 0;
        for (const size of sizes) {
          pieces.push(whole.slice(at, at + size));
          at += size;
        }
        const { text } = streamed(pieces);
        expect(text).toBe(withoutThinking(whole));
        if (!whole.includes('think')) expect(text).toBe(whole);
      },
    ),
    times(3000),
  );
});

test('ten times as long takes about ten times as long', () => {
  const cost = (size: number) => {
    const start = performance.now();
    for (const text of [
      '<',
      '</think> x',
      '<think',
      '\n<think>',
      '\n<think>a</think>',
      '`',
      '```\n',
      'a\n\n',
    ])
      answerText(`x ${text.repeat(size / text.length)}`);
    return performance.now() - start;
  };
  cost(20_000);
  expect(cost(200_000) / Math.max(1, cost(20_000))).toBeLessThan(50);
});
