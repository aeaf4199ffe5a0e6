import { spawnSync } from 'node:child_process';
import { printableLine } from '../lib/index.ts';
import type { Environment } from './git.ts';

/** The result of trying a program. */
export type Probe =
  | { readonly kind: 'absent' }
  /** `code` is `null` if a signal or the time limit ended it; `said` is its last line of output. */
  | { readonly kind: 'ended'; readonly code: number | null; readonly said: string };

/** Runs a program that only prints information about itself, for at most ten seconds. */
export function probeProgram([program, ...args]: readonly [string, ...string[]], env: Environment): Probe {
  const ran = spawnSync(program, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 10_000,
    maxBuffer: 64 * 1024,
    killSignal: 'SIGKILL',
  });
  const isAbsent = (ran.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  if (isAbsent) return { kind: 'absent' };
  const lines = `${ran.stdout}\n${ran.stderr}`.trim().split('\n');
  return { kind: 'ended', code: ran.status, said: printableLine(lines.at(-1) ?? '').slice(0, 200) };
}
