// Runs the tests, or the named ones, prints each file's cost, highest first, and stores the seconds for the order of the next
// run. Processor seconds are those of the file itself and of all processes it started; wall-clock time means little on a busy
// machine.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const table = join(root, 'tests/support/seconds.json');
const costs = join(mkdtempSync(join(tmpdir(), 'orchestrator-costs-')), 'costs.jsonl');

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)],
  {
    cwd: root,
    env: { ...process.env, COSTS: costs },
    stdio: 'inherit',
  },
);
const measured = existsSync(costs)
  ? readFileSync(costs, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
const rows = measured
  .map((row) => ({ ...row, seconds: row.own + row.below }))
  .sort((a, b) => b.seconds - a.seconds);
console.log('\n seconds     own   wall  program    git  other');
for (const { file, seconds, own, wall, program, git, other } of rows) {
  const figures = [seconds.toFixed(1), own.toFixed(1), wall.toFixed(1), program, git, other];
  console.log(figures.map((figure) => String(figure).padStart(7)).join(' '), '', file);
}
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
console.log(
  `${sum('seconds').toFixed(0)} s of processor time, ${sum('program')} starts of the program, ${sum('git')} of git`,
);
const known = JSON.parse(readFileSync(table, 'utf8'));
for (const { file, seconds } of rows) known[file] = Math.round(seconds * 10) / 10;
const kept = Object.entries(known)
  .filter(([file]) => existsSync(join(root, file)))
  .sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(table, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
process.exitCode = status ?? 1;
