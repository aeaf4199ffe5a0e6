import { spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import type { Environment } from './git.ts';
import { describeSystemError } from './system_error.ts';

/** The outcome of a program call. */
export type ProgramEnd =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: Buffer; readonly stderr: string }
  /** It was killed halfway. */
  | { readonly kind: 'killed'; readonly stderr: string }
  | { readonly kind: 'aborted' }
  /** It took longer than allowed, and was ended. */
  | { readonly kind: 'late' }
  /** It printed more than the caller's limit; it was ended. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'not-started'; readonly why: string };

/** The options of a program call. */
export type ProgramCall = {
  readonly env: Environment;
  /** Written to standard input, which is then closed. */
  readonly input?: string | Uint8Array;
  readonly signal: AbortSignal;
  /** The longest it may take. */
  readonly limitMs: number;
  /** The most it may print, in bytes. */
  readonly limit: number;
};

/**
 * Runs a program other than git, in a session of its own, and returns its output. The call is over when the program is: a
 * background process that holds its standard error is not waited for.
 */
export function runProgram(
  [program, ...args]: readonly [string, ...string[]],
  { env, input, signal, limitMs, limit }: ProgramCall,
): Promise<ProgramEnd> {
  if (signal.aborted) return Promise.resolve({ kind: 'aborted' });
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const held: Buffer[] = [];
    let size = 0;
    let stderr = '';
    let ended: ProgramEnd | undefined;
    const end = (outcome: ProgramEnd): void => {
      ended ??= outcome;
      try {
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    };
    const abort = (): void => end({ kind: 'aborted' });
    const timer = setTimeout(() => end({ kind: 'late' }), limitMs);
    signal.addEventListener('abort', abort, { once: true });
    const settle = (outcome: ProgramEnd): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      child.stderr.destroy();
      resolve(ended ?? outcome);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) end({ kind: 'too-large' });
      else held.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < MAX_SAID) stderr += text;
    });
    const printed = new Promise((done) => child.stdout.once('close', done));
    const said = new Promise((done) => child.stderr.once('close', done));
    // A call that does not read its whole input closes the pipe; its exit code tells the rest.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.once('error', (error) => settle({ kind: 'not-started', why: describeSystemError(error) }));
    child.once('exit', async (code) => {
      await Promise.race([Promise.all([printed, said]), after(LINGER_MS, undefined, { ref: false })]);
      if (code === null) settle({ kind: 'killed', stderr });
      else settle({ kind: 'ended', code, stdout: Buffer.concat(held), stderr });
    });
  });
}

/** The limit for its standard error, in characters. */
const MAX_SAID = 64 * 1024;

/** The time to wait for data in the pipes of a program that is over. */
const LINGER_MS = 2_000;
