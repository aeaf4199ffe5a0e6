import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GIVEN, newFramework } from '../support/framework.ts';
import { modelServer } from '../support/generation.ts';
import { CANARY, showsKey } from '../support/model.ts';
import { goodStream, type ModelServer } from '../support/model_server.ts';
import { documentOf, emptyFolder, type Run, run, runProcess } from '../support/program.ts';

function settingsFolder(cwd: string): string {
  const folder = join(cwd, '.config/orchestrator');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function fileIn(cwd: string): string {
  return join(settingsFolder(cwd), 'config.json');
}

const RUN = ['run', 'Audit', ...GIVEN, '--no-input'];
/** As a shell has it: a key for OpenAI's own endpoint, to which nothing may go that was meant for another. */
const SHELL = { OPENAI_API_KEY: CANARY, HTTPS_PROXY: 'http://127.0.0.1:9' };

/** A framework, the settings of a user, and a server that they name. */
async function place(
  settings: (server: ModelServer) => string,
): Promise<{ cwd: string; server: ModelServer }> {
  const cwd = await newFramework();
  const server = await modelServer(null, [goodStream('Fine.')]);
  writeFileSync(fileIn(cwd), settings(server));
  return { cwd, server };
}

describe('settings with an endpoint', () => {
  test.each<[string, (url: string) => string]>([
    ['a trailing comma', (url) => `{\n  "baseUrl": "${url}",\n  "model": "m",\n}\n`],
    ['comments', (url) => `{\n  // mine\n  "baseUrl": "${url}", /* here */ "model": "m"\n}`],
    ['a byte order mark', (url) => `\ufeff{"baseUrl": "${url}", "model": "m"}`],
    ['a $schema', (url) => `{"$schema": "x", "baseUrl": "${url}", "model": "m"}`],
  ])('and %s are read whole, without a word', async (_, text) => {
    const { cwd, server } = await place(({ baseUrl }) => text(baseUrl));
    const { code, out, err } = await run(RUN, { cwd, env: SHELL });
    expect({ code, out }).toEqual({ code: 0, out: 'Fine.\n' });
    expect(server.requests).toHaveLength(1);
    expect(err).not.toMatch(/warning: (?!The protocol)/u);
  });

  test.each([
    ['"temperature": 0.2', 'There is no setting temperature.'],
    ['"timeoutSeconds": "long"', 'timeoutSeconds is a number from 1 to 3600.'],
    ['"maxTries": 2, "maxTries": 3', 'maxTries is here twice, first at line 3'],
    ['"apiKey": "sk-plain"', 'apiKey belongs to one endpoint'],
    ['"judge": { "model": "a", "model": "b" }', 'judge.model is here twice, first at line 3'],
    ['"judge": { "model": 4 }', 'judge.model'],
    ['"batch": { "retires": 1 }', 'There is no setting batch.retires.'],
  ])('and %s hold, and what does not is told with its place', async (setting, said) => {
    const { cwd, server } = await place(
      ({ baseUrl }) => `{\n  "baseUrl": "${baseUrl}", "model": "m",\n  ${setting}\n}`,
    );
    const { code, err } = await run(RUN, { cwd, env: SHELL });
    expect(code).toBe(0);
    expect(server.requests).toHaveLength(1);
    expect(err).toContain(said);
    expect(err).toMatch(/config\.json:3:\d+: warning/u);
    const told = documentOf(await run([...RUN, '--json'], { cwd, env: SHELL }));
    expect(told.problems).toContainEqual(expect.objectContaining({ line: 3, file: fileIn(cwd) }));
  });
});

/** Settings that may name an endpoint, in a way that nobody can be sure of. */
const DOUBTFUL: [string, string | Uint8Array, RegExp][] = [
  ['cut off', '{ "model": "m", "baseUrl": "http://127', /config\.json:1:\d+: /u],
  [
    'with a missing comma',
    '{\n  "model": "m"\n  "baseUrl": "http://127.0.0.1:1/v1"\n}',
    /config\.json:3:3: /u,
  ],
  ['not UTF-8', Buffer.from('{"model": "caf\xe9"}', 'latin1'), /config\.json:1:15: /u],
  ['empty', '', /config\.json:1:1: /u],
  ['a list', '[]', /config\.json:1:1: /u],
  ['with an endpoint that is none', '{ "baseUrl": "localhost:11434" }', /config\.json:1:14: /u],
  ['with an endpoint of the wrong type', '{ "baseUrl": ["http://127.0.0.1:1/v1"] }', /config\.json:1:14: /u],
  [
    'with two endpoints',
    '{ "baseUrl": "http://127.0.0.1:1/v1", "baseUrl": "http://127.0.0.1:2/v1" }',
    /:1:39: /u,
  ],
  ['with an endpoint in other letters', '{ "base_url": "http://127.0.0.1:1/v1" }', /config\.json:1:3: /u],
  ['with an endpoint of another name', '{ "endpoint": "http://127.0.0.1:1/v1" }', /config\.json:1:3: /u],
  ['with an endpoint a level deeper', '{ "openai": { "baseURL": "127.0.0.1:1" } }', /config\.json:1:3: /u],
  [
    'with an address in a list',
    '{ "providers": [{ "at": "http://127.0.0.1:1/v1" }] }',
    /config\.json:1:3: /u,
  ],
];

describe('[promise:doubtful-settings] with a key for OpenAI in the environment, nothing is sent where settings may name another endpoint', () => {
  test.each(DOUBTFUL)('settings %s', async (_, text, place) => {
    const cwd = await newFramework();
    writeFileSync(fileIn(cwd), text);
    const refused = await run(RUN, { cwd, env: SHELL });
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('Nothing was sent: the endpoint is not certain.');
    expect(refused.err).toMatch(place);
    expect(refused.err).not.toContain('Asking');
    expect(showsKey(refused.err)).toBe(false);
  });

  test('neither by run --json, nor by new, nor by plan draft; doctor tells, too', async () => {
    const cwd = await newFramework();
    writeFileSync(fileIn(cwd), '{ "model": "m" "baseUrl": "x" }');
    const goal = {
      description: 'd',
      persona: 'none_such.txt',
      protocol: 'code_review_pass.txt',
      constraints: [],
    };
    writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { ONE: goal } }));
    const says = (text: string) => {
      expect(text).toContain('the endpoint is not certain');
      expect(text).toMatch(/config\.json:1:16/u);
    };
    const ran = documentOf(await run([...RUN, '--json'], { cwd, env: SHELL }));
    expect(ran).toMatchObject({ ok: false, outcome: null });
    says(String(ran.problems[0]?.message));
    says((await run(['new', 'B', '--goal', 'ONE', '--title', 'T'], { cwd, env: SHELL })).err);
    says((await run(['plan', 'draft', 'Add a page for users'], { cwd, env: SHELL })).err);
    const doctor = await run(['doctor'], { cwd, env: SHELL });
    expect(doctor.code).toBe(1);
    says(doctor.out);
  });

  test('a link that leads nowhere', async () => {
    const cwd = await newFramework();
    symlinkSync('/nowhere/config.json', fileIn(cwd));
    const { code, err } = await run(RUN, { cwd, env: SHELL });
    expect(code).toBe(3);
    expect(err).toContain('it is a link that leads nowhere');
  });

  test('an endpoint given for this run counts, and what is wrong is a warning', async () => {
    const cwd = await newFramework();
    writeFileSync(fileIn(cwd), '{ "model": ');
    for (const byFlag of [true, false]) {
      const server = await modelServer(null, [goodStream('Fine.')]);
      const flags = byFlag ? ['--base-url', server.baseUrl, '--model', 'm'] : [];
      const env = byFlag ? {} : { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'm' };
      const { code, err } = await run([...RUN, ...flags], { cwd, env });
      expect(code).toBe(0);
      expect(server.requests).toHaveLength(1);
      expect(err).toContain('warning: The settings file cannot be used');
    }
  });

  test.each<[string, string[], Record<string, string>]>([
    ['an empty --base-url', ['--base-url', ''], {}],
    ['a --base-url that is none', ['--base-url', 'localhost:11434/v1'], {}],
    ['an OPENAI_BASE_URL that is none', [], { OPENAI_BASE_URL: 'localhost:11434/v1' }],
  ])('%s does not mean the default', async (_, flags, env) => {
    const cwd = await newFramework();
    writeFileSync(
      fileIn(cwd),
      JSON.stringify({ apiKey: { value: CANARY, origin: 'https://api.openai.com' } }),
    );
    const { code, err } = await run([...RUN, ...flags], { cwd, env: { ...SHELL, ...env } });
    expect(code).toBe(2);
    expect(err).toContain('error: baseUrl ');
    expect(err).not.toContain('Asking');
  });
});

