import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { batchProject, phaseStates } from '../support/batch_project.ts';
import { goodStream, type Received, toolStream } from '../support/model_server.ts';
import {
  KEY,
  lastResult,
  messagesOf,
  ONE,
  report,
  serverFor,
  userSettings,
  worked,
} from '../support/model_worker.ts';
import { run } from '../support/program.ts';

const SANDBOX = spawnSync('bwrap', ['--unshare-pid', '--ro-bind', '/', '/', '--', '/bin/true']).status === 0;

describe('the built-in executor', () => {
  test.skipIf(!SANDBOX)(
    'works in a sandbox, with its key in a settings file that is hidden there',
    async () => {
      const server = await serverFor({
        1: [toolStream(['write', { path: 'src/1.txt', content: 'one\n' }]), report('done')],
      });
      const { origin } = new URL(server.baseUrl);
      const settings = { baseUrl: server.baseUrl, model: 'test-model', apiKey: { value: KEY, origin } };
      const project = await batchProject(ONE);
      userSettings(settings)(project);
      const args = ['batch', 'run', '1', '--yes', '--json', '--executor', 'model', '--sandbox', 'bwrap'];
      const ended = await run(args, { cwd: project.folder, env: project.environment() });
      await server.close();
      expect(phaseStates(JSON.parse(ended.out))).toEqual({ 1: 'done merged' });
      expect(project.result()['src/1.txt']).toBe('one\n');
    },
  );

  test('[promise:batch-model] carries a batch of two phases out with nothing but an endpoint', async () => {
    const server = await serverFor({
      1: [
        toolStream(['list', {}], ['read', { path: 'README.md' }]),
        toolStream(['write', { path: 'src/1.txt', content: 'one\n' }]),
        toolStream(['run', { command: 'test -s src/1.txt' }]),
        report('done'),
      ],
      2: [
        toolStream(['search', { text: 'on', path: 'src' }]),
        toolStream(['write', { path: 'src/2.txt', content: 'two\n' }]),
        toolStream(['edit', { path: 'src/2.txt', old: 'two', new: 'twice' }]),
        report('done'),
      ],
    });
    const { project, ended, log, status } = await worked(server, [{}, { after: ['1'] }]);
    expect([ended.code, ended.err]).toEqual([0, expect.any(String)]);
    expect(phaseStates(status)).toEqual({ 1: 'done merged', 2: 'done merged' });
    expect(project.result()).toMatchObject({ 'src/1.txt': 'one\n', 'src/2.txt': 'twice\n' });
    expect(server.complaints).toEqual([]);
    expect(lastResult(server.requests[3])).toMatch(/^exit code 0/u);
    expect(log).toContain('> write src/1.txt');
    expect(status.phases[0].attempts[0].tokens).toMatchObject({ total: 370, source: 'the output of model' });
    const transcript = readFileSync(project.path('logs/PRP-1.1.1-1.log'), 'utf8');
    expect(transcript).toContain('A project.');
    expect(transcript).not.toContain(KEY);
  });

  test('is quoted by its own words where it says that it is done and has changed nothing', async () => {
    const { status } = await worked(await serverFor({ 1: [goodStream('All of it was there before.')] }));
    const { reason, why } = status.phases[0].attempts[0].failed ?? status.phases[0].attempts[0];
    expect(JSON.stringify([reason, why, status.phases[0]])).toContain('All of it was there before.');
    expect(JSON.stringify(status.phases[0])).not.toContain('You have changed nothing yet');
  });

  test('is not started with arguments that it would refuse: that costs no attempt, and says which', async () => {
    const server = await serverFor({});
    const project = await batchProject(ONE);
    userSettings({ baseUrl: server.baseUrl, model: 'test-model' })(project);
    const set = await project.call('config', 'set', '--', 'executors.model.args', '--turns -1 --turn 5');
    expect(set.code).toBe(0);
    const { code, err } = await project.call('batch', 'run', '1', '--yes', '--executor', 'model');
    await server.close();
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining('refuse executors.model.args: --turns is a whole number from 1.'),
    });
    expect(err).toContain('refuse executors.model.args: There is no --turn.');
    expect(project.events('attempt-started')).toEqual([]);
  });

  test('is asked about with its endpoint, its model, and where the key goes', async () => {
    const project = await batchProject(ONE);
    const env = {
      ...project.environment(),
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      ORCHESTRATOR_MODEL: 'tiny',
    };
    const asked = await run(['batch', 'run', '1', '--executor', 'model', '--no-input'], {
      cwd: project.folder,
      env,
    });
    expect(asked.out + asked.err).toContain(
      'asks tiny at http://127.0.0.1:9/v1; the key from the variable OPENAI_API_KEY is sent only there',
    );
    expect(asked.out + asked.err).not.toContain(KEY);
    const none = await run(['batch', 'run', '1', '--executor', 'model', '--yes'], {
      cwd: project.folder,
      env: project.environment(),
    });
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no model is configured')]);
  });

  test('is told what was red when it is tried again', async () => {
    const server = await serverFor({
      1: [
        toolStream(['write', { path: 'src/1.txt', content: 'wrong' }]),
        report('done'),
        toolStream(['write', { path: 'src/1.txt', content: 'right' }]),
        report('done'),
      ],
    });
    const { ended } = await worked(server, [{ gates: ['grep right src/1.txt'] }], ['--retries', '1']);
    expect(ended.code).toBe(0);
    const prompt = messagesOf(server.requests[2] as Received)[1]?.content ?? '';
    expect(prompt).toContain('a gate is red');
  });
});
