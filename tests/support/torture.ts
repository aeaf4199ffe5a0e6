import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BatchProject } from './batch_project.ts';
import { type Run, start } from './program.ts';

/** The full numbers, which take half an hour on two processors; otherwise few of each. */
export const IS_FULL = process.env.TORTURE === '1';

/** In milliseconds: far more than the full numbers need. */
export const LONG = 60 * 60_000;

/** A number for the full run, or for the short one. */
export function count(full: number, short: number): number {
  return IS_FULL ? full : short;
}

/** Reports a figure, which `npm run torture` prints at the end. */
export function figure(text: string): void {
  const file = process.env.TORTURE_FIGURES;
  if (file) appendFileSync(file, `${text}\n`);
}

/** Gives a project an agent that starts as fast as possible, and writes the file that its phase declares. */
export function quickAgent(project: BatchProject, more = ''): string[] {
  const file = join(project.aside, 'agent.sh');
  const line = 'mkdir -p src && echo "done by $ORCHESTRATOR_TASK" > "src/$ORCHESTRATOR_TASK.txt"';
  writeFileSync(file, `#!/bin/sh\n${more}\n${line}\n`);
  chmodSync(file, 0o755);
  return ['batch', 'run', '1', '--yes', '--json', '--executor-command', file];
}

/** The peak memory of a process in MiB, and 0 once it is over (proc(5)). */
function peakMemory(pid: number): number {
  try {
    const [, kib = '0'] = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) / 1024;
  } catch {
    return 0;
  }
}

/** Runs the program and monitors its memory; `peak` in MiB. */
export async function measured(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly ended: Run; readonly peak: number; readonly seconds: number }> {
  const from = performance.now();
  const { pid, ended } = start(args, { cwd, env });
  let peak = 0;
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    peak = Math.max(peak, peakMemory(pid));
    await Promise.race([pause(20), ended]);
  }
  return { ended: await ended, peak, seconds: (performance.now() - from) / 1000 };
}
