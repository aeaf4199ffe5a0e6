import { type Git, GitRefused, gitFault, isGitNegative } from '../../../platform/index.ts';
import type { RunCommand } from './commands.ts';

/**
 * The programs that a repository's own settings make git run over files as it writes or reads them. Filters that the user has set
 * up for all repositories are the user's own. Anybody who can write the repository's settings can change these, so they are
 * commands like others.
 *
 * @throws when git cannot be asked: an unknown command cannot be approved
 */
export async function repositoryFilters(git: Git, folder: string): Promise<RunCommand[]> {
  const fields: string[] = [];
  const args = ['config', '-z', '--show-scope', '--get-regexp', '^filter\\..*\\.(clean|smudge|process)$'];
  const outcome = await git.records(folder, args, (field) => fields.push(field));
  if (gitFault(outcome) !== undefined && !isGitNegative(outcome)) throw new GitRefused(outcome);
  const found = new Map<string, string>();
  // Each entry is its scope, then its name and value with a line end between.
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [scope, setting = ''] = [fields[at], fields[at + 1]];
    const end = setting.indexOf('\n');
    if (scope !== 'local' && scope !== 'worktree') continue;
    if (end === -1 || setting.slice(end + 1) === '')
      found.delete(setting.slice(0, end === -1 ? undefined : end));
    else found.set(setting.slice(0, end), setting.slice(end + 1));
  }
  return [...found].sort().map(([name, text]) => ({
    kind: 'filter',
    name,
    argv: [text],
    shell: 'git runs it so',
    env: [],
    phases: [],
  }));
}
