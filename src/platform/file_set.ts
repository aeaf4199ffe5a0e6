import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COMMIT, commitMark, decide, rollBack, StrayEntryError, settleCommit } from './commit_folder.ts';
import { entryKind } from './paths.ts';
import { describeSystemError, systemErrorCode } from './system_error.ts';
import {
  absentFolders,
  dropFolders,
  makeFolders,
  stagingName,
  sweepStaging,
  syncFolder,
  writeAndSync,
} from './write.ts';

/** Files that must appear in a folder together. Names are single path segments; the last one proves that the rest are there. */
export type FileSet = readonly { readonly name: string; readonly text: string }[];

/*
 * Makes files appear together, at any crash point and with any number of writers:
 *
 *   staging folder ──rename──► commit folder ──rename each, in order──► in place ──tidied up──► done
 *   (unfinished: swept)        (decided: whoever comes next moves the rest; on an error, or where a file
 *                               was edited meanwhile, what was moved is brought back)
 *
 * No lock is held. A process that finds a commit folder settles it before starting a commit of its own, so every moved file
 * belongs to the one commit folder that exists, and a rename that finds its file gone was done by another process.
 */

/**
 * Puts a set of files into a new folder: the folder appears whole.
 *
 * @returns `exists` when the path is already taken; it is left as it is
 * @throws the system's error when the place cannot be written; nothing is left behind
 */
export async function createFolderWith(folder: string, files: FileSet): Promise<'created' | 'exists'> {
  const made = absentFolders(dirname(folder));
  try {
    return await createWhole(folder, files);
  } catch (error) {
    dropFolders(made);
    throw error;
  }
}

async function createWhole(folder: string, files: FileSet): Promise<'created' | 'exists'> {
  const parent = dirname(folder);
  makeFolders(parent);
  sweepStaging(parent);
  // Renaming onto an empty folder would succeed; an existing one belongs to another program, even when empty.
  if (entryKind(folder) !== 'absent') return 'exists';
  const staged = await stage(parent, files);
  try {
    renameSync(staged, folder);
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    if (isOccupied(error)) return 'exists';
    throw error;
  }
  try {
    syncFolder(parent);
    return 'created';
  } catch (error) {
    // It exists, but might be gone after a power failure: removing it is safer.
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Replaces (or adds) a set of files in an existing folder: a reader that calls {@link repairFolder} first sees all the old ones or
 * all the new ones. Other files in the folder are not touched.
 *
 * @param options.known - every name a set in this folder can have, the proof last: another writer's set is finished first
 * @param options.removed - files of the folder to remove at the same time
 * @param options.isAsExpected - called at the last moment, with no other write under way: whether to continue
 * @returns `changed` if that returned `false`; nothing has changed
 * @throws the system's error when the place cannot be written; the old files are then restored. {@link HalfDoneError} when not
 * even that was possible
 */
export async function replaceTogether(
  folder: string,
  files: FileSet,
  options: {
    readonly known?: readonly string[];
    readonly removed?: readonly string[];
    readonly isAsExpected?: () => boolean;
  } = {},
): Promise<'replaced' | 'changed'> {
  const { removed = [] } = options;
  const gone = removed.map((name) => ({ name, text: '' }));
  const names = [...removed, ...files.map(({ name }) => name)];
  const { known = names, isAsExpected = () => true } = options;
  repairFolder(folder, known);
  const occupied = names.find((name) => entryKind(join(folder, name)) === 'folder');
  if (occupied !== undefined) throw new StrayEntryError(join(folder, occupied));
  const staged = await stage(folder, [...gone, ...files]);
  try {
    let before = '';
    do {
      settleCommit(folder, known);
      // An entry unchanged after it was settled will be there the next time too.
      const left = commitMark(folder);
      if (left !== '' && left === before) throw new StrayEntryError(join(folder, COMMIT));
      before = left;
      if (!isAsExpected()) {
        rmSync(staged, { recursive: true, force: true });
        return 'changed';
      }
      decide(staged, folder, { names, removed });
    } while (!tryRename(staged, join(folder, COMMIT)));
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    throw error;
  }
  try {
    syncFolder(folder);
    settleCommit(folder, known);
    return 'replaced';
  } catch (error) {
    try {
      rollBack(folder, known);
    } catch {
      throw new HalfDoneError(error);
    }
    throw error;
  }
}

/** A set of files is neither in place nor taken back: the next writer does one of the two, and keeps every edit. */
export class HalfDoneError extends Error {
  override readonly name = 'HalfDoneError';

  constructor(cause: unknown) {
    super(describeSystemError(cause), { cause });
  }
}

/**
 * Brings a folder to a consistent state after a crash.
 *
 * @param names - the files a set in this folder can hold, the proof last; no other file is ever moved
 * @returns `finished` when a decided write was completed, `rolled-back` when an undecided one was removed, or a decided one was
 * taken back because one of its files was edited since
 * @throws the system's error when the place cannot be written
 */
export function repairFolder(folder: string, names: readonly string[]): 'whole' | 'finished' | 'rolled-back' {
  if (entryKind(folder) !== 'folder') return 'whole';
  const swept = sweepStaging(folder) > 0;
  const settled = settleCommit(folder, names);
  if (settled !== 'none') return settled === 'finished' ? 'finished' : 'rolled-back';
  return swept ? 'rolled-back' : 'whole';
}

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