test('a batch is not given to the default executor where the settings may name another', async () => {
  const plan =
    '# P\n## Phases\n### Phase 1: A\n**Goal**: g\n**Estimated Hours**: 1\n**Complexity**: low\n**Files Modified**: a.txt\n**Dependencies**: None\n**Implementation Steps**:\n1. Write it.\n**Validation Gates**:\n- [ ] There: `test -f a.txt`\n';
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'plan.md'), plan);
  expect((await run(['batch', 'generate', 'plan.md'], { cwd })).code).toBe(0);
  writeFileSync(fileIn(cwd), '{ "batch": { "executor": "mine" "retries": 1 } }');
  const { code, err } = await run(['batch', 'run', '1', '--yes'], { cwd });
  expect(code).toBe(3);
  expect(err).toMatch(/config\.json:1:33: error: The settings file cannot be used/u);
});

describe('config set', () => {
  test('keeps comments, unknown keys and the order, with commas where they are', async () => {
    const cwd = emptyFolder();
    writeFileSync(
      fileIn(cwd),
      '{\n  // the one at home\n  "baseUrl": "http://localhost:1/v1",\n  "mine": 3,\n}\n',
    );
    expect((await run(['config', 'set', 'model', 'x'], { cwd })).code).toBe(0);
    expect((await run(['config', 'set', 'batch.retries', '2'], { cwd })).code).toBe(0);
    const text = readFileSync(fileIn(cwd), 'utf8');
    expect(text).toContain('// the one at home\n  "baseUrl": "http://localhost:1/v1"');
    expect(text).toContain('"mine": 3');
    for (const [name, value] of [
      ['model', 'x'],
      ['batch.retries', '2'],
      ['baseUrl', 'http://localhost:1/v1'],
    ] as const)
      expect((await run(['config', 'get', name], { cwd })).out).toBe(`${value}\n`);
    expect((await run(['config', 'unset', 'batch.retries'], { cwd })).code).toBe(0);
    expect((await run(['config', 'unset', 'model'], { cwd })).code).toBe(0);
    expect(readFileSync(fileIn(cwd), 'utf8')).toContain('// the one at home');
    expect(readFileSync(fileIn(cwd), 'utf8')).not.toContain('batch');
  });

  test('takes the last setting out of a file that ends in a comma', async () => {
    const cwd = emptyFolder();
    writeFileSync(fileIn(cwd), '{ "model": "x", }');
    expect((await run(['config', 'unset', 'model'], { cwd })).code).toBe(0);
    expect(await run(['config', 'list'], { cwd })).toMatchObject({ code: 0, err: '' });
  });

  test('at once by several loses none', async () => {
    const cwd = emptyFolder();
    const values: [string, string][] = [
      ['model', 'm'],
      ['maxTries', '5'],
      ['batch.retries', '4'],
      ['batch.concurrency', '7'],
      ['idleTimeoutSeconds', '9'],
      ['timeoutSeconds', '99'],
      ['spinner', 'off'],
      ['executors.mine', 'agent {prp}'],
    ];
    const runs: Run[] = await Promise.all(
      values.map(([name, value]) => runProcess(['config', 'set', name, value], { cwd })),
    );
    expect(runs.map(({ code }) => code)).toEqual(values.map(() => 0));
    for (const [name, value] of values)
      expect((await run(['config', 'get', name], { cwd })).out, name).toBe(`${value}\n`);
  });

  test('that was killed leaves a file that is named, and that the next one removes', async () => {
    const cwd = emptyFolder();
    await run(['config', 'set', 'model', 'x'], { cwd });
    const left = join(settingsFolder(cwd), 'config.json.tmp-1764324000a1b2c3');
    writeFileSync(left, `{"apiKey":{"value":"${CANARY}"}}`, { mode: 0o600 });
    for (const args of [
      ['config', 'list'],
      ['doctor', '--offline'],
    ]) {
      const { out, err } = await run(args, { cwd });
      expect(out + err).toContain('left this file; it may contain a key');
      expect(showsKey(out + err)).toBe(false);
    }
    expect((await run(['config', 'set', 'model', 'y'], { cwd })).code).toBe(0);
    expect(readdirSync(settingsFolder(cwd))).toEqual(['config.json', 'config.lock']);
  });
});
