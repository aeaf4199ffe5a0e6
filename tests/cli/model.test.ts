import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow } from '../../src/platform/index.ts';
import { afterTest } from '../support/after_test.ts';
import { GIVEN, newFramework } from '../support/framework.ts';
import { CANARY, showsKey } from '../support/model.ts';
import {
  apiError,
  goodStream,
  type ModelServer,
  type Received,
  startModelServer,
} from '../support/model_server.ts';
import { emptyFolder, ROOT, run, runProcess } from '../support/program.ts';

const PERSONA = readFileSync(join(ROOT, 'components/personas/meticulous_auditor.txt'), 'utf8');
const TEXT = PERSONA.replace(/^---[\s\S]*?\n---\s*/u, '');

async function endpoint(key: string | null): Promise<ModelServer> {
  const server = await startModelServer(key, [goodStream(TEXT)]);
  afterTest(() => server.close());
  return server;
}

/** Makes the only goal of a folder name a persona that is missing. */
function missPersona(cwd: string, persona: string): void {
  const goal = { description: 'd', persona, protocol: 'code_review_pass.txt', constraints: [] };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { ONE: goal } }));
}

const LINE = ['new', 'A', '--goal', '1', '--title', 'T', '--on-conflict', 'overwrite'];

test('[promise:generated] a missing component is generated once, saved as a draft, and found by the next run', async () => {
  const cwd = emptyFolder();
  const server = await endpoint(CANARY);
  const env = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: CANARY, ORCHESTRATOR_MODEL: 'test-model' };
  missPersona(cwd, 'none_such.txt');
  const describe = ['--describe', 'none_such.txt=An auditor of gardens.'];
  const without = await run([...LINE, ...describe, '--no-generate'], { cwd, env });
  expect(without.err).toContain('The required component none_such.txt was not found.');
  expect(server.requests).toEqual([]);
  const first = await run([...LINE, ...describe], { cwd, env });
  expect(first.code).toBe(0);
  const saved = readFileSync(join(cwd, 'components/personas/none_such.txt'), 'utf8');
  expect(saved).toContain('origin: generated');
  expect(saved).toContain('status: draft');
  expect(JSON.stringify(server.requests[0]?.body)).toContain('An auditor of gardens.');
  expect((await run(LINE, { cwd, env })).code).toBe(0);
  expect(server.requests).toHaveLength(1);
  expect(server.complaints).toEqual([]);
  expect(showsKey(saved + first.out + first.err)).toBe(false);
});

test('[promise:precedence] endpoint, model and key come from the flag, else the environment, else the settings', async () => {
  const cwd = emptyFolder();
  const user = await endpoint('key-of-the-user');
  const shell = await endpoint('key-of-the-shell');
  const flag = await endpoint('key-of-the-flag');
  await run(['config', 'set', 'baseUrl', user.baseUrl], { cwd });
  await run(['config', 'set', 'model', 'model-of-the-user'], { cwd });
  await run(['config', 'set', 'apiKey', '-'], { cwd, input: 'key-of-the-user' });
  const env = {
    OPENAI_BASE_URL: shell.baseUrl,
    ORCHESTRATOR_MODEL: 'model-of-the-shell',
    OPENAI_API_KEY: 'key-of-the-shell',
  };
  writeFileSync(join(cwd, 'key.txt'), 'key-of-the-flag\n');
  const flags = ['--base-url', flag.baseUrl, '--model', 'model-of-the-flag', '--api-key-file', 'key.txt'];
  missPersona(cwd, 'one.txt');
  await run(LINE, { cwd });
  missPersona(cwd, 'two.txt');
  await run(LINE, { cwd, env });
  missPersona(cwd, 'three.txt');
  await run([...LINE, ...flags], { cwd, env });
  for (const [server, model] of [
    [user, 'model-of-the-user'],
    [shell, 'model-of-the-shell'],
    [flag, 'model-of-the-flag'],
  ] as const) {
    expect(server.requests.map(({ body }) => body.model)).toEqual([model]);
    expect(server.complaints).toEqual([]);
  }
});

