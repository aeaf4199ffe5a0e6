import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { batchFiles } from './support/batch.ts';
import { cleanEnvironment, documentOf, emptyFolder, MAIN, ROOT, run } from './support/program.ts';

/** Starts the program and kills it after so many milliseconds, unless it has ended by then. */
async function runAndKill(args: readonly string[], cwd: string, after: number): Promise<void> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: cleanEnvironment(cwd),
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await setTimeout(after);
  child.kill('SIGKILL');
  await ended;
}

test('batch generate, killed at any moment, leaves a whole batch or none, and no number is given twice', async () => {
  const cwd = emptyFolder();
  cpSync(join(ROOT, 'tests/cases/batch/plan.md'), join(cwd, 'plan.md'));
  const batches = join(cwd, '.orchestrator/batches');
  const whole = 10;
  let state = 20_261_121;
  for (let round = 0; round < 30; round++) {
    // Park and Miller's generator: the same moments on every run.
    state = (state * 48_271) % 2_147_483_647;
    await runAndKill(['batch', 'generate', 'plan.md'], cwd, 40 + (160 * state) / 2_147_483_647);
    const names = existsSync(batches) ? readdirSync(batches).filter((name) => /^\d+$/u.test(name)) : [];
    for (const name of names) expect(Object.keys(batchFiles(cwd, Number(name)))).toHaveLength(whole);
    expect(names.map(Number).sort((a, b) => a - b)).toEqual(names.map((_, place) => place + 1));
  }
  const made = documentOf(await run(['batch', 'generate', 'plan.md', '--json'], { cwd }));
  expect(made.ok).toBe(true);
  expect(readdirSync(batches).sort()).toEqual(
    Array.from({ length: made.batch as number }, (_, place) => `${place + 1}`).sort(),
  );
  expect((await run(['batch', 'list'], { cwd })).code).toBe(0);
});
