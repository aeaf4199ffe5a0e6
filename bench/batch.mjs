// What a phase of a batch costs beside its agent: a run of trivial phases, whose agent is a shell that writes one file and whose
// gate is `test -s`. The processor time of the program and of all that it starts (git, agents, gates), for each phase, is a ratio
// to a bare `node` in the same run; wall-clock time is printed, and is meaningful on a quiet machine. Linux only: `/proc` is read.
// `node bench/batch.mjs 1000` takes another number of phases.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median, printFigure } from './support/figures.mjs';

const PHASES = Number(process.argv[2] ?? 100);
const CONCURRENCY = 4;
const BUDGETS = { starts: 6, mebibytes: 80 };

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'orchestrator-bench-'));
const [project, home, agent] = ['project', 'home', 'agent.sh'].map((name) => join(folder, name));
const { NODE_EXTRA_CA_CERTS: _certificates, CI: _ci, ...inherited } = process.env;
const env = { ...inherited, HOME: home };

mkdirSync(home);
mkdirSync(project);
writeFileSync(join(project, 'plan.md'), planOf(PHASES));
writeFileSync(agent, '#!/bin/sh\nmkdir -p src\necho done >"src/$ORCHESTRATOR_TASK.txt"\n');
chmodSync(agent, 0o755);
const git = (...args) => execFileSync('git', args, { cwd: project, env });
git('init', '-q', '-b', 'main');
git('add', '-A');
git('-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-q', '-m', 'first');
execFileSync(process.execPath, [main, 'batch', 'generate', 'plan.md'], {
  cwd: project,
  env,
  stdio: 'ignore',
});

const bare = median(Array.from({ length: 15 }, () => processorTime(() => startBare())));
const { milliseconds, wall, mebibytes } = await measuredRun();
rmSync(folder, { recursive: true, force: true });

const each = milliseconds / PHASES;
console.log(`Node ${process.version}, ${PHASES} trivial phases, ${CONCURRENCY} at once`);
console.log(`${(wall / PHASES).toFixed(0)} ms a phase by the clock, ${each.toFixed(0)} ms of processor time`);
printFigure('processor time of a phase / a bare node', each / bare, BUDGETS.starts);
printFigure('peak memory of the program, MiB', mebibytes, BUDGETS.mebibytes);

async function measuredRun() {
  const args = ['batch', 'run', '1', '--yes', '--json', '--executor-command', agent];
  const before = processorTimeBelow();
  const started = performance.now();
  const child = spawn(process.execPath, [main, ...args, '--concurrency', String(CONCURRENCY)], {
    ...{ cwd: project, env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'close');
  let isOver = false;
  let mebibytes = 0;
  ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    mebibytes = Math.max(mebibytes, peakMemory(child.pid));
    await Promise.race([pause(20), ended]);
  }
  const wall = performance.now() - started;
  const [code] = await ended;
  if (code !== 0) throw new Error(`the run ended with ${code}`);
  return { milliseconds: processorTimeBelow() - before, wall, mebibytes };
}

function startBare() {
  spawnSync(process.execPath, ['-e', '0'], { cwd: folder, env, stdio: 'pipe' });
}

function processorTime(work) {
  const before = processorTimeBelow();
  work();
  return processorTimeBelow() - before;
}

/** The processor time of all processes that this one has waited for, and of those that they waited for: proc(5). */
function processorTimeBelow() {
  const fields = readFileSync('/proc/self/stat', 'latin1')
    .replace(/^.*\) /u, '')
    .split(' ')
    .map(Number);
  // Fields 16 and 17, in hundredths of a second.
  return (fields[13] + fields[14]) * 10;
}

/** The most memory that a running process ever had, in MiB; 0 once it is over. */
function peakMemory(pid) {
  try {
    const [, kib = '0'] = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) / 1024;
  } catch {
    return 0;
  }
}

function planOf(phases) {
  const lines = ['# Bench', '', '## Phases'];
  for (let number = 1; number <= phases; number++) {
    lines.push(
      ...['', `### Phase ${number}: Part ${number}`, '**Goal**: The part is there.'],
      ...['**Estimated Hours**: 1', `**Files Modified**: src/${number}.txt`, '**Dependencies**: None'],
      ...['**Implementation Steps**:', '1. Write it.'],
      ...['**Validation Gates**:', `- [ ] It is there: \`test -s src/${number}.txt\``],
    );
  }
  return `${lines.join('\n')}\n`;
}
