import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { neverAsks, reportFindings } from '../../src/operations/index.ts';
import { createContext } from '../../src/runtime.ts';
import { afterTest } from '../support/after_test.ts';
import { CANARY, showsKey } from '../support/model.ts';
import { apiError, json, type ModelServer, type Reply, startModelServer } from '../support/model_server.ts';
import { documentOf, emptyFolder, ROOT, type Run, run } from '../support/program.ts';

type Finding = { what: string; state: string; found: string; remedy: string | null };

const LIST = json(200, { object: 'list', data: [{ id: 'other-model' }, { id: 'test-model' }] });

async function endpoint(key: string | null, ...replies: Reply[]): Promise<ModelServer> {
  const server = await startModelServer(key, replies);
  afterTest(() => server.close());
  return server;
}

function shell(server: { readonly baseUrl: string }, model = 'test-model') {
  return { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: CANARY, ORCHESTRATOR_MODEL: model };
}

function findingsOf(result: Run): Finding[] {
  return documentOf(result).findings as Finding[];
}

function findingOf(result: Run, what: string): Finding | undefined {
  return findingsOf(result).find((finding) => finding.what === what);
}

/** One run for a person and one for a script: they say the same. */
async function examine(
  cwd: string,
  env: Record<string, string> = {},
): Promise<Run & { readonly text: string }> {
  const forPerson = await run(['doctor'], { cwd, env });
  const forScript = await run(['doctor', '--json'], { cwd, env });
  expect(forScript.code).toBe(forPerson.code);
  expect(forPerson.err + forScript.err).toBe('');
  for (const { what, state, found, remedy } of findingsOf(forScript)) {
    const mark = state === 'problem' ? 'PROBLEM' : state;
    expect(forPerson.out.replace(/\s+/gu, ' ')).toContain(
      `${mark} ${what} ${found}${remedy === null ? '' : ` ${remedy}`}`.replace(/\s+/gu, ' '),
    );
    if (state === 'problem') expect(remedy).toMatch(/\w/u);
  }
  expect(showsKey(forPerson.out + forScript.out)).toBe(false);
  return { ...forScript, text: forPerson.out };
}

test('[promise:doctor] where merely no model is configured, all is well, and the exit code is 0', async () => {
  const result = await examine(emptyFolder());
  expect(result.code).toBe(0);
  const document = documentOf(result);
  expect(document).toMatchObject({ schema: 'orchestrator.doctor/1', ok: true, problems: [] });
  expect(findingsOf(result).map(({ what }) => what)).toEqual([
    'Node',
    'Write access',
    'Goal map',
    'Library',
    'git',
    'Agents',
    'ACP agents',
    'Sandbox',
    'Control groups',
    'Settings',
    'Model',
  ]);
  expect(findingOf(result, 'Goal map')).toMatchObject({ state: 'ok', found: 'the built-in one, 11 goals' });
  expect(findingOf(result, 'Model')).toMatchObject({ state: 'note', found: 'no model is configured' });
  expect(result.text).toMatch(/^note {5}Model .*\n +Set OPENAI_API_KEY/mu);
});

test('a good endpoint gets exactly one cheap request, and the key is not shown', async () => {
  const server = await endpoint(CANARY, LIST);
  const result = await run(['doctor', '--json'], { cwd: emptyFolder(), env: shell(server) });
  expect(result.code).toBe(0);
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/models']);
  expect(server.complaints).toEqual([]);
  expect(findingOf(result, 'Key')).toMatchObject({ state: 'ok', found: 'from the variable OPENAI_API_KEY' });
  expect(findingOf(result, 'Endpoint')).toMatchObject({ state: 'ok', found: `${server.baseUrl} answers` });
  expect(findingOf(result, 'Model')).toMatchObject({ state: 'ok', found: 'test-model, known there' });
  expect(showsKey(result.out + result.err)).toBe(false);
});

test('--offline sends nothing', async () => {
  const server = await endpoint(CANARY, LIST);
  const result = await run(['doctor', '--offline', '--json'], { cwd: emptyFolder(), env: shell(server) });
  expect(result.code).toBe(0);
  expect(server.requests).toEqual([]);
  expect(findingOf(result, 'Endpoint')).toMatchObject({
    state: 'note',
    found: `${server.baseUrl}, not asked (--offline)`,
  });
});

test('an endpoint without a list of models is as good as another', async () => {
  const server = await endpoint(CANARY, apiError(404, 'No such path'));
  const result = await examine(emptyFolder(), shell(server));
  expect(result.code).toBe(0);
  expect(findingOf(result, 'Model')?.state).toBe('note');
});

