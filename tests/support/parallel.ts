import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { emptyFolder, ROOT } from './program.ts';

/** A process of its own that follows a test's requests, one line each, and answers each in one line. */
export type Worker = {
  readonly child: ChildProcess;
  /** Sends it a request and waits for its answer. */
  readonly ask: (value: unknown) => Promise<unknown>;
};

/**
 * Starts processes that run code of `src/`.
 *
 * @param source - TypeScript that can import from `src/` as from the repository's top; it exports `answer`
 */
export function startWorkers(source: string, count: number): Worker[] {
  const file = join(emptyFolder(), 'worker.mjs');
  const loop = `
    import { createInterface } from 'node:readline';
    for await (const line of createInterface({ input: process.stdin })) {
      console.log(JSON.stringify((await answer(JSON.parse(line))) ?? null));
    }`;
  buildSync({
    stdin: { contents: source + loop, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: file,
    logLevel: 'error',
  });
  return Array.from({ length: count }, () => {
    const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    return {
      child,
      ask: async (value) => {
        const answered = once(lines, 'line');
        child.stdin.write(`${JSON.stringify(value)}\n`);
        return JSON.parse(String((await answered)[0]));
      },
    };
  });
}
