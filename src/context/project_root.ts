import { dirname, resolve } from 'node:path';
import { entryKind } from '../platform/index.ts';

/**
 * The folder that a project's state belongs to: the nearest one upward that has a `.orchestrator` folder or is a git
 * working tree, else the working directory itself.
 */
export function projectRoot(cwd: string): string {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (MARKS.some((mark) => entryKind(`${folder}/${mark}`) !== 'absent')) return folder;
    if (dirname(folder) === folder) return resolve(cwd);
  }
}

const MARKS = ['.orchestrator', '.git'] as const;
