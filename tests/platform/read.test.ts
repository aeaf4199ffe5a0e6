import { isUtf8 } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readText } from '../../src/platform/index.ts';
import { emptyFolder } from '../support/program.ts';

const FILE = join(emptyFolder(), 'file.txt');

function read(bytes: Uint8Array) {
  writeFileSync(FILE, bytes);
  return readText(FILE, 1_000_000);
}

describe('a file that is not text', () => {
  test.each([
    ['the first byte', [0xff], 1, 1],
    ['behind a line end', [0x61, 0x0a, 0x62, 0xe9], 2, 2],
    ['behind CR LF and a lone CR', [0x0d, 0x0a, 0x0d, 0xe9], 3, 1],
    ['a sequence cut off by the end', [0x61, 0xe2, 0x82], 1, 2],
    ['an overlong sequence', [0x61, 0xc0, 0xaf], 1, 2],
    ['half of a surrogate pair', [0x61, 0xed, 0xa0, 0x80], 1, 2],
    ['behind U+FFFD itself', [0xef, 0xbf, 0xbd, 0x61, 0xff], 1, 3],
    ['behind a character of two code units', [0xf0, 0x9f, 0x98, 0x80, 0xff], 1, 3],
    ['behind a byte order mark', [0xef, 0xbb, 0xbf, 0x61, 0xff], 1, 2],
    ['a NUL', [0x61, 0x0a, 0x00], 2, 1],
  ])('is told with the place of its first bad byte: %s', (_, bytes, line, column) => {
    expect(read(Uint8Array.from(bytes))).toMatchObject({ kind: 'not-text', at: { line, column } });
  });

  test('is sound up to that place, and no further', () => {
    const telling = fc.constantFrom(
      0x61,
      0x0a,
      0xef,
      0xbf,
      0xbd,
      0xff,
      0xc3,
      0xa9,
      0xe2,
      0x82,
      0xac,
      0xf0,
      0x9f,
    );
    fc.assert(
      fc.property(fc.uint8Array({ min: 1 }), fc.array(telling), (some, more) => {
        const bytes = Buffer.from([...some, ...more]);
        const found = read(bytes);
        if (isUtf8(bytes) && !bytes.includes(0)) return found.kind === 'text';
        if (found.kind !== 'not-text' || bytes.includes(0)) return found.kind === 'not-text';
        const lines = bytes
          .toString('utf8')
          .replace(/^\ufeff/u, '')
          .split(/(?<=\r\n|\n|\r(?!\n))/u);
        const before = [
          ...lines.slice(0, found.at.line - 1),
          lines[found.at.line - 1]?.slice(0, found.at.column - 1),
        ];
        const length =
          Buffer.byteLength(before.join('')) + (bytes.toString('utf8').startsWith('\ufeff') ? 3 : 0);
        const isSound = isUtf8(bytes.subarray(0, length));
        // With one to four bytes more nothing becomes sound: the place is the first that is bad.
        return (
          isSound &&
          [1, 2, 3, 4].every(
            (more) => length + more > bytes.length || !isUtf8(bytes.subarray(0, length + more)),
          )
        );
      }),
      { numRuns: 500 },
    );
  });
});
