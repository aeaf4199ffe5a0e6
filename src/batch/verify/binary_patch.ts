import { constants, inflateSync } from 'node:zlib';

/**
 * Returns the total size of the binary files in a patch, in the format of `git diff --binary`: the stated size for a whole file,
 * and for a delta also the size of its result, of which a few bytes of instructions can make any amount. Infinite if it cannot be
 * determined.
 */
export function bytesMadeBy(patch: Buffer): number {
  const lines = patch.toString('latin1').split('\n');
  let bytes = 0;
  for (const [index, line] of lines.entries()) {
    const [, kind, stated] = /^(literal|delta) (\d{1,20})$/u.exec(line) ?? [];
    if (kind === undefined) continue;
    bytes += Number(stated);
    if (kind === 'delta') bytes += resultOf(lines.slice(index + 1, index + 1 + BEGINNING));
  }
  return bytes;
}

/** Number of lines of a delta to decode: the size of the result is at the beginning. */
const BEGINNING = 64;

/**
 * Returns the size of the result stated in delta instructions: after the size of the source (gitformat-pack(5), "Deltified
 * representation").
 */
function resultOf(lines: readonly string[]): number {
  const end = lines.indexOf('');
  const packed = Buffer.concat(lines.slice(0, end === -1 ? lines.length : end).map(decoded));
  try {
    const plain = inflateSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 20 });
    const [, behind] = sizeAt(plain, 0);
    return sizeAt(plain, behind)[0];
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Decodes a size, seven bits a byte, the lowest first; and the index after it. */
function sizeAt(bytes: Buffer, from: number): [size: number, behind: number] {
  let size = 0;
  for (let at = from; at < bytes.length && at < from + 10; at++) {
    const byte = bytes[at] as number;
    size += (byte & 0x7f) * 2 ** (7 * (at - from));
    if (byte < 0x80) return [size, at + 1];
  }
  throw new RangeError('a size without an end');
}

/** Decodes a line of git's base 85: a letter for its length, then four bytes in five characters. */
function decoded(line: string): Buffer {
  const first = line.charCodeAt(0);
  const length = first >= 97 ? first - 97 + 27 : first - 65 + 1;
  const bytes: number[] = [];
  for (let at = 1; at + 5 <= line.length; at += 5) {
    let value = 0;
    for (const letter of line.slice(at, at + 5)) value = value * 85 + DIGITS.indexOf(letter);
    for (const shift of [24, 16, 8, 0]) bytes.push(Math.floor(value / 2 ** shift) & 0xff);
  }
  return Buffer.from(bytes.slice(0, Math.max(0, length)));
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
