import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { batchProject, phaseStates } from '../support/batch_project.ts';
import { apiError, json, type Reply, textChunk, toolStream } from '../support/model_server.ts';
import { KEY, ONCE, ONE, report, serverFor, userSettings, worked } from '../support/model_worker.ts';
import { start } from '../support/program.ts';
import { eventually } from '../support/wait.ts';

describe('the built-in executor, by what its endpoint does,', () => {
  test('is not idle while its endpoint works on an answer, which has a limit of its own', async () => {
    const slowly = (reply: Reply): Reply => ({
      ...{ kind: 'flow', first: '', piece: ': wait\n\n', everyMs: 100, times: 35 },
      last: reply.kind === 'pieces' ? reply.pieces.join('') : '',
    });
    const server = await serverFor({
      1: [slowly(toolStream(['write', { path: 'src/1.txt', content: 'one\n' }])), report('done')],
    });
    const { status } = await worked(server, ONE, [...ONCE, '--idle', '1']);
    expect(phaseStates(status)).toEqual({ 1: 'done merged' });
  });

  test('that is not let in says so, and is not tried again', async () => {
    const server = await serverFor({ 1: [apiError(401, `no such key ${KEY}`)] });
    const { project, ended, status } = await worked(server, ONE, ['--retries', '3']);
    expect(ended.code).toBe(1);
    expect(server.requests).toHaveLength(1);
    expect(phaseStates(status)).toEqual({ 1: 'failed authentication' });
    expect(JSON.stringify(project.events('attempt-failed')[0])).toContain(
      'refused the key from the variable OPENAI_API_KEY',
    );
    expect(JSON.stringify(status) + readFileSync(project.path('logs/PRP-1.1.1-1.log'), 'utf8')).not.toContain(
      KEY,
    );
  });

  test.each([
    ['a fault of the endpoint', apiError(500, 'out of order'), 'has a fault or is overloaded'],
    [
      'a stream that is cut',
      { kind: 'pieces', pieces: [textChunk('I beg')], after: 'end' } as Reply,
      'ended before it was finished',
    ],
    [
      'a refusal',
      json(200, { choices: [{ index: 0, message: { refusal: 'I will not.' }, finish_reason: 'stop' }] }),
      'refused to answer',
    ],
  ])('tells %s as the reason of the attempt', async (_name, reply, why) => {
    const server = await serverFor({ 1: [reply] });
    const { project, ended } = await worked(server, ONE, ONCE, userSettings({ maxTries: 1 }));
    expect(ended.code).toBe(1);
    expect(JSON.stringify(project.events('attempt-failed')[0])).toContain(why);
  });

  test('waits a limit of use out, and then goes on', async () => {
    const server = await serverFor({
      1: [
        apiError(429, 'slow down', {}, { 'retry-after': '1' }),
        toolStream(['write', { path: 'src/1.txt', content: 'one' }]),
        report('done'),
      ],
    });
    const { ended, status } = await worked(server, ONE, ONCE, userSettings({ maxTries: 1 }));
    expect(ended.code).toBe(0);
    expect(phaseStates(status)).toEqual({ 1: 'done limited merged' });
  });

  test('is held for as long as Retry-After says, however long that is', async () => {
    const server = await serverFor({ 1: [apiError(429, 'slow down', {}, { 'retry-after': '3600' })] });
    const project = await batchProject(ONE);
    const env = {
      ...project.environment(),
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: server.baseUrl,
      ORCHESTRATOR_MODEL: 'test-model',
    };
    const args = ['batch', 'run', '1', '--yes', '--json', '--executor', 'model', ...ONCE];
    const running = start(args, { cwd: project.folder, env });
    const held = await eventually(() => project.events('executor-held')[0]);
    running.signal('SIGTERM');
    await running.ended;
    await server.close();
    const seconds = (Date.parse(held.until ?? '') - Date.parse(held.at)) / 1_000;
    expect(seconds).toBeGreaterThan(3_500);
    expect(seconds).toBeLessThan(3_700);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['nothing comes back', { kind: 'silence' } as Reply],
    ['an answer stands still', { kind: 'pieces', pieces: [textChunk('I beg')], after: 'hang' } as Reply],
  ])('is ended where %s for as long as --idle says', async (_name, reply) => {
    const server = await serverFor({ 1: [reply] });
    const { status } = await worked(server, ONE, [...ONCE, '--idle', '1'], userSettings({ maxTries: 1 }));
    expect(phaseStates(status)).toEqual({ 1: 'failed executor' });
  });

  test('that is silent for as long as --idle says so, and not that a setting would help', async () => {
    const server = await serverFor({ 1: [{ kind: 'silence' }] });
    const flags = [...ONCE, '--idle', '1'];
    const { project, ended } = await worked(server, ONE, flags, userSettings({ maxTries: 1 }));
    expect(ended.code).toBe(1);
    const failed = JSON.stringify(project.events('attempt-failed')[0]);
    expect(failed).toContain('It may be silent for 1 s, as long as --idle says.');
    expect(failed).not.toContain('timeoutSeconds');
  });
});
