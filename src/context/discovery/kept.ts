import { join } from 'node:path';
import { entryKind, isWithin, namesIn } from '../../platform/index.ts';

/** The project's own plans and memory: the only files in the program's folder that say something about the project. */
export function plansAndMemoryFiles(root: string): string[] {
  return FOLDERS.flatMap((folder) => {
    const whole = join(root, folder);
    if (entryKind(whole) !== 'folder' || !isWithin(root, whole)) return [];
    return namesIn(whole)
      .filter((name) => name.endsWith('.md') && entryKind(join(whole, name)) === 'file')
      .map((name) => `${folder}/${name}`);
  });
}

const FOLDERS = ['.orchestrator/memory', '.orchestrator/plans'] as const;
