import { dirname, join, relative } from 'node:path';
import { entryKind, moveFolder, namesIn, removeTree } from '../../platform/index.ts';

/**
 * Brings back what a gate of a pattern had moved out of the way when it was killed: its own shell does so in every other case
 * (`src/patterns/filling/gate_command.ts`). What was made in its place meanwhile goes.
 *
 * @throws the system's error
 */
export async function bringBack(folder: string): Promise<void> {
  for (const name of namesIn(folder).filter((each) => /^\.aside-\d+$/u.test(each))) {
    if (entryKind(join(folder, name)) !== 'folder') continue;
    const kept = join(folder, name, 'node_modules');
    // Folders first: files may belong into them.
    const moved = movedIn(kept);
    for (const from of [...moved.filter(isFolderItself), ...moved.filter((each) => !isFolderItself(each))]) {
      const to = join(folder, relative(kept, dirname(from)));
      await removeTree(to);
      moveFolder(from, to);
    }
    await removeTree(join(folder, name));
  }
}

function movedIn(folder: string): string[] {
  if (entryKind(folder) !== 'folder') return [];
  return namesIn(folder).flatMap((name) =>
    name === 'aside.moved' ? [join(folder, name)] : movedIn(join(folder, name)),
  );
}

function isFolderItself(path: string): boolean {
  return entryKind(path) === 'folder';
}
