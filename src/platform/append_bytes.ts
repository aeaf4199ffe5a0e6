import { closeSync, constants, openSync, writeSync } from 'node:fs';

/**
 * Appends bytes to a file, which is created if missing. A link in its place is refused.
 *
 * @throws the system's error
 */
export function appendBytes(file: string, bytes: Uint8Array): void {
  const { O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW } = constants;
  const descriptor = openSync(file, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o666);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  } finally {
    closeSync(descriptor);
  }
}
