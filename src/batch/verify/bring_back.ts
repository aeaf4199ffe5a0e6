import { basename, dirname, join, relative, sep } from 'node:path';
import {
  dropFolders,
  entryKind,
  isBelow,
  makeFolders,
  moveFolder,
  namesIn,
  realPath,
  removeTree,
  systemErrorCode,
} from '../../platform/index.ts';

/** The result of bringing files back: paths of the project. */
export type BroughtBack = {
  readonly back: readonly string[];
  /** Paths that files in the way were moved to. */
  readonly kept: readonly string[];
  /** Where files are left that could not be brought back. */
  readonly left: readonly string[];
};

/**
 * Brings back files that a gate of a pattern had moved out of the way when it was killed: its own shell does so in every other
 * case (`src/patterns/filling/gate_command.ts`). Such a folder may also have been written by code the gate ran, so nothing
 * outside that a link leads to is touched, nor the files of git and of this program; and files that cannot be brought back stay
 * where they are.
 *
 * @param keepIn - where files in the way are moved: since the gate ended, the user may have worked there. Without it they were
 * made by the gate, and are removed
 */
export async function bringBack(folder: string, keepIn?: string): Promise<BroughtBack> {
  const back: string[] = [];
  const kept: string[] = [];
  const left: string[] = [];
  for (const name of namesIn(folder).filter((each) => /^\.aside-\d+$/u.test(each))) {
    if (entryKind(join(folder, name)) !== 'folder') continue;
    const below = join(folder, name, 'node_modules');
    // Folders first: files may belong in them.
    const moved = movedIn(below);
    for (const from of [...moved.filter(isFolderItself), ...moved.filter((each) => !isFolderItself(each))]) {
      const way = relative(below, dirname(from));
      const to = join(folder, way);
      if (way === '' || isKept(folder, to)) continue;
      const place = keepIn === undefined ? undefined : freeName(join(keepIn, way));
      const hasKept = await moveBack(from, to, place);
      if (hasKept === undefined) continue;
      back.push(way);
      if (hasKept && place !== undefined) kept.push(relative(folder, place));
    }
    dropFolders(foldersFrom(join(folder, name)));
    if (entryKind(join(folder, name)) !== 'absent') left.push(name);
  }
  return { back, kept, left };
}

/** @returns whether a file in the way was kept; `undefined` if it could not be moved */
async function moveBack(from: string, to: string, place: string | undefined): Promise<boolean | undefined> {
  try {
    makeFolders(dirname(to));
    const isTaken = entryKind(to) !== 'absent';
    if (isTaken && place !== undefined) moveFolder(to, place);
    else await removeTree(to);
    moveFolder(from, to);
    return isTaken;
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
    return undefined;
  }
}

function freeName(path: string): string {
  let free = path;
  for (let number = 2; entryKind(free) !== 'absent'; number += 1) free = `${path}-${number}`;
  return free;
}

/** Whether a path must not be replaced: outside the folder, or git's or this program's own, even through a link. */
function isKept(folder: string, path: string): boolean {
  const real = join(realPath(dirname(path)), basename(path));
  return (
    !isBelow(realPath(folder), real) ||
    [relative(folder, path), relative(realPath(folder), real)].some((way) =>
      way.split(sep).some((part) => KEPT.test(part)),
    )
  );
}

/** Ignores case, as some file systems do. */
const KEPT = /^\.(?:git|orchestrator)$/iu;

function movedIn(folder: string): string[] {
  if (!isFolderItself(folder)) return [];
  return namesIn(folder).flatMap((name) =>
    name === 'aside.moved' ? [join(folder, name)] : movedIn(join(folder, name)),
  );
}

/** A folder and those below it, parents first; nothing else is ever removed. */
function foldersFrom(folder: string): string[] {
  if (!isFolderItself(folder)) return [];
  return [folder, ...namesIn(folder).flatMap((name) => foldersFrom(join(folder, name)))];
}

function isFolderItself(path: string): boolean {
  return entryKind(path) === 'folder';
}
