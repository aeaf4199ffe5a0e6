import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionsIn } from '../../src/lib/index.ts';
import { times } from '../support/cases.ts';

test('lines end in line feeds, returns, or both', () => {
  const at = positionsIn('ab\n\nc\r\nd\re');
  const places = [0, 1, 2, 3, 4, 5, 7, 8, 9].map((offset) => `${at(offset).line}:${at(offset).column}`);
  expect(places).toEqual(['1:1', '1:2', '1:3', '2:1', '3:1', '3:2', '4:1', '4:2', '5:1']);
  expect(positionsIn('')(0)).toEqual({ line: 1, column: 1 });
});

test('any offset stands where counting says', () => {
  const pieces = fc.array(fc.constantFrom('a', 'é', '\n', '\r\n', '\r', '😀'), { maxLength: 30 });
  fc.assert(
    fc.property(pieces, fc.nat(), (all, seed) => {
      const text = all.join('');
      const offset = seed % (text.length + 1);
      const lines = text.slice(0, offset).split(/\r\n?|\n/u);
      const isBetween = text[offset - 1] === '\r' && text[offset] === '\n';
      fc.pre(!isBetween);
      expect(positionsIn(text)(offset)).toEqual({
        line: lines.length,
        column: (lines.at(-1)?.length ?? 0) + 1,
      });
    }),
    times(2_000),
  );
});
