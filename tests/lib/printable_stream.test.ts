import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableStream, wholeStream } from '../../src/lib/index.ts';
import { times } from '../support/cases.ts';

const piece = fc.oneof(
  fc.constantFrom(
    '\u001b',
    '[',
    ']',
    '31m',
    '0;title',
    '\u0007',
    '\u001b\\',
    '\u009b',
    '\u009d',
    '\u009c',
    '\r',
    '\u202e',
  ),
  fc.constantFrom(
    '\u001b[2J',
    '\u001b]0;title\u0007',
    '\u001bP1\u001b\\',
    '\u001b(B',
    'text',
    '😀',
    '\ud83d',
    '\ude00',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
);

test('text in pieces is shown as it would be whole', () => {
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const stream = printableStream();
      const shown = [...pieces.map(stream.push), stream.end()].join('');
      expect(shown).toBe(printable(pieces.join('')));
    }),
    times(5000),
  );
});

test('a sequence that never ends does not hold the text back for ever', () => {
  const stream = printableStream();
  stream.push('\u001b]0;');
  stream.push('x'.repeat(5000));
  expect(stream.push('shown')).toBe('shown');
});

test('text that is passed on as it is has no character cut in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const stream = wholeStream();
      const passed = [...text.split('').map(stream.push), stream.end()];
      expect(passed.join('')).toBe(text);
      for (const characters of passed) expect(characters).not.toMatch(/\p{Cs}/u);
    }),
    times(2000),
  );
});
