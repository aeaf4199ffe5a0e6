import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import { GitRefused, gitFault, isMissingInGit } from '../../../platform/index.ts';
import { commitTree, treeOf } from '../../git/integration/index.ts';
import type { WorktreeContext } from '../../git/worktrees/index.ts';
import { handoverRef, importRef } from '../../store/refs.ts';
import type { HandoverCode } from './read_handover.ts';

/**
 * Writes an attempt's changes as a bundle: everything between the commit that is known on the other side and this one.
 *
 * @param of.commit - the attempt's commit; the base itself where it changed nothing
 * @returns the commit in the bundle: another one where it changed nothing, since a bundle cannot be empty
 */
export async function writeBundle(
  context: WorktreeContext,
  of: {
    readonly prp: string;
    readonly origin: string;
    readonly base: string;
    readonly commit: string | null;
    readonly file: string;
  },
): Promise<Result<string, 'bundle-not-written'>> {
  const { git, repository } = context;
  const commit =
    of.commit ??
    (await commitTree(context, {
      tree: await treeOf(context, of.base),
      parents: [of.base],
      message: `${of.prp}: nothing was changed\n`,
    }));
  const ref = handoverRef(of.prp);
  const run = (...args: readonly string[]) =>
    git.run(repository.commonDir, args, { env: { GIT_DIR: repository.commonDir } });
  const named = gitFault(await run('update-ref', ref, commit));
  const fault = named ?? gitFault(await run('bundle', 'create', '--quiet', of.file, ref, `^${of.origin}`));
  if (fault === undefined) return success(commit);
  return failure('environment', {
    severity: 'error',
    code: 'bundle-not-written',
    message: `What the attempt left cannot be written as a bundle: ${fault}`,
    file: of.file,
  } as const);
}

/**
 * Imports a bundle into the repository, under a ref of its own, checking each object as it arrives. The bundle has to match its
 * result.
 */
export async function takeBundle(
  { git, repository, signal }: WorktreeContext,
  of: {
    readonly batch: number;
    readonly prp: string;
    readonly base: string;
    readonly commit: string;
    readonly file: string;
  },
): Promise<Result<undefined, HandoverCode>> {
  const run = (...args: readonly string[]) =>
    git.run(repository.commonDir, [...CAREFUL, ...args], { env: { GIT_DIR: repository.commonDir }, signal });
  const refuse = (code: HandoverCode, message: string, hint?: string) =>
    failure('problems', {
      severity: 'error',
      code,
      message,
      file: of.file,
      ...(hint === undefined ? {} : { hint }),
    } as const);
  const listed = await run('bundle', 'list-heads', of.file);
  if (gitFault(listed) !== undefined || listed.kind !== 'ended')
    return refuse('bundle-refused', 'It is not a bundle that git can read.');
  const heads = listed.stdout.toString('utf8').trim().split('\n');
  if (heads.length !== 1 || heads[0] !== `${of.commit} ${handoverRef(of.prp)}`)
    return refuse('handover-forged', 'The bundle does not contain the commit that its result names.');
  const verified = await run('bundle', 'verify', '--quiet', of.file);
  if (gitFault(verified) !== undefined) {
    const hint = 'It begins at a commit that does not exist here. Fetch that first: git fetch';
    return refuse('bundle-refused', `The bundle cannot be imported: ${shown(gitFault(verified))}`, hint);
  }
  const into = `+${handoverRef(of.prp)}:${importRef(of.batch, of.prp)}`;
  const fetched = await run(
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-recurse-submodules',
    of.file,
    into,
  );
  if (gitFault(fetched) !== undefined)
    return refuse('bundle-refused', `The bundle cannot be imported: ${shown(gitFault(fetched))}`);
  const isBase = await run('merge-base', '--is-ancestor', of.base, of.commit);
  if (gitFault(isBase) === undefined) return success(undefined);
  if (!isMissingInGit(isBase)) throw new GitRefused(isBase);
  return refuse('handover-forged', 'The work does not build on the commit that the result says it began at.');
}

/** Deletes the refs of an import: judged work is kept like that of any attempt. */
export async function dropImports(
  { git, repository }: WorktreeContext,
  batch: number,
  prps: readonly string[],
): Promise<void> {
  const lines = prps.map((prp) => `delete ${importRef(batch, prp)}\n`).join('');
  // A ref that is still there is overwritten by the next import.
  await git.run(repository.commonDir, ['update-ref', '--stdin'], {
    env: { GIT_DIR: repository.commonDir },
    input: lines,
  });
}

function shown(fault = 'git failed'): string {
  return printableLine(fault).slice(0, 300);
}

/** Incoming objects may contain no name that git itself goes by. */
const CAREFUL = ['-c', 'fetch.fsckObjects=true', '-c', 'transfer.fsckObjects=true'] as const;
