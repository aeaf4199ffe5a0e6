import { spawn } from 'node:child_process';
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** More files than this are not listed: nobody can look at them all. */
const MOST_FILES = 200_000;
const MOST_BYTES = 64 * 1024 * 1024;
const LONGEST_WAIT = 20_000;

/**
 * The files of a git working tree below a folder, relative to it: those that git knows and those that it does not ignore.
 * Nothing that the repository configures is run.
 *
 * @returns `undefined` where there is no git or no working tree
 */
export function listGitFiles(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string[] | undefined> {
  return new Promise((resolve) => {
    const child = spawn(
      'git',
      [
        ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'],
        ...['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      ],
      { cwd: folder, env: gitEnvironment(env), stdio: ['ignore', 'pipe', 'ignore'], timeout: LONGEST_WAIT },
    );
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BYTES) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? filesIn(Buffer.concat(chunks)) : undefined));
  });
}

/** No `GIT_*`, which would point git elsewhere, and no key. */
function gitEnvironment({ PATH, HOME, XDG_CONFIG_HOME }: Readonly<Record<string, string | undefined>>) {
  return { PATH, HOME, XDG_CONFIG_HOME, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
}

function filesIn(output: Buffer): string[] {
  const files = output.toString('utf8').split('\0');
  return [...new Set(files.filter((file) => file !== ''))].sort().slice(0, MOST_FILES);
}

/**
 * The files below a folder, relative to it and sorted, links not followed. Folders that are skipped are not entered.
 *
 * @param most - so many are listed; the folders near the top come first
 */
export function listFiles(folder: string, skips: (name: string) => boolean, most: number): string[] {
  const files: string[] = [];
  const waiting = [''];
  for (let path = waiting.shift(); path !== undefined && files.length < most; path = waiting.shift()) {
    for (const entry of entriesIn(join(folder, path))) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isFile()) files.push(below);
      else if (entry.isDirectory() && !skips(entry.name)) waiting.push(below);
    }
  }
  return files.slice(0, most).sort();
}

function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
