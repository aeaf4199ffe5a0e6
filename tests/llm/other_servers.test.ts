import { describe, expect, test } from 'vitest';
import type { Message, ModelEvent } from '../../src/llm/index.ts';
import { afterTest } from '../support/after_test.ts';
import { CANARY, hurriedDependencies, modelAt } from '../support/model.ts';
import {
  apiError,
  endChunk,
  event,
  goodStream,
  json,
  type ModelServer,
  type Received,
  type Reply,
  startModelServer,
  textChunk,
} from '../support/model_server.ts';

const HELLO: readonly Message[] = [
  { role: 'system', content: 'Be kind.' },
  { role: 'user', content: 'Hello?' },
];
const DONE = event('[DONE]');
const chunk = (delta: unknown, finish: string | null = null) =>
  event({ choices: [{ index: 0, delta, finish_reason: finish }] });
const stream = (...pieces: readonly string[]): Reply => ({ kind: 'pieces', pieces, after: 'end' });

async function serve(
  key: string | null,
  ...replies: readonly (Reply | ((request: Received) => Reply))[]
): Promise<ModelServer> {
  const server = await startModelServer(key, replies);
  afterTest(() => server.close());
  return server;
}

async function ask(server: ModelServer, settings: Parameters<typeof modelAt>[1] = {}) {
  const events: ModelEvent[] = [];
  const model = modelAt(server.baseUrl, { maxTries: 1, ...settings }, hurriedDependencies());
  const { signal } = new AbortController();
  const outcome = await model.ask({ messages: HELLO }, { signal, onEvent: (one) => events.push(one) });
  return { outcome, events, model };
}

describe('a whole answer, as servers end theirs', () => {
  test.each([
    ...['stop', 'eos', 'eos_token', 'STOP', 'FINISH_REASON_STOP', 'end_turn', 'stop_sequence'],
    ...['finished', 'Finished', 'completed', '<|im_end|>', '<|eot_id|>', '</s>', '<end_of_turn>'],
  ])('for the reason %s', async (reason) => {
    const { outcome } = await ask(await serve(CANARY, stream(textChunk('Hello'), endChunk(reason), DONE)));
    expect(outcome).toMatchObject({ ok: true, value: { text: 'Hello' } });
  });

  test.each<[string, Reply]>([
    ['no reason, and [DONE]', stream(textChunk('Hello'), DONE)],
    [
      'an empty reason, and [DONE]',
      stream(chunk({ content: 'Hel' }, ''), chunk({ content: 'lo' }, ''), DONE),
    ],
    ['a last event without its blank line', stream(textChunk('Hello'), endChunk('stop').trimEnd())],
    [
      'events without blank lines',
      stream(textChunk('Hello').trimEnd(), '\n', endChunk('stop').trimEnd(), '\n', 'data: [DONE]\n'),
    ],
    [
      'an event: ping',
      stream('event: ping\ndata: {"type":"ping"}\n\n', textChunk('Hello'), endChunk('stop')),
    ],
    ['a ping without data', stream('event: ping\ndata:\n\n', textChunk('Hello'), endChunk('stop'))],
    ['an empty heartbeat', stream('data: \n\n', textChunk('Hello'), 'data:\n\n', endChunk('stop'))],
    ['a comment as data', stream('data: : PROCESSING\n\n', textChunk('Hello'), endChunk('stop'))],
    ['a comment', stream(': PROCESSING\n\n', textChunk('Hello'), endChunk('stop'))],
    [
      'other objects between its chunks',
      stream(event({ type: 'ping' }), textChunk('Hello'), endChunk('stop')),
    ],
    [
      'content in parts',
      stream(
        chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] }),
        chunk({ content: [{ type: 'text', text: 'Hel' }] }),
        textChunk('lo'),
        endChunk('stop'),
      ),
    ],
    [
      'one body with content in parts',
      json(200, {
        choices: [{ message: { content: [{ type: 'text', text: 'Hello' }] }, finish_reason: 'stop' }],
      }),
    ],
    [
      'whole messages in a stream',
      stream(event({ choices: [{ index: 0, message: { content: 'Hello' }, finish_reason: 'stop' }] })),
    ],
    [
      'bare text',
      stream(event({ choices: [{ index: 0, text: 'Hello', finish_reason: null }] }), endChunk('stop')),
    ],
    [
      'a second choice beside it',
      stream(
        event({ choices: [{ index: 1, delta: { content: 'B' }, finish_reason: 'stop' }] }),
        textChunk('Hello'),
        endChunk('stop'),
      ),
    ],
    [
      'an error behind it',
      stream(textChunk('Hello'), endChunk('stop'), event({ error: { message: 'Bill' } })),
    ],
    [
      'a thought before it',
      stream(textChunk('<think>\nhm'), textChunk('</think>\n\nHello'), endChunk('stop')),
    ],
  ])('with %s', async (_, reply) => {
    const { outcome, events } = await ask(await serve(CANARY, reply));
    expect(outcome).toMatchObject({ ok: true, value: { text: 'Hello' } });
    expect(events.flatMap((one) => (one.type === 'text' ? [one.text] : [])).join('')).toBe('Hello');
  });
});

