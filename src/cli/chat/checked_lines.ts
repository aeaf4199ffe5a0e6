import { isUtf8 } from 'node:buffer';
import { Transform } from 'node:stream';

/** A line that is not text. */
export type LineFault = { /** From 1. */ readonly line: number; readonly why: string };

/**
 * Passes lines on as they come, up to the first that is not UTF-8 or contains a NUL byte: there it ends. A byte order mark at the
 * beginning is removed.
 */
export function checkedLines(onFault: (fault: LineFault) => void): Transform {
  let number = 0;
  let pieces: Buffer[] = [];
  let hasEnded = false;
  /** Passes a whole line on; `false` if it is not text. */
  const take = (bytes: Buffer, stream: Transform): boolean => {
    number += 1;
    const why = bytes.includes(0)
      ? 'it holds a NUL byte'
      : isUtf8(bytes)
        ? undefined
        : 'it is not valid UTF-8';
    if (why === undefined) {
      const text = bytes.toString('utf8');
      stream.push(number === 1 ? text.replace(/^\ufeff/u, '') : text);
      return true;
    }
    hasEnded = true;
    onFault({ line: number, why });
    stream.push(null);
    return false;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1 && !hasEnded; end = chunk.indexOf(10, start)) {
        const line = Buffer.concat([...pieces, chunk.subarray(start, end + 1)]);
        pieces = [];
        start = end + 1;
        if (!take(line, this)) break;
      }
      if (!hasEnded && start < chunk.length) pieces.push(chunk.subarray(start));
      done();
    },
    flush(done) {
      if (!hasEnded && pieces.length > 0) take(Buffer.concat(pieces), this);
      done();
    },
  });
}
