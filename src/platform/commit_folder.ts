import {
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { entryKind, namesIn } from './paths.ts';
import { systemErrorCode, withPathInErrors } from './system_error.ts';
import { moveIfThere, syncFolder } from './write.ts';

/*
 * A commit folder holds a set of files that is decided and not yet in place:
 *
 *   NAME             a new file that has not been moved yet
 *   was-ID-NAME      what stood in its place when it was decided, if anything
 *   decided-ID.json  what both are known by; undone-ID.json once the set has been taken back
 *
 * A file to be removed has an empty file of its NAME there until it is gone, and no new content in the list.
 *
 * The next process to find it moves the rest, unless a file was edited since: then the set is taken back, and the edit stays. The
 * ID keeps one writer from cleaning up another's set. A folder without a list comes from an older version, and is finished.
 */

/** The folder's name. */
export const COMMIT = '.orchestrator-commit';

type Decided = {
  readonly id: string;
  readonly isUndone: boolean;
  readonly files: readonly DecidedFile[];
};

/** The marks of a file's old and new content; `null` if there is no file. */
type DecidedFile = { readonly name: string; readonly was: string | null; readonly is: string | null };

/** Records, in a staged set, the current content at the path of each of its files, and keeps a copy. */
export function decide(
  staged: string,
  folder: string,
  { names, removed }: { readonly names: readonly string[]; readonly removed: readonly string[] },
): void {
  for (const name of namesIn(staged)) if (isOurs(name)) rmSync(join(staged, name), { force: true });
  const id = process.hrtime.bigint().toString(36) + process.pid.toString(36);
  const files = names.map((name) => {
    const was = markOf(join(folder, name));
    if (was !== null) keep(join(folder, name), join(staged, `was-${id}-${name}`));
    return { name, was, is: removed.includes(name) ? null : (markOf(join(staged, name)) ?? '') };
  });
  const path = join(staged, `decided-${id}.json`);
  const list = openSync(path, 'wx');
  try {
    withPathInErrors(path, () => {
      writeFileSync(list, JSON.stringify({ files }));
      fsyncSync(list);
    });
  } finally {
    closeSync(list);
  }
}

/**
 * Moves the remaining files of a commit folder into place, in order, or takes the set back if that would lose an edit.
 *
 * @param known - the files a set in this folder can hold; no other is ever moved
 * @returns `none` when there is no commit folder
 */
export function settleCommit(folder: string, known: readonly string[]): 'none' | 'finished' | 'taken-back' {
  const commit = join(folder, COMMIT);
  const kind = entryKind(commit);
  if (kind === 'absent') return 'none';
  if (kind !== 'folder') throw new StrayEntryError(commit);
  const decided = decidedIn(commit);
  const names = decided === undefined ? known : decided.files.map(({ name }) => name).filter(isIn(known));
  if (decided !== undefined && (decided.isUndone || isToBeUndone(folder, decided))) {
    rollBack(folder, known);
    return 'taken-back';
  }
  const removed = decided?.files.filter(({ is }) => is === null).map(({ name }) => name) ?? [];
  for (const name of names) {
    if (entryKind(join(commit, name)) !== 'file') continue;
    if (!removed.includes(name)) moveIfThere(join(commit, name), join(folder, name));
    else for (const place of [folder, commit]) rmSync(join(place, name), { force: true });
  }
  syncFolder(folder);
  tidy(folder, decided, known);
  return 'finished';
}

/** Restores the files that a decided set has replaced, except those edited since, and drops the set. */
export function rollBack(folder: string, known: readonly string[]): void {
  const commit = join(folder, COMMIT);
  const decided = decidedIn(commit);
  if (decided === undefined) return;
  const open = decided.isUndone ? [] : [...decided.files].reverse();
  // The proof, which comes last, is the first to be restored.
  for (const { name, was, is } of open) {
    if (!known.includes(name) || markOf(join(folder, name)) !== is || was === is) continue;
    if (was === null) rmSync(join(folder, name), { force: true });
    else renameSync(join(commit, `was-${decided.id}-${name}`), join(folder, name));
  }
  syncFolder(folder);
  // From here on no other process finishes it.
  if (!decided.isUndone) renameSync(join(commit, listOf(decided)), join(commit, `undone-${decided.id}.json`));
  tidy(folder, { ...decided, isUndone: true }, known);
}

/**
 * Returns the path to read each file of a set from while a commit folder exists: its content once the set is settled. Nothing is
 * written. `null` for a file that will not exist.
 */
export function settledPath(folder: string, name: string): string | null {
  const commit = join(folder, COMMIT);
  const place = join(folder, name);
  if (entryKind(commit) !== 'folder') return place;
  const decided = decidedIn(commit);
  if (decided?.isUndone) return place;
  const isEditedSince = decided !== undefined && isToBeUndone(folder, decided);
  const file = decided?.files.find((candidate) => candidate.name === name);
  if (!isEditedSince) {
    if (entryKind(join(commit, name)) !== 'file') return place;
    return file?.is === null ? null : join(commit, name);
  }
  if (file === undefined || markOf(place) !== file.is || file.was === file.is) return place;
  return file.was === null ? null : join(commit, `was-${decided.id}-${name}`);
}

/** Returns the mark of a commit folder's state; empty if there is none. */
export function commitMark(folder: string): string {
  return namesIn(join(folder, COMMIT)).join('/');
}

/** An entry that this program did not create is at the path of one of its files or unfinished writes. */
export class StrayEntryError extends Error {
  override readonly name = 'StrayEntryError';

  constructor(path: string) {
    super(`${path} is or holds something that is not from this program; look at it and remove it`);
  }
}

/** Whether a decided set can no longer be finished. */
function isToBeUndone(folder: string, decided: Decided): boolean {
  return isEdited(folder, decided) || isBroughtBack(folder, decided);
}

/** Whether taking a set back was interrupted: a file has its old content, and its new content is gone. */
function isBroughtBack(folder: string, { files }: Decided): boolean {
  return files.some(
    ({ name, was, is }) =>
      was !== is && entryKind(join(folder, COMMIT, name)) !== 'file' && markOf(join(folder, name)) === was,
  );
}

/** Whether a file of a set that is not in place yet was edited. */
function isEdited(folder: string, { files }: Decided): boolean {
  const isOpen = files.some(({ name }) => entryKind(join(folder, COMMIT, name)) === 'file');
  return isOpen && files.some(({ name, was, is }) => ![was, is].includes(markOf(join(folder, name))));
}

/** Removes the remains of a settled set: the list last, since without it the owner of the rest is unknown. */
function tidy(folder: string, decided: Decided | undefined, known: readonly string[]): void {
  const commit = join(folder, COMMIT);
  try {
    if (decided !== undefined) {
      const names = decided.files.map(({ name }) => name);
      const left = decided.isUndone ? names.filter(isIn(known)) : [];
      for (const name of [...left, ...names.map((one) => `was-${decided.id}-${one}`), listOf(decided)])
        rmSync(join(commit, name), { force: true });
    }
    rmdirSync(commit);
  } catch (error) {
    // The set itself is settled; the next process cleans up its folder.
    if (systemErrorCode(error) !== 'ENOTEMPTY' && systemErrorCode(error) !== 'EEXIST') return;
    // Not empty: another writer's commit has taken its place, or a file was added by hand.
    const left = namesIn(commit);
    const isAnothers = left.some(
      (name) => isOurs(name) || (known.includes(name) && entryKind(join(commit, name)) === 'file'),
    );
    if (!isAnothers) throw new StrayEntryError(commit);
  }
}

function decidedIn(commit: string): Decided | undefined {
  for (const list of namesIn(commit)) {
    const [, state, id] = /^(decided|undone)-([a-z0-9]{1,40})\.json$/u.exec(list) ?? [];
    if (id === undefined || entryKind(join(commit, list)) !== 'file') continue;
    try {
      const { files } = JSON.parse(readFileSync(join(commit, list), 'utf8')) as Partial<Decided>;
      if (Array.isArray(files) && files.every(isEntry)) return { id, isUndone: state === 'undone', files };
    } catch {
      // Another writer has just cleaned it up, or it belongs to the user.
    }
  }
  return undefined;
}

function isEntry(value: unknown): value is Decided['files'][number] {
  if (typeof value !== 'object' || value === null) return false;
  const { name, was, is } = value as Record<string, unknown>;
  // Any single path segment: snapshots may have been copied or named by hand.
  const isName = typeof name === 'string' && /^[^/\\\0]+$/u.test(name) && !/^[.]{1,2}$/u.test(name);
  return isName && [was, is].every((mark) => mark === null || typeof mark === 'string');
}

function listOf({ id, isUndone }: Decided): string {
  return `${isUndone ? 'undone' : 'decided'}-${id}.json`;
}

function isOurs(name: string): boolean {
  return /^(?:was|decided|undone)-[a-z0-9]{1,40}[-.]/u.test(name);
}

function isIn(names: readonly string[]): (name: string) => boolean {
  return (name) => names.includes(name);
}

/** Returns the mark of an entry's content; `null` if there is none. */
function markOf(path: string): string | null {
  switch (entryKind(path)) {
    case 'absent':
      return null;
    case 'file':
      return process
        .getBuiltinModule('node:crypto')
        .createHash('sha256')
        .update(readFileSync(path))
        .digest('hex');
    case 'link':
      return `link to ${readlinkSync(path)}`;
    default:
      return 'something else';
  }
}

/** Gives the same content a second name: without using space, where the file system supports that. */
function keep(from: string, to: string): void {
  try {
    if (entryKind(from) === 'link') symlinkSync(readlinkSync(from), to);
    else linkSync(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EMLINK', 'EXDEV', 'ENOSYS'].includes(systemErrorCode(error))) throw error;
    copyFileSync(from, to);
  }
}
