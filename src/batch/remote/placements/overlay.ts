import { dirname, join } from 'node:path';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { type Git, gitFault, isMachineFault, withTemporaryFile } from '../../../platform/index.ts';

/** The worktree here, and its repository. */
export type OverlayContext = {
  readonly git: Git;
  /** The repository's common git directory. */
  readonly commonDir: string;
  /** The top of the worktree. */
  readonly top: string;
};

/**
 * Makes the files of a worktree here equal to those an attempt left there: writes changed and new files, removes deleted ones,
 * and leaves ignored files as they are. Does not touch the index, like an agent that changed files. Only the commit's tree
 * counts: its parents, author and message are the other side's claims. Can be repeated.
 *
 * @param before - the worktree's current tree
 * @returns the folders that are repositories of their own there, whose files have not been brought
 */
export async function applyOverlay(
  { git, commonDir, top }: OverlayContext,
  { before, commit }: { readonly before: string; readonly commit: string },
): Promise<Result<readonly string[], 'place-result'>> {
  return withTemporaryFile('placed', '', async (file) => {
    const env = { GIT_DIR: commonDir, GIT_WORK_TREE: top };
    const indexFile = join(dirname(file), 'index');
    const run = (...args: readonly string[]) => git.run(top, [...SETTINGS, ...args], { env, indexFile });
    const [from, to] = [`${before}^{tree}`, `${commit}^{tree}`];
    const embedded: string[] = [];
    let isHead = true;
    let isLink = false;
    const take = (record: string) => {
      if (!isHead && isLink) embedded.push(record);
      if (isHead) isLink = record.split(' ')[1] === '160000';
      isHead = !isHead;
    };
    const looked = await git.records(
      top,
      [...SETTINGS, 'diff-tree', '-r', '-z', '--raw', '--no-renames', from, to],
      take,
      { env },
    );
    const steps = [looked, ...(gitFault(looked) === undefined ? [await run('read-tree', from)] : [])];
    if (steps.every((step) => gitFault(step) === undefined))
      steps.push(await run('read-tree', '--reset', '-u', from, to));
    const fault = steps.map(gitFault).find((each) => each !== undefined);
    if (fault === undefined) return success(embedded.sort());
    return failure(isMachineFault(fault) ? 'environment' : 'problems', {
      severity: 'error',
      code: 'place-result',
      message: `The attempt's work there cannot be copied into the worktree here: ${fault}`,
    } as const);
  });
}

const SETTINGS = [
  'core.splitIndex=false',
  'index.sparse=false',
  'core.sparseCheckout=false',
  'checkout.workers=1',
].flatMap((setting) => ['-c', setting]);
