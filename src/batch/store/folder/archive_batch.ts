import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../../diagnostics/index.ts';
import {
  describeSystemError,
  displayPath,
  entryKind,
  moveFolder,
  remedyFor,
} from '../../../platform/index.ts';
import { archiveFolder, batchesFolder, type Project } from './project.ts';

/** Problems that prevent the archiving of a batch. */
export type ArchiveCode = 'archive-taken' | 'archive-unwritable';

/**
 * Moves a batch's folder to the archive, whole or not at all. The caller must hold the batch.
 *
 * @returns its new path
 */
export function archiveBatch(project: Project, number: number, cwd: string): Result<string, ArchiveCode> {
  const to = join(archiveFolder(project), `${number}`);
  if (entryKind(to) !== 'absent') return failure('problems', taken(number, displayPath(cwd, to)));
  try {
    moveFolder(join(batchesFolder(project), `${number}`), to);
    return success(to);
  } catch (error) {
    const isMoved = entryKind(to) !== 'absent';
    const where = isMoved
      ? `It is in the archive, but this machine may not have it on its disk yet.`
      : 'It is where it was.';
    return failure('environment', {
      severity: 'error',
      code: 'archive-unwritable',
      message: `Moving batch ${number} failed: ${describeSystemError(error)}. ${where}`,
      file: displayPath(cwd, to),
      ...remedyFor(describeSystemError(error)),
    });
  }
}

function taken(number: number, file: string): Problem<ArchiveCode> {
  const message = `The archive already has a batch ${number}.`;
  return { severity: 'error', code: 'archive-taken', message, file, hint: 'Move that folder away.' };
}
