import { spawn } from 'node:child_process';

/** The most that is read of git's list, in bytes. */
const MOST = 64 * 1024 * 1024;

/**
 * The files below a folder that git tracks or would track, relative to it with `/` between parts; `undefined` where git is
 * not there or the folder is in no repository. Nothing that the repository configures is run, and no variable of the
 * environment points git elsewhere.
 */
export function listGitFiles(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string[] | undefined> {
  const scrubbed = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));
  const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
  const args = [...safe, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  return new Promise((resolve) => {
    const child = spawn('git', args, { cwd: folder, env: scrubbed, stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => {
      const names = Buffer.concat(chunks).toString('utf8').split('\0');
      resolve(code === 0 ? [...new Set(names.filter((name) => name !== ''))] : undefined);
    });
  });
}
