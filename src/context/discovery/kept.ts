import { join } from 'node:path';
import { entryKind, isWithin, namesIn } from '../../platform/index.ts';

/** The plans and the memory that the project keeps: the only files of the program's own folder that say something about it. */
export function kept(root: string): string[] {
  return FOLDERS.flatMap((folder) => {
    const whole = join(root, folder);
    if (entryKind(whole) !== 'folder' || !isWithin(root, whole)) return [];
    return namesIn(whole)
      .filter((name) => name.endsWith('.md') && entryKind(join(whole, name)) === 'file')
      .map((name) => `${folder}/${name}`);
  });
}

const FOLDERS = ['.orchestrator/memory', '.orchestrator/plans'] as const;
