import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { afterTest } from '../support/after_test.ts';
import { CANARY, showsKey } from '../support/model.ts';
import { apiError, goodStream, type Reply, startModelServer } from '../support/model_server.ts';
import { emptyFolder, ROOT, run } from '../support/program.ts';

const PERSONA = readFileSync(join(ROOT, 'components/personas/meticulous_auditor.txt'), 'utf8');
const TEXT = PERSONA.replace(/^---[\s\S]*?\n---\s*/u, '');

/** The lines of the log without their times, and what else is on standard error. */
function apart(err: string): { readonly log: string[]; readonly rest: string } {
  const lines = err.split('\n');
  const isLog = (line: string) => line.startsWith('debug ');
  for (const line of lines.filter(isLog)) expect(line).toMatch(/^debug +\d+ ms {2}\S/u);
  return {
    log: lines.filter(isLog).map((line) => line.replace(/^debug +\d+ ms {2}/u, '')),
    rest: lines.filter((line) => !isLog(line)).join('\n'),
  };
}

/** A project whose only goal names a persona that is missing. */
function projectWithout(file: string): string {
  const cwd = emptyFolder();
  const goal = { description: 'd', persona: file, protocol: 'code_review_pass.txt', constraints: [] };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { ONE: goal } }));
  return cwd;
}

async function generate(cwd: string, key: string, replies: readonly Reply[], args: readonly string[] = []) {
  const server = await startModelServer(key, replies);
  afterTest(() => server.close());
  const env = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: key, ORCHESTRATOR_MODEL: 'test-model' };
  const line = ['new', 'A', '--goal', '1', '--title', 'T', '--describe', 'none_such.txt=An auditor.'];
  return { ...(await run([...line, '--debug', ...args], { cwd, env })), server };
}

test('[promise:debug] tells versions, arguments, settings, goal map, library and files; the rest of the output is as without it', async () => {
  const cwd = emptyFolder();
  await run(['init'], { cwd });
  await run(['config', 'set', 'maxTries', '2'], { cwd });
  const line = ['new', 'A', '--goal', '3', '--title', 'T'];
  const plain = await run(line, { cwd });
  const { code, out, err } = await run([...line, '--on-conflict', 'keep', '--debug'], { cwd });
  expect({ code, out }).toEqual({ code: 0, out: plain.out });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const { log } = apart(err);
  expect(log[0]).toContain(`orchestrator ${version}, Node ${process.version}`);
  expect(log).toContain(`arguments: ${line.join(' ')} --on-conflict keep --debug`);
  expect(log).toContain('setting maxTries: 2 (the user’s settings)');
  expect(log).toContain('setting model: - (the default)');
  expect(log).toContain(`goal map: ${cwd}/goal_map.json`);
  expect(log).toContain(`library, project: ${cwd}/components`);
  expect(log).toContain(`library, built-in: ${ROOT}/components`);
  expect(log).toContain(`${cwd}/output/A: unchanged`);
  expect(log.at(-1)).toBe('exit code 0');
});

test('with --json, standard output is the same document', async () => {
  const cwd = emptyFolder();
  for (const args of [
    ['goals', 'list'],
    ['components', 'list'],
    ['config', 'list'],
    ['doctor', '--offline'],
    ['init', '--dry-run'],
    ['config', 'path'],
    ['completion', 'bash'],
  ]) {
    const plain = await run([...args, '--json'], { cwd });
    const { code, out, err } = await run([...args, '--json', '--debug'], { cwd });
    expect({ code, out }).toEqual({ code: plain.code, out: plain.out });
    const { log, rest } = apart(err);
    expect(log.length).toBeGreaterThan(4);
    expect(rest).toBe(plain.err);
  }
});

