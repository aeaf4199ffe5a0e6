import { accessSync, constants, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** The kind of entry at a path, without following symbolic links. */
export type EntryKind = 'absent' | 'file' | 'folder' | 'link' | 'other' | 'unreadable';

/** Returns the kind of entry at a path without following a symbolic link at its end. */
export function entryKind(path: string): EntryKind {
  try {
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status === undefined) return 'absent';
    if (status.isSymbolicLink()) return 'link';
    if (status.isDirectory()) return 'folder';
    return status.isFile() ? 'file' : 'other';
  } catch (error) {
    // A parent in the path is a file, so the entry cannot exist.
    return error instanceof Error && 'code' in error && error.code === 'ENOTDIR' ? 'absent' : 'unreadable';
  }
}

/** Whether the path is a folder, following links. Unreadable counts as no. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

/** Whether the path is a file, following links. Unreadable counts as no. */
export function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

/** Returns the names in a folder, sorted by code unit; empty when it is absent or unreadable. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/**
 * Returns the files below a folder, relative to it with `/` as separator; links and `.git` are not entered.
 *
 * @param onUnread - called with each folder whose names cannot be read
 */
export function filesBelow(folder: string, onUnread: (folder: string) => void = () => {}): string[] {
  const found: string[] = [];
  const waiting = [''];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    if (!isReadable(join(folder, below))) onUnread(below);
    for (const name of namesIn(join(folder, below))) {
      const path = below === '' ? name : `${below}/${name}`;
      const kind = entryKind(join(folder, path));
      if (kind === 'folder' && name !== '.git') waiting.push(path);
      else if (kind !== 'folder') found.push(path);
    }
  }
  return found;
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Returns a file's size in bytes; 0 if unknown. */
export function fileSize(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** Returns a file's permissions, for a new file that replaces it; the default for new files if there is none. */
export function fileMode(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.mode & 0o777 : 0o666;
}

/** Returns when a file was last written, in milliseconds since 1970 UTC; 0 if unknown. */
export function writtenAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/** Returns the path of the entry of this name in the nearest folder from `start` upward, or `undefined`. */
export function findUpward(start: string, name: string): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const candidate = join(folder, name);
    if (entryKind(candidate) !== 'absent') return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * Resolves a path: symbolic links in the existing part are followed, the rest is kept as written.
 */
export function realPath(path: string): string {
  const missing: string[] = [];
  for (let existing = resolve(path); ; existing = dirname(existing)) {
    try {
      return join(realpathSync.native(existing), ...missing);
    } catch {
      if (dirname(existing) === existing) return resolve(path);
      missing.unshift(basename(existing));
    }
  }
}

/** Whether `path` is `folder` or below it, after following links in both. */
export function isWithin(folder: string, path: string): boolean {
  return isBelow(realPath(folder), realPath(path));
}

/** As {@link isWithin}, for real paths. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** A path as a person in `from` would write it: `./output/x`, `../x`, else absolute. */
export function displayPath(from: string, path: string): string {
  const way = relative(from, path);
  if (way === '') return '.';
  if (isAbsolute(way)) return way;
  if (way.startsWith(`..${sep}..${sep}..`)) return path;
  return way.startsWith('..') ? way : `.${sep}${way}`;
}

/** Returns why a folder cannot be written, or `undefined` when it can. */
export function writeFault(folder: string): string | undefined {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}

/**
 * Finds a program as a shell would; `undefined` if there is none.
 *
 * @param searched - the folders to search, in the format of PATH
 */
export function findProgram(name: string, searched: string): string | undefined {
  const folders = searched.split(delimiter).filter((folder) => isAbsolute(folder));
  return folders
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return isFile(path);
      } catch {
        return false;
      }
    });
}
