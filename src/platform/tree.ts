import { chmodSync, constants, lstatSync, readdirSync, symlinkSync } from 'node:fs';
import { cp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { entryKind, isFolder, namesIn } from './paths.ts';
import { systemErrorCode } from './system_error.ts';
import { makeFolders } from './write.ts';

/**
 * Removes a file or a folder with everything in it; links are removed, never followed. Folders without write permission (as some
 * package caches make them) are made writable first. A missing path is fine.
 *
 * @throws the system's error when an entry cannot be removed
 */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ENOTEMPTY'].includes(systemErrorCode(error))) throw error;
    openFolders(path);
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Copies a file or a folder with everything in it to a new path. Links are copied as links. If the file system supports it, the
 * copies share their blocks until one is changed.
 *
 * @throws the system's error
 */
export async function copyTree(from: string, to: string): Promise<void> {
  makeFolders(dirname(to));
  await cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    errorOnExist: true,
    force: false,
    mode: constants.COPYFILE_FICLONE,
  });
}

/**
 * Makes an entry visible at a second path: a file as a link, a folder as a new folder of links to its entries. It is still a
 * folder to a pattern like `name/`, and adding or removing entries leaves the original alone.
 *
 * @throws the system's error
 */
export function linkTree(from: string, to: string): void {
  if (!isFolder(from)) {
    makeFolders(dirname(to));
    symlinkSync(from, to);
    return;
  }
  makeFolders(to);
  for (const name of namesIn(from)) symlinkSync(join(from, name), join(to, name));
}

/**
 * Whether a text occurs in a file below a folder, or in a link's target: files that contain their own path do not work elsewhere.
 * Files over the limit are skipped.
 *
 * @param limit - in bytes
 * @throws the system's error
 */
export async function mentionsText(folder: string, text: string, limit: number): Promise<boolean> {
  const waiting = [folder];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) waiting.push(inside);
      else if (entry.isSymbolicLink()) {
        if ((await readlink(inside)).includes(text)) return true;
      } else if (entry.isFile() && lstatSync(inside).size <= limit) {
        if ((await readFile(inside)).includes(text)) return true;
      }
    }
  }
  return false;
}

function openFolders(path: string): void {
  if (entryKind(path) !== 'folder') return;
  chmodSync(path, lstatSync(path).mode | 0o700);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) openFolders(join(path, entry.name));
  }
}
