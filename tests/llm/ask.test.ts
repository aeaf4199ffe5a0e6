import { afterEach, expect, test } from 'vitest';
import {
  createModel,
  type ModelEvent,
  type ModelRequest,
  systemDependencies,
  toFailure,
} from '../../src/llm/index.ts';
import { CANARY, modelAt, showsKey } from '../support/model.ts';
import {
  apiError,
  endChunk,
  event,
  goodStream,
  json,
  type ModelServer,
  startModelServer,
  textChunk,
} from '../support/model_server.ts';

const HELLO: ModelRequest = { messages: [{ role: 'user', content: 'Hello' }] };
const never = () => new AbortController().signal;
const servers: ModelServer[] = [];

async function serve(...[key, replies]: Parameters<typeof startModelServer>): Promise<ModelServer> {
  const server = await startModelServer(key, replies);
  servers.push(server);
  return server;
}

afterEach(async () => {
  const complaints = servers.flatMap((server) => server.complaints);
  await Promise.all(servers.splice(0).map((server) => server.close()));
  expect(complaints).toEqual([]);
});

test('a good answer comes piece by piece, in order, with its usage', async () => {
  const server = await serve(CANARY, [goodStream('Hello', ', ', 'wörld', ' 🌍')]);
  const events: ModelEvent[] = [];
  const outcome = await modelAt(server.baseUrl).ask(
    { ...HELLO, maxTokens: 50, temperature: 0 },
    { signal: never(), onEvent: (one) => events.push(one) },
  );
  expect(outcome).toEqual({
    ok: true,
    value: {
      text: 'Hello, wörld 🌍',
      model: 'test-model',
      finish: 'stop',
      usage: { input: 7, output: 3 },
      tries: 1,
    },
  });
  expect(events.map((one) => (one.type === 'text' ? one.text : one.type))).toEqual([
    'try-started',
    'first-token',
    'Hello',
    ', ',
    'wörld',
    ' 🌍',
    'usage',
  ]);
  expect(server.requests[0]).toMatchObject({
    path: '/v1/chat/completions',
    body: { model: 'test-model', max_tokens: 50, temperature: 0, stream_options: { include_usage: true } },
  });
});

test('a plain completion, a stream with carriage returns, keep-alives and characters cut in two are good answers', async () => {
  const whole = json(200, {
    model: 'm',
    choices: [{ message: { content: 'Plain' }, finish_reason: 'stop' }],
  });
  const stream = `: keep-alive\r\n\r\n${textChunk('Pièce').replaceAll('\n', '\r\n')}${endChunk('stop')}`;
  const pieces = Array.from(Buffer.from(stream), (byte) => Buffer.from([byte]));
  const server = await serve(CANARY, [whole, { kind: 'pieces', type: 'text/plain', pieces, after: 'end' }]);
  const model = modelAt(server.baseUrl);
  expect(await model.ask(HELLO, { signal: never() })).toMatchObject({
    value: { text: 'Plain', usage: null },
  });
  expect(await model.ask(HELLO, { signal: never() })).toMatchObject({ value: { text: 'Pièce' } });
});

test('an answer that is finished counts, even if the connection is then never closed', async () => {
  const pieces = [textChunk('Done'), endChunk('stop')];
  const server = await serve(CANARY, [{ kind: 'pieces', pieces, after: 'hang' }]);
  const model = modelAt(server.baseUrl, { idleTimeoutMs: 100 });
  expect(await model.ask(HELLO, { signal: never() })).toMatchObject({ value: { text: 'Done', tries: 1 } });
});

test('text of a try that fails is declared void, and the next try starts afresh', async () => {
  const server = await serve(CANARY, [
    { kind: 'pieces', pieces: [textChunk('Half')], after: 'end' },
    goodStream('Whole'),
  ]);
  const events: ModelEvent[] = [];
  const outcome = await modelAt(server.baseUrl).ask(HELLO, {
    signal: never(),
    onEvent: (one) => events.push(one),
  });
  expect(outcome).toMatchObject({ ok: true, value: { text: 'Whole', tries: 2 } });
  const types = events.map(({ type }) => type);
  expect(types).toEqual([
    ...['try-started', 'first-token', 'text', 'try-failed', 'waiting'],
    ...['try-started', 'first-token', 'text', 'usage'],
  ]);
});

