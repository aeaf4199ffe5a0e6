import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Reads a piece of a file, which may be growing. No more than the piece is held in memory.
 *
 * @returns at most so many bytes from an offset on, none where the file ends before it, or is no file, or can't be read
 */
export function readPiece(file: string, offset: number, most: number): Buffer {
  let descriptor: number;
  try {
    // Without waiting: a pipe that nobody writes to would keep the program for ever.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return Buffer.alloc(0);
  }
  try {
    if (!fstatSync(descriptor).isFile()) return Buffer.alloc(0);
    const bytes = Buffer.allocUnsafe(most);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, most, offset));
  } catch {
    return Buffer.alloc(0);
  } finally {
    closeSync(descriptor);
  }
}
