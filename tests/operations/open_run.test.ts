import { expect, test } from 'vitest';
import { type GatherEvent, neverAsks, openRun, type RunRequest } from '../../src/operations/index.ts';
import { systemClock } from '../../src/platform/index.ts';
import { GIVEN, newFramework } from '../support/framework.ts';
import { contextIn, withoutTerminal } from '../support/front_end.ts';
import { modelServer } from '../support/generation.ts';
import { goodStream, type Reply } from '../support/model_server.ts';
import { scriptedPort } from '../support/scripted_port.ts';

withoutTerminal();

const set = GIVEN.filter((arg) => arg !== '--set');
const REQUEST: RunRequest = { framework: 'Audit', workspace: {}, transcript: true, set };

async function place(...replies: readonly Reply[]) {
  const cwd = await newFramework();
  const server = await modelServer(null, replies);
  const env = { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model', HOME: cwd };
  return { context: contextIn(cwd, env), server };
}

const codesOf = (outcome: Awaited<ReturnType<typeof openRun>>) =>
  outcome.ok ? 'opened' : [outcome.cause, ...outcome.problems.map(({ code }) => code)];

test('a run is opened, had and gone on from with no terminal', async () => {
  const { context, server } = await place(goodStream('The first.'), goodStream('The second.'));
  const first = await openRun(context, REQUEST, neverAsks());
  if (!first.ok) throw new Error(JSON.stringify(first));
  expect(first.value).toMatchObject({ model: 'test-model', isAsked: true });
  expect(first.value.earlier).toBeUndefined();
  expect(server.requests).toHaveLength(0);
  const how = { signal: new AbortController().signal, onEvent: () => {}, clock: systemClock };
  expect(await first.value.conversation.ask(how)).toMatchObject({ text: 'The first.', outcome: 'done' });

  const next = await openRun(
    context,
    { framework: 'Audit', workspace: {}, transcript: true, continue: 'Once more.' },
    neverAsks(),
  );
  if (!next.ok) throw new Error(JSON.stringify(next));
  expect(next.value).toMatchObject({ isAsked: true, earlier: { run: { outcome: 'done' } } });
  expect(await next.value.conversation.ask(how)).toMatchObject({ text: 'The second.' });
  const messages = server.requests[1]?.body.messages as { content: string }[];
  expect(messages.slice(-2).map(({ content }) => content)).toEqual(['The first.', 'Once more.']);
});

test('what is missing is asked for through the port, and told where nobody is there', async () => {
  const { context } = await place();
  const alone = await openRun(context, { ...REQUEST, set: [] }, neverAsks());
  expect(codesOf(alone)).toEqual(['usage', 'input-missing', 'input-missing']);
  const scripted = scriptedPort<GatherEvent>(['artifact', null]);
  expect(codesOf(await openRun(context, { ...REQUEST, set: [] }, scripted.port))).toEqual([
    'interrupted',
    'interrupted',
  ]);
  expect(scripted.left()).toEqual([]);
});

test.each<[string, Partial<RunRequest>, string[]]>([
  ['a run to go on from that nothing goes on from', { run: 'x' }, ['usage', 'run-alone']],
  ['no run to go on from', { set: [], continue: 'more' }, ['usage', 'no-run']],
  [
    'two ways to go on',
    { set: [], continue: 'more', resume: true },
    ['usage', 'continue-clash', 'continue-clash'],
  ],
  [
    'a chat that is to be a document',
    { chat: { isDocument: true, hasReader: async () => true } },
    ['usage', 'chat-json'],
  ],
  [
    'a chat that nobody goes on with',
    { chat: { isDocument: false, hasReader: async () => false } },
    ['usage', 'chat-no-input'],
  ],
])('%s is refused before anything is sent', async (_, request, codes) => {
  const { context, server } = await place();
  expect(codesOf(await openRun(context, { ...REQUEST, ...request }, neverAsks()))).toEqual(codes);
  expect(server.requests).toHaveLength(0);
});

test('without a model it says so, with a remedy', async () => {
  const cwd = await newFramework();
  const opened = await openRun(contextIn(cwd, { HOME: cwd }), REQUEST, neverAsks());
  expect(codesOf(opened)).toEqual(['environment', 'no-model']);
  expect(opened.ok ? undefined : opened.problems[0]?.hint).toEqual(expect.any(String));
});