describe('what a user set up and is broken makes the exit code 1:', () => {
  async function broken(cwd: string, what: string, env: Record<string, string> = {}): Promise<Finding> {
    const result = await examine(cwd, env);
    expect(result.code).toBe(1);
    const document = documentOf(result);
    expect(document.ok).toBe(false);
    expect(document.problems.map(({ code }) => code)).toContain(
      `doctor-${what.toLowerCase().replace(' ', '-')}`,
    );
    const finding = findingOf(result, what);
    expect(finding?.state).toBe('problem');
    return finding as Finding;
  }

  test('a goal map with mistakes, the first of which is located', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'goal_map.json'), '{\n  "Mine": { "ONE": { "description": 3 } }\n}');
    const { found, remedy } = await broken(cwd, 'Goal map');
    expect(found).toMatch(/goal_map\.json:2:\d+: /u);
    expect(remedy).toContain('orchestrator goals list');
  });

  test('a component that cannot be read', async () => {
    const cwd = emptyFolder();
    await run(['init'], { cwd });
    mkdirSync(join(cwd, 'components/personas'), { recursive: true });
    writeFileSync(join(cwd, 'components/personas/broken.txt'), Buffer.from([0x41, 0xff]));
    const { found, remedy } = await broken(cwd, 'Library');
    expect(found).toContain('broken.txt');
    expect(remedy).toContain('orchestrator components list');
  });

  test('a damaged settings file', async () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, '.config/orchestrator'), { recursive: true });
    writeFileSync(join(cwd, '.config/orchestrator/config.json'), '{"model":');
    expect((await broken(cwd, 'Settings')).found).toContain('.config/orchestrator/config.json');
  });

  test('a folder that cannot be written', async () => {
    const cwd = join(emptyFolder(), 'none');
    const context = createContext({ cwd, env: { HOME: cwd }, installation: ROOT });
    const told = await reportFindings(context, { offline: true, nodeVersion: 'v18.20.0' }, neverAsks());
    const findings = told.ok ? told.value.findings : [];
    expect(findings).toContainEqual(expect.objectContaining({ what: 'Write access', state: 'problem' }));
    expect(findings).toContainEqual({
      what: 'Node',
      state: 'problem',
      found: 'v18.20.0',
      remedy: 'Install Node 20.19, 22.13, or 24 and later.',
    });
  });

  test('an endpoint that refuses the key: one request, and where the key came from', async () => {
    const cwd = emptyFolder();
    const server = await endpoint(CANARY, apiError(401, `Incorrect API key provided: ${CANARY}`));
    const { found } = await broken(cwd, 'Endpoint', shell(server));
    expect(found).toContain('OPENAI_API_KEY');
    // One for each of the two runs.
    expect(server.requests).toHaveLength(2);
  });

  test('an endpoint that wants a key where there is none, or one for elsewhere', async () => {
    const server = await endpoint(null, apiError(401, 'No key, no answer'));
    const env = { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'm' };
    const result = await examine(emptyFolder(), env);
    expect(findingOf(result, 'Key')).toEqual({
      what: 'Key',
      state: 'problem',
      found: 'none, and the endpoint needs one',
      remedy: `Set OPENAI_API_KEY beside OPENAI_BASE_URL to one for ${server.origin}.`,
    });
    const offline = await run(['doctor', '--offline'], { cwd: emptyFolder(), env });
    expect(offline.out).toContain('none, and the endpoint was not asked whether it needs one');
    expect(offline.out).not.toContain('none is needed');
  });

  test('a model that the endpoint does not list, with one like it', async () => {
    const server = await endpoint(CANARY, LIST);
    const { found, remedy } = await broken(emptyFolder(), 'Model', shell(server, 'test-modle'));
    expect(found).toContain('test-modle');
    expect(remedy).toContain('config set model test-model');
  });

  test('nothing listening', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    expect((await broken(emptyFolder(), 'Endpoint', shell({ baseUrl }))).found).toContain(baseUrl);
  });

  test('a key that is for another origin', async () => {
    const cwd = emptyFolder();
    await run(['config', 'set', 'apiKey', '-'], { cwd, input: CANARY });
    await run(['config', 'set', 'baseUrl', 'https://example.invalid/v1'], { cwd });
    await run(['config', 'set', 'model', 'm'], { cwd });
    const { found } = await broken(cwd, 'Model');
    expect(found).toContain('no key is configured for https://example.invalid');
    expect(found).toContain('https://api.openai.com');
  });

  test('an endpoint without a model', async () => {
    const { remedy } = await broken(emptyFolder(), 'Model', { OPENAI_BASE_URL: 'http://localhost:1/v1' });
    expect(remedy).toContain('ORCHESTRATOR_MODEL');
  });

  test('a wrong value in the environment', async () => {
    const { found } = await broken(emptyFolder(), 'Settings', { OPENAI_BASE_URL: 'nonsense' });
    expect(found).toContain('baseUrl is an address');
  });
});

