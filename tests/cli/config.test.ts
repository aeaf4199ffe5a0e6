import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { afterTest } from '../support/after_test.ts';
import { CANARY, showsKey } from '../support/model.ts';
import { apiError, json, type ModelServer, startModelServer } from '../support/model_server.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';

const OPENAI = 'https://api.openai.com';

function fileIn(home: string): string {
  return join(home, '.config/orchestrator/config.json');
}

function settingsIn(home: string): unknown {
  return JSON.parse(readFileSync(fileIn(home), 'utf8'));
}

function writeSettings(home: string, text: string | Uint8Array): void {
  mkdirSync(dirname(fileIn(home)), { recursive: true });
  writeFileSync(fileIn(home), text);
}

/** A server that lists `test-model` and wants this key. */
async function endpoint(key: string | null): Promise<ModelServer> {
  const server = await startModelServer(key, [json(200, { data: [{ id: 'test-model' }] })]);
  afterTest(() => server.close());
  return server;
}

describe('the verbs', () => {
  test('set keeps a value, get gives it back, unset takes it out, and each says what it did', async () => {
    const cwd = emptyFolder();
    const set = await run(['config', 'set', 'model', 'some-model'], { cwd });
    expect(set).toEqual({ code: 0, out: '', err: `Kept model in ${fileIn(cwd)}.\n` });
    expect(await run(['config', 'get', 'model'], { cwd })).toEqual({ code: 0, out: 'some-model\n', err: '' });
    expect(settingsIn(cwd)).toEqual({ model: 'some-model' });
    const unset = await run(['config', 'unset', 'model'], { cwd });
    expect(unset).toEqual({ code: 0, out: '', err: `Took out model in ${fileIn(cwd)}.\n` });
    const gone = await run(['config', 'get', 'model'], { cwd });
    expect(gone).toMatchObject({ code: 1, out: '', err: expect.stringContaining('model is not set') });
    expect(await run(['config', 'path'], { cwd })).toEqual({ code: 0, out: `${fileIn(cwd)}\n`, err: '' });
  });

  test('an executor that is only extended says what is set of it', async () => {
    const cwd = emptyFolder();
    await run(['config', 'set', 'executors.claude.model', 'opus'], { cwd });
    const got = await run(['config', 'get', 'executors.claude'], { cwd });
    expect(got).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('It has the settings executors.claude.model.'),
    });
  });

  test('each has one JSON document of its schema', async () => {
    const cwd = emptyFolder();
    const set = documentOf(await run(['config', 'set', 'maxTries', '2', '--json'], { cwd }));
    expect(set).toEqual({
      schema: 'orchestrator.config-set/1',
      ok: true,
      name: 'maxTries',
      file: fileIn(cwd),
      origin: null,
      putAside: null,
      overruledBy: null,
      keysElsewhere: [],
      problems: [],
    });
    expect(documentOf(await run(['config', 'get', 'maxTries', '--json'], { cwd }))).toEqual({
      schema: 'orchestrator.config-get/1',
      ok: true,
      setting: {
        name: 'maxTries',
        value: 2,
        source: 'user',
        from: 'the user’s settings',
        summary: 'requests for one answer, at most',
      },
      problems: [],
    });
    const unset = await run(['config', 'get', 'apiKey', '--json'], { cwd });
    expect(unset).toMatchObject({ code: 1, err: '' });
    expect(documentOf(unset)).toMatchObject({
      ok: false,
      setting: { name: 'apiKey', value: null },
      problems: [{ code: 'setting-not-set' }],
    });
    const list = documentOf(await run(['config', 'list', '--json'], { cwd }));
    expect(list).toMatchObject({ schema: 'orchestrator.config-list/1', ok: true, problems: [] });
    // Each once, those of groups too.
    const names = (list.settings as { name: string }[]).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['model', 'maxTries', 'batch.askSeconds']));
    expect(documentOf(await run(['config', 'path', '--json'], { cwd }))).toEqual({
      schema: 'orchestrator.config-path/1',
      ok: true,
      path: fileIn(cwd),
      problems: [],
    });
    expect(documentOf(await run(['config', 'unset', 'maxTries', '--json'], { cwd }))).toMatchObject({
      schema: 'orchestrator.config-unset/1',
      ok: true,
      name: 'maxTries',
    });
    expect(settingsIn(cwd)).toEqual({});
  });

  test('a misspelt setting gets a suggestion, exits 2 and changes nothing', async () => {
    const cwd = emptyFolder();
    for (const args of [
      ['get', 'modle'],
      ['set', 'modle', 'x'],
      ['unset', 'modle'],
    ]) {
      const { code, out, err } = await run(['config', ...args], { cwd });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('There is no setting modle.');
      expect(err).toContain('Did you mean model?');
    }
    expect(existsSync(fileIn(cwd))).toBe(false);
    expect(documentOf(await run(['config', 'get', 'nonsense', '--json'], { cwd }))).toMatchObject({
      schema: 'orchestrator.config-get/1',
      ok: false,
      setting: null,
      problems: [{ code: 'unknown-setting' }],
    });
  });

  test.each([
    ['maxTries', '0', 'is a whole number from 1 to 10'],
    ['maxTries', '2.5', 'is a whole number from 1 to 10'],
    ['timeoutSeconds', 'soon', 'is a number from 1 to 3600'],
    ['baseUrl', 'ftp://example.org', 'starts with https:// or http://'],
    ['baseUrl', 'https://user:word@example.org/v1', 'must not hold a user or password'],
    ['baseUrl', 'https://example.org/v1?key=1', 'must not have a ? or # part, but for ?api-version='],
    ['prompts', 'perhaps', 'is on or off'],
    ['model', 'two\nlines', 'must be one short line'],
    ['model', '', 'must not be empty'],
  ])('config set %s %j is refused: %s', async (name, value, rule) => {
    const cwd = emptyFolder();
    const { code, err } = await run(['config', 'set', name, value], { cwd });
    expect(code).toBe(2);
    expect(err).toContain(`${name} ${rule}.`);
    expect(existsSync(fileIn(cwd))).toBe(false);
  });

  test.each([
    ['batch.concurrency', '0', 'is a whole number from 1 to 64'],
    ['batch.retries', '21', 'is a whole number from 0 to 20'],
    ['batch.idleSeconds', '0.5', 'is a number from 1 to 604800'],
    ['batch.setup', 'a\nb', 'must be one line'],
    ['batch.link', 'a,,b', 'is a comma-separated list of paths'],
  ])('config set %s %j is refused: %s', async (name, value, rule) => {
    const cwd = emptyFolder();
    const { code, err } = await run(['config', 'set', name, value], { cwd });
    expect(code).toBe(2);
    expect(err).toContain(`${name} ${rule}.`);
    expect(existsSync(fileIn(cwd))).toBe(false);
  });

  test('settings of batches are kept together, and taken out one by one', async () => {
    const cwd = emptyFolder();
    const get = async (name: string) => (await run(['config', 'get', name], { cwd })).out.trim();
    expect(await get('batch.concurrency')).toBe('2');
    await run(['config', 'set', 'batch.concurrency', '4'], { cwd });
    await run(['config', 'set', 'batch.link', 'node_modules, .env.test'], { cwd });
    await run(['config', 'set', 'batch.setup', 'npm ci'], { cwd });
    expect(settingsIn(cwd)).toEqual({
      batch: { concurrency: 4, link: ['node_modules', '.env.test'], setup: 'npm ci' },
    });
    expect(await get('batch.concurrency')).toBe('4');
    expect(await get('batch.link')).toBe('node_modules, .env.test');
    for (const name of ['concurrency', 'link', 'setup'])
      await run(['config', 'unset', `batch.${name}`], { cwd });
    expect(settingsIn(cwd)).toEqual({});
    expect((await run(['config', 'set', 'batch.concurency', '4'], { cwd })).err).toContain(
      'Did you mean batch.concurrency?',
    );
  });

  test('an executor of one’s own is a command', async () => {
    const cwd = emptyFolder();
    const command = "bash 'my agent.sh' {prp} 'it'\\''s'";
    const set = await run(['config', 'set', 'executors.mine', command], { cwd });
    expect(set).toEqual({ code: 0, out: '', err: `Kept executors.mine in ${fileIn(cwd)}.\n` });
    expect(settingsIn(cwd)).toEqual({
      executors: { mine: { argv: ['bash', 'my agent.sh', '{prp}', "it's"] } },
    });
    const { out } = await run(['config', 'get', 'executors.mine'], { cwd });
    expect(out.trim()).toBe("bash 'my agent.sh' {prp} 'it'\\''s'");
    await run(['config', 'set', 'executors.mine', out.trim()], { cwd });
    expect(settingsIn(cwd)).toMatchObject({ executors: { mine: { argv: { length: 4 } } } });
    expect((await run(['config', 'list'], { cwd })).out).toContain('executors.mine');
    await run(['config', 'unset', 'executors.mine'], { cwd });
    expect(settingsIn(cwd)).toEqual({});
    expect(await run(['config', 'get', 'executors.mine'], { cwd })).toMatchObject({ code: 1, out: '' });
  });

  test('[promise:place-settings] a place is made piece by piece, each checked, listed and taken out again', async () => {
    const cwd = emptyFolder();
    const set = (name: string, value: string) => run(['config', 'set', '--', name, value], { cwd });
    const kept = async (name: string, value: string) =>
      expect(await set(name, value)).toMatchObject({ code: 0, err: `Kept ${name} in ${fileIn(cwd)}.\n` });
    expect(await set('places.big.slots', '8')).toMatchObject({
      code: 2,
      err: expect.stringContaining('has neither ssh nor slurm'),
    });
    await kept('places.big.ssh', 'me@big.example');
    await kept('places.big.slots', '8');
    await kept('places.big.folder', '~/my work');
    await kept('places.big.env', 'MY_KEY, MY_TEAM');
    await kept('places.cluster.slurm', 'on');
    await kept('places.cluster.slurm.mem', '16G');
    await kept('places.cluster.slurm.cpus', '4');
    await kept('places.cluster.slurm.options', '--qos=low --nodelist=a,b');
    expect(settingsIn(cwd)).toEqual({
      places: {
        big: { ssh: 'me@big.example', slots: 8, folder: '~/my work', env: ['MY_KEY', 'MY_TEAM'] },
        cluster: { slurm: { mem: '16G', cpus: 4, options: ['--qos=low', '--nodelist=a,b'] } },
      },
    });
    const { out } = await run(['config', 'list'], { cwd });
    expect(out).toMatch(/^places\.big\.ssh +me@big\.example /mu);
    expect(out).toMatch(/^places\.cluster\.slurm\.options +--qos=low '?--nodelist=a,b'? /mu);
    expect((await run(['config', 'get', 'places.big.env'], { cwd })).out).toBe('MY_KEY, MY_TEAM\n');
    const before = settingsIn(cwd);
    for (const [name, value, said] of [
      ['places.big.ssh', '-oProxyCommand=evil', 'user@host'],
      ['places.big.slots', '65', 'from 1 to 64'],
      ['places.big.slots', '1e1', 'from 1 to 64'],
      ['places.big.env', 'MY KEY', 'variable names'],
      ['places.big.folder', 'host:there', 'without a colon'],
      ['places.cluster.slurm.options', '--qos=low; rm', '--name=value'],
      ['places.cluster.slurm.mem', 'much', '16G'],
      ['places.cluster.env', 'MY_KEY', 'would store the values'],
      ['places.local.ssh', 'host', 'local is this machine'],
      ['places.a b.ssh', 'host', 'is not a name for a place'],
      ['places.big.slurm.memory', '1G', 'Did you mean places.big.slurm.mem?'],
      ['places.big', 'host', 'is a whole place'],
      ['places.__proto__.ssh', 'host', 'is not a name for a place'],
    ] as const) {
      const refused = await set(name, value);
      expect([name, refused.code, refused.err]).toEqual([name, 2, expect.stringContaining(said)]);
    }
    expect(settingsIn(cwd)).toEqual(before);
    for (const name of ['places.big.env', 'places.cluster.slurm.cpus', 'places.big.slots'])
      expect((await run(['config', 'unset', name], { cwd })).code).toBe(0);
    expect(settingsIn(cwd)).toEqual({
      places: {
        big: { ssh: 'me@big.example', folder: '~/my work' },
        cluster: { slurm: { mem: '16G', options: ['--qos=low', '--nodelist=a,b'] } },
      },
    });
    // Without its host nothing of it says anything.
    await run(['config', 'unset', 'places.big.ssh'], { cwd });
    await run(['config', 'unset', 'places.cluster'], { cwd });
    expect(settingsIn(cwd)).toEqual({});
    expect(await run(['config', 'get', 'places.big.ssh'], { cwd })).toMatchObject({ code: 1, out: '' });
  });

  test('an executor is extended, piece by piece', async () => {
    const cwd = emptyFolder();
    const set = async (name: string, value: string) =>
      expect(await run(['config', 'set', '--', name, value], { cwd })).toMatchObject({ code: 0 });
    await set('executors.claude.env', 'MY_PROXY, MY_TEAM');
    await set('executors.claude.model', 'opus');
    await set('executors.claude.args', "--append-system-prompt 'be brief'");
    const all = { env: ['MY_PROXY', 'MY_TEAM'], model: 'opus', args: ['--append-system-prompt', 'be brief'] };
    expect(settingsIn(cwd)).toEqual({ executors: { claude: all } });
    expect((await run(['config', 'get', 'executors.claude.env'], { cwd })).out).toBe('MY_PROXY, MY_TEAM\n');
    expect((await run(['config', 'list'], { cwd })).out).toMatch(/^executors\.claude\.model +opus /mu);
    await set('executors.claude', 'my-claude');
    expect(settingsIn(cwd)).toEqual({ executors: { claude: { ...all, argv: ['my-claude'] } } });
    for (const part of ['', '.args', '.model', '.env'])
      await run(['config', 'unset', `executors.claude${part}`], { cwd });
    expect(settingsIn(cwd)).toEqual({});
    await set('executors.mine', 'agent');
    await set('executors.mine.env', 'MINE');
    const { code, err } = await run(['config', 'set', 'executors.mine.model', 'x'], { cwd });
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('no effect') });
    await run(['config', 'unset', 'executors.mine'], { cwd });
    expect(settingsIn(cwd)).toEqual({});
  });

  test.each([
    ['executors.mine', 'agent | tee log', "sh -c '"],
    ['executors.mine', 'agent $HOME', "sh -c '"],
    ['executors.dry-run', 'agent', 'is a built-in executor'],
    ['executors.a.b', 'agent', 'There is no setting executors.a.b.'],
    ['executors.claude.env', 'A=B', 'variable names'],
    ['executors.claude.args', '--x $HOME', 'which no shell splits'],
    ['executors.claude.model', '--yolo', 'one short line'],
    ['executors.mine.env', 'A', "config set executors.mine 'COMMAND'"],
    ['executors.', 'agent', 'not a name for an executor'],
    ['executors.__proto__', 'agent', 'not a name for an executor'],
  ])('config set %s %j is refused and says: %s', async (name, value, said) => {
    const cwd = emptyFolder();
    const { code, err } = await run(['config', 'set', '--', name, value], { cwd });
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(existsSync(fileIn(cwd))).toBe(false);
  });

  test.each([
    [{ batch: { concurrency: 0 } }, 'batch.concurrency is a whole number from 1 to 64.'],
    [{ batch: { companions: [{ of: 'a' }] } }, 'batch.companions must have required property'],
    [{ executors: { mine: { argv: [] } } }, 'executors.mine must NOT have fewer than 1 items.'],
    [{ executors: { mine: { argv: ['a'], env: ['A=B'] } } }, 'executors.mine must match pattern'],
    [{ executors: { 'a b': { argv: ['a'] } } }, 'of that name has a name that no executor can have.'],
  ])('a file with %j drops that alone, and says so with its place', async (settings, said) => {
    const cwd = emptyFolder();
    writeSettings(cwd, JSON.stringify({ ...settings, model: 'kept' }));
    const { err, out } = await run(['config', 'list'], { cwd });
    expect(err).toContain(`warning: ${said}`);
    expect(err).toMatch(/config\.json:1:\d+: warning/u);
    expect(out).toMatch(/^model +kept +\(the user’s settings\)$/mu);
  });

  test('a value is needed, and said so', async () => {
    const { code, err } = await run(['config', 'set', 'model'], { cwd: emptyFolder() });
    expect(code).toBe(2);
    expect(err).toContain('orchestrator config set model VALUE');
  });
});

