import { closeSync, constants, fdatasyncSync, openSync, writeSync } from 'node:fs';

/**
 * Writes bytes into an existing file, at an offset, and waits until the disk has them. A link in its place is refused.
 *
 * @throws the system's error
 */
export function writeAt(file: string, place: number, bytes: Uint8Array): void {
  const descriptor = openSync(file, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    for (let at = 0; at < bytes.length; )
      at += writeSync(descriptor, bytes, at, bytes.length - at, place + at);
    fdatasyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