test('without git there is a note', async () => {
  const cwd = emptyFolder();
  const result = await run(['doctor', '--json'], { cwd, env: { PATH: cwd } });
  expect(result.code).toBe(0);
  expect(findingOf(result, 'git')).toMatchObject({ state: 'note', found: 'not there' });
});

test('git is told with its version, and one that is too old as such', async () => {
  const cwd = emptyFolder();
  const git = findingOf(await run(['doctor', '--json'], { cwd }), 'git');
  expect(git).toMatchObject({ state: 'ok', found: expect.stringMatching(/git, version 2\.\d+/u) });
  writeFileSync(join(cwd, 'git'), '#!/bin/sh\necho git version 2.37.9\n', { mode: 0o755 });
  const old = await run(['doctor', '--json'], { cwd, env: { PATH: cwd } });
  expect(old.code).toBe(0);
  expect(findingOf(old, 'git')).toMatchObject({
    state: 'note',
    found: `${join(cwd, 'git')}, version 2.37.9`,
    remedy: expect.stringContaining('2.38'),
  });
});

test('the agents that are there are told, and none of them is run', async () => {
  const cwd = emptyFolder();
  for (const name of ['codex', 'aider', 'mine'])
    writeFileSync(join(cwd, name), `#!/bin/sh\necho ran >>${cwd}/ran\n`, { mode: 0o755 });
  const env = { PATH: cwd };
  expect(findingOf(await run(['doctor', '--json'], { cwd, env }), 'Agents')).toMatchObject({
    state: 'ok',
    found: 'aider, codex',
  });
  await run(['config', 'set', 'executors.own', 'mine --fast'], { cwd });
  expect(findingOf(await run(['doctor', '--json'], { cwd, env }), 'Agents')?.found).toBe('aider, codex, own');
  expect(readdirSync(cwd)).not.toContain('ran');
  const none = await run(['doctor', '--json'], { cwd: emptyFolder(), env: { PATH: emptyFolder() } });
  expect(findingOf(none, 'Agents')).toMatchObject({
    state: 'note',
    found: 'none of aider, claude, codex, cursor-agent, gemini, opencode',
  });
});

test('the agents that can be talked with are told: known ones that are there, the user’s own, and entries of a registry', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'codex-acp'), `#!/bin/sh\necho ran >>${cwd}/ran\n`, { mode: 0o755 });
  const env = { PATH: cwd };
  const folder = join(cwd, '.config/orchestrator/agents');
  mkdirSync(join(folder, 'large'), { recursive: true });
  writeFileSync(join(folder, 'tiny.json'), '{}');
  await run(['config', 'set', 'executors.own', 'acp:mine --stdio'], { cwd });
  expect(findingOf(await run(['doctor', '--json'], { cwd, env }), 'ACP agents')).toMatchObject({
    state: 'ok',
    found: 'acp:codex-acp, own, large, tiny',
  });
  expect(readdirSync(cwd)).not.toContain('ran');
  const none = await run(['doctor', '--json'], { cwd: emptyFolder(), env: { PATH: emptyFolder() } });
  expect(findingOf(none, 'ACP agents')).toMatchObject({
    state: 'note',
    remedy: expect.stringContaining('acp:COMMAND'),
  });
});

test('a project’s own component and goals that name none are told', async () => {
  const cwd = emptyFolder();
  const goal = {
    description: 'd',
    persona: 'none_such.txt',
    protocol: 'code_review_pass.txt',
    constraints: [],
  };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { ONE: goal } }));
  const result = await examine(cwd);
  expect(result.code).toBe(0);
  expect(findingOf(result, 'Goal map')?.found).toBe('./goal_map.json, 1 goal');
  expect(findingOf(result, 'Missing')).toMatchObject({
    state: 'note',
    found: expect.stringContaining('none_such.txt'),
  });
});

test('it writes nothing', async () => {
  const cwd = emptyFolder();
  await run(['doctor'], { cwd });
  expect(readdirSync(cwd)).toEqual([]);
});

test('what a goal map says reaches the terminal without control sequences', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'goal_map.json'), '{"\\u001b[31mX": {"\\u001b]0;evil\\u0007A": 3}}');
  const { out } = await run(['doctor'], { cwd });
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
});
