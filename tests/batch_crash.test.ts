import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchFiles } from './support/batch.ts';
import { runKilledAt, stepsOf } from './support/killed_program.ts';
import { documentOf, emptyFolder, ROOT, run } from './support/program.ts';
import { sampleOf } from './support/seed.ts';

test('batch generate, killed at any call, leaves a whole batch or none, and no number is given twice', async () => {
  const cwd = emptyFolder();
  cpSync(join(ROOT, 'tests/cases/batch/plan.md'), join(cwd, 'plan.md'));
  const batches = join(cwd, '.orchestrator/batches');
  const whole = 10;
  const generate = ['batch', 'generate', 'plan.md'];
  // The first makes the folders too, and is no measure of the others.
  expect((await run(generate, { cwd })).code).toBe(0);
  const { ended, steps } = await stepsOf(generate, cwd);
  expect(ended.code).toBe(0);
  expect(steps.length).toBeGreaterThan(whole);
  const places = steps.map((step, index) => ({ step, at: index + 1 }));
  const kindOf = ({ step }: { step: string }) => step.split(' ')[0] ?? '';
  for (const { at } of sampleOf(places, { name: 'batch generate', kindOf, share: 0.1 })) {
    await runKilledAt(generate, cwd, at);
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
