import {
  chmodSync,
  closeSync,
  fsync,
  fsyncSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { entryKind, namesIn } from './paths.ts';
import { naming, systemErrorCode, withPath } from './system_error.ts';

/**
 * Creates a file that must not exist yet, all of it or none of it, even when the process dies half-way.
 * Missing folders above it are made.
 *
 * @param mode - of the file; the process's mask is taken off it
 * @returns `exists` when a file of that name is there already; it is left as it is
 * @throws the system's error when the place can't be written
 */
export async function createFile(
  path: string,
  text: string | Uint8Array,
  mode = 0o666,
): Promise<'created' | 'exists'> {
  const folder = dirname(path);
  const made = absentFolders(folder);
  const staged = join(folder, stagingName());
  try {
    makeFolders(folder);
    sweepStaging(folder);
    await writeAndSync([{ path: staged, text, mode }]);
    linkSync(staged, path);
    try {
      syncFolder(folder);
    } catch (error) {
      // It is there, but may be gone after a power cut: rather nothing than that.
      rmSync(path, { force: true });
      throw error;
    }
    return 'created';
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return 'exists';
    dropStaged(staged);
    dropFolders(made);
    throw error;
  } finally {
    dropStaged(staged);
  }
}

/** Removes what was staged, which is no use any more. That it cannot be removed is no failure of what it was for: it is swept another time. */
export function dropStaged(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
  }
}

/**
 * Writes a file whether or not it exists, all of it or none of it, even when the process dies half-way. A link at its place
 * is replaced, never followed. Missing folders above it are made.
 *
 * @param mode - of the file; the process's mask is taken off it
 * @throws the system's error when the place can't be written; what was there is then still there
 */
export async function replaceFile(path: string, text: string | Uint8Array, mode = 0o666): Promise<void> {
  const folder = dirname(path);
  const made = absentFolders(folder);
  const staged = join(folder, stagingName());
  const kept = `${staged}-before`;
  try {
    makeFolders(folder);
    sweepStaging(folder);
    await writeAndSync([{ path: staged, text, mode }]);
    const before = keepLinked(path, kept);
    renameSync(staged, path);
    syncOrBringBack(folder, { path, kept, before });
  } catch (error) {
    dropStaged(staged);
    dropStaged(kept);
    dropFolders(made);
    throw error;
  } finally {
    dropStaged(staged);
    dropStaged(kept);
  }
}

/** Gives what stands at a path a second name, by which it can be brought back. */
function keepLinked(path: string, kept: string): 'kept' | 'nothing' | 'not-kept' {
  try {
    linkSync(path, kept);
    return 'kept';
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT') return 'nothing';
    // Some file systems have no second names, and a folder has none anywhere.
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR', 'EXDEV'].includes(code))
      return 'not-kept';
    throw error;
  }
}

/** The new file is in place, but may be gone after a power cut: where that is so, rather the old one than nobody knows which. */
function syncOrBringBack(
  folder: string,
  {
    path,
    kept,
    before,
  }: { readonly path: string; readonly kept: string; readonly before: ReturnType<typeof keepLinked> },
): void {
  try {
    syncFolder(folder);
  } catch (error) {
    if (before === 'kept') renameSync(kept, path);
    else if (before === 'nothing') rmSync(path, { force: true });
    throw error;
  }
}

/** Removes a file, or the link at its place; one that is not there any more is fine. */
export function removeFile(path: string): void {
  rmSync(path, { force: true });
  syncFolder(dirname(path));
}

/** A file to be written; the process's mask is taken off its mode. */
type NewFile = { readonly path: string; readonly text: string | Uint8Array; readonly mode?: number };

/** So many files are open at a time; a process may have 256 on some systems. */
const MOST_OPEN = 64;

/** Writes new files and waits until the device has them; together, because a device syncs several in the time of one. */
export async function writeAndSync(files: readonly NewFile[]): Promise<void> {
  for (let first = 0; first < files.length; first += MOST_OPEN)
    await writeAndSyncTogether(files.slice(first, first + MOST_OPEN));
}

async function writeAndSyncTogether(files: readonly NewFile[]): Promise<void> {
  const opened: { readonly path: string; readonly descriptor: number }[] = [];
  try {
    for (const { path, text, mode = 0o666 } of files) {
      const descriptor = openSync(path, 'wx', mode);
      opened.push({ path, descriptor });
      naming(path, () => writeFileSync(descriptor, text));
    }
    // All of them to their end: none may be closed while the device still takes it.
    const synced = await Promise.allSettled(opened.map(sync));
    for (const each of synced) if (each.status === 'rejected') throw each.reason;
  } finally {
    for (const { descriptor } of opened) closeSync(descriptor);
  }
}

