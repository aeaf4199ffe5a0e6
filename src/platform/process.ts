import { spawn } from 'node:child_process';

/** The outcome of a command. */
export type CommandOutcome =
  | { readonly kind: 'ended'; readonly code: number; readonly output: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'too-much' }
  | { readonly kind: 'not-started'; readonly why: string };

/** The options of a command. */
export type CommandOptions = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
};

/** The most that is read of a command's output, in bytes. */
const MAX_BYTES = 64 * 1024;

/**
 * Runs a line of the user's own through the shell and returns its standard output. Its standard error goes to the terminal, so
 * that a password manager can prompt. It runs in a group of its own, which ends with it.
 */
export function runShellLine(line: string, { cwd, env, timeoutMs }: CommandOptions): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', line], {
      cwd,
      env,
      stdio: ['inherit', 'pipe', 'inherit'],
      detached: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (outcome: CommandOutcome): void => {
      clearTimeout(timer);
      endGroup(child.pid);
      child.stdout.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => settle({ kind: 'timed-out' }), timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BYTES) settle({ kind: 'too-much' });
      else chunks.push(chunk);
    });
    child.on('error', (error) => settle({ kind: 'not-started', why: error.message }));
    // A background process left in its group would keep the pipe open.
    child.on('exit', () => endGroup(child.pid));
    child.on('close', (code) =>
      settle({ kind: 'ended', code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }),
    );
  });
}

/** Opens a file in the user's editor, which takes over the terminal, and waits until it is closed; returns its exit code. */
export function openEditor(
  editor: string,
  file: string,
  { cwd, env }: Pick<CommandOptions, 'cwd' | 'env'>,
): Promise<number> {
  return new Promise((resolve) => {
    // As git does: the variable may hold arguments, so the shell splits it; the file is passed as an argument, never inserted
    // into the text.
    const child = spawn('/bin/sh', ['-c', `${editor} "$@"`, editor, file], {
      cwd,
      env,
      stdio: ['inherit', 2, 'inherit'],
    });
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