describe('the file', () => {
  test('[promise:private-settings] is the user’s alone: mode 0600 in a folder of mode 0700', async () => {
    const cwd = emptyFolder();
    mkdirSync(dirname(fileIn(cwd)), { recursive: true, mode: 0o755 });
    writeFileSync(fileIn(cwd), '{"maxTries":2}', { mode: 0o644 });
    await run(['config', 'set', 'model', 'x'], { cwd });
    expect(statSync(fileIn(cwd)).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(fileIn(cwd))).mode & 0o777).toBe(0o700);
    expect(settingsIn(cwd)).toEqual({ maxTries: 2, model: 'x' });
    // The lock stays for the next writer; there is nothing in it.
    expect(readdirSync(dirname(fileIn(cwd)))).toEqual(['config.json', 'config.lock']);
  });

  test('stands in XDG_CONFIG_HOME, unless that is a relative path', async () => {
    const cwd = emptyFolder();
    const elsewhere = emptyFolder();
    const path = async (folder: string) =>
      (await run(['config', 'path'], { cwd, env: { XDG_CONFIG_HOME: folder } })).out.trim();
    expect(await path(elsewhere)).toBe(join(elsewhere, 'orchestrator/config.json'));
    expect(await path('relative')).toBe(fileIn(cwd));
    expect(await path('')).toBe(fileIn(cwd));
  });

  test('without a home there is no file, which is said', async () => {
    const options = { cwd: emptyFolder(), env: { HOME: 'relative' } };
    for (const args of [['path'], ['set', 'model', 'x']]) {
      const { code, out, err } = await run(['config', ...args], options);
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toContain('Set HOME or XDG_CONFIG_HOME');
    }
    expect((await run(['config', 'list'], options)).code).toBe(0);
  });

  test.each<[string, string | Uint8Array]>([
    ['cut off', '{"model": "some-mo'],
    ['binary', new Uint8Array([0x7b, 0x00, 0xff, 0xfe])],
    ['empty', ''],
    ['not an object', '[]'],
  ])(
    '[promise:damaged-settings] that is %s is named by every read, and put aside by the next set',
    async (_, text) => {
      const cwd = emptyFolder();
      writeSettings(cwd, text);
      for (const args of [['list'], ['get', 'maxTries']]) {
        const { code, out, err } = await run(['config', ...args], { cwd });
        expect(code).toBe(0);
        expect(out).not.toBe('');
        expect(err).toContain('warning: The settings file cannot be used, so none of its settings apply: ');
        expect(err).toMatch(/config\.json:1:\d+: warning/u);
      }
      expect(documentOf(await run(['config', 'list', '--json'], { cwd })).problems).toMatchObject([
        { severity: 'warning', code: 'settings-damaged', file: fileIn(cwd) },
      ]);
      expect(readFileSync(fileIn(cwd))).toEqual(Buffer.from(text));
      expect((await run(['new', 'A', '--goal', '3', '--title', 'T'], { cwd })).code).toBe(0);
      const set = await run(['config', 'set', 'model', 'x'], { cwd });
      expect(set.code).toBe(0);
      expect(set.err).toContain(`The settings file was damaged; it is kept as ${fileIn(cwd)}.damaged-1.`);
      expect(readFileSync(`${fileIn(cwd)}.damaged-1`)).toEqual(Buffer.from(text));
      expect(settingsIn(cwd)).toEqual({ model: 'x' });
    },
  );

  test('a second damaged file does not replace the first', async () => {
    const cwd = emptyFolder();
    for (const text of ['{"first', '{"second']) {
      writeSettings(cwd, text);
      await run(['config', 'set', 'model', 'x'], { cwd });
    }
    expect(readFileSync(`${fileIn(cwd)}.damaged-1`, 'utf8')).toBe('{"first');
    expect(readFileSync(`${fileIn(cwd)}.damaged-2`, 'utf8')).toBe('{"second');
  });
});