function sync({ path, descriptor }: { readonly path: string; readonly descriptor: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    fsync(descriptor, (error) => (error ? reject(withPath(error, path)) : resolve()));
  });
}

/** Waits until the device has the names in a folder. Systems that can't do that to a folder are let be. */
export function syncFolder(folder: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(folder, 'r');
    fsyncSync(descriptor);
  } catch (error) {
    if (!['EISDIR', 'EINVAL', 'EPERM', 'EACCES', 'ENOTSUP'].includes(systemErrorCode(error)))
      throw withPath(error, folder);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A name for something unfinished that nobody else uses, and from which its owner can be told. */
export function stagingName(): string {
  return `${STAGING}${stagingHost()}-${process.pid}-${process.hrtime.bigint().toString(36)}`;
}

/**
 * Removes what processes of this machine that are no longer running left unfinished in a folder.
 *
 * @returns how many were removed
 */
export function sweepStaging(folder: string): number {
  const left = leftStaging(folder);
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
  return left.length;
}

/** The names of what processes of this machine that are no longer running left unfinished in a folder. */
export function leftStaging(folder: string): string[] {
  const mine = `${STAGING}${stagingHost()}-`;
  return namesIn(folder).filter((name) => {
    const pid = name.startsWith(mine) ? Number(name.slice(mine.length).split('-')[0]) : 0;
    return Number.isInteger(pid) && pid > 0 && !isRunning(pid);
  });
}

const STAGING = '.orchestrator-staging-';

function stagingHost(): string {
  return (
    hostname()
      .replace(/[^A-Za-z0-9]/gu, '')
      .slice(0, 40) || 'host'
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/** Moves `from` onto `to`; `false` when `from` is not there any more. */
export function moveIfThere(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Moves a folder to a place where nothing is, on the same device, and waits until the device knows.
 *
 * @throws the system's error; the folder is then where it was
 */
export function moveFolder(from: string, to: string): void {
  makeFolders(dirname(to));
  renameSync(from, to);
  syncFolder(dirname(to));
  syncFolder(dirname(from));
}

/**
 * Makes a folder and those above it. Node's own `recursive` never returns where a file system answers that a folder's
 * parent is not there although it is, as /proc does.
 */
export function makeFolders(folder: string, mode = 0o777): void {
  for (const path of absentFolders(folder)) {
    try {
      mkdirSync(path, { mode });
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** The folders that are not there of a folder and those above it, the uppermost first. */
export function absentFolders(folder: string): string[] {
  const missing: string[] = [];
  for (
    let path = resolve(folder);
    entryKind(path) === 'absent' && dirname(path) !== path;
    path = dirname(path)
  ) {
    missing.unshift(path);
  }
  return missing;
}

/** Removes folders that were made for something that came to nothing, the deepest first; one that is not empty stays. */
export function dropFolders(made: readonly string[]): void {
  for (const folder of made.toReversed()) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if (systemErrorCode(error) === '') throw error;
    }
  }
}

/** Makes a folder that only its owner can enter; one that is there is closed to others. */
export function makePrivateFolder(folder: string): void {
  makeFolders(folder, 0o700);
  chmodSync(folder, 0o700);
}

/** Renames a file out of the way, to a name that is free; the new path. */
export function putAside(file: string): string {
  for (let number = 1; ; number++) {
    const aside = `${file}.damaged-${number}`;
    if (entryKind(aside) !== 'absent') continue;
    renameSync(file, aside);
    return aside;
  }
}

/** Puts a text into a file of its own for as long as something is done with it; only the user can read it. */
export function withTemporaryFile<Value>(
  name: string,
  text: string,
  use: (file: string) => Promise<Value>,
): Promise<Value> {
  return withTemporaryFolder((folder) => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return use(file);
  });
}

/** Makes an empty folder that stays until the system clears it away; only the user can enter it. */
export function makeTemporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'orchestrator-'));
}

/**
 * Makes an empty folder for sockets, which only the user can enter. Sandboxes have temporary folders of their own, and do not see those of
 * outside: where temporary files go to another place, which they may see, it is in one of these all the same if it can be.
 */
export function makeSocketFolder(): string {
  try {
    if (/^\/(?:dev\/shm|run\/user|tmp|var\/tmp)(?:\/|$)/u.test(tmpdir())) return makeTemporaryFolder();
    return mkdtempSync('/tmp/orchestrator-');
  } catch {
    return makeTemporaryFolder();
  }
}

/** Makes an empty folder for as long as something is done in it; only the user can enter it. */
export async function withTemporaryFolder<Value>(use: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrator-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
