import { dirname } from 'node:path';
import { entryKind } from './paths.ts';
import { absentFolders, createFile, dropFolders, removeFile } from './write.ts';

/** Files that are created one after the other, and are all taken back when one can't be. */
export type Creation = {
  /** As {@link createFile} does it. */
  readonly create: (path: string, text: string) => Promise<'created' | 'exists'>;
  /** Removes what was created, the last first, with the folders that were made for it: how many files could not be removed. */
  readonly takeBack: () => number;
};

/** Begins to create files that belong together. */
export function startCreation(): Creation {
  const files: string[] = [];
  const folders: string[] = [];
  return {
    create: async (path, text) => {
      const absent = absentFolders(dirname(path));
      const outcome = await createFile(path, text);
      folders.push(...absent);
      if (outcome === 'created') files.push(path);
      return outcome;
    },
    takeBack: () => {
      const left = files.toReversed().filter((path) => !isRemoved(path));
      dropFolders(folders);
      return left.length;
    },
  };
}

function isRemoved(path: string): boolean {
  try {
    removeFile(path);
    return true;
  } catch {
    // What could not be made sure of may be done all the same.
    return entryKind(path) === 'absent';
  }
}
