import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cleanEnvironment, emptyFolder } from './program.ts';

/** Runs git in a folder as a user would, with nothing of this machine's settings, and gives back what it prints. */
export function asUser(folder: string, ...args: readonly string[]): string {
  const env = {
    ...cleanEnvironment(folder),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'user',
    GIT_AUTHOR_EMAIL: 'user@example.com',
    GIT_COMMITTER_NAME: 'user',
    GIT_COMMITTER_EMAIL: 'user@example.com',
  };
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Writes files below a folder: path → text. */
export function putFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A repository of its own for one test, on the branch `main`, with one commit of these files. */
export function repositoryWith(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder();
  asUser(folder, 'init', '-q', '-b', 'main');
  putFiles(folder, files);
  asUser(folder, 'add', '-A');
  asUser(folder, 'commit', '-q', '--allow-empty', '-m', 'first');
  return folder;
}
