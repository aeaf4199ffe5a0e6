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
 * An append-only file of lines. One process writes it at a time; any process may read it meanwhile. A line counts once its end is
 * written: anything after the last line end was being written when its writer died.
 */
export type AppendLog = {
  /**
   * Appends a line, all of it or none. `durable` waits until the device has it, and everything before it.
   *
   * @throws the system's error when it cannot be written, and an error that says so when another program wrote to the file,
   * replaced it or removed it meanwhile; the file is then as before, without the addition
   */
  readonly append: (line: string, durability?: 'durable' | 'later') => Promise<void>;
  readonly close: () => void;
};

/**
 * Opens a log for writing, and creates it if missing. A torn line at its end is cut off.
 *
 * @returns the log, and the number of bytes cut off
 * @throws the system's error when the file cannot be opened or repaired
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
        // A full device accepts a part of it.
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

/** Appending to another program's lines would make the file unreadable. */
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

/** Searched from the end: a log may be long, and a torn line is short. */
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
