import { spawnSync } from 'node:child_process';
import { printableLine } from '../lib/index.ts';
import type { Environment } from './git.ts';

/** What a program that was only tried came to. */
export type Probe =
  | { readonly kind: 'absent' }
  /** `code` is `null` where a signal or the time limit ended it; `said` is the last line that it printed. */
  | { readonly kind: 'ended'; readonly code: number | null; readonly said: string };

/** Runs a program that only tells of itself, for at most ten seconds. */
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
