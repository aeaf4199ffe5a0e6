import childProcess from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { relative } from 'node:path';
import { afterAll, expect } from 'vitest';
import { MAIN, ROOT } from './program.ts';
import { endWarm } from './warm_program.ts';

// Records the cost of a test file, as one line of JSON in the file named by COSTS: `COSTS=costs.jsonl npx vitest run`. Processor
// time is that of the file's own process and of every process that it or they waited for.

// Read once for each process: a test may change the environment.
const known = globalThis as { costsFile?: string };
known.costsFile ??= process.env.COSTS ?? '';
const costsFile = known.costsFile;

const counts = { program: 0, git: 0, other: 0 };

function count(command: unknown, args: unknown): void {
  if (Array.isArray(args) && args[0] === MAIN) counts.program += 1;
  else if (command === 'git') counts.git += 1;
  else counts.other += 1;
}

for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync'] as const) {
  const original = childProcess[name] as (...rest: unknown[]) => unknown;
  const counted = (command: unknown, args: unknown, ...rest: unknown[]) => {
    count(command, args);
    return original(command, args, ...rest);
  };
  Object.assign(childProcess, { [name]: counted });
}
syncBuiltinESMExports();

const started = performance.now();
const before = processorSeconds();

// A process that runs several files in turn calls this for each of them.
afterAll(async () => {
  await endWarm();
  const { testPath = '' } = expect.getState();
  const { own, below } = processorSeconds();
  const line = {
    file: relative(ROOT, testPath),
    own: own - before.own,
    below: below - before.below,
    wall: (performance.now() - started) / 1000,
    ...counts,
  };
  appendFileSync(costsFile, `${JSON.stringify(line)}\n`);
});

/** Seconds of this process, and of its finished descendants. */
function processorSeconds(): { readonly own: number; readonly below: number } {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /u, '')
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, userBelow = 0, systemBelow = 0] = fields.slice(11, 15);
  return { own: (user + system) / 100, below: (userBelow + systemBelow) / 100 };
}
