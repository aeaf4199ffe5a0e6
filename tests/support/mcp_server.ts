import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { cleanEnvironment, emptyFolder, MAIN } from './program.ts';

/** A JSON-RPC message of any kind. */
export type Message = {
  readonly jsonrpc?: unknown;
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
};

/** A server that is addressed line by line, without a client that would correct errors. */
export type RawServer = {
  readonly child: ChildProcess;
  /** Every line of standard output so far. */
  readonly lines: readonly string[];
  readonly errors: () => string;
  readonly send: (message: object) => void;
  readonly write: (text: string) => void;
  /** The next matching message, among past or future ones. */
  readonly next: (fits: (message: Message) => boolean) => Promise<Message>;
  /** The answer to a request. */
  readonly ask: (method: string, params?: object) => Promise<Message>;
  /** The end of the process. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
};

/** Starts the built server in a folder. */
export function startServer(
  cwd: string,
  {
    env = {},
    args = [],
  }: { readonly env?: Readonly<Record<string, string>>; readonly args?: readonly string[] } = {},
): RawServer {
  const child = spawn(process.execPath, [MAIN, 'mcp', ...args], {
    cwd,
    env: { ...cleanEnvironment(emptyFolder()), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const messages: Message[] = [];
  const waiting: {
    readonly fits: (message: Message) => boolean;
    readonly take: (message: Message) => void;
  }[] = [];
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdin.on('error', () => {});
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      return;
    }
    messages.push(message);
    for (const [place, { fits, take }] of [...waiting.entries()].reverse()) {
      if (!fits(message)) continue;
      waiting.splice(place, 1);
      take(message);
    }
  });
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));
  const next = (fits: (message: Message) => boolean): Promise<Message> => {
    const known = messages.find(fits);
    if (known) return Promise.resolve(known);
    return new Promise((take, fail) => {
      waiting.push({ fits, take });
      void ended.then(() => fail(new Error(`the server ended; it said: ${errors}`)));
    });
  };
  const write = (text: string) => void child.stdin.write(text);
  const send = (message: object) => write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let last = 0;
  return {
    ...{ child, lines, send, write, next, ended },
    errors: () => errors,
    ask(method, params = {}) {
      last += 1;
      const id = `ask-${last}`;
      send({ id, method, params });
      return next((message) => message.id === id);
    },
  };
}

/** The 2025 handshake. @param capabilities - of the client */
export async function greet(server: RawServer, capabilities: object = {}): Promise<Message> {
  const answer = await server.ask('initialize', {
    ...{ protocolVersion: '2025-11-25', capabilities },
    clientInfo: { name: 'test', version: '1' },
  });
  server.send({ method: 'notifications/initialized' });
  return answer;
}

/** The content of a tool's answer. */
export type Called = {
  readonly isError: boolean;
  readonly text: string;
  readonly document: Readonly<Record<string, unknown>>;
};

/** Calls a tool. */
export async function call(server: RawServer, name: string, given: object = {}): Promise<Called> {
  return calledIn(await server.ask('tools/call', { name, arguments: given }));
}

/** Reads the answer to a call. */
export function calledIn({ result, error }: Message): Called {
  if (result === undefined) throw new Error(`no result: ${JSON.stringify(error)}`);
  const {
    content,
    structuredContent,
    isError = false,
  } = result as {
    readonly content: readonly { readonly text: string }[];
    readonly structuredContent: Readonly<Record<string, unknown>>;
    readonly isError?: boolean;
  };
  return { isError, text: content.map(({ text }) => text).join('\n'), document: structuredContent };
}
