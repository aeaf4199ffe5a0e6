import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { emptyFolder, ROOT, type Run } from './program.ts';
import type { InsideRun } from './run_inside.ts';

/**
 * Runs the built command line in a process that is not the test's and has run it before: it has its own pid, environment, working
 * folder and signals, and saves the start of Node and the loading, a third of the cost of a small batch's run. A process has one
 * run at a time; it still exists after the run, so a test that has to see it gone uses `runProcess`.
 */
export async function runWarm(given: InsideRun): Promise<Run> {
  const child = idle.pop() ?? startOne();
  const gone = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`The process of ${given.args.join(' ')} has gone: ${code ?? signal}`);
  });
  const answered = once(child, 'message');
  child.send({ ...given, input: Buffer.from(given.input).toString('base64') });
  const [run] = (await Promise.race([answered, gone])) as [Run];
  gone.catch(() => {});
  const runs = (done.get(child) ?? 0) + 1;
  done.set(child, runs);
  // A process that has grown is slow to start others.
  if (runs < MAX_RUNS) idle.push(child);
  else child.disconnect();
  return run;
}

/** Ends the idle processes, so that their cost can be counted. */
export async function endWarm(): Promise<void> {
  await Promise.all(
    idle.splice(0).map((child) => {
      const gone = once(child, 'exit');
      child.disconnect();
      return gone;
    }),
  );
}

const MAX_RUNS = 30;
const idle: ChildProcess[] = [];
const done = new WeakMap<ChildProcess, number>();

function startOne(): ChildProcess {
  const child = fork(builtFile(), [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // With flags of its own, V8 rejects the code that the build has stored. A run has its own environment: what Node reads for
    // one at its start (certificates) takes as long as the start.
    execArgv: [],
    env: {},
  });
  // Each run adds two listeners.
  child.setMaxListeners(2 * MAX_RUNS + 10);
  child.unref();
  child.channel?.unref();
  return child;
}

let built: string | undefined;

function builtFile(): string {
  if (built !== undefined) return built;
  built = join(emptyFolder(), 'warm.cjs');
  buildSync({
    stdin: { contents: INSIDE, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: built,
    logLevel: 'error',
  });
  return built;
}

const INSIDE = `
  import { runInside } from './tests/support/run_inside.ts';
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ input, ...given }) => {
    process.chdir(given.cwd);
    for (const name of Object.keys(process.env)) delete process.env[name];
    for (const [name, value] of Object.entries(given.env)) if (value !== undefined) process.env[name] = value;
    const ended = await runInside({ ...given, input: Buffer.from(input, 'base64') });
    process.chdir('/');
    process.send(ended);
  });`;
