import { dirname, resolve } from 'node:path';
import { type GitOptions, type GitOutcome, gitFault } from '../../platform/index.ts';
import type { VerifyContext } from './verify_context.ts';

/**
 * Calls of git on an attempt's files, one after the other, of which each needs the one before: after the first that fails,
 * none is made.
 */
export type GitCalls = {
  /** What it prints, without the line end. */
  readonly run: (args: readonly string[], options?: CallOptions) => Promise<string>;
  /** The NUL-ended records that it prints, as far as they are wanted. */
  readonly records: (
    args: readonly string[],
    options?: CallOptions,
    isWanted?: (record: string) => boolean,
  ) => Promise<string[]>;
  /** The commit that the repository standing in a folder of its own is at; empty where that can't be told. */
  readonly headOf: (folder: string) => Promise<string>;
  /** Whether some branch or tag that was fetched into such a repository has a commit. */
  readonly isPublished: (folder: string, commit: string) => Promise<boolean>;
  /** The newest commit of such a repository's branches and stash that nothing published has, nor a commit; empty for none. */
  readonly asideIn: (folder: string, base: string) => Promise<string>;
  /** Where such a repository has its objects; `undefined` where that can't be told. */
  readonly objectsOf: (folder: string) => Promise<string | undefined>;
  /** Why the first that failed did; `undefined` while all went well. */
  readonly fault: () => string | undefined;
};

/** How one of them is made. */
export type CallOptions = Pick<GitOptions, 'indexFile'> & {
  /** The folder that is the top of the files, where it is not the worktree's. */
  readonly top?: string;
  /** A folder of objects that are there as well. */
  readonly alternates?: string | undefined;
  /** NUL-ended records for its standard input. */
  readonly give?: readonly string[];
  /** A code besides 0 that is fine. */
  readonly mayEndWith?: number;
  /** What it is called for is no more than help: a failure of it changes nothing. */
  readonly isOptional?: boolean;
};

/**
 * Calls git with the repository given by the program, not by what the attempt left in its place: its worktree's `.git`, index
 * and HEAD may have been changed, or be gone.
 */
export function gitCalls({ git, repository, worktree, signal }: VerifyContext): GitCalls {
  let fault: string | undefined;
  const options = ({ top = worktree.path, indexFile, give, alternates }: CallOptions): GitOptions => ({
    signal,
    ...(indexFile === undefined ? {} : { indexFile }),
    ...(give === undefined ? {} : { input: give.map((record) => `${record}\0`).join('') }),
    env: {
      GIT_DIR: repository.commonDir,
      GIT_WORK_TREE: top,
      // In quotes, since a colon would end the path.
      ...(alternates === undefined ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(alternates) }),
    },
  });
  /** Asks the folder's own repository, or none: not one that it stands in. */
  const inside = async (folder: string, args: readonly string[]): Promise<string> => {
    const env = { GIT_CEILING_DIRECTORIES: dirname(folder) };
    return fault === undefined ? printed(await git.run(folder, args, { signal, env })) : '';
  };
  const faultOf = (
    outcome: GitOutcome,
    { mayEndWith, isOptional = false }: CallOptions,
  ): string | undefined =>
    isOptional || (outcome.kind === 'ended' && outcome.code === mayEndWith) ? undefined : gitFault(outcome);
  return {
    run: async (args, call = {}) => {
      if (fault !== undefined) return '';
      const outcome = await git.run(call.top ?? worktree.path, [...SETTINGS, ...args], options(call));
      fault = faultOf(outcome, call);
      return printed(outcome);
    },
    records: async (args, call = {}, isWanted = () => true) => {
      const found: string[] = [];
      if (fault !== undefined) return found;
      const take = (record: string): void => {
        if (isWanted(record)) found.push(record);
      };
      const outcome = await git.records(
        call.top ?? worktree.path,
        [...SETTINGS, ...args],
        take,
        options(call),
      );
      fault = faultOf(outcome, call);
      return gitFault(outcome) === undefined ? found : [];
    },
    headOf: (folder) => inside(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
    isPublished: async (folder, commit) =>
      (await inside(folder, [
        'for-each-ref',
        '--count=1',
        '--contains',
        commit,
        'refs/remotes',
        'refs/tags',
      ])) !== '',
    asideIn: (folder, base) =>
      inside(folder, ['rev-list', '--max-count=1', '--all', '--not', base, '--remotes', '--tags']),
    objectsOf: async (folder) => {
      const told = await inside(folder, ['rev-parse', '--git-path', 'objects']);
      return told === '' ? undefined : resolve(folder, told);
    },
    fault: () => fault,
  };
}

function printed(outcome: GitOutcome): string {
  return outcome.kind === 'ended' && outcome.code === 0 ? outcome.stdout.toString('utf8').trimEnd() : '';
}

/**
 * Over what the user's settings would have: an index of one's own is whole, no file is passed over in silence, and what is
 * kept survives a power cut.
 */
const SETTINGS = [
  'core.splitIndex=false',
  'core.untrackedCache=false',
  'index.sparse=false',
  'core.sparseCheckout=false',
  'add.ignoreErrors=false',
  'i18n.commitEncoding=UTF-8',
  'core.fsync=committed,reference',
].flatMap((setting) => ['-c', setting]);
