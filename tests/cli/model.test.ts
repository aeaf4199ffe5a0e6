import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GIVEN, newFramework } from '../support/framework.ts';
import { CANARY, showsKey } from '../support/model.ts';
import { apiError, goodStream, type ModelServer, startModelServer } from '../support/model_server.ts';
import { emptyFolder, ROOT, run } from '../support/program.ts';

const PERSONA = readFileSync(join(ROOT, 'components/personas/meticulous_auditor.txt'), 'utf8');
const TEXT = PERSONA.replace(/^---[\s\S]*?\n---\s*/u, '');

async function endpoint(key: string | null): Promise<ModelServer> {
  const server = await startModelServer(key, [goodStream(TEXT)]);
  onTestFinished(() => server.close());
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
    onTestFinished(() => server.close());
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
  onTestFinished(() => server.close());
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
