import { chmodSync, constants, lstatSync, readdirSync, symlinkSync } from 'node:fs';
import { cp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { entryKind, isFolder, namesIn } from './paths.ts';
import { systemErrorCode } from './system_error.ts';
import { makeFolders } from './write.ts';

/**
 * Removes a file or a folder with everything in it; links are removed, never followed. Folders that their owner closed
 * (some package caches do) are opened first. What is not there is fine.
 *
 * @throws the system's error when something can't be removed
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
 * Copies a file or a folder with everything in it to a place where nothing is. Links stay the links that they are. Where the
 * file system can, the copies share their blocks until one is changed.
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
 * Makes what stands at one place visible at another: a file as a link, a folder as a new folder of links to what is in it. That
 * is still a folder to a pattern like `name/`, and what is added to it or taken from it leaves the original alone.
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
 * Whether a text stands in a file below a folder, or in where a link leads: what names its own place works in no other. Files
 * over the limit are passed over.
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
