import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { describeSystemError, systemErrorCode } from './system_error.ts';

/** The prefix of the fingerprint of an unreadable entry; the reason follows. */
export const UNREADABLE = 'unreadable: ';

/** Returns the names in a folder, sorted; if it exists but cannot be read, the fingerprint that says so. */
export function namesMarked(folder: string): { readonly names: readonly string[]; readonly unread?: string } {
  try {
    return { names: readdirSync(folder).sort() };
  } catch (error) {
    const code = systemErrorCode(error);
    const isNone = code === 'ENOENT' || code === 'ENOTDIR';
    return { names: [], ...(!isNone && { unread: UNREADABLE + describeSystemError(error) }) };
  }
}

/**
 * Returns a text for the entry at a path that changes with its bytes, its kind, its execute permission, or its target as a link.
 * `absent` if there is none. A file is read in pieces; a link is not followed.
 */
export function fingerprintOf(path: string): string {
  try {
    const status = lstatSync(path);
    const mode = (status.mode & 0o777).toString(8);
    if (status.isSymbolicLink()) return `link ${readlinkSync(path)}`;
    if (status.isFile()) return `file ${mode} ${hashOf(path)}`;
    return status.isDirectory() ? `folder ${mode}` : `other ${mode}`;
  } catch (error) {
    return systemErrorCode(error) === 'ENOENT' ? 'absent' : UNREADABLE + describeSystemError(error);
  }
}

function hashOf(path: string): string {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
  const chunk = Buffer.allocUnsafe(65_536);
  const descriptor = openSync(path, 'r');
  try {
    for (;;) {
      const count = readSync(descriptor, chunk, 0, chunk.length, null);
      if (count === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}