test.each<[string, Reply, string, string]>([
  ['MAX_TOKENS', stream(textChunk('Hel'), endChunk('MAX_TOKENS')), 'truncated', 'limit of tokens'],
  ['max_tokens', stream(textChunk('Hel'), endChunk('max_tokens')), 'truncated', 'limit of tokens'],
  ['SAFETY', stream(textChunk('Hel'), endChunk('SAFETY')), 'refused', 'refused to answer'],
  ['a last event that is cut', stream(textChunk('Hel'), 'data: {"choices":[{"del'), 'cut', 'ended before'],
  [
    'an error in an event of that name',
    stream('event: error\ndata: {"message":"boom inside","type":"server_error"}\n\n'),
    'malformed',
    '"boom inside"',
  ],
  ['an error in words', stream('data: error: out of memory\n\n'), 'malformed', '"error: out of memory"'],
  [
    'an error as vLLM streams it',
    stream(textChunk('Hel'), event({ object: 'error', message: 'CUDA gone', code: 500 })),
    'overloaded',
    '"CUDA gone"',
  ],
  [
    'nothing but thoughts',
    stream(textChunk('<think>hm'), endChunk('stop')),
    'empty',
    'The model spent all its output on thinking and gave no answer',
  ],
  [
    'thoughts in a field',
    stream(chunk({ content: null, reasoning_content: 'hm' }), endChunk('stop')),
    'empty',
    'The model spent all its output on thinking',
  ],
  [
    'a context that is too long for vLLM',
    json(400, { object: 'error', message: "This model's maximum context length is 4096 tokens.", code: 400 }),
    'too-large',
    'maximum context length is 4096',
  ],
  [
    'a context that is too long for llama.cpp',
    json(400, {
      error: {
        code: 400,
        message: 'the request exceeds the available context size',
        type: 'exceed_context_size_error',
      },
    }),
    'too-large',
    'available context size',
  ],
  [
    'a key that Gemini does not know',
    json(400, [{ error: { code: 400, message: 'API key not valid. Please pass a valid API key.' } }]),
    'authentication',
    'API key not valid',
  ],
  [
    'a model that Ollama does not have',
    apiError(404, 'model "m" not found, try pulling it first'),
    'not-found',
    'try pulling it first',
  ],
])('%s is no answer, and the server’s own words are told', async (_, reply, reason, words) => {
  const { outcome } = await ask(await serve(CANARY, reply));
  if (outcome.ok) throw new Error('It was taken for an answer.');
  expect(outcome.failure.reason).toBe(reason);
  expect(outcome.failure.message).toContain(words);
});

test.each([
  'data: keep-alive\n\n',
  'data: ping\n\n',
  'data: [ping]\n\n',
  'data: [PING]\n\n',
  'data: "heartbeat"\n\n',
  'data: null\n\n',
  'event: keepalive\ndata: 1764446400\n\n',
  'event: heartbeat\ndata: {"time": 1}\n\n',
])('the heartbeat %j is passed over', async (beat) => {
  const reply = stream(beat, textChunk('Hel'), beat, textChunk('lo'), endChunk('stop'), beat, DONE);
  const { outcome } = await ask(await serve(CANARY, reply));
  expect(outcome).toMatchObject({ ok: true, value: { text: 'Hello' } });
});

