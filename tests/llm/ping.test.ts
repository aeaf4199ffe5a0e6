import { expect, test } from 'vitest';
import { CANARY, modelAt } from '../support/model.ts';
import { apiError, json, type Reply, startModelServer } from '../support/model_server.ts';

const list = (...ids: string[]) => json(200, { object: 'list', data: ids.map((id) => ({ id })) });

test.each<[string, Reply, object]>([
  ['lists the model', list('other', 'test-model'), { ok: true, value: { model: 'listed' } }],
  ['lists it with a tag', list('test-model:latest'), { ok: true, value: { model: 'listed' } }],
  [
    'lists one like it',
    list('test-modle'),
    { ok: true, value: { model: 'not-listed', closest: 'test-modle' } },
  ],
  ['has no list', apiError(404, 'No such path'), { ok: true, value: { model: 'unknown' } }],
  ['lists something else', json(200, { models: [] }), { ok: true, value: { model: 'unknown' } }],
  [
    'gives a part of its list',
    json(200, { data: [{ id: 'other' }], has_more: true }),
    { ok: true, value: { model: 'unknown' } },
  ],
  ['refuses the key', apiError(401, 'No'), { ok: false, failure: { reason: 'authentication', tries: 1 } }],
  ['is down', apiError(503, 'Down'), { ok: false, failure: { reason: 'overloaded', tries: 1 } }],
  [
    'is a web page',
    { kind: 'body', status: 200, type: 'text/html', body: '<html>' },
    { ok: false, failure: { reason: 'malformed' } },
  ],
])('one request tells that the endpoint %s', async (_, reply, expected) => {
  const server = await startModelServer(CANARY, [reply]);
  const outcome = await modelAt(server.baseUrl).ping({ signal: new AbortController().signal });
  expect(outcome).toMatchObject(expected);
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/models']);
  expect(server.complaints).toEqual([]);
  await server.close();
});
