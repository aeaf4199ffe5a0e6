import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Machine, PRESETS } from '../../src/batch/executors/agents/index.ts';
import {
  executorNamed,
  executorNames,
  MODEL,
  parseExecutorCommand,
} from '../../src/batch/executors/index.ts';
import { type Clock, systemClock } from '../../src/platform/index.ts';
import { jobOf } from '../support/job.ts';

const settings = { executors: {}, clock: systemClock };

describe('an executor by its name', () => {
  test('is a preset, the built-in one, the dry run, or the user’s own', () => {
    expect(executorNames(settings)).toEqual([...Object.keys(PRESETS), MODEL, 'dry-run'].sort());
    const claude = executorNamed('claude', settings);
    expect(claude).toMatchObject({
      ok: true,
      value: { name: 'claude', argv: expect.arrayContaining(['-p']) },
    });
    expect(executorNamed('dry-run', settings)).toMatchObject({ ok: true, value: { argv: null, env: [] } });
    const executors = { mine: { argv: ['m', '{prp}'], args: ['-v'], env: ['B', 'A'] } };
    expect(executorNamed('mine', { ...settings, executors })).toMatchObject({
      value: { name: 'mine', argv: ['m', '{prp}', '-v'], env: ['A', 'B'] },
    });
    expect(executorNames({ executors })).toContain('mine');
  });

  test('extends a preset: what the settings do not say stays as it is', () => {
    const named = (own: object, name = 'codex') => {
      const made = executorNamed(name, { ...settings, executors: { [name]: own } });
      if (!made.ok) throw new Error(made.problems[0]?.message);
      return made.value;
    };
    const { argv, env } = named({});
    expect(named({ env: ['MINE'] })).toMatchObject({ argv, env: [...env, 'MINE'].sort() });
    expect(named({ model: 'big', args: ['--color', 'never'] })).toMatchObject({
      argv: [...(argv ?? []).slice(0, -1), '--model', 'big', '--color', 'never', '-'],
      env,
    });
    expect(named({ argv: ['my-codex'], env: ['MINE'] })).toMatchObject({
      argv: ['my-codex'],
      env: [...env, 'MINE'].sort(),
    });
    expect(named({ args: ['--x'] }, 'aider').argv?.slice(-3)).toEqual(['--x', '--message-file', '{prp}']);
  });

  test.each([
    ['claud', 'Did you mean claude?'],
    ['gemni', 'Did you mean gemini?'],
    ['toString', 'The executors are: aider, claude, codex, cursor-agent, dry-run, gemini, model, opencode.'],
  ])('that is not known gets a remedy: %s', (name, hint) => {
    expect(executorNamed(name, settings)).toMatchObject({
      ok: false,
      cause: 'usage',
      problems: [{ code: 'unknown-executor', hint: expect.stringContaining(hint) }],
    });
  });

  test.each([
    [{ argv: [] }, 'has no command'],
    [{ env: ['A'] }, 'has no command'],
    [{ argv: ['x'], model: 'big' }, 'has a model that cannot be passed to it'],
    [{ argv: ['x', 'y'], promptOn: 'argument' as const }, 'no argument says where'],
  ])('that is configured wrong is refused: %j', (mine, what) => {
    expect(executorNamed('mine', { ...settings, executors: { mine } })).toMatchObject({
      ok: false,
      problems: [{ code: 'bad-executor', message: expect.stringContaining(what) }],
    });
  });
});

describe('a preset', () => {
  test.each(Object.entries(PRESETS))(
    '%s says where its prompt goes, and sees what is its own',
    (name, preset) => {
      expect(preset.argv[0]).toBe(name);
      expect(preset.argv.some((arg) => arg.includes('{prp}'))).toBe(preset.promptOn === 'argument');
      expect(new Set(preset.env).size).toBe(preset.env.length);
      expect(
        preset.env.filter((variable) => /^(GIT_|ORCHESTRATOR_|LD_|NODE_OPTIONS)/u.test(variable)),
      ).toEqual([]);
    },
  );
});

