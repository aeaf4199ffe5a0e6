import { makeTemporaryFolder, removeTree } from '../../../platform/index.ts';

/**
 * A folder for the sockets of shared connections, and its removal. A socket's path has to be short, and the client expands
 * variables in it: where the folder for temporary files has an unsuitable name, every call connects again.
 */
export function controlFolder(): { readonly path: string | undefined; readonly remove: () => Promise<void> } {
  const path = makeTemporaryFolder();
  const isShort = Buffer.byteLength(path) + LONGEST_NAME <= LONGEST_SOCKET;
  return { path: isShort && !/["$\\]/u.test(path) ? path : undefined, remove: () => removeTree(path) };
}

/** The most that the client appends to the folder's path, and the longest path of a socket on any system; in bytes. */
const LONGEST_NAME = 60;
const LONGEST_SOCKET = 103;
