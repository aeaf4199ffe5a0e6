import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, ROOT, type Run, runProcess } from './program.ts';

/**
 * For NODE_OPTIONS: makes one of the program's calls that change the file system fail; `tests/support/failing_fs.mjs` has the
 * details.
 */
export const FAILING_HOOK = `--import=${join(ROOT, 'tests/support/failing_fs.mjs')}`;

/** Runs the program to its end; returns each call that changed the file system, as its function and its path. */
export async function stepsOf(
  args: readonly string[],
  cwd: string,
  own: Readonly<Record<string, string>> = {},
): Promise<{ readonly ended: Run; readonly steps: string[] }> {
  const count = join(emptyFolder(), 'count');
  const ended = await runProcess(args, {
    cwd,
    env: { ...own, NODE_OPTIONS: FAILING_HOOK, FAIL_COUNT: count },
  });
  return { ended, steps: readFileSync(count, 'utf8').trim().split('\n') };
}

/**
 * Runs the program and kills it at one of those calls, from 1: the disk changes only with such a call, so that timing does not
 * matter.
 */
export async function runKilledAt(
  args: readonly string[],
  cwd: string,
  at: number,
  own: Readonly<Record<string, string>> = {},
): Promise<void> {
  const env = { ...own, NODE_OPTIONS: FAILING_HOOK, FAIL_AT: `${at}`, FAIL_HOW: 'SIGKILL' };
  const { code, out, err } = await runProcess(args, { cwd, env });
  if (code !== null) throw new Error(`It came to its end before call ${at}: ${code} ${out}${err}`);
}