test('a key of the environment does not follow --base-url to another origin', async () => {
  const cwd = emptyFolder();
  const other = await endpoint(null);
  missPersona(cwd, 'one.txt');
  const env = { OPENAI_API_KEY: CANARY, ORCHESTRATOR_MODEL: 'm' };
  const { code, err } = await run([...LINE, '--base-url', other.baseUrl], { cwd, env });
  expect(code).toBe(0);
  expect(other.requests).toHaveLength(1);
  expect(other.complaints).toEqual([]);
  expect(showsKey(err)).toBe(false);
});

test.each<[string, readonly string[], Record<string, string>, boolean, string]>([
  ['by a flag', ['--base-url', 'URL', '--model', 'm'], {}, false, 'beside --base-url: --api-key-file FILE'],
  ['in the environment', [], { OPENAI_BASE_URL: 'URL' }, false, 'Set OPENAI_API_KEY beside OPENAI_BASE_URL'],
  ['in the settings', [], {}, true, '`orchestrator config set apiKey`'],
])(
  'a key that is wanted by an endpoint named %s: the remedy is what gives that endpoint one, and the exit code is 4',
  async (_, flags, env, inSettings, remedy) => {
    const server = await startModelServer(null, [apiError(401, 'No key, no answer')]);
    afterTest(() => server.close());
    const cwd = await newFramework();
    const own = (text: string) => text.replace('URL', server.baseUrl);
    if (inSettings) await run(['config', 'set', 'baseUrl', server.baseUrl], { cwd });
    const { code, err } = await run(['run', 'Audit', ...GIVEN, ...flags.map(own)], {
      cwd,
      env: {
        ORCHESTRATOR_MODEL: 'm',
        ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, own(value)])),
      },
    });
    expect(code).toBe(4);
    expect(err).toContain('"No key, no answer"');
    expect(err).toContain(remedy);
  },
);

test('an endpoint that wants a key while there is one for another is told whose that is', async () => {
  const server = await startModelServer(null, [apiError(401, 'No key, no answer')]);
  afterTest(() => server.close());
  const cwd = await newFramework();
  await run(['config', 'set', 'baseUrl', server.baseUrl], { cwd });
  const env = { OPENAI_API_KEY: CANARY, ORCHESTRATOR_MODEL: 'm' };
  const { code, err } = await run(['run', 'Audit', ...GIVEN], { cwd, env });
  expect(code).toBe(4);
  expect(err).toContain(
    'requires a key, and there is none for it: the variable OPENAI_API_KEY is for https://api.openai.com, and was not sent (401)',
  );
  expect(err).toContain(`Keep one for ${server.origin}: \`orchestrator config set apiKey\``);
});

test.each<[string, Record<string, string>, string, string]>([
  [
    'in the environment',
    { OPENAI_API_KEY: CANARY },
    'the key from the variable OPENAI_API_KEY',
    'Check the variable OPENAI_API_KEY',
  ],
  [
    'in the settings',
    {},
    'the key from the user’s settings (apiKey)',
    'Replace it with `orchestrator config set apiKey`',
  ],
])('a key %s that is refused: where it is from, and what replaces it', async (_, env, from, remedy) => {
  const server = await startModelServer(CANARY, [apiError(401, 'Wrong key')]);
  afterTest(() => server.close());
  const cwd = await newFramework();
  await run(['config', 'set', 'baseUrl', server.baseUrl], { cwd });
  await run(['config', 'set', 'apiKey', '-'], { cwd, input: CANARY });
  const all = env.OPENAI_API_KEY ? { ...env, OPENAI_BASE_URL: server.baseUrl } : env;
  const { code, err } = await run(['run', 'Audit', ...GIVEN], {
    cwd,
    env: { ORCHESTRATOR_MODEL: 'm', ...all },
  });
  expect(code).toBe(4);
  expect(err).toContain(`refused ${from} (401) and says: "Wrong key"`);
  expect(err).toContain(remedy);
  expect(err).toContain(server.origin);
});

