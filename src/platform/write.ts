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
import { systemErrorCode, withPath, withPathInErrors } from './system_error.ts';

/**
 * Creates a file that must not exist yet, all of it or none of it, even if the process dies halfway. Missing parent folders are
 * created.
 *
 * @param mode - of the file; reduced by the process's umask
 * @returns `exists` when there is already a file of that name; it is left as it is
 * @throws the system's error when the place cannot be written
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
      // It exists, but might be gone after a power failure: removing it is safer.
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

/**
 * Removes a staged file that is no longer needed. A failure to remove it does not affect its purpose: it is removed another time.
 */
export function dropStaged(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
  }
}

/**
 * Writes a new or existing file, all of it or none of it, even if the process dies halfway. A link at its path is replaced, never
 * followed. Missing parent folders are created.
 *
 * @param mode - of the file; reduced by the process's umask
 * @throws the system's error when the place cannot be written; the old file is then still there
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

/** Gives the entry at a path a second name, by which it can be restored. */
function keepLinked(path: string, kept: string): 'kept' | 'nothing' | 'not-kept' {
  try {
    linkSync(path, kept);
    return 'kept';
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT') return 'nothing';
    // Some file systems have no hard links, and folders cannot have any.
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR', 'EXDEV'].includes(code))
      return 'not-kept';
    throw error;
  }
}

/**
 * The new file is in place, but may be gone after a power failure: in that case the old one is safer than either one at random.
 */
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

/** Removes a file, or the link at its path; a missing one is fine. */
export function removeFile(path: string): void {
  rmSync(path, { force: true });
  syncFolder(dirname(path));
}

/** A file to write; its mode is reduced by the process's umask. */
type NewFile = { readonly path: string; readonly text: string | Uint8Array; readonly mode?: number };

/** The number of files open at a time; a process may have 256 on some systems. */
const MAX_OPEN = 64;

/** Writes new files and waits until the device has them; together, because a device syncs several in the time of one. */
export async function writeAndSync(files: readonly NewFile[]): Promise<void> {
  for (let first = 0; first < files.length; first += MAX_OPEN)
    await writeAndSyncTogether(files.slice(first, first + MAX_OPEN));
}

async function writeAndSyncTogether(files: readonly NewFile[]): Promise<void> {
  const opened: { readonly path: string; readonly descriptor: number }[] = [];
  try {
    for (const { path, text, mode = 0o666 } of files) {
      const descriptor = openSync(path, 'wx', mode);
      opened.push({ path, descriptor });
      withPathInErrors(path, () => writeFileSync(descriptor, text));
    }
    // All of them to their end: none may be closed while the device still writes it.
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

/** Waits until the device has the names in a folder. Skipped on systems that cannot do that for a folder. */
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

/** Returns a unique name for an unfinished file, which also identifies its owner. */
export function stagingName(): string {
  return `${STAGING}${stagingHost()}-${process.pid}-${process.hrtime.bigint().toString(36)}`;
}

/**
 * Removes unfinished files in a folder left by processes of this machine that no longer run.
 *
 * @returns the number removed
 */
export function sweepStaging(folder: string): number {
  const left = leftStaging(folder);
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
  return left.length;
}

/** Returns the names of unfinished files in a folder left by processes of this machine that no longer run. */
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

/** Moves `from` onto `to`; `false` when `from` no longer exists. */
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
 * Moves a folder to a new path on the same device, and waits until the device has recorded it.
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
 * Makes a folder and its parents. Node's own `recursive` never returns if a file system reports an existing parent as missing, as
 * /proc does.
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

/** Returns the missing folders among a folder and its parents, the topmost first. */
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

/** Removes folders made for an operation that failed, the deepest first; one that is not empty is kept. */
export function dropFolders(made: readonly string[]): void {
  for (const folder of made.toReversed()) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if (systemErrorCode(error) === '') throw error;
    }
  }
}

/** Makes a folder that only its owner can enter; an existing one is closed to others. */
export function makePrivateFolder(folder: string): void {
  makeFolders(folder, 0o700);
  chmodSync(folder, 0o700);
}

/** Renames a file to a free name; returns the new path. */
export function moveAside(file: string): string {
  for (let number = 1; ; number++) {
    const aside = `${file}.damaged-${number}`;
    if (entryKind(aside) !== 'absent') continue;
    renameSync(file, aside);
    return aside;
  }
}

/** Puts a text into a file of its own for the duration of a call; only the user can read it. */
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

/** Makes an empty folder that is kept until the system removes it; only the user can enter it. */
export function makeTemporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'orchestrator-'));
}

/**
 * Makes an empty folder for sockets, which only the user can enter. Sandboxes have temporary folders of their own, and do not see
 * those outside: if temporary files go to another place, which may be visible inside, it is still in one of these if possible.
 */
export function makeSocketFolder(): string {
  try {
    if (/^\/(?:dev\/shm|run\/user|tmp|var\/tmp)(?:\/|$)/u.test(tmpdir())) return makeTemporaryFolder();
    return mkdtempSync('/tmp/orchestrator-');
  } catch {
    return makeTemporaryFolder();
  }
}

/** Makes an empty folder for the duration of a call; only the user can enter it. */
export async function withTemporaryFolder<Value>(use: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrator-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
