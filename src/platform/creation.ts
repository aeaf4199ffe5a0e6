import { dirname } from 'node:path';
import { entryKind } from './paths.ts';
import { absentFolders, createFile, dropFolders, removeFile } from './write.ts';

/** Creates files one after the other, and removes them all if one cannot be created. */
export type Creation = {
  /** As {@link createFile}. */
  readonly create: (path: string, text: string) => Promise<'created' | 'exists'>;
  /** Removes the created files, the last first, with the folders made for them; returns the number that could not be removed. */
  readonly takeBack: () => number;
};

/** Starts the creation of files that belong together. */
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
    // The removal may have succeeded even if it could not be confirmed.
    return entryKind(path) === 'absent';
  }
}
