import { join } from 'node:path';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import {
  createFile,
  describeSystemError,
  entryKind,
  makePrivateFolder,
  sha256,
} from '../../../platform/index.ts';
import { commandHash, type RunCommand } from './commands.ts';

/** A user's approvals for one project; kept with the user's settings, never in the project. */
export type Approvals = {
  readonly isApproved: (command: RunCommand) => boolean;
  /** Remembers an approval of each of these commands. */
  readonly approve: (commands: readonly RunCommand[]) => Promise<Result<undefined, ApprovalProblemCode>>;
};

/** Problems with remembering an approval. */
export type ApprovalProblemCode = 'approval-not-kept';

/**
 * Opens a user's approvals for a project. Each approval is a file of its own, named after the approved command, so that two
 * concurrent approvals cannot undo each other, and no content has to be read for a comparison.
 *
 * @param userFolder - the user's settings; without one nothing is ever approved beforehand, or remembered
 * @param root - the project's root, without links: an approval is valid for this folder only
 */
export function openApprovals(userFolder: string | null, root: string, now: () => Date): Approvals {
  const folder = userFolder === null ? undefined : join(userFolder, 'approvals', sha256(root).slice(0, 32));
  const fileOf = (command: RunCommand) => join(folder ?? '', `${commandHash(command)}.json`);
  return {
    isApproved: (command) => folder !== undefined && entryKind(fileOf(command)) === 'file',
    async approve(commands) {
      if (folder === undefined) return success(undefined);
      try {
        makePrivateFolder(folder);
        for (const command of commands) {
          const { kind, argv, shell, env } = command;
          const text = { schema: SCHEMA, project: root, at: now().toISOString(), kind, argv, env };
          await createFile(
            fileOf(command),
            `${JSON.stringify({ ...text, shell: shell !== undefined }, undefined, 2)}\n`,
          );
        }
        return success(undefined);
      } catch (error) {
        return failure('environment', {
          severity: 'error',
          code: 'approval-not-kept',
          message: `Your approval cannot be saved: ${describeSystemError(error)}.`,
          file: folder,
          hint: 'Fix that, or approve for one run with --yes.',
        });
      }
    },
  };
}

const SCHEMA = 'orchestrator.approval/1';
