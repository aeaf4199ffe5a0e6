import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  executorNamed,
  executorNames,
  PRESETS,
  parseExecutorCommand,
} from '../../src/batch/executors/index.ts';
import { type Clock, systemClock } from '../../src/platform/index.ts';
import { jobOf } from '../support/job.ts';

const settings = { executors: {}, clock: systemClock };

describe('an executor by its name', () => {
  test('is a preset, the dry run, or the user’s own, which wins', () => {
    expect(executorNames(settings)).toEqual([...Object.keys(PRESETS), 'dry-run'].sort());
    const claude = executorNamed('claude', settings);
    expect(claude).toMatchObject({
      ok: true,
      value: { name: 'claude', argv: expect.arrayContaining(['-p']) },
    });
    expect(executorNamed('dry-run', settings)).toMatchObject({ ok: true, value: { argv: null, env: [] } });
    const executors = { claude: { argv: ['my-claude'], env: ['B', 'A'] }, mine: { argv: ['m', '{prp}'] } };
    expect(executorNamed('claude', { ...settings, executors })).toMatchObject({
      ok: true,
      value: { name: 'claude', argv: ['my-claude'], env: ['A', 'B'] },
    });
    expect(executorNames({ executors })).toContain('mine');
  });

  test.each([
    ['claud', 'Did you mean claude?'],
    ['gemni', 'Did you mean gemini?'],
    ['toString', 'The executors are: aider, claude, codex, cursor-agent, dry-run, gemini, opencode.'],
  ])('that is not known gets a remedy: %s', (name, hint) => {
    expect(executorNamed(name, settings)).toMatchObject({
      ok: false,
      cause: 'usage',
      problems: [{ code: 'unknown-executor', hint: expect.stringContaining(hint) }],
    });
  });

  test.each([
    [{ argv: [] }, 'has no command'],
    [{ argv: ['x', 'y'], promptOn: 'argument' as const }, 'none says where'],
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
