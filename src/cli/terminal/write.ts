import { writeSync } from 'node:fs';

/** Exit codes for the outcomes of writing data. */
export const DATA_CODES = {
  written: 0,
  /** As a shell reports a program ended by a closed pipe (128 + SIGPIPE): quiet, but not as if everything had been read. */
  'reader-gone': 141,
  failed: 3,
} as const;

/**
 * Writes data to standard output, all of it, before it returns.
 *
 * @returns the exit code for the outcome: 0; 141 when the reader has gone before the end, as before `| head`; 3 when the
 * output could not be written, which is reported on standard error
 */
export function writeOut(data: string | Uint8Array): 0 | 3 | 141 {
  return DATA_CODES[writeData(data)];
}

/** As {@link writeOut}, for output that continues until nobody reads it any more. */
export function writeData(data: string | Uint8Array): 'written' | 'reader-gone' | 'failed' {
  const error = writeAll(1, data);
  if (error === '') return 'written';
  if (error === 'EPIPE') return 'reader-gone';
  writeAll(2, `error: the output could not be written (${error}) and is incomplete.\n`);
  return 'failed';
}

/** Writes a message to standard error. One that cannot be written is dropped: there is nowhere left to report it. */
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
