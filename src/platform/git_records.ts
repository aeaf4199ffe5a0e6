/**
 * Splits a stream into records that end with NUL, and passes each on as text. Bytes after the last NUL are no record.
 *
 * @param limit - the largest size of one record, in bytes
 * @returns a function for the next chunk of the stream; it returns `false` when a record is too large, and the rest is useless
 */
export function splitRecords(take: (record: string) => void, limit: number): (chunk: Buffer) => boolean {
  // Chunks of the unfinished record: joined once, so that a long one does not take quadratic time.
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