test.each<[string, Reply, string]>([
  ['a detail in the stream', stream(event({ detail: 'no room for zebra' })), '"no room for zebra"'],
  [
    'a detail with parts',
    stream(event({ detail: { msg: 'no deployment called zebra' } })),
    '"no deployment called zebra"',
  ],
  [
    'a detail with a status',
    json(404, { detail: { msg: 'no deployment called zebra' } }),
    '"no deployment called zebra"',
  ],
  [
    'faults at places of the request',
    json(422, {
      detail: [
        { loc: ['body', 'max_tokens'], msg: 'zebra must be an integer', type: 'int_parsing' },
        { loc: ['body', 'messages', 1, 'content'], msg: 'field required', type: 'missing' },
      ],
    }),
    '"max_tokens: zebra must be an integer; messages[1].content: field required"',
  ],
  [
    'a page',
    {
      kind: 'body',
      status: 400,
      type: 'text/html',
      body: '<html><head><title>Bad</title><style>p {}</style></head><body><!-- x --><h1>400</h1>\n<p>Header &quot;zebra&quot;\u001b[2J missing</p></body></html>',
    },
    '400 Header "zebra"',
  ],
  [
    'a page without an end',
    { kind: 'body', status: 400, type: 'text/html', body: `<p>Zebra<script>${'<'.repeat(16_000)}` },
    '"Zebra"',
  ],
])('what the server says is in the error: %s', async (_, reply, words) => {
  const { outcome } = await ask(await serve(CANARY, reply));
  expect(outcome).toMatchObject({ ok: false, failure: { message: expect.stringContaining(words) } });
});

describe('a system role that is refused', () => {
  const FOLDED = [{ role: 'user', content: 'Be kind.\n\nHello?' }];
  /** In the words of pydantic. */
  const ROLE_FAULT = {
    loc: ['body', 'messages', 0, 'role'],
    msg: "value is not a valid enumeration member; permitted: 'user', 'assistant'",
    type: 'type_error.enum',
  };
  const hasSystem = ({ body }: Received) =>
    (body.messages as Message[]).some(({ role }) => role === 'system');

  test.each([
    apiError(400, 'System role not supported'),
    apiError(400, "Unsupported value: 'messages[0].role' does not support 'system' with this model.", {
      param: 'messages[0].role',
    }),
    json(400, {
      object: 'error',
      message: 'Conversation roles must alternate user/assistant/user/assistant/...',
      code: 400,
    }),
    apiError(400, "Role 'system' is not allowed: expected one of 'user', 'assistant'"),
    apiError(422, 'This model does not accept system messages.'),
    apiError(400, 'The system prompt cannot be used: role "system" is invalid'),
    apiError(500, 'Jinja Exception: System role not supported'),
    json(500, { detail: 'Model does not support system prompts' }),
    apiError(400, 'Developer instruction is not enabled for models/gemma-3'),
    json(422, { detail: [ROLE_FAULT] }),
    json(422, {
      detail: [
        { ...ROLE_FAULT, loc: ['body', 'messages', 0, 'typed-dict', 'role'], msg: "Input should be 'user'" },
        { ...ROLE_FAULT, loc: ['body', 'messages', 1, 'content'], msg: 'field required' },
      ],
    }),
    apiError(400, JSON.stringify({ detail: [ROLE_FAULT] })),
    stream(event({ error: { message: 'System role not supported', code: 400 } }), DONE),
    stream(event({ error: { message: 'Jinja Exception: System role not supported', type: 'server_error' } })),
    stream('event: error\ndata: {"message":"Developer instruction is not enabled"}\n\n'),
    stream(event({ detail: [ROLE_FAULT] })),
    stream('data: error: System role not supported\n\n'),
  ])('%j is folded into the user’s first message, once for the endpoint', async (refusal) => {
    const server = await serve(CANARY, (request) => (hasSystem(request) ? refusal : goodStream('Hello')));
    const { outcome, model } = await ask(server);
    expect(outcome).toMatchObject({ ok: true, value: { text: 'Hello', tries: 1 } });
    expect(server.requests.map(({ body }) => body.messages)).toEqual([HELLO, FOLDED]);
    await model.ask({ messages: HELLO }, { signal: new AbortController().signal });
    expect(server.requests[2]?.body.messages).toEqual(FOLDED);
    expect(server.requests).toHaveLength(3);
  });

  test('is an error where the folded request is refused for the same reason', async () => {
    const server = await serve(CANARY, apiError(400, 'System role not supported'));
    const { outcome } = await ask(server);
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'bad-request' } });
    expect(server.requests).toHaveLength(2);
  });
});

