// Kill, concurrency and size tests that batches have to survive, at full scale; the figures come last. Takes a part of an hour.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'orchestrator-torture-'));
const figures = join(folder, 'figures.txt');
writeFileSync(figures, '');
const env = { ...process.env, TORTURE: '1', TORTURE_FIGURES: figures };

// One after another: timings mean nothing while something else runs.
const tests = ['run', '--no-file-parallelism', 'tests/torture', 'tests/batch/worktrees.test.ts'];
const tortured = run(process.execPath, [
  'node_modules/vitest/vitest.mjs',
  ...tests,
  ...process.argv.slice(2),
]);
const measured = run(process.execPath, ['bench/makespan.mjs']);
process.stdout.write(`\n${readFileSync(figures, 'utf8')}`);
rmSync(folder, { recursive: true });
process.exitCode = tortured && measured ? 0 : 1;

function run(program, args) {
  return spawnSync(program, args, { cwd, env, stdio: 'inherit' }).status === 0;
}
