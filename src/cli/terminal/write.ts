import { writeSync } from 'node:fs';

/**
 * Writes data to standard output, all of it, before it returns.
 *
 * @returns the exit code that the outcome calls for: 0, also when the reader has gone (as after `| head`), or 3 when the
 * output could not be written, which is said on standard error
 */
export function writeOut(data: string | Uint8Array): 0 | 3 {
  return writeData(data) === 'failed' ? 3 : 0;
}

/** As {@link writeOut}, for what goes on until nobody reads it any more. */
export function writeData(data: string | Uint8Array): 'written' | 'reader-gone' | 'failed' {
  const error = writeAll(1, data);
  if (error === '') return 'written';
  if (error === 'EPIPE') return 'reader-gone';
  writeAll(2, `error: the output could not be written (${error}); it is not complete.\n`);
  return 'failed';
}

/** Writes a message to standard error. One that can't be written is dropped: there is nowhere left to say so. */
export function writeMessage(text: string): void {
  writeAll(2, text);
}

/** Writes everything, waiting while a pipe is full; the system's error code, or an empty text. */
function writeAll(descriptor: number, data: string | Uint8Array): string {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      if (code !== 'EAGAIN') return code;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
  return '';
}