test('what an endpoint does not take is left out or said otherwise, once and for all', async () => {
  const server = await serve(CANARY, [
    apiError(400, 'Unknown parameter: stream_options.', { param: 'stream_options' }),
    apiError(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
    apiError(400, "Unsupported value: 'temperature' does not support 0."),
    goodStream('Fine'),
  ]);
  const model = modelAt(server.baseUrl);
  const request = { ...HELLO, maxTokens: 9, temperature: 0 };
  expect(await model.ask(request, { signal: never() })).toMatchObject({ value: { text: 'Fine', tries: 1 } });
  expect(await model.ask(request, { signal: never() })).toMatchObject({ value: { text: 'Fine' } });
  expect(server.requests).toHaveLength(5);
  const { messages, ...last } = server.requests[4]?.body ?? {};
  expect(last).toEqual({ model: 'test-model', stream: true, max_completion_tokens: 9 });
  expect(messages).toEqual(HELLO.messages);
});

test.each([
  ['before anything is sent', [{ kind: 'silence' }], 0],
  ['while waiting for the answer to begin', [{ kind: 'silence' }], 1],
  ['mid-stream', [{ kind: 'pieces', pieces: [textChunk('Ha')], after: 'hang' }], 1],
  ['while waiting for the next try', [apiError(429, 'Later', {}, { 'retry-after': '60' })], 1],
] as const)('an abort %s ends the call at once', async (moment, replies, requests) => {
  const server = await serve(CANARY, replies);
  const controller = new AbortController();
  const model = modelAt(server.baseUrl, {}, systemDependencies());
  let aborted = 0;
  const abort = () => {
    aborted = performance.now();
    controller.abort();
  };
  if (requests === 0) abort();
  const call = model.ask(HELLO, {
    signal: controller.signal,
    onEvent: ({ type }) => {
      if (type === 'waiting' || type === 'text') setImmediate(abort);
    },
  });
  if (moment.includes('begin')) await server.received(1).then(abort);
  const outcome = await call;
  expect(performance.now() - aborted).toBeLessThan(250);
  if (outcome.ok) throw new Error('It was not interrupted.');
  expect(toFailure(outcome.failure)).toMatchObject({
    cause: 'interrupted',
    problems: [{ code: 'model-interrupted' }],
  });
  expect(server.requests).toHaveLength(requests);
});

test('a key for another origin is not sent, and the refusal says so', async () => {
  const server = await serve(null, [apiError(401, 'Missing key')]);
  const apiKey = {
    value: CANARY,
    from: 'environment variable OPENAI_API_KEY',
    origin: 'https://api.openai.com',
  };
  const outcome = await modelAt(server.baseUrl, { apiKey }).ask(HELLO, { signal: never() });
  if (outcome.ok) throw new Error('It was answered.');
  expect(outcome.failure.message).toContain(
    'requires a key; the one from environment variable OPENAI_API_KEY is for https://api.openai.com and was not sent (401)',
  );
  expect(toFailure(outcome.failure).cause).toBe('authentication');
});

test('without a key none is sent', async () => {
  const server = await serve(null, [goodStream('Free')]);
  const outcome = await modelAt(server.baseUrl, { apiKey: null }).ask(HELLO, { signal: never() });
  expect(outcome).toMatchObject({ ok: true });
});

test("nothing in the environment changes the request: no headers, organisation, address or key of the package's own", async () => {
  const server = await serve(CANARY, [goodStream('Mine')]);
  const names = {
    OPENAI_API_KEY: 'sk-of-the-environment',
    OPENAI_ADMIN_KEY: 'sk-admin',
    OPENAI_ORG_ID: 'org-1',
    OPENAI_PROJECT_ID: 'proj-1',
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    OPENAI_CUSTOM_HEADERS: 'Authorization: Bearer other\nX-Extra: 1',
    OPENAI_LOG: 'debug',
  };
  const before = { ...process.env };
  Object.assign(process.env, names);
  try {
    expect(await modelAt(server.baseUrl).ask(HELLO, { signal: never() })).toMatchObject({ ok: true });
  } finally {
    for (const name of Object.keys(names)) delete process.env[name];
    Object.assign(process.env, before);
  }
  const headers = server.requests[0]?.headers ?? {};
  expect(Object.keys(headers).filter((name) => /x-|openai/u.test(name))).toEqual([]);
});

test('a redirect within the origin is followed, with the key and the request', async () => {
  const server = await serve(CANARY, [
    { kind: 'body', status: 308, body: '', headers: { location: '/v2/chat/completions' } },
    goodStream('Here'),
  ]);
  const outcome = await modelAt(server.baseUrl).ask(HELLO, { signal: never() });
  expect(outcome).toMatchObject({ ok: true, value: { text: 'Here', tries: 1 } });
  expect(server.requests.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/v2/chat/completions']);
});

test('an endpoint that puts the key into its answer gets it into neither the answer nor an event', async () => {
  const texts = [
    'Your key is ',
    CANARY.slice(0, 9),
    CANARY.slice(9, 30),
    `${CANARY.slice(30)}, isn't it? sk-`,
  ];
  const usage = event({ model: CANARY, choices: [] });
  const stream = [...texts.map(textChunk), endChunk('stop'), usage];
  const server = await serve(CANARY, [{ kind: 'pieces', pieces: stream, after: 'end' }]);
  const events: ModelEvent[] = [];
  const outcome = await modelAt(server.baseUrl).ask(HELLO, {
    signal: never(),
    onEvent: (one) => events.push(one),
  });
  expect(outcome).toMatchObject({ value: { text: "Your key is [key removed], isn't it? sk-" } });
  expect(showsKey(JSON.stringify([outcome, events]))).toBe(false);
  expect(events.flatMap((one) => (one.type === 'text' ? one.text : [])).join('')).toBe(
    "Your key is [key removed], isn't it? sk-",
  );
});

test.each([
  ['http://example.com/v1', CANARY, 'unencrypted'],
  ['http://127.0.0.1.example.com/v1', CANARY, 'unencrypted'],
  ['https://me:secret@example.com/v1', CANARY, 'contains a user name or password'],
  ['https://example.com/v1?key=secret', CANARY, "contains a '?' or '#'"],
  ['ftp://example.com', CANARY, 'is not an http or https address'],
  ['not an address', CANARY, 'is not an http or https address'],
  ['https://example.com/v1', `${CANARY}\n`, 'contains white space'],
  ['https://example.com/v1', `${CANARY}é`, 'contains white space'],
])('settings that cannot be used send nothing: %s', async (baseUrl, value, message) => {
  const origin = URL.canParse(baseUrl) ? new URL(baseUrl).origin : '';
  const model = createModel(
    {
      ...{ baseUrl, model: 'm', apiKey: { value, from: 'the settings', origin } },
      ...{ timeoutMs: 1000, idleTimeoutMs: 1000, maxTries: 3, maxAnswerBytes: 1000 },
    },
    {
      ...systemDependencies(),
      fetch: () => {
        throw new Error('Something was sent.');
      },
    },
  );
  const outcome = await model.ask(HELLO, { signal: never() });
  if (outcome.ok) throw new Error('It was answered.');
  expect(outcome.failure).toMatchObject({ reason: 'misconfigured', retryable: false, tries: 0 });
  expect(outcome.failure.message).toContain(message);
  expect(JSON.stringify(outcome)).not.toMatch(/secret/u);
  expect(showsKey(JSON.stringify(outcome))).toBe(false);
  expect(await model.ping({ signal: never() })).toMatchObject({ failure: { reason: 'misconfigured' } });
});
