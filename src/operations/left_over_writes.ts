import { join } from 'node:path';
import type { Problem } from '../diagnostics/index.ts';
import { COMMIT, displayPath, entryKind, leftStaging } from '../platform/index.ts';

/** The code for the remains of an interrupted write. */
export type LeftOverCode = 'write-left-over';

/**
 * Reports the remains of this program's interrupted writes in folders. They are not read as content, and only code that writes
 * there may clean them up.
 */
export function leftOverWrites(cwd: string, folders: readonly string[]): Problem<LeftOverCode>[] {
  return [...new Set(folders)].flatMap((folder) => [
    ...leftStaging(folder).map((name) => unfinished(displayPath(cwd, join(folder, name)))),
    ...(entryKind(join(folder, COMMIT)) === 'folder'
      ? [decided(displayPath(cwd, join(folder, COMMIT)))]
      : []),
  ]);
}

function unfinished(file: string): Problem<LeftOverCode> {
  return {
    severity: 'note',
    code: 'write-left-over',
    message: 'A write was interrupted and left this behind; nothing reads it.',
    file,
    hint: 'The next write there removes it; you can also remove it by hand.',
  };
}

function decided(file: string): Problem<LeftOverCode> {
  return {
    severity: 'note',
    code: 'write-left-over',
    message:
      'A write was interrupted while its files were being moved. Until it is completed, each is read as it will be then: new, or unchanged if it was edited since.',
    file,
    hint: 'The next write there completes it and keeps every edit.',
  };
}
