import { constants } from 'node:os';
import { type Readable, Writable } from 'node:stream';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { OperationContext } from '../operations/index.ts';
import { createServer } from './server.ts';
import { LineTransport } from './transport.ts';

/** The context and the streams of a server. */
export type Served = {
  /** Its working directory is the root. */
  readonly context: OperationContext;
  readonly version: string;
  readonly input: Readable;
  readonly output: Writable;
  /** Writes to the server's log. */
  readonly log: (text: string) => void;
};

/**
 * Time that calls have to end once the client has gone, before they are forced and before they are abandoned, in milliseconds.
 */
const PATIENCE = { pressed: 700, left: 1600 };

/** Serves one client until its input ends or a signal arrives. Returns the exit code. */
export async function serveMcp({ context, version, input, output, log }: Served): Promise<number> {
  const ended = new AbortController();
  const force = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>) => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  const transport = new LineTransport(input, output);
  let exitCode = 0;
  const over = new Promise<void>((resolve) => {
    const stop = (code: number) => {
      exitCode = code;
      ended.abort();
      resolve();
    };
    for (const signal of SIGNALS) process.once(signal, () => stop(128 + constants.signals[signal]));
    ended.signal.addEventListener('abort', () => resolve());
  });
  const handle = serveStdio(
    () => createServer({ context, version, ended: ended.signal, force: force.signal, track }),
    { transport, onerror: (error) => log(`mcp: ${error.message}`) },
  );
  const closed = transport.onclose;
  transport.onclose = () => {
    closed?.();
    ended.abort();
  };
  await over;
  const pressed = setTimeout(() => force.abort(), PATIENCE.pressed);
  const left = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE.left).unref());
  await Promise.race([Promise.all(underWay), left]);
  clearTimeout(pressed);
  await Promise.race([handle.close(), left]);
  return exitCode;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Reserves standard output for the protocol: everything else written there, including a dependency's `console.log`, goes to
 * standard error.
 *
 * @returns the stream that still leads to standard output
 */
export function keepStandardOutput(): Writable {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  const output = new Writable({
    decodeStrings: false,
    write: (chunk, _, done) => {
      write(chunk as string, (error) => done(error ?? null));
    },
  });
  stdout.on('error', (error) => output.destroy(error));
  return output;
}
