import { join } from 'node:path';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { createFolderWith, describeSystemError, displayPath, type FileSet } from '../../../platform/index.ts';
import type { BatchManifest } from '../../generated/batch.ts';
import type { NumberClaims } from './number_claims.ts';
import { nextNumber, rememberNumber } from './numbers.ts';
import { batchesFolder, type Project } from './project.ts';
import type { StoredBatch } from './read_batch.ts';
import { writeIgnores } from './state_ignores.ts';

/** A batch with everything decided and nothing written. */
export type RenderedBatch = {
  readonly manifest: BatchManifest;
  /** All its files, the manifest last. */
  readonly files: FileSet;
};

/** Problems with writing a batch. */
export type CreateBatchCode = 'batch-not-written' | 'no-number-left';

/**
 * Writes a batch under the next number: its folder appears whole or not at all. The process that creates the folder of a number
 * owns the number; any other tries the next. In a repository the number is claimed first, for all its working trees.
 *
 * @param options.cwd - the folder file names in problems are relative to
 * @param options.claims - the repository's claims, if the project is in one
 * @param render - renders the batch for a number
 */
export async function createBatch<Code extends string>(
  project: Project,
  { cwd, claims }: { readonly cwd: string; readonly claims: NumberClaims | undefined },
  render: (number: number) => Result<RenderedBatch, Code>,
): Promise<Result<StoredBatch & RenderedBatch, Code | CreateBatchCode>> {
  let claimed: number | undefined;
  try {
    for (let above = 0; ; ) {
      const number = nextNumber(project, { above, ...(claims && { isTaken: claims.isTaken }) });
      if (number === undefined) return failure<CreateBatchCode>('environment', noNumber(project, cwd));
      const rendered = render(number);
      if (!rendered.ok) return rendered;
      above = number;
      if (claims !== undefined) {
        if (!(await claims.claim(number))) continue;
        claimed = number;
      }
      const folder = join(batchesFolder(project), `${number}`);
      await writeIgnores(project.state);
      if ((await createFolderWith(folder, rendered.value.files)) === 'exists') continue;
      await rememberNumber(project, number);
      return success({ ...rendered.value, number, folder });
    }
  } catch (error) {
    if (claimed !== undefined) claims?.release(claimed);
    return failure<CreateBatchCode>('environment', {
      severity: 'error',
      code: 'batch-not-written',
      message: `The batch cannot be written: ${describeSystemError(error)}.`,
      file: displayPath(cwd, batchesFolder(project)),
      hint: 'Fix that and run the same command again.',
    });
  }
}

function noNumber(project: Project, cwd: string) {
  return {
    severity: 'error',
    code: 'no-number-left',
    message: 'There is no number left for another batch.',
    file: displayPath(cwd, project.state),
    hint: 'Check the names of the folders there, and last_batch.',
  } as const;
}