describe('the source of a value', () => {
  test('is shown, and the environment wins over the user’s settings', async () => {
    const cwd = emptyFolder();
    await run(['config', 'set', 'model', 'of-the-user'], { cwd });
    const get = async (env: Record<string, string> = {}) => {
      const { setting } = documentOf(await run(['config', 'get', 'model', '--json'], { cwd, env }));
      return setting;
    };
    expect(await get()).toMatchObject({ value: 'of-the-user', source: 'user' });
    expect(await get({ ORCHESTRATOR_MODEL: 'of-the-shell' })).toMatchObject({
      value: 'of-the-shell',
      source: 'environment',
      from: 'the variable ORCHESTRATOR_MODEL',
    });
    expect(await get({ ORCHESTRATOR_MODEL: '' })).toMatchObject({ source: 'user' });
    await run(['config', 'unset', 'model'], { cwd });
    expect(await get()).toMatchObject({ value: null, source: 'default' });
    const { out } = await run(['config', 'list'], { cwd, env: { OPENAI_BASE_URL: 'http://localhost:1/v1' } });
    expect(out).toMatch(/^baseUrl +http:\/\/localhost:1\/v1 +\(the variable OPENAI_BASE_URL\)$/mu);
    expect(out).toMatch(/^maxTries +3 +\(the default\)$/mu);
  });

  test('[promise:never-from-project] is no file of a project', async () => {
    const cwd = emptyFolder();
    const home = emptyFolder();
    writeFileSync(join(cwd, '.env'), 'OPENAI_BASE_URL=https://evil.example/v1\nOPENAI_API_KEY=sk-x\n');
    writeFileSync(join(cwd, 'config.json'), '{"baseUrl":"https://evil.example/v1"}');
    mkdirSync(join(cwd, '.config/orchestrator'), { recursive: true });
    writeFileSync(join(cwd, '.config/orchestrator/config.json'), '{"baseUrl":"https://evil.example/v1"}');
    const { out } = await run(['config', 'list'], { cwd, env: { HOME: home } });
    expect(out).not.toContain('evil');
  });

  test('set says when something else wins over what it kept', async () => {
    const env = { ORCHESTRATOR_MODEL: 'other' };
    const { err } = await run(['config', 'set', 'model', 'x'], { cwd: emptyFolder(), env });
    expect(err).toContain('Note: the variable ORCHESTRATOR_MODEL overrides it');
  });

  test('set and unset of the endpoint say that a key stays with the one that it is for, and what to do', async () => {
    const cwd = emptyFolder();
    await run(['config', 'set', 'apiKey', '-'], { cwd, input: CANARY });
    await run(['config', 'set', 'apiKeyCommand', 'print-key'], { cwd });
    const local = 'http://localhost:1/v1';
    const { code, err } = await run(['config', 'set', 'baseUrl', local], { cwd });
    expect(code).toBe(0);
    for (const name of ['apiKey', 'apiKeyCommand']) {
      expect(err).toContain(
        `Note: ${name} is kept for https://api.openai.com and is not sent to this endpoint.`,
      );
      expect(err).toContain(`orchestrator config set ${name}\n`);
    }
    const doctor = await run(['doctor', '--offline'], { cwd, env: { ORCHESTRATOR_MODEL: 'm' } });
    expect(doctor.out).toContain('none is sent (the user’s settings (apiKey) is for https://api.openai.com;');
    expect(doctor.out).toContain('run `orchestrator config set apiKey`: it replaces the other.');
    const same = documentOf(
      await run(['config', 'set', 'baseUrl', 'https://api.openai.com/v2', '--json'], { cwd }),
    );
    expect(same.keysElsewhere).toEqual([]);
    await run(['config', 'set', 'baseUrl', local], { cwd });
    await run(['config', 'set', 'apiKey', '-'], { cwd, input: CANARY });
    const unset = documentOf(await run(['config', 'unset', 'baseUrl', '--json'], { cwd }));
    expect(unset.keysElsewhere).toEqual([{ name: 'apiKey', origin: 'http://localhost:1' }]);
  });

  test('a wrong value in the environment is an error without the value, and the next source counts', async () => {
    const env = { OPENAI_BASE_URL: 'https://user:password-canary@example.org' };
    const { code, out, err } = await run(['config', 'list'], { cwd: emptyFolder(), env });
    expect(code).toBe(1);
    expect(out).toContain('https://api.openai.com/v1');
    expect(err).toContain('error: baseUrl must not hold a user or password.');
    expect(out + err).not.toContain('password-canary');
  });
});

