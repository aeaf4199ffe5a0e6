import { isAscending } from '../lib/index.ts';
import { type Environment, runGit } from './git.ts';
import { gitFault } from './git_outcome.ts';
import { isNoRepository } from './git_refused.ts';
import { OFFLINE } from './read_only_git.ts';

/** Git's answer about the files below a folder. */
export type GitFiles =
  /** Relative to the folder, with `/` as separator; sorted. */
  | { readonly kind: 'listed'; readonly files: readonly string[] }
  /** Git is missing, or the folder is in no repository. */
  | { readonly kind: 'none' }
  /** There is a repository, but git does not list its files. */
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Asks git for the tracked and trackable files below a folder. Nothing that the repository configures is run, and no variable of
 * the environment points git elsewhere.
 */
export async function askGitFiles(folder: string, env: Environment): Promise<GitFiles> {
  // Works with any version of git.
  const listed = await runGit(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], env, {
    env: OFFLINE,
  });
  if (listed.kind === 'not-started' || isNoRepository(listed)) return { kind: 'none' };
  if (listed.kind !== 'ended' || listed.code !== 0)
    return { kind: 'refused', why: gitFault(listed) ?? 'git failed' };
  const names = listed.stdout.toString('utf8').split('\0');
  if (names.at(-1) === '') names.pop();
  // Files that are not tracked come first, and one with a conflict several times.
  return { kind: 'listed', files: isAscending(names) ? names : [...new Set(names)].sort() };
}

/** As {@link askGitFiles}, for callers that can do without: `undefined` if git does not list the files, for any reason. */
export async function listGitFiles(folder: string, env: Environment): Promise<readonly string[] | undefined> {
  const asked = await askGitFiles(folder, env);
  return asked.kind === 'listed' ? asked.files : undefined;
}
