import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { entryKind } from './paths.ts';
import { syncFolder } from './write.ts';

/**
 * A file of lines that only grows. One process writes it at a time; anybody may read it meanwhile. A line is there when its
 * end is: what stands behind the last line end was being written when its writer died.
 */
export type AppendLog = {
  /**
   * Adds a line, all of it or none. `durable` waits until the device has it, and everything before it.
   *
   * @throws the system's error when it can't be written, and an error that says so when another program wrote to the file,
   *   replaced it or took it away meanwhile; the file is then as it was, without what was added to it
   */
  readonly append: (line: string, durability?: 'durable' | 'later') => Promise<void>;
  readonly close: () => void;
};

/**
 * Opens a log to write to, and makes it if it is not there. A torn line at its end is cut off.
 *
 * @returns the log, and how many bytes were cut off
 * @throws the system's error when the file can't be opened or mended
 */
export function openAppendLog(file: string): { readonly log: AppendLog; readonly cut: number } {
  const isNew = entryKind(file) === 'absent';
  const { O_RDWR, O_CREAT, O_APPEND } = constants;
  const descriptor = openSync(file, O_RDWR | O_CREAT | O_APPEND, 0o666);
  try {
    if (isNew) syncFolder(dirname(file));
    const size = fstatSync(descriptor).size;
    const whole = endOfLastLine(descriptor, size);
    if (whole < size) ftruncateSync(descriptor, whole);
    return { log: logOn(descriptor, whole), cut: size - whole };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

const NEWLINE = 0x0a;
const PIECE = 64 * 1024;

function logOn(descriptor: number, length: number): AppendLog {
  let whole = length;
  return {
    append: async (line, durability = 'later') => {
      if (line.includes('\n')) throw new Error('a line of a log has no line end in it');
      const bytes = Buffer.from(`${line}\n`);
      refuseStrangers(descriptor, whole);
      try {
        for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
      } catch (error) {
        // A full device takes a part of it.
        ftruncateSync(descriptor, whole);
        throw error;
      }
      whole += bytes.length;
      if (durability === 'durable') await sync(descriptor);
    },
    close: () => closeSync(descriptor),
  };
}

/** Another program wrote to a log that this one writes. */
export class ForeignWriteError extends Error {
  override readonly name = 'ForeignWriteError';
}

/** Whoever writes behind somebody else's lines would make a file that nobody can read. */
function refuseStrangers(descriptor: number, whole: number): void {
  const { size, nlink } = fstatSync(descriptor);
  if (size === whole && nlink > 0) return;
  const isAdded = size > whole && nlink > 0;
  if (isAdded) ftruncateSync(descriptor, whole);
  throw new ForeignWriteError(
    isAdded
      ? 'another program wrote to it, which was taken out again'
      : `another program ${nlink === 0 ? 'replaced or removed it' : 'cut it off'}`,
  );
}

/** Looked for from the end on: a log may be long, and what is torn is short. */
function endOfLastLine(descriptor: number, size: number): number {
  const piece = Buffer.allocUnsafe(PIECE);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - PIECE);
    const count = readSync(descriptor, piece, 0, end - start, start);
    const found = piece.subarray(0, count).lastIndexOf(NEWLINE);
    if (found !== -1) return start + found + 1;
    end = start;
  }
  return 0;
}

function sync(descriptor: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(descriptor, (error) => (error ? reject(error) : resolve()));
  });
}
