import { Ajv } from 'ajv';
import { afterEach, expect, test } from 'vitest';
import type { StructuredOptions, Validation } from '../../src/llm/index.ts';
import { CANARY, modelAt } from '../support/model.ts';
import {
  apiError,
  endChunk,
  goodStream,
  type ModelServer,
  startModelServer,
  textChunk,
} from '../support/model_server.ts';

const SCHEMA = {
  type: 'object',
  required: ['title', 'hours'],
  additionalProperties: false,
  properties: { title: { type: 'string' }, hours: { type: 'integer' } },
};
const GOOD = { title: 'Mend it', hours: 3 };
const TEXT = JSON.stringify(GOOD);
const REQUEST = { messages: [{ role: 'user', content: 'Plan it' }] } as const;
let server: ModelServer;

const fits = new Ajv({ allErrors: true }).compile(SCHEMA);

function validate(data: unknown): Validation {
  const valid = fits(data);
  const problems = (fits.errors ?? []).map(({ instancePath, message, params }) => {
    const more = 'additionalProperty' in params ? `: "${params.additionalProperty}"` : '';
    return `${instancePath || '(root)'}: ${message}${more}`;
  });
  return { valid, problems };
}

async function ask(replies: Parameters<typeof startModelServer>[1], repairs = 2) {
  server = await startModelServer(CANARY, replies);
  const options: StructuredOptions = {
    ...{ schema: { name: 'phase', schema: SCHEMA }, validate, repairs },
    signal: new AbortController().signal,
  };
  return modelAt(server.baseUrl).askStructured<typeof GOOD>(REQUEST, options);
}

function lastMessage(request: number): string {
  const { messages } = server.requests[request]?.body ?? {};
  return Array.isArray(messages) ? String(messages.at(-1)?.content) : '';
}

afterEach(async () => {
  const { complaints } = server;
  await server.close();
  expect(complaints).toEqual([]);
});

test('the schema goes to the endpoint, and a good answer is the value', async () => {
  const outcome = await ask([goodStream(TEXT)]);
  expect(outcome).toEqual({
    ok: true,
    value: { value: GOOD, model: 'test-model', repairs: 0, usage: { input: 7, output: 3 } },
  });
  expect(server.requests[0]?.body.response_format).toEqual({
    type: 'json_schema',
    json_schema: { name: 'phase', schema: SCHEMA },
  });
});

test('an endpoint that takes no schema gets it in the prompt', async () => {
  const refusal = apiError(400, 'This response_format type is unavailable now', { param: 'response_format' });
  const outcome = await ask([refusal, goodStream(`Here you are:\n\`\`\`json\n${TEXT}\n\`\`\`\nGood luck!`)]);
  expect(outcome).toMatchObject({ ok: true, value: { value: GOOD, repairs: 0 } });
  expect(server.requests).toHaveLength(2);
  expect(server.requests[1]?.body).not.toHaveProperty('response_format');
  expect(lastMessage(1)).toContain(JSON.stringify(SCHEMA));
  expect(lastMessage(1)).toMatch(/^Plan it\n\n/u);
});

test.each([
  ['a fence', `\`\`\`json\n${TEXT}\n\`\`\``],
  ['prose around', `As in {this}, see [1]:\n${TEXT}\nThat is all {for now}.`],
  ['thinking', `<think>Perhaps {"title": "No", "hours": 1}?</think>\n${TEXT}`],
])('%s around the value is taken off', async (_, text) => {
  expect(await ask([goodStream(text)])).toMatchObject({ ok: true, value: { value: GOOD, repairs: 0 } });
});

test('an answer that does not fit goes back with its problems, each located', async () => {
  const outcome = await ask([goodStream('{"title": "Mend it", "hours": "three", "x": 1}'), goodStream(TEXT)]);
  expect(outcome).toMatchObject({
    ok: true,
    value: { value: GOOD, repairs: 1, usage: { input: 14, output: 6 } },
  });
  expect(lastMessage(1)).toContain('- /hours: must be integer');
  expect(lastMessage(1)).toContain('- (root): must NOT have additional properties: "x"');
  expect(server.requests[1]?.body.messages).toHaveLength(3);
});

test('what is never mended is a failure with the last problems, after as many rounds as are allowed', async () => {
  const outcome = await ask([goodStream('{"title": 1}')]);
  expect(server.requests).toHaveLength(3);
  expect(outcome).toMatchObject({
    ok: false,
    failure: {
      reason: 'malformed',
      retryable: false,
      tries: 3,
      problems: ["(root): must have required property 'hours'", '/title: must be string'],
    },
  });
});

test('half a value is never taken for a whole one, though a part of it would fit', async () => {
  const outcome = await ask([goodStream(`{"plan": ${TEXT}, "more": `)], 0);
  expect(outcome).toMatchObject({ ok: false, failure: { reason: 'malformed', tries: 1 } });
  const cut = await server
    .close()
    .then(() => ask([{ kind: 'pieces', pieces: [textChunk(TEXT), endChunk('length')], after: 'end' }]));
  expect(cut).toMatchObject({ ok: false, failure: { reason: 'truncated' } });
});