test('[promise:system-role-remembered] a system role that is refused is remembered for the endpoint, with the user and not in the project, until the settings change', async () => {
  const hasSystem = ({ body }: Received) => JSON.stringify(body.messages).includes('"role":"system"');
  const server = await startModelServer(CANARY, [
    (request) => (hasSystem(request) ? apiError(400, 'System role not supported') : goodStream('Hello')),
  ]);
  afterTest(() => server.close());
  const cwd = await newFramework();
  const env = { OPENAI_API_KEY: CANARY, OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'm' };
  const asked = async (model = 'm') => {
    const before = server.requests.length;
    const { code } = await runProcess(['run', 'Audit', ...GIVEN], {
      cwd,
      env: { ...env, ORCHESTRATOR_MODEL: model },
    });
    expect(code).toBe(0);
    return server.requests.slice(before).map(hasSystem);
  };
  expect(await asked()).toEqual([true, false]);
  expect(await asked()).toEqual([false]);
  const kept = filesBelow(cwd).filter((file) => file.includes('endpoints'));
  expect(kept).toEqual([expect.stringMatching(/^[.]config\/orchestrator\/endpoints\/[0-9a-f]{32}[.]json$/u)]);
  expect(showsKey(readFileSync(join(cwd, kept[0] ?? ''), 'utf8'))).toBe(false);
  // Another model of the endpoint may take one.
  expect(await asked('other')).toEqual([true, false]);
  expect((await run(['config', 'set', 'model', 'm'], { cwd })).code).toBe(0);
  expect(await asked()).toEqual([true, false]);
  expect(await asked()).toEqual([false]);
});

describe('a key that is known and not permitted to do this (403)', () => {
  const refusedWith = async (words: string, settings: Readonly<Record<string, string>> = {}) => {
    const server = await startModelServer(CANARY, [apiError(403, words)]);
    afterTest(() => server.close());
    const cwd = await newFramework();
    for (const [name, value] of Object.entries(settings)) await run(['config', 'set', name, value], { cwd });
    const given = settings.apiKeyCommand === undefined ? { OPENAI_API_KEY: CANARY } : {};
    if (settings.apiKeyCommand !== undefined) {
      await run(['config', 'set', 'baseUrl', server.baseUrl], { cwd });
      await run(['config', 'set', 'apiKeyCommand', settings.apiKeyCommand], { cwd });
    }
    const env = { ORCHESTRATOR_MODEL: 'm-1', OPENAI_BASE_URL: server.baseUrl, ...given };
    return run(['run', 'Audit', ...GIVEN], { cwd, env });
  };

  test.each([
    ['Project p has no access to model m-1', 'access to the model "m-1"', 'config set model'],
    ['Country, region, or territory not supported', 'not available in your region', 'HTTPS_PROXY'],
    ['Your free quota is exhausted', 'quota, limits and billing', ''],
    ['Forbidden', 'use the model "m-1", send requests from this region or network', 'quota'],
  ])('%s: what helps is named, and that the key may be right', async (words, what, how) => {
    const { code, err } = await refusedWith(words);
    expect(code).toBe(4);
    expect(err).toContain(
      `does not permit this with the key from the variable OPENAI_API_KEY (403) and says: "${words}"`,
    );
    expect(err).toContain('It seems to know the key.');
    expect(err).toContain(what);
    expect(err).toContain(how);
    expect(err).toContain('Check the variable OPENAI_API_KEY');
  });

  test('names the command that printed the key', async () => {
    const { err } = await refusedWith('Forbidden', { apiKeyCommand: `echo ${CANARY}` });
    expect(err).toContain('config get apiKeyCommand');
    expect(showsKey(err)).toBe(false);
  });

  test('is told as a wrong key where the endpoint says that it is one', async () => {
    const { err } = await refusedWith('Invalid API key');
    expect(err).toContain(
      'refused the key from the variable OPENAI_API_KEY (403) and says: "Invalid API key"',
    );
    expect(err).not.toContain('It seems to know the key.');
  });
});