describe('on this machine', () => {
  const on = (name: string, machine: Partial<Machine>) => {
    const made = executorNamed(name, {
      ...settings,
      machine: { env: {}, isRoot: false, textOf: () => undefined, ...machine },
    });
    if (!made.ok) throw new Error('none');
    const { argv, copies, doubts } = made.value;
    return { more: argv?.filter((arg) => !PRESETS[name]?.argv.includes(arg)), copies, doubts };
  };
  const HOME = '/home/u';
  const loggedIn = (path: string) => (path === '/home/u/.codex/auth.json' ? '{}' : undefined);

  test.each<[string, string, Partial<Machine>, object]>([
    [
      'codex gets the key that it reads',
      'codex',
      { env: { OPENAI_API_KEY: 'k' } },
      { more: [], copies: { CODEX_API_KEY: 'OPENAI_API_KEY' }, doubts: [] },
    ],
    [
      'a key of its own is left alone',
      'codex',
      { env: { OPENAI_API_KEY: 'k', CODEX_API_KEY: 'c' } },
      { copies: {}, doubts: [] },
    ],
    [
      'so is a login',
      'codex',
      { env: { HOME, OPENAI_API_KEY: 'k' }, textOf: loggedIn },
      { copies: {}, doubts: [] },
    ],
    [
      'codex is told of an endpoint',
      'codex',
      { env: { CODEX_API_KEY: 'c', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' } },
      { more: ['-c', 'openai_base_url="http://127.0.0.1:1/v1"'], doubts: [] },
    ],
    [
      'but not where a login’s token would go there',
      'codex',
      { env: { HOME, OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://127.0.0.1:1' }, textOf: loggedIn },
      { more: [], copies: {}, doubts: [{ severity: 'warning' }] },
    ],
    [
      'nor with a password in it',
      'codex',
      { env: { CODEX_API_KEY: 'c', OPENAI_BASE_URL: 'http://u:p@h' } },
      { more: [], doubts: [{ severity: 'error', code: 'executor-not-ready' }] },
    ],
    [
      'claude refuses root',
      'claude',
      { isRoot: true },
      { doubts: [{ severity: 'error', code: 'executor-not-ready' }] },
    ],
    ['but in a sandbox', 'claude', { isRoot: true, env: { IS_SANDBOX: '1' } }, { doubts: [] }],
    [
      'gemini wants to be told how it logs in',
      'gemini',
      { env: { HOME, GOOGLE_GEMINI_BASE_URL: 'http://x' } },
      { doubts: [{ severity: 'warning' }] },
    ],
    [
      'and is content then',
      'gemini',
      {
        env: { HOME, GOOGLE_GEMINI_BASE_URL: 'http://x' },
        textOf: () => '{"security":{"auth":{"selectedType":"x"}}}',
      },
      { doubts: [] },
    ],
  ])('%s', (_, name, machine, expected) => {
    expect(on(name, machine)).toMatchObject(expected);
  });
});

describe('the text of a command', () => {
  test.each([
    ['bash agent.sh --fast', ['bash', 'agent.sh', '--fast'], 'stdin'],
    [`agent 'two words' "a b"c`, ['agent', 'two words', 'a bc'], 'stdin'],
    ["agent --file='{prp}' x", ['agent', '--file={prp}', 'x'], 'argument'],
    ["sh -c 'a | b > c; d $HOME'", ['sh', '-c', 'a | b > c; d $HOME'], 'stdin'],
  ])('%s is words', (text, argv, promptOn) => {
    expect(parseExecutorCommand(text)).toEqual({
      ok: true,
      value: { name: 'command', argv, env: [], promptOn },
    });
  });

  test.each([
    'a | b',
    'a; b',
    'a > b',
    'agent $HOME',
    'agent `x`',
    'agent *.md',
    'a && b',
    "agent 'open",
    '',
  ])('%j is refused, and it is said how to have a shell', (text) => {
    expect(parseExecutorCommand(text)).toMatchObject({
      ok: false,
      cause: 'usage',
      problems: [{ code: 'bad-executor', hint: expect.stringContaining("sh -c '") }],
    });
  });
});

describe('the dry run', () => {
  test('takes as long as the phase’s hours on its clock, touches nothing, and tells the hours', async () => {
    const waited: number[] = [];
    const clock: Clock = { ...systemClock, wait: async (ms) => void waited.push(ms) };
    const executor = executorNamed('dry-run', { executors: {}, clock });
    if (!executor.ok) throw new Error('none');
    const job = jobOf();
    const end = await executor.value.work(job, new AbortController().signal, () => expect.unreachable());
    expect(end).toEqual({ how: 'exited', code: 0, signal: null, seconds: 3 * 3_600, left: 0 });
    expect(waited).toEqual([15]);
    expect([job.logFile, job.beatFile, job.resultFile].filter((file) => existsSync(file))).toEqual([]);
  });

  test('can be called off', async () => {
    const executor = executorNamed('dry-run', settings);
    if (!executor.ok) throw new Error('none');
    expect(await executor.value.work(jobOf(), AbortSignal.abort(), () => {})).toMatchObject({
      how: 'stopped',
    });
  });
});
