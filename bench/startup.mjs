// The time of the built program from start to end, as ratios to a bare `node` in the same run: processor time, which other load
// on the machine hardly changes; for waits, wall-clock time, which is meaningful on a quiet machine. The budgets are the
// project's own; a figure over its budget is marked and the exit code is 1.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './support/figures.mjs';

const RUNS = 41;
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'orchestrator-bench-'));

/** In the environment it adds some 40 ms to every start of Node, on both sides, which would distort every ratio. */
const { NODE_EXTRA_CA_CERTS: _certificates, CI: _ci, ...inherited } = process.env;
const env = { ...inherited, HOME: folder };

const cases = [
  { name: 'bare node (node -e 0)', args: ['-e', '0'], budget: undefined },
  { name: '--version', args: [main, '--version'], budget: 1.1 },
  { name: '--help', args: [main, '--help'], budget: 1.3 },
  {
    name: 'new, built-in library',
    args: [main, 'new', 'Bench', '--goal', '3', '--title', 'T'],
    budget: 1.95,
  },
  { name: 'plan check, 10 phases', args: [main, 'plan', 'check', 'plan.md'], budget: 2.6 },
  { name: 'goals list', args: [main, 'goals', 'list'], budget: undefined },
];

writeFileSync(join(folder, 'plan.md'), planOf(10));
const times = cases.map(() => []);
for (let round = 0; round < RUNS + 2; round++) {
  cases.forEach(({ args }, index) => {
    rmSync(join(folder, 'output'), { recursive: true, force: true });
    const milliseconds = processorTime(args);
    if (round >= 2) times[index].push(milliseconds);
  });
}
const bare = [];
for (let round = 0; round < RUNS; round++) {
  const started = process.hrtime.bigint();
  spawnSync(process.execPath, ['-e', '0'], { cwd: folder, env, stdio: 'pipe' });
  bare.push(Number(process.hrtime.bigint() - started) / 1e6);
}
const firstQuestion = await timeFirstQuestion();
const firstAnswer = await timeFirstAnswer();
rmSync(folder, { recursive: true, force: true });

const base = median(times[0]);
const baseByClock = median(bare);
const rows = cases.map(({ name, budget }, index) => ({
  name,
  budget,
  base,
  milliseconds: median(times[index]),
}));
rows.push({
  name: 'bare node, by the clock',
  budget: undefined,
  base: baseByClock,
  milliseconds: baseByClock,
});
rows.push({ name: 'wizard, first question', budget: 2.8, base: baseByClock, milliseconds: firstQuestion });
rows.push({ name: 'mcp, first byte', budget: 3, base: baseByClock, milliseconds: firstAnswer });
console.log(`Node ${process.version}, medians of ${RUNS} runs`);
for (const { name, budget, base, milliseconds } of rows) {
  const ratio = milliseconds / base;
  const verdict =
    budget === undefined ? '' : ratio <= budget ? `budget ${budget}` : `OVER its budget of ${budget}`;
  console.log(
    `${name.padEnd(28)} ${milliseconds.toFixed(1).padStart(6)} ms  ${ratio.toFixed(2).padStart(5)}x  ${verdict}`,
  );
  if (budget !== undefined && ratio > budget) process.exitCode = 1;
}

/** The processor time of a run of Node, with its threads; only the shell's `time` reports it for a process that has ended. */
function processorTime(args) {
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT=\'%U %S\'; time "$@" 2>/dev/null', 'bench', process.execPath, ...args],
    { cwd: folder, env: { ...env, LC_ALL: 'C' }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  const [user, system] = stderr.trim().split(' ').map(Number);
  return (user + system) * 1000;
}

/** From the start of the process until the first question is shown on a pseudo-terminal. */
async function timeFirstQuestion() {
  const { spawn } = await import('@lydell/node-pty');
  const taken = [];
  for (let round = 0; round < 21; round++) {
    const started = process.hrtime.bigint();
    taken.push(
      await new Promise((resolve) => {
        const terminal = spawn(process.execPath, [main], {
          cwd: folder,
          env: { ...env, TERM: 'xterm' },
        });
        let screen = '';
        terminal.onData((data) => {
          screen += data;
          if (!screen.includes('Enter a name')) return;
          resolve(Number(process.hrtime.bigint() - started) / 1e6);
          terminal.write('\u0003');
        });
      }),
    );
  }
  return median(taken);
}

/** From the start of the process until the first byte of the answer to a client's first message. */
async function timeFirstAnswer() {
  const { spawn } = await import('node:child_process');
  const hello = {
    ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
    params: {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1' },
    },
  };
  const taken = [];
  for (let round = 0; round < RUNS; round++) {
    const started = process.hrtime.bigint();
    taken.push(
      await new Promise((resolve) => {
        const server = spawn(process.execPath, [main, 'mcp'], {
          cwd: folder,
          env,
          stdio: ['pipe', 'pipe', 'ignore'],
        });
        server.stdout.once('data', () => {
          resolve(Number(process.hrtime.bigint() - started) / 1e6);
          server.stdin.end();
        });
        server.stdin.write(`${JSON.stringify(hello)}\n`);
      }),
    );
  }
  return median(taken);
}

/** A plan of a number of phases, each depending on the one three before it. */
function planOf(phases) {
  const lines = ['# Bench', '', '## Phases'];
  for (let number = 1; number <= phases; number++) {
    lines.push(
      '',
      `### Phase ${number}: Part ${number}`,
      '**Goal**: The part works.',
      `**Estimated Hours**: ${(number % 4) + 1}`,
      `**Files Modified**: src/part_${number}.ts, tests/part_${number}/**`,
      `**Dependencies**: ${number > 3 ? `Phase ${number - 3}` : 'None'}`,
      '**Validation Gates**:',
      `- [ ] Its tests pass: \`npm test -- part_${number}\``,
    );
  }
  return `${lines.join('\n')}\n`;
}
