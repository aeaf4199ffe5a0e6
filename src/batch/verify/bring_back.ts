import { dirname, join, relative, sep } from 'node:path';
import {
  entryKind,
  isWithin,
  makeFolders,
  moveFolder,
  namesIn,
  removeTree,
  systemErrorCode,
} from '../../platform/index.ts';

/**
 * Brings back what a gate of a pattern had moved out of the way when it was killed: its own shell does so in every other case
 * (`src/patterns/filling/gate_command.ts`). What was made in its place meanwhile goes. Whatever the gate ran may have written such a
 * folder as well, so nothing is touched that a link leads to outside, nor what git and this program keep there; and what cannot be brought
 * back stays where it is.
 */
export async function bringBack(folder: string): Promise<void> {
  for (const name of namesIn(folder).filter((each) => /^\.aside-\d+$/u.test(each))) {
    if (entryKind(join(folder, name)) !== 'folder') continue;
    const kept = join(folder, name, 'node_modules');
    let isWhole = true;
    // Folders first: files may belong into them.
    const moved = movedIn(kept);
    for (const from of [...moved.filter(isFolderItself), ...moved.filter((each) => !isFolderItself(each))]) {
      const way = relative(kept, dirname(from));
      const to = join(folder, way);
      if (way === '' || way.split(sep).some((part) => KEPT.test(part)) || !isWithin(folder, dirname(to)))
        continue;
      isWhole = (await moveBack(from, to)) && isWhole;
    }
    if (isWhole) await removeTree(join(folder, name));
  }
}

async function moveBack(from: string, to: string): Promise<boolean> {
  try {
    makeFolders(dirname(to));
    await removeTree(to);
    moveFolder(from, to);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
    return false;
  }
}

/** Also where the file system takes capitals for small letters. */
const KEPT = /^\.(?:git|orchestrator)$/iu;

function movedIn(folder: string): string[] {
  if (entryKind(folder) !== 'folder') return [];
  return namesIn(folder).flatMap((name) =>
    name === 'aside.moved' ? [join(folder, name)] : movedIn(join(folder, name)),
  );
}

function isFolderItself(path: string): boolean {
  return entryKind(path) === 'folder';
}
