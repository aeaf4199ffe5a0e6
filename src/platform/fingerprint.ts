import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { describeSystemError, systemErrorCode } from './system_error.ts';

/** What the fingerprint of something begins with that can't be read; the reason follows. */
export const UNREADABLE = 'unreadable: ';

/** The names in a folder, sorted; where they can't be read, though it is there, the fingerprint that says so. */
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
 * What stands at a path, in a text that is another one when its bytes, its kind, who may run it, or where it leads as a link
 * changed. `absent` where nothing is. A file is read piece by piece; what a link leads to is not looked at.
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