describe('a key', () => {
  test('[promise:no-key-in-arguments] in the arguments is refused, not repeated, and changes nothing', async () => {
    const cwd = emptyFolder();
    for (const args of [
      ['config', 'set', 'apiKey', CANARY],
      ['config', 'set', `apiKey=${CANARY}`],
      ['config', 'set', CANARY, 'apiKey'],
      ['new', 'A', `--api-key=${CANARY}`],
      ['new', 'A', '--api-key', CANARY],
    ]) {
      for (const more of [[], ['--json'], ['--debug']]) {
        const { code, out, err } = await run([...args, ...more], { cwd });
        expect(code).toBe(2);
        expect(showsKey(out + err), `${args[0]} ${args[1]}: ${err}`).toBe(false);
      }
    }
    const { err } = await run(['config', 'set', 'apiKey', CANARY], { cwd });
    expect(err).toContain('Nothing was changed.');
    expect(err).toContain('config set apiKey -');
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('from standard input is kept with the origin that is configured then, and never shown', async () => {
    const cwd = emptyFolder();
    const first = await run(['config', 'set', 'apiKey', '-'], { cwd, input: `${CANARY}\n` });
    expect(first.code).toBe(0);
    expect(first.err).toContain(`It is for ${OPENAI}, and is sent nowhere else.`);
    expect(settingsIn(cwd)).toEqual({ apiKey: { value: CANARY, origin: OPENAI } });
    await run(['config', 'set', 'baseUrl', 'https://example.org:8443/api/v1'], { cwd });
    expect(settingsIn(cwd)).toMatchObject({ apiKey: { origin: OPENAI } });
    const second = await run(['config', 'set', 'apiKey', '-', '--json'], { cwd, input: CANARY });
    expect(documentOf(second).origin).toBe('https://example.org:8443');
    expect(settingsIn(cwd)).toMatchObject({ apiKey: { value: CANARY, origin: 'https://example.org:8443' } });
    for (const args of [['list'], ['get', 'apiKey'], ['list', '--json'], ['get', 'apiKey', '--json']]) {
      for (const env of [{}, { OPENAI_API_KEY: CANARY }]) {
        const { code, out, err } = await run(['config', ...args], { cwd, env });
        expect(code).toBe(0);
        expect(out).toContain('(set, not shown)');
        expect(showsKey(out + err + first.err + second.out)).toBe(false);
      }
    }
    expect((await run(['config', 'list'], { cwd })).out).toMatch(
      /^apiKey .*, for https:\/\/example\.org:8443\)$/mu,
    );
  });

  test.each(['', '  \n', 'two words', 'sk-\u00e9', 'line\nline'])(
    'from standard input that is %j is refused without being quoted',
    async (input) => {
      const cwd = emptyFolder();
      const { code, err } = await run(['config', 'set', 'apiKey', '-'], { cwd, input });
      expect(code).toBe(2);
      expect(err).toMatch(/error: apiKey must/u);
      if (input.trim() !== '') expect(err).not.toContain(input.trim());
      expect(existsSync(fileIn(cwd))).toBe(false);
    },
  );

  test('that nobody can be asked for is an error with a remedy', async () => {
    const { code, err } = await run(['config', 'set', 'apiKey'], { cwd: emptyFolder() });
    expect(code).toBe(2);
    expect(err).toContain('orchestrator config set apiKey - < FILE');
  });

  test.each<[string, Record<string, string>]>([
    ['in a terminal', {}],
    ['with ACCESSIBLE=1', { ACCESSIBLE: '1' }],
    ['with TERM=dumb', { TERM: 'dumb' }],
  ])(
    '[promise:hidden-prompt] typed %s is kept, and not one character of it is on the screen',
    async (_, env) => {
      const cwd = emptyFolder();
      const terminal = runInTerminal(['config', 'set', 'apiKey'], { cwd, env });
      await terminal.shows('apiKey (not shown):');
      const key = 'zqzqZQZQ7788';
      for (const character of key) terminal.type(character);
      terminal.type('\r');
      expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
      const shown = terminal.raw().replaceAll(cwd, '');
      for (const character of new Set('zqZQ78'))
        expect(shown.replace(/\u001b\[[0-9;?]*[A-Za-z]/gu, '')).not.toContain(character);
      expect(settingsIn(cwd)).toEqual({ apiKey: { value: key, origin: OPENAI } });
    },
  );

  test('pasted at once is not on the screen either', async () => {
    const cwd = emptyFolder();
    const terminal = runInTerminal(['config', 'set', 'apiKey'], { cwd });
    await terminal.shows('apiKey (not shown):');
    terminal.type(`${CANARY}\r`);
    expect((await terminal.ends()).code).toBe(0);
    expect(showsKey(terminal.raw())).toBe(false);
    expect(settingsIn(cwd)).toMatchObject({ apiKey: { value: CANARY } });
  });

  test.each<[string, string[], Record<string, string>]>([
    ['Ctrl-C', ['abc', '\u0003'], {}],
    ['Ctrl-C with ACCESSIBLE=1', ['abc', '\u0003'], { ACCESSIBLE: '1' }],
    ['Ctrl-D', ['\u0004'], {}],
    ['Escape', ['\u001b'], {}],
    ['Enter without a key', ['\r'], {}],
  ])('%s at the prompt exits 130 and keeps nothing', async (_, keys, env) => {
    const cwd = emptyFolder();
    const terminal = runInTerminal(['config', 'set', 'apiKey'], { cwd, env });
    await terminal.shows('apiKey (not shown):');
    terminal.type(...keys);
    expect(await terminal.ends()).toEqual({ code: 130, signal: null, cooked: true });
    expect(terminal.transcript()).toContain('Stopped; nothing was changed.');
    expect(existsSync(fileIn(cwd))).toBe(false);
  });
});

describe('apiKeyCommand', () => {
  /** A home with an endpoint and a command for its key. */
  async function homeWith(command: string, server: ModelServer): Promise<string> {
    const cwd = emptyFolder();
    for (const [name, value] of [
      ['baseUrl', server.baseUrl],
      ['model', 'test-model'],
      ['timeoutSeconds', '1'],
      ['apiKeyCommand', command],
    ]) {
      expect((await run(['config', 'set', name ?? '', value ?? ''], { cwd })).code).toBe(0);
    }
    return cwd;
  }

  test('[promise:key-command] gives the key that is sent', async () => {
    const server = await endpoint(CANARY);
    const cwd = await homeWith(`printf '%s\\n' ${CANARY}`, server);
    expect(settingsIn(cwd)).toMatchObject({ apiKeyCommand: { origin: server.origin } });
    const { code, out, err } = await run(['doctor', '--debug'], { cwd });
    expect(out).toContain('from the user’s settings (apiKeyCommand)');
    expect(code).toBe(0);
    expect(server.requests).toHaveLength(1);
    expect(server.complaints).toEqual([]);
    expect(showsKey(out + err)).toBe(false);
  });

  test('does not see OPENAI_API_KEY', async () => {
    const server = await endpoint('none');
    const cwd = await homeWith('printf "%s" "${OPENAI_API_KEY-none}"', server);
    const { out } = await run(['doctor'], { cwd, env: { OPENAI_API_KEY: CANARY } });
    expect(out).toContain('apiKeyCommand');
    expect(server.complaints).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['exit 3', 'it ended with exit code 3'],
    ['true', 'it printed no key'],
    ['echo two words', 'it printed no key'],
    ['sleep 60', 'it took longer than 1 s'],
    ['yes', 'it printed much more than a key'],
    ['no-such-program-here', 'it ended with exit code 127'],
  ])('that is `%s` is a clear reason, and nothing is sent', async (command, why) => {
    const server = await endpoint(null);
    const cwd = await homeWith(command, server);
    const { code, out } = await run(['doctor'], { cwd });
    expect(code).toBe(1);
    expect(out).toContain(`apiKeyCommand gave no key: ${why}`);
    expect(out).toContain('orchestrator config set apiKeyCommand');
    expect(server.requests).toEqual([]);
  });

  test('that leaves a program running does not wait for it', async () => {
    const server = await endpoint(CANARY);
    const cwd = await homeWith(`sleep 60 & echo ${CANARY}`, server);
    expect((await run(['doctor'], { cwd })).code).toBe(0);
    expect(server.complaints).toEqual([]);
  });
});

test('[promise:key-origin] a key goes to the origin that it was configured for, and to no other', async () => {
  const own = await endpoint(CANARY);
  const other = await endpoint(null);
  const cwd = emptyFolder();
  await run(['config', 'set', 'baseUrl', own.baseUrl], { cwd });
  await run(['config', 'set', 'model', 'test-model'], { cwd });
  await run(['config', 'set', 'apiKey', '-'], { cwd, input: CANARY });
  expect((await run(['doctor'], { cwd })).code).toBe(0);
  await run(['doctor'], { cwd, env: { OPENAI_BASE_URL: other.baseUrl } });
  await run(['doctor'], { cwd, env: { OPENAI_BASE_URL: other.baseUrl, OPENAI_API_KEY: undefined } });
  expect(own.requests).toHaveLength(1);
  expect(other.requests).toHaveLength(2);
  expect([...own.complaints, ...other.complaints]).toEqual([]);
});

test('a key in the environment is for OpenAI’s own endpoint, unless the environment names another', async () => {
  const server = await endpoint(null);
  const cwd = emptyFolder();
  await run(['config', 'set', 'baseUrl', server.baseUrl], { cwd });
  await run(['config', 'set', 'model', 'test-model'], { cwd });
  expect((await run(['doctor'], { cwd, env: { OPENAI_API_KEY: CANARY } })).code).toBe(0);
  expect(server.requests).toHaveLength(1);
  expect(server.complaints).toEqual([]);
});

describe('for good', () => {
  test('[promise:prompts-off] prompts off makes the wizard name what is missing instead of asking', async () => {
    const cwd = emptyFolder();
    await run(['config', 'set', 'prompts', 'off'], { cwd });
    const terminal = runInTerminal(['new'], { cwd });
    expect((await terminal.ends()).code).toBe(2);
    expect(terminal.transcript()).toContain('The framework needs a name');
    expect(terminal.transcript()).not.toContain('Enter a name');
  });

  test('spinner off says in one line that something works', async () => {
    const server = await startModelServer(null, [apiError(500, 'Down')]);
    afterTest(() => server.close());
    const cwd = emptyFolder();
    writeSettings(
      cwd,
      JSON.stringify({ baseUrl: server.baseUrl, model: 'test-model', maxTries: 1, spinner: false }),
    );
    const goal = {
      description: 'd',
      persona: 'none_such.txt',
      protocol: 'code_review_pass.txt',
      constraints: [],
    };
    writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { ONE: goal } }));
    const terminal = runInTerminal(['new', 'A', '--goal', '1', '--yes'], { cwd });
    expect((await terminal.ends()).code).toBe(0);
    expect(terminal.transcript()).toContain('Generating none_such.txt with test-model ...');
    // A spinner hides the cursor and draws over its own line.
    expect(terminal.raw()).not.toContain('\u001b[?25l');
    expect(terminal.raw()).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u);
  });
});
