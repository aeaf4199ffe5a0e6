import { join } from 'node:path';
import type { Problem } from '../diagnostics/index.ts';
import { COMMIT, displayPath, entryKind, leftStaging } from '../platform/index.ts';

/** Code of what a write that was cut short has left. */
export type LeftOverCode = 'write-left-over';

/**
 * What writes of this program that were cut short have left in folders. It is no part of what is read, and only what writes there
 * may tidy it up: so it is told.
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
    message: 'A write was cut short and left this unfinished; nothing reads it.',
    file,
    hint: 'The next write there removes it; or remove it by hand.',
  };
}

function decided(file: string): Problem<LeftOverCode> {
  return {
    severity: 'note',
    code: 'write-left-over',
    message:
      'A write was cut short while its files were moved. They are read as they will be once that is settled: new, or as they were where one has been edited since.',
    file,
    hint: 'The next write there settles it, and keeps every edit.',
  };
}