describe('requests to a model are told', () => {
  test('that go well: sent, first words, tokens, the file that is saved', async () => {
    const cwd = projectWithout('none_such.txt');
    const { code, out, err, server } = await generate(cwd, CANARY, [goodStream(TEXT)]);
    expect(code).toBe(0);
    const { log } = apart(err);
    expect(log).toContain(`model test-model at ${server.baseUrl}, key from the variable OPENAI_API_KEY`);
    expect(log).toContain('request 1 sent');
    expect(log.join('\n')).toMatch(/request 1: the answer begins after \d+ ms/u);
    expect(log).toContain('tokens: 7 in, 3 out');
    expect(log).toContain(`wrote ${cwd}/components/personas/none_such.txt`);
    expect(log).toContain(`${cwd}/output/A: created`);
    expect(showsKey(out + err)).toBe(false);
  });

  test('that fail: why, and how long is waited', async () => {
    const cwd = projectWithout('none_such.txt');
    const replies = [
      apiError(429, `Slow down, ${CANARY}`, {}, { 'retry-after': '0' }),
      apiError(401, CANARY),
    ];
    const { out, err, server } = await generate(cwd, CANARY, replies);
    const log = apart(err).log.join('\n');
    expect(log).toContain('request 1 failed (rate-limited)');
    expect(log).toMatch(/waiting \d+ ms \(rate-limited\)/u);
    expect(log).toContain('request 2 sent');
    expect(log).toContain('request 2 failed (authentication)');
    expect(server.requests).toHaveLength(2);
    expect(showsKey(out + err)).toBe(false);
  });

  test('that doctor makes', async () => {
    const server = await startModelServer(null, [apiError(500, 'Down')]);
    afterTest(() => server.close());
    const env = { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model' };
    const { log } = apart((await run(['doctor', '--debug'], { cwd: emptyFolder(), env })).err);
    expect(log).toContain('asking the endpoint for its models');
    expect(log.join('\n')).toContain('failed: ');
  });
});

describe('no key is in it', () => {
  test('that stands in a path, an argument or a file name, in any of its forms', async () => {
    const cwd = emptyFolder();
    const folder = join(cwd, `x-${CANARY}`);
    mkdirSync(folder);
    await run(['init'], { cwd: folder });
    const more = ['--output', `out-${CANARY}`, '--persona', `${encodeURIComponent(CANARY)}.txt`];
    const { err } = await run(['new', 'A', '--goal', '3', '--debug', ...more], {
      cwd: folder,
      env: { OPENAI_API_KEY: CANARY },
    });
    const { log } = apart(err);
    expect(log.join('\n')).toContain('[key removed]');
    expect(showsKey(log.join('\n'))).toBe(false);
  });

  test('that comes from the settings, from a file or from a command', async () => {
    for (const how of ['settings', 'file', 'command']) {
      const server = await startModelServer(CANARY, [apiError(401, `No: ${CANARY}`)]);
      afterTest(() => server.close());
      const cwd = projectWithout('none_such.txt');
      await run(['config', 'set', 'baseUrl', server.baseUrl], { cwd });
      await run(['config', 'set', 'model', 'test-model'], { cwd });
      writeFileSync(join(cwd, 'key.txt'), CANARY);
      if (how === 'settings') await run(['config', 'set', 'apiKey', '-'], { cwd, input: CANARY });
      if (how === 'command') await run(['config', 'set', 'apiKeyCommand', `echo ${CANARY}`], { cwd });
      const flags = how === 'file' ? ['--api-key-file', 'key.txt'] : [];
      const { out, err } = await run(['new', 'A', '--goal', '1', '--title', 'T', '--debug', ...flags], {
        cwd,
      });
      expect(server.complaints).toEqual([]);
      expect(server.requests).toHaveLength(1);
      expect(apart(err).log.join('\n')).toContain('request 1 failed (authentication)');
      expect(showsKey(out + err)).toBe(false);
    }
  });
});

test('without it there is no log, and after -- it is not an option', async () => {
  const cwd = emptyFolder();
  expect((await run(['goals', 'list'], { cwd })).err).toBe('');
  expect((await run(['complete', '--', 'new', '--debug', ''], { cwd })).err).toBe('');
});

test('what stands in the log has no control sequences', async () => {
  const { err } = await run(['new', 'A\u001b[31m', '--goal', '3', '--debug'], { cwd: emptyFolder() });
  expect(err).not.toContain('\u001b');
});
