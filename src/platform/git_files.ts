import { type Environment, runGit } from './git.ts';
import { OFFLINE } from './git_looking.ts';
import { gitFault } from './git_outcome.ts';
import { isNoRepository } from './git_refused.ts';

/** What git says of the files below a folder. */
export type GitFiles =
  /** Relative to the folder, with `/` between parts. */
  | { readonly kind: 'listed'; readonly files: readonly string[] }
  /** Git is not there, or the folder is in no repository. */
  | { readonly kind: 'none' }
  /** There is a repository, and git does not list its files. */
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Asks git for the files below a folder that it tracks or would track. Nothing that the repository configures is run, and no variable
 * of the environment points git elsewhere.
 */
export async function askGitFiles(folder: string, env: Environment): Promise<GitFiles> {
  // Any version of git can do this.
  const listed = await runGit(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], env, {
    env: OFFLINE,
  });
  if (listed.kind === 'not-started' || isNoRepository(listed)) return { kind: 'none' };
  if (listed.kind !== 'ended' || listed.code !== 0)
    return { kind: 'refused', why: gitFault(listed) ?? 'git failed' };
  const names = listed.stdout.toString('utf8').split('\0');
  return { kind: 'listed', files: [...new Set(names.filter((name) => name !== ''))] };
}

/** As {@link askGitFiles}, for whoever does without them: `undefined` where git does not list them, whatever the reason. */
export async function listGitFiles(folder: string, env: Environment): Promise<readonly string[] | undefined> {
  const asked = await askGitFiles(folder, env);
  return asked.kind === 'listed' ? asked.files : undefined;
}
