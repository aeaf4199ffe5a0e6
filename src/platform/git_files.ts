import { type Environment, runGit } from './git.ts';
import { OFFLINE } from './git_looking.ts';

/**
 * The files below a folder that git tracks or would track, relative to it with `/` between parts; `undefined` where git is
 * not there or the folder is in no repository. Nothing that the repository configures is run, and no variable of the
 * environment points git elsewhere.
 */
export async function listGitFiles(folder: string, env: Environment): Promise<string[] | undefined> {
  // Any version of git can do this.
  const listed = await runGit(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], env, {
    env: OFFLINE,
  });
  if (listed.kind !== 'ended' || listed.code !== 0) return undefined;
  const names = listed.stdout.toString('utf8').split('\0');
  return [...new Set(names.filter((name) => name !== ''))];
}
