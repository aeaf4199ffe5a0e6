/**
 * Takes a stream apart into records that end with NUL, and hands each on as text. What stands behind the last NUL is no
 * record.
 *
 * @param limit - the most that one record may be, in bytes
 * @returns takes the next piece of the stream; `false` when a record is too large, and the rest is no use
 */
export function splitRecords(take: (record: string) => void, limit: number): (chunk: Buffer) => boolean {
  // Pieces of the record that has not ended yet: joined once, so that a long one does not take quadratic time.
  let pieces: Buffer[] = [];
  let size = 0;
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      pieces.push(chunk.subarray(start, end));
      take(Buffer.concat(pieces).toString('utf8'));
      pieces = [];
      size = 0;
      start = end + 1;
    }
    if (start === chunk.length) return true;
    size += chunk.length - start;
    if (size > limit) return false;
    pieces.push(chunk.subarray(start));
    return true;
  };
}
