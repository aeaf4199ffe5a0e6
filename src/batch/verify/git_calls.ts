import { dirname, resolve } from 'node:path';
import { type GitOptions, type GitOutcome, gitFault } from '../../platform/index.ts';
import type { VerifyContext } from './verify_context.ts';

/**
 * Calls of git on an attempt's files, in sequence, each needing the one before: after the first failure no further call is made.
 */
export type GitCalls = {
  /** Returns its output, without the line end. */
  readonly run: (args: readonly string[], options?: CallOptions) => Promise<string>;
  /** Returns the NUL-ended records of its output that are wanted. */
  readonly records: (
    args: readonly string[],
    options?: CallOptions,
    isWanted?: (record: string) => boolean,
  ) => Promise<string[]>;
  /** Returns the commit of the separate repository in a folder; empty if unknown. */
  readonly headOf: (folder: string) => Promise<string>;
  /** Whether any fetched branch or tag of such a repository contains a commit. */
  readonly isPublished: (folder: string, commit: string) => Promise<boolean>;
  /**
   * Returns the newest commit in such a repository's branches and stash that neither a published ref nor the given commit
   * contains; empty if there is none.
   */
  readonly asideIn: (folder: string, base: string) => Promise<string>;
  /** Returns the object folder of such a repository; `undefined` if unknown. */
  readonly objectsOf: (folder: string) => Promise<string | undefined>;
  /** Why the first failed call failed; `undefined` if none has. */
  readonly fault: () => string | undefined;
};

/** Options of one call. */
export type CallOptions = Pick<GitOptions, 'indexFile'> & {
  /** The top folder of the files, if it is not the worktree's. */
  readonly top?: string;
  /** An additional folder of objects. */
  readonly alternates?: string | undefined;
  /** NUL-ended records for its standard input. */
  readonly give?: readonly string[];
  /** An exit code besides 0 that is no failure. */
  readonly mayEndWith?: number;
  /** The call only helps: its failure changes nothing. */
  readonly isOptional?: boolean;
};

/**
 * Calls git with the repository given by the program, not the one left by the attempt: its worktree's `.git`, index and HEAD may
 * have been changed or removed.
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
  /** Uses the folder's own repository or none: never one around it. */
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
      const objects = await inside(folder, ['rev-parse', '--git-path', 'objects']);
      return objects === '' ? undefined : resolve(folder, objects);
    },
    fault: () => fault,
  };
}

function printed(outcome: GitOutcome): string {
  return outcome.kind === 'ended' && outcome.code === 0 ? outcome.stdout.toString('utf8').trimEnd() : '';
}

/**
 * Overrides the user's settings: a temporary index is whole, no file is skipped silently, and kept objects survive a power
 * failure.
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
