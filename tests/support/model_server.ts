import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The reply to one request. */
export type Reply =
  /** A body all at once, with a length. */
  | {
      readonly kind: 'body';
      readonly status: number;
      readonly type?: string;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Pieces without a length, followed by the given ending. */
  | {
      readonly kind: 'pieces';
      readonly type?: string;
      readonly pieces: readonly (string | Uint8Array)[];
      readonly after: 'end' | 'hang' | 'reset';
    }
  /** A piece repeated at an interval in milliseconds. */
  | {
      readonly kind: 'flow';
      readonly first: string;
      readonly piece: string;
      readonly everyMs: number;
      readonly times: number;
      readonly last: string;
    }
  /** A large repetitive body, as fast as it is read. */
  | { readonly kind: 'flood'; readonly piece: string; readonly bytes: number }
  /** Nothing at all, or an end before the answer begins. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' };

/** A request as it arrived. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
};

/** An endpoint under our control, on loopback. */
export type ModelServer = {
  readonly origin: string;
  /** The base address for clients. */
  readonly baseUrl: string;
  readonly requests: readonly Received[];
  /** Violations of the API's rules in the received requests. Must be empty. */
  readonly complaints: readonly string[];
  /** Resolves when that many requests have come. */
  readonly received: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Starts a server that answers requests in turn with the given replies; repeats the last one. Waits for a reply that is a
 * promise.
 *
 * @param key - the key that requests must carry; `null` if they must carry none
 */
export async function startModelServer(
  key: string | null,
  replies: readonly (Reply | ((request: Received) => Reply | Promise<Reply>))[],
): Promise<ModelServer> {
  const requests: Received[] = [];
  const complaints: string[] = [];
  const sockets = new Set<Socket>();
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const server = createServer(async (request, response) => {
    const received = await receive(request);
    requests.push(received);
    complaints.push(...complaintsAbout(received, key));
    waiting = waiting.filter(({ count, resolve }) => (requests.length < count ? true : void resolve()));
    const next = replies[Math.min(requests.length, replies.length) - 1] ?? { kind: 'silence' };
    await answer(response, typeof next === 'function' ? await next(received) : next);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  const origin = await listen(server);
  return {
    origin,
    baseUrl: `${origin}/v1`,
    requests,
    complaints,
    received: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A piece of a stream, as the API sends it. */
export function event(data: unknown): string {
  return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

/** A chunk with some text. */
export function textChunk(content: string): string {
  return event({ model: 'test-model', choices: [{ index: 0, delta: { content }, finish_reason: null }] });
}

/** The chunk that ends an answer. */
export function endChunk(finish: string): string {
  return event({ model: 'test-model', choices: [{ index: 0, delta: {}, finish_reason: finish }] });
}

/** A complete good answer as a stream. */
export function goodStream(...texts: readonly string[]): Reply {
  const usage = event({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } });
  const pieces = [...texts.map(textChunk), endChunk('stop'), usage, event('[DONE]')];
  return { kind: 'pieces', pieces, after: 'end' };
}

/** An answer that calls tools, with its arguments in two pieces: the tool, and its arguments, as a value or as any text. */
export function toolStream(...calls: readonly (readonly [string, object | string])[]): Reply {
  const chunk = (delta: object) =>
    event({ model: 'test-model', choices: [{ index: 0, delta, finish_reason: null }] });
  const pieces = calls.flatMap(([name, given], index) => {
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    const half = Math.floor(text.length / 2);
    const first = {
      index,
      id: `c${index}`,
      type: 'function',
      function: { name, arguments: text.slice(0, half) },
    };
    const second = { index, function: { arguments: text.slice(half) } };
    return [chunk({ tool_calls: [first] }), chunk({ tool_calls: [second] })];
  });
  const usage = event({
    choices: [],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  });
  return {
    kind: 'pieces',
    pieces: [...pieces, endChunk('tool_calls'), usage, event('[DONE]')],
    after: 'end',
  };
}

/** An answer in JSON, right or wrong. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { kind: 'body', status, body: JSON.stringify(value), headers };
}

/** An error answer in OpenAI's format. */
export function apiError(
  status: number,
  message: string,
  rest: { readonly code?: string; readonly param?: string } = {},
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return json(status, { error: { message, type: 'test', ...rest } }, headers);
}

async function receive(request: IncomingMessage): Promise<Received> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body: text === '' ? {} : JSON.parse(text) };
}

function complaintsAbout({ method, headers, body }: Received, key: string | null): string[] {
  const complaints: string[] = [];
  const expected = key === null ? undefined : `Bearer ${key}`;
  if (headers.authorization !== expected) complaints.push('the Authorization header is not the expected one');
  const strange = Object.keys(headers).filter((name) => /^(?:x-stainless|openai-)/u.test(name));
  complaints.push(...strange.map((name) => `the header ${name} should not be there`));
  if (method === 'GET') return complaints;
  if (typeof body.model !== 'string' || body.model === '') complaints.push('it names no model');
  if (body.stream !== true && body.stream !== false) complaints.push('it does not ask for a stream');
  const { messages } = body;
  if (!Array.isArray(messages) || messages.length === 0) return [...complaints, 'it has no messages'];
  const isMessage = ({ role, content, tool_calls: calls, tool_call_id: id }: Record<string, unknown>) => {
    if (role === 'tool') return typeof id === 'string' && typeof content === 'string';
    if (role === 'assistant' && Array.isArray(calls)) return calls.every(isCall);
    return ['system', 'user', 'assistant'].includes(String(role)) && typeof content === 'string';
  };
  if (!messages.every(isMessage)) complaints.push('a message in it is not one');
  return complaints;
}

/** Whether a call sent back to the model is valid; servers parse its arguments, and reject invalid JSON. */
function isCall({ id, type, function: called }: Record<string, unknown>): boolean {
  const { name, arguments: text } = called as Record<string, unknown>;
  try {
    JSON.parse(String(text));
  } catch {
    return false;
  }
  return typeof id === 'string' && type === 'function' && typeof name === 'string';
}

async function answer(response: ServerResponse, reply: Reply): Promise<void> {
  response.on('error', () => {});
  switch (reply.kind) {
    case 'silence':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'body': {
      const { status, type = 'application/json', body, headers } = reply;
      response.writeHead(status, { 'content-type': type, ...headers }).end(body);
      return;
    }
    case 'pieces':
      response.writeHead(200, { 'content-type': reply.type ?? 'text/event-stream' });
      // One write for each, so that they arrive separately.
      for (const piece of reply.pieces) await new Promise((resolve) => response.write(piece, resolve));
      if (reply.after === 'end') response.end();
      if (reply.after === 'reset') response.socket?.resetAndDestroy();
      return;
    case 'flow':
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(reply.first);
      for (let sent = 0; sent < reply.times && !response.destroyed; sent++) {
        await new Promise((resolve) => setTimeout(resolve, reply.everyMs));
        response.write(reply.piece);
      }
      response.end(reply.last);
      return;
    case 'flood':
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let sent = 0; sent < reply.bytes && !response.destroyed; sent += reply.piece.length) {
        if (!response.write(reply.piece)) await drained(response);
      }
      response.end();
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}
