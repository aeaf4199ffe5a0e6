import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acpAgent, talkedWith } from '../support/acp.ts';
import { type BatchProject, batchProject, phaseStates } from '../support/batch_project.ts';
import { emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';

const MODES = {
  session: {
    modes: { currentModeId: 'own', availableModes: [{ id: 'own' }, { id: 'default' }, { id: 'bold' }] },
  },
};

const runs = (project: BatchProject, executor: string, ...flags: readonly string[]) =>
  run(['batch', 'run', '1', '--yes', '--executor', executor, '--retries', '0', ...flags], {
    cwd: project.folder,
    env: project.environment(),
  });

/** Puts the example agent on the project's path under a name. */
function onPath(project: BatchProject, name: string, script: Parameters<typeof acpAgent>[1]): void {
  const bin = join(project.aside, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\nexec ${acpAgent(project, script)}\n`);
  chmodSync(join(bin, name), 0o755);
  const before = project.environment();
  project.environment = () => ({ ...before, PATH: `${bin}:${process.env.PATH ?? ''}` });
}

const toldTo = (project: BatchProject, method: string): object | undefined =>
  JSON.parse(project.told('seen.json') ?? '').heard.find(
    (each: { method?: string }) => each.method === method,
  )?.params;

const STEPS = [{ work: 'done' }, { note: 'seen.json' }];

describe.concurrent('an agent that speaks ACP', () => {
  test('is kept under a name, with its mode, its model and its way to log in', async () => {
    const project = await batchProject([{}]);
    const models = {
      id: 'm',
      name: 'Model',
      category: 'model',
      type: 'select',
      currentValue: 'small',
      options: [{ value: 'small' }, { value: 'large' }],
    };
    const script = { auth: ['by-key'], steps: STEPS, session: { ...MODES.session, configOptions: [models] } };
    const set = (name: string, value: string) => project.call('config', 'set', name, value);
    expect((await set('executors.mine', `acp:${acpAgent(project, script)}`)).code).toBe(0);
    await set('executors.mine.mode', 'bold');
    await set('executors.mine.model', 'large');
    await set('executors.mine.authenticate', 'by-key');
    const { out } = await project.call('config', 'get', 'executors.mine');
    expect(out).toContain(`acp:${process.execPath}`);
    const { code, err } = await runs(project, 'mine');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(err).toContain('uses the Agent Client Protocol, in mode bold, asks large, logs in by by-key');
    expect(toldTo(project, 'authenticate')).toEqual({ methodId: 'by-key' });
    expect(toldTo(project, 'session/set_mode')).toMatchObject({ modeId: 'bold' });
    expect(toldTo(project, 'session/set_config_option')).toMatchObject({ configId: 'm', value: 'large' });
    await set('executors.plain', 'true');
    expect((await set('executors.plain.mode', 'bold')).err).toContain('would have no effect');
  });

  test.each([
    ['mode', 'wild', 'It has no mode wild; it has: own, default, bold.'],
    ['model', 'wild', 'Its model cannot be chosen here'],
    ['authenticate', 'wild', 'It has no way to log in that is called wild; it has: none.'],
  ])('that has no such %s says what it has', async (field, value, why) => {
    const project = await batchProject([{}]);
    await project.call('config', 'set', 'executors.mine', `acp:${acpAgent(project, MODES)}`);
    await project.call('config', 'set', `executors.mine.${field}`, value);
    await runs(project, 'mine');
    expect(project.events('attempt-failed')[0]?.evidence).toContain(why);
  });

  test('that is known works in the mode in which it asks, and sees what it needs', async () => {
    const project = await batchProject([{}]);
    onPath(project, 'gemini', { ...MODES, steps: STEPS });
    const before = project.environment();
    project.environment = () => ({ ...before, GEMINI_API_KEY: 'k', OTHER: 'o' });
    const { code, err } = await runs(project, 'acp:gemini --acp');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(toldTo(project, 'session/set_mode')).toMatchObject({ modeId: 'default' });
    const { env } = JSON.parse(project.told('seen.json') ?? '');
    expect(env.GEMINI_API_KEY).toBe('k');
    expect(env.OTHER).toBeUndefined();
    expect(err).toContain('gemini --acp\n');
  });

  test('that would not speak the protocol as it is called is not started', async () => {
    const project = await batchProject([{}]);
    onPath(project, 'gemini', {});
    const { code, err } = await runs(project, 'acp:gemini');
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('Say: acp:gemini --acp') });
    expect(project.events('run-started')).toEqual([]);
  });

  test('whose tokens are not told in whole says so where there is a budget', async () => {
    const project = await batchProject([{}]);
    onPath(project, 'opencode', { steps: STEPS });
    const { code, err } = await runs(project, 'acp:opencode acp', '--budget-tokens', '1000');
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining('its output does not'),
    });
  });

  test('that keeps a key says so beforehand', async () => {
    const project = await batchProject([{}]);
    onPath(project, 'codex-acp', { auth: ['openai-api-key'], steps: STEPS });
    const before = project.environment();
    project.environment = () => ({ ...before, OPENAI_API_KEY: 'k' });
    const { code, err } = await runs(project, 'acp:codex-acp');
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining('writes the key of OPENAI_API_KEY to'),
    });
    expect(toldTo(project, 'authenticate')).toEqual({ methodId: 'openai-api-key' });
  });

  test.each(['by its name', 'after acp:', 'by its file'])(
    '[promise:batch-acp-registry] is taken from an entry of a registry %s, shown, and asked about',
    async (how) => {
      const project = await batchProject([{}]);
      // What npx would fetch is there.
      const writes = { write: { 'src/1.txt': 'Plain-Words-Of-Mine\n' } };
      onPath(project, 'npx', { steps: [...STEPS, writes] });
      const entry = {
        id: 'tiny',
        distribution: {
          npx: {
            package: 'tiny-agent@1.0.0',
            args: ['--acp'],
            env: { TINY: 'Plain-Words-Of-Mine', TINY_URL: 'https://me:secret@tiny.example/Plain-Words' },
          },
        },
      };
      const folder = join(project.home, '.config/orchestrator/agents');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'tiny.json'), JSON.stringify(entry));
      const name =
        {
          'by its name': 'tiny',
          'after acp:': 'acp:tiny',
          'by its file': `acp:${join(folder, 'tiny.json')}`,
        }[how] ?? '';
      const asked = await run(['batch', 'run', '1', '--executor', name], {
        cwd: project.folder,
        env: project.environment(),
      });
      expect(asked.code).toBe(2);
      expect(asked.err).toContain('npx --yes tiny-agent@1.0.0 --acp');
      expect(asked.err).toContain('has values of its entry for TINY, TINY_URL (leads to tiny.example:443)');
      expect(asked.err).not.toMatch(/Plain-Words|secret/u);
      expect(project.events('run-started')).toEqual([]);
      const tape = join(emptyFolder(), 'tape');
      const { code, err } = await runs(project, name, '--record', tape);
      expect({ code, err }).toMatchObject({ code: 0 });
      const files = readdirSync(tape).map((file) => readFileSync(join(tape, file), 'utf8'));
      expect(files.join('')).toContain('[key removed]');
      expect(files.join('')).not.toContain('Plain-Words');
      expect(JSON.parse(project.told('seen.json') ?? '').env.TINY).toBe('Plain-Words-Of-Mine');
    },
  );

  test('[promise:batch-npmrc] that npx fetches is shown with what .npmrc of the project sets', async () => {
    const npmrc = [
      '; mine',
      'registry=https://me:secret@evil.example/',
      '@tiny:registry = http://other.example',
      '//evil.example/:_authToken=secret',
    ];
    const project = await batchProject([{}], {}, { '.npmrc': `${npmrc.join('\n')}\n` });
    onPath(project, 'npx', { steps: STEPS });
    const { code, err } = await run(['batch', 'run', '1', '--executor', 'acp:npx tiny-agent'], {
      cwd: project.folder,
      env: project.environment(),
    });
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        "its package is fetched with the project's .npmrc, which sets registry (leads to evil.example:443), @tiny:registry (leads to other.example:80), //evil.example/:_authToken",
      ),
    });
    expect(err).not.toContain('secret');
  });

  test('an entry that cannot be used is said with its file', async () => {
    const project = await batchProject([{}]);
    writeFileSync(join(project.folder, 'agent.json'), '{"distribution": {}}');
    const { code, err } = await runs(project, 'acp:agent.json');
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining('no package for npx or uvx'),
    });
    expect(err).toContain('agent.json');
  });
});

describe('--ask', () => {
  const wish = { title: 'Look', kind: 'read', locations: [{ path: '/etc/hostname' }] };
  const SCRIPT = {
    steps: [
      { ask: { toolCall: wish, write: { 'src/1.txt': 'seen\n' } } },
      { ask: { toolCall: { ...wish, title: 'Look again' }, write: { 'src/2.txt': 'never\n' } } },
    ],
  };

  test('[promise:batch-ask] lets a person allow what no rule allows, once', async () => {
    const project = await batchProject([{}]);
    const args = ['batch', 'run', '1', '--yes', '--ask', '--executor', `acp:${acpAgent(project, SCRIPT)}`];
    const terminal = runInTerminal(args, { cwd: project.folder, columns: 200, env: project.environment() });
    await terminal.asks('Let the agent of phase 1 do it?', 'no', 'yes, this once');
    terminal.type('2\r');
    await terminal.shows('wants: read Look again', 'Enter chooses');
    terminal.type('\r');
    expect((await terminal.ends()).code).toBe(0);
    expect(Object.keys(project.result())).toContain('src/1.txt');
    expect(Object.keys(project.result())).not.toContain('src/2.txt');
    expect(terminal.transcript()).toContain('/etc/hostname: it is outside the working directory');
    expect(terminal.transcript()).toContain('denied: read Look again: /etc/hostname');
    expect(project.events('attempt-ended')[0]?.agent?.denied?.count).toBe(1);
  });

  test('[promise:batch-ask-in-time] denies in time what nobody answers, takes the question back, and goes on', async () => {
    const project = await batchProject([{}]);
    const settings = ['config', 'set', 'batch.askSeconds', '1'];
    expect((await project.call(...settings)).code).toBe(0);
    const script = { steps: [SCRIPT.steps[0] ?? {}, { write: { 'src/1.txt': 'done\n' } }] };
    const args = ['batch', 'run', '1', '--yes', '--ask', '--executor', `acp:${acpAgent(project, script)}`];
    const terminal = runInTerminal(args, { cwd: project.folder, columns: 200, env: project.environment() });
    await terminal.asks('Let the agent of phase 1 do it?', 'no', 'yes, this once');
    expect((await terminal.ends()).code).toBe(0);
    expect(terminal.transcript()).toContain('Without an answer it is denied 1 s after it asked.');
    expect(project.result()['src/1.txt']).toBe('done\n');
    expect(project.events('attempt-ended')[0]?.agent?.denied).toMatchObject({
      count: 1,
      first: [expect.stringContaining('nobody answered within 1 s')],
    });
  });

  test('Ctrl-C at the question stops the run as it does elsewhere, and costs no try', async () => {
    const project = await batchProject([{}]);
    const args = ['batch', 'run', '1', '--yes', '--ask', '--executor', `acp:${acpAgent(project, SCRIPT)}`];
    const terminal = runInTerminal(args, { cwd: project.folder, columns: 200, env: project.environment() });
    await terminal.asks('Let the agent of phase 1 do it?', 'no', 'yes, this once');
    terminal.type('\u0003');
    expect((await terminal.ends()).code).toBe(130);
    expect(terminal.transcript()).not.toContain('Look again');
    expect(project.events('attempt-failed')[0]?.reason).toBe('interrupted');
  });

  test.each([
    ['nobody can be asked', 'acp:true', 'nobody can be asked here'],
    ['nobody asks', 'codex', 'only an agent that speaks ACP'],
  ])('is refused where %s', async (_name, executor, why) => {
    const project = await batchProject([{}]);
    const { code, err } = await runs(project, executor, '--ask');
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(why) });
    expect(project.events('run-started')).toEqual([]);
  });
});

const SANDBOX = spawnSync('bwrap', ['--unshare-pid', '--ro-bind', '/', '/', '--', '/bin/true']).status === 0;

test.skipIf(!SANDBOX)('an agent that speaks ACP works in a sandbox as any other', async () => {
  const { ended, status, project } = await talkedWith(
    { steps: [{ work: 'done' }, { write: { '/etc/orchestrator-test': 'x' } }] },
    { flags: ['--retries', '0', '--sandbox', 'bwrap'] },
  );
  // Writing there ends it.
  expect(ended.code).toBe(1);
  expect(phaseStates(status)).toEqual({ 1: 'failed executor' });
  expect(project.events('attempt-failed')[0]?.evidence).toContain(
    'It ended in the middle of its work, with code 1, and said: Error: EROFS',
  );
  expect(project.events('attempt-started')[0]).toMatchObject({ sandbox: 'bwrap', protocol: 'acp' });
});