test('a server that does not stream is asked for the whole', async () => {
  const whole = json(200, { choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }] });
  const server = await serve(CANARY, ({ body }) =>
    body.stream ? apiError(400, 'Streaming is not supported for this model. Set stream to false.') : whole,
  );
  expect((await ask(server)).outcome).toMatchObject({ ok: true, value: { text: 'Hello' } });
  expect(server.requests[1]?.body).toMatchObject({ stream: false });
  expect(server.requests[1]?.body).not.toHaveProperty('stream_options');
});

test('an address with a version of the API is asked as Azure is: the version with each request, the key in its own header', async () => {
  const server = await serve(null, goodStream('Hello'), json(200, { data: [{ id: 'test-model' }] }));
  const baseUrl = `${server.origin}/openai/deployments/d?api-version=2024-10-21`;
  const model = modelAt(baseUrl, { maxTries: 1 });
  const { signal } = new AbortController();
  expect(await model.ask({ messages: HELLO }, { signal })).toMatchObject({ ok: true });
  expect(await model.ping({ signal })).toMatchObject({ ok: true });
  expect(server.requests.map(({ path }) => path)).toEqual([
    '/openai/deployments/d/chat/completions?api-version=2024-10-21',
    '/openai/deployments/d/models?api-version=2024-10-21',
  ]);
  for (const { headers } of server.requests) expect(headers['api-key']).toBe(CANARY);
  expect(server.complaints).toEqual([]);
});

describe('the limit is on silence', () => {
  /** An answer that takes longer than its time limit, and is never silent for long. */
  const flowing = (piece: string): Reply => ({
    kind: 'flow',
    first: textChunk('w'),
    piece,
    // Longer in all than either limit on silence, which are long enough for a machine with other work.
    everyMs: 100,
    times: 16,
    last: endChunk('stop') + DONE,
  });

  test.each([
    ['text', textChunk('w ')],
    ['thoughts', chunk({ reasoning_content: 'hm' })],
    ['comments that keep the connection', ': keep\n\n'],
  ])('an answer with %s is not cut, however long it takes', async (_, piece) => {
    const server = await serve(CANARY, flowing(piece));
    const { outcome } = await ask(server, { timeoutMs: 1200, idleTimeoutMs: 1500 });
    expect(outcome).toMatchObject({ ok: true });
  });

  test('comments alone are not waited for without end', async () => {
    const server = await serve(CANARY, {
      kind: 'flow',
      first: ': keep\n\n',
      piece: ': keep\n\n',
      everyMs: 40,
      times: 1000,
      last: '',
    });
    const { outcome } = await ask(server, { timeoutMs: 400, idleTimeoutMs: 5000 });
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        reason: 'timed-out',
        message: 'The endpoint was alive for 2 s but gave no answer.',
        remedy: expect.stringContaining('five times'),
      },
    });
  });

  test('and the remedy names the setting', async () => {
    const silent = await ask(await serve(CANARY, { kind: 'silence' }), { timeoutMs: 50 });
    expect(silent.outcome).toMatchObject({ failure: { remedy: expect.stringContaining('timeoutSeconds') } });
    const stalled = await ask(
      await serve(CANARY, { kind: 'pieces', pieces: [textChunk('w')], after: 'hang' }),
      {
        idleTimeoutMs: 50,
      },
    );
    expect(stalled.outcome).toMatchObject({
      failure: { remedy: expect.stringContaining('idleTimeoutSeconds') },
    });
  });
});

test('words about tools refuse nothing where none were told of: the request is tried again', async () => {
  const busy = apiError(500, 'The pool of function calling workers is not available.');
  const { outcome } = await ask(await serve(CANARY, busy, goodStream('Hello')), { maxTries: 2 });
  expect(outcome).toMatchObject({ ok: true, value: { text: 'Hello', tries: 2 } });
});
