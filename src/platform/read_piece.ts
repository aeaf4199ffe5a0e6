import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Reads a piece of a file, which may be growing, from an offset on.
 *
 * @param into - takes the piece; what comes back is a part of it
 * @returns as much as fits, nothing where the file ends before the offset, or is no file, or can't be read
 */
export function readPiece(file: string, offset: number, into: Buffer): Buffer {
  let descriptor: number;
  try {
    // Without waiting: a pipe that nobody writes to would keep the program for ever.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return Buffer.alloc(0);
  }
  try {
    if (!fstatSync(descriptor).isFile()) return Buffer.alloc(0);
    return into.subarray(0, readSync(descriptor, into, 0, into.length, offset));
  } catch {
    return Buffer.alloc(0);
  } finally {
    closeSync(descriptor);
  }
}
