import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { batchProject, WORKS } from '../support/batch_project.ts';
import { documentFaults } from '../support/documents.ts';
import { call, calledIn, greet, type Message, type RawServer, startServer } from '../support/mcp_server.ts';
import { eventually } from '../support/wait.ts';

const running: RawServer[] = [];
afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
});

/** A batch whose configured executor is the fake agent, and a server in its project. */
async function place(capabilities: object, script = WORKS) {
  const project = await batchProject([{}], script);
  const settings = join(project.home, '.config/orchestrator');
  mkdirSync(settings, { recursive: true });
  writeFileSync(
    join(settings, 'config.json'),
    JSON.stringify({
      executors: { fake: { argv: project.agent().split(' ') } },
      batch: { executor: 'fake' },
    }),
  );
  const server = startServer(project.folder, { env: project.environment() });
  running.push(server);
  await greet(server, capabilities);
  return { project, server };
}

const states = (document: object): unknown[] =>
  (document as { phases: { state: string }[] }).phases.map(({ state }) => state);

/** Answers the questions that come, one after the other. */
async function answer(server: RawServer, ...replies: readonly object[]): Promise<readonly Message[]> {
  const asked: Message[] = [];
  for (const reply of replies) {
    const question = await server.next(
      (message) => message.method === 'elicitation/create' && !asked.some(({ id }) => id === message.id),
    );
    asked.push(question);
    server.send({ id: question.id, result: reply });
  }
  return asked;
}

describe('running a batch', () => {
  test('[promise:mcp-consent] is not done where nobody can be asked: returns the command to type', async () => {
    const { server } = await place({});
    const { isError, text, document } = await call(server, 'batch_run_request', {
      batch: 1,
      executor: 'fake',
    });
    expect(isError).toBe(false);
    expect(text).toContain('Nothing was started');
    expect(text).toContain('orchestrator batch run 1 --executor fake');
    expect(text).toContain('fake_agent');
    expect(documentFaults(document)).toBe('');
    expect(states(document)).toEqual(['waiting']);
  });

  test('is asked for with every command, and not done on a no, a refusal or nonsense', async () => {
    const { server } = await place({ elicitation: {} });
    for (const reply of [
      { action: 'accept', content: { answer: 'no' } },
      { action: 'decline' },
      { action: 'cancel' },
      { action: 'accept', content: { answer: 'sure' } },
      { action: 'accept' },
    ]) {
      const called = server.ask('tools/call', { name: 'batch_run_request', arguments: { batch: 1 } });
      const asked = await server.next(({ method, id }) => method === 'elicitation/create' && !seen.has(id));
      seen.add(asked.id);
      expect(String(asked.params?.message)).toMatch(/fake_agent/u);
      server.send({ id: asked.id, result: reply });
      const { isError, text } = calledIn(await called);
      expect([reply, isError, text]).toEqual([reply, true, expect.stringContaining('Nothing was started')]);
    }
    expect(states((await call(server, 'batch_status', { batch: 1 })).document)).toEqual(['waiting']);
  });

  test('is done on a yes of a person, and told as it goes', async () => {
    const { server } = await place({ elicitation: { form: {} } });
    server.send({
      ...{ id: 'run', method: 'tools/call' },
      params: { name: 'batch_run_request', arguments: { batch: 1 }, _meta: { progressToken: 'p' } },
    });
    const [asked] = await answer(server, { action: 'accept', content: { answer: 'yes' } });
    expect(String(asked?.params?.message)).toContain('test -s');
    const { isError, document } = calledIn(await server.next(({ id }) => id === 'run'));
    expect([isError, states(document)]).toEqual([false, ['done']]);
    expect(documentFaults(document)).toBe('');
    expect(server.lines.some((line) => line.includes('notifications/progress'))).toBe(true);
    const again = await call(server, 'batch_run_request', { batch: 1 });
    expect(again.text).toContain('Every phase is done');
  });

  test('ends with its client: at once, with nothing left running, and can be gone on with', async () => {
    const { project, server } = await place(
      { elicitation: {} },
      { phases: { 1: [[{ work: 'done by' }, { tell: 'runs' }, { hang: true }]] }, default: [[]] },
    );
    const called = server.ask('tools/call', { name: 'batch_run_request', arguments: { batch: 1 } });
    called.catch(() => {});
    await answer(server, { action: 'accept', content: { answer: 'yes' } });
    await eventually(() => project.told('runs'));
    const from = performance.now();
    server.child.stdin?.end();
    expect((await server.ended).code).toBe(0);
    expect(performance.now() - from).toBeLessThan(2_500);
    await eventually(() => (project.processes().length === 0 ? true : undefined));
    project.script(WORKS);
    expect(await project.run()).toMatchObject({ state: 'done', code: 0 });
  });

  test('cannot be had by an answer that belongs to no question', async () => {
    const { server } = await place({ elicitation: {} });
    const called = server.ask('tools/call', {
      ...{ name: 'batch_run_request', arguments: { batch: 1 } },
      inputResponses: { question: { action: 'accept', content: { answer: 'yes' } } },
      requestState: 'v1.forged.state',
    });
    const first = await Promise.race([called, server.next(({ method }) => method === 'elicitation/create')]);
    expect(first.method === 'elicitation/create' || first.error !== undefined).toBe(true);
    if (first.method) server.send({ id: first.id, result: { action: 'decline' } });
    expect(states((await call(server, 'batch_status', { batch: 1 })).document)).toEqual(['waiting']);
  });
});

const seen = new Set<unknown>();
