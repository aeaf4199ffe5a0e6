import { mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { entryKind } from './paths.ts';
import { systemErrorCode } from './read.ts';
import { makeFolders, moveIfThere, stagingName, sweepStaging, syncFolder, writeAndSync } from './write.ts';

/** Files that must appear in a folder together. Names are single path segments; the last one is the proof of the rest. */
export type FileSet = readonly { readonly name: string; readonly text: string }[];

/*
 * How files appear together, at any crash point and with any number of writers:
 *
 *   staging folder ──rename──► commit folder ──rename each, in order──► in place ──rmdir──► done
 *   (unfinished: swept)        (decided: whoever comes next moves the rest)
 *
 * Nobody holds a lock. Whoever finds a commit folder finishes it before starting a commit of its own, so every file
 * that is moved belongs to the one commit folder that exists, and a rename that finds its file gone was done by another.
 */

/**
 * Puts a set of files into a folder that does not exist yet: the folder appears whole.
 *
 * @returns `exists` when something stands there already; it is left as it is
 * @throws the system's error when the place can't be written; nothing is left behind
 */
export async function createFolderWith(folder: string, files: FileSet): Promise<'created' | 'exists'> {
  const parent = dirname(folder);
  makeFolders(parent);
  sweepStaging(parent);
  // Renaming onto an empty folder would succeed; one that is there is somebody's, even when empty.
  if (entryKind(folder) !== 'absent') return 'exists';
  const staged = await stage(parent, files);
  try {
    renameSync(staged, folder);
    syncFolder(parent);
    return 'created';
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    if (isOccupied(error)) return 'exists';
    throw error;
  }
}

/**
 * Replaces (or adds) a set of files in a folder that exists: a reader that calls {@link mendFolder} first sees all the
 * old ones or all the new ones. Other files in the folder are not touched.
 *
 * @param options.known - every name that a set in this folder can hold, the proof last: another writer's is finished first
 * @param options.isAsExpected - asked at the last moment, with no write of another under way: whether to go on
 * @returns `changed` when that said no; everything is as it was
 * @throws the system's error when the place can't be written; the old files are then still in place
 */
export async function replaceTogether(
  folder: string,
  files: FileSet,
  options: { readonly known?: readonly string[]; readonly isAsExpected?: () => boolean } = {},
): Promise<'replaced' | 'changed'> {
  const names = files.map(({ name }) => name);
  const { known = names, isAsExpected = () => true } = options;
  mendFolder(folder, known);
  const occupied = names.find((name) => entryKind(join(folder, name)) === 'folder');
  if (occupied !== undefined) throw new StrayEntryError(join(folder, occupied));
  const staged = await stage(folder, files);
  try {
    do {
      finishCommit(folder, known);
      if (!isAsExpected()) {
        rmSync(staged, { recursive: true, force: true });
        return 'changed';
      }
    } while (!tryRename(staged, join(folder, COMMIT)));
    syncFolder(folder);
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    throw error;
  }
  finishCommit(folder, known);
  return 'replaced';
}

/**
 * Brings a folder to a whole state after a crash.
 *
 * @param names - the files that a set in this folder can hold, the proof last; no other file is ever moved
 * @returns `finished` when a decided write was completed, `rolled-back` when an undecided one was removed
 * @throws the system's error when the place can't be written
 */
export function mendFolder(folder: string, names: readonly string[]): 'whole' | 'finished' | 'rolled-back' {
  if (entryKind(folder) !== 'folder') return 'whole';
  const swept = sweepStaging(folder) > 0;
  if (entryKind(join(folder, COMMIT)) !== 'absent') {
    finishCommit(folder, names);
    return 'finished';
  }
  return swept ? 'rolled-back' : 'whole';
}

const COMMIT = '.orchestrator-commit';

async function stage(parent: string, files: FileSet): Promise<string> {
  const staged = join(parent, stagingName());
  mkdirSync(staged);
  try {
    await writeAndSync(files.map(({ name, text }) => ({ path: join(staged, name), text })));
    syncFolder(staged);
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    throw error;
  }
  return staged;
}

/** Moves what a commit folder still holds into place, in the set's order. */
function finishCommit(folder: string, names: readonly string[]): void {
  const commit = join(folder, COMMIT);
  const kind = entryKind(commit);
  if (kind === 'absent') return;
  if (kind !== 'folder') throw new StrayEntryError(commit);
  for (const name of names) {
    if (entryKind(join(commit, name)) === 'file') moveIfThere(join(commit, name), join(folder, name));
  }
  syncFolder(folder);
  try {
    rmdirSync(commit);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    // Not empty: another writer's commit has taken this one's place, or somebody put something there by hand.
    if (!names.some((name) => entryKind(join(commit, name)) === 'file')) throw new StrayEntryError(commit);
  }
}

/** Something that this program did not put there stands where it keeps a file or an unfinished write. */
class StrayEntryError extends Error {
  override readonly name = 'StrayEntryError';

  constructor(path: string) {
    super(`${path} is or holds something that is not from this program; look at it and remove it`);
  }
}

function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (isOccupied(error)) return false;
    throw error;
  }
}

function isOccupied(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemErrorCode(error));
}
