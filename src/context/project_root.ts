import { dirname, resolve } from 'node:path';
import { entryKind, isSharedFolder } from '../platform/index.ts';

/**
 * The folder that a project's state belongs to: the nearest one upward that has a `.orchestrator` folder or is a git working
 * tree, else the working directory itself. A stray `.orchestrator` in a home folder or a shared temporary folder does not count
 * for the folders below it.
 */
export function projectRoot(cwd: string): string {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const [state, git] = MARKS.map((mark) => entryKind(`${folder}/${mark}`) !== 'absent');
    if (git || (state && (folder === resolve(cwd) || !isSharedFolder(folder)))) return folder;
    if (dirname(folder) === folder) return resolve(cwd);
  }
}

const MARKS = ['.orchestrator', '.git'] as const;
