import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortHash } from '../../src/lib/index.ts';
import { times } from '../support/cases.ts';

test.each([
  ['', '811c9dc5'],
  ['a', 'e40c292c'],
  ['foobar', 'bf9cf968'],
])('shortHash gives the published FNV-1a value of %j', (text, hash) => expect(shortHash(text)).toBe(hash));

test('shortHash is eight hexadecimal digits for any text, and the same each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(shortHash(text)).toMatch(/^[0-9a-f]{8}$/);
      expect(shortHash(text)).toBe(shortHash(text));
    }),
    times(500),
  );
});
