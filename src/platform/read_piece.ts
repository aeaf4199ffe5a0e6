import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Reads a piece of a file, which may be growing, from an offset.
 *
 * @param into - receives the piece; the result is a part of it
 * @returns as much as fits; empty if the file ends before the offset, is no file, or cannot be read
 */
export function readPiece(file: string, offset: number, into: Buffer): Buffer {
  let descriptor: number;
  try {
    // Non-blocking: a pipe without a writer would block the program forever.
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
