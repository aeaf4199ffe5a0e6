import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { agentsOnPath, runNamed } from '../support/agents.ts';
import { type BatchProject, batchProject } from '../support/batch_project.ts';
import { start } from '../support/program.ts';
import { eventually } from '../support/wait.ts';

const line = (value: object) => ({ print: JSON.stringify(value) });
const USAGE = { input_tokens: 900, cache_read_input_tokens: 100, output_tokens: 234 };

/** What each agent prints when it works, with 1,234 tokens. */
const WORKS: Readonly<Record<string, readonly object[]>> = {
  claude: [
    line({ type: 'system', subtype: 'init', session_id: 'sess-1', model: 'm', claude_code_version: '2' }),
    line({ type: 'assistant', message: { content: [{ type: 'text', text: 'On my way\u001b[31m.' }] } }),
    line({
      type: 'result',
      subtype: 'success',
      is_error: false,
      result: 'Done.',
      usage: USAGE,
      session_id: 'sess-1',
    }),
  ],
  codex: [
    line({ type: 'thread.started', thread_id: 'sess-1' }),
    line({ type: 'item.completed', item: { type: 'agent_message', text: 'On my way\u001b[31m.' } }),
    line({
      type: 'turn.completed',
      usage: { input_tokens: 1000, cached_input_tokens: 100, output_tokens: 234 },
    }),
  ],
  gemini: [
    line({ type: 'init', session_id: 'sess-1', model: 'm' }),
    line({ type: 'message', role: 'assistant', content: 'On my way\u001b[31m.', delta: true }),
    line({
      type: 'result',
      status: 'success',
      stats: { input_tokens: 1000, cached: 100, output_tokens: 234 },
    }),
  ],
  opencode: [
    line({ type: 'step_start', sessionID: 'sess-1', part: {} }),
    line({ type: 'text', sessionID: 'sess-1', part: { text: 'On my way\u001b[31m.' } }),
    line({ type: 'step_finish', part: { tokens: { input: 900, output: 234, cache: { read: 100 } } } }),
  ],
};

/** What each agent prints when its key is not accepted; it ends with code 1. */
const UNAUTHENTICATED: Readonly<Record<string, readonly object[]>> = {
  claude: [
    line({
      type: 'system',
      subtype: 'api_retry',
      attempt: 1,
      max_retries: 10,
      retry_delay_ms: 5,
      error_status: 401,
      error: 'authentication_failed',
    }),
    line({
      type: 'result',
      subtype: 'success',
      is_error: true,
      api_error_status: 401,
      result: 'Failed to authenticate: no such key',
    }),
  ],
  codex: [
    line({ type: 'turn.failed', error: { message: 'unexpected status 401 Unauthorized: no such key' } }),
  ],
  gemini: [
    line({
      type: 'result',
      status: 'error',
      error: { message: '[API Error: {"error":{"code":401,"message":"no such key"}}]' },
    }),
  ],
  opencode: [
    line({ type: 'error', error: { name: 'APIError', data: { message: 'no such key', statusCode: 401 } } }),
  ],
};

async function statusOf(project: BatchProject) {
  return JSON.parse((await project.call('batch', 'status', '1', '--json')).out);
}

describe.concurrent('what a known agent prints', () => {
  test.each(Object.keys(WORKS))(
    '[promise:batch-agents-read] is read, shown as lines, and counted: %s',
    async (name) => {
      const project = await batchProject([{}]);
      agentsOnPath(project, {
        [name]: { default: [[{ complain: 'unknown words' }, { work: 'by' }, ...(WORKS[name] ?? [])]] },
      });
      const { code, out, err } = await runNamed(project, '--executor', name);
      expect({ code, err }).toMatchObject({ code: 0 });
      expect(out).toContain(`1,234 tokens by the output of ${name}`);
      expect(out).toMatch(/Batch 1 is done: .*, 1,234 tokens\.\n$/u);
      const status = await statusOf(project);
      expect(status.tokens).toBe(1_234);
      expect(status.phases[0].attempts[0]).toMatchObject({
        session: 'sess-1',
        tokens: { total: 1_234, input: 1_000, cached: 100, output: 234, source: `the output of ${name}` },
      });
      const logs = await project.call('batch', 'logs', '1', '--phase', '1');
      expect(logs.out).toContain('unknown words\n');
      expect(logs.out).toMatch(/^On my way.*\.$/mu);
      expect(logs.out).not.toContain('\u001b');
      expect(logs.out).not.toContain('{"type"');
      expect((await project.call('batch', 'logs', '1', '--phase', '1', '--raw')).out).toContain('{"type"');
    },
  );

  test.each(Object.keys(UNAUTHENTICATED))(
    '[promise:batch-agents-fail] tells that its key is not accepted, which is not tried again: %s',
    async (name) => {
      const project = await batchProject([{}]);
      agentsOnPath(project, { [name]: { default: [[...(UNAUTHENTICATED[name] ?? []), { exit: 1 }]] } });
      const { code, out } = await runNamed(project, '--executor', name, '--retries', '3');
      expect(code).toBe(1);
      expect(project.events('attempt-started')).toHaveLength(1);
      expect(out).toMatch(/its endpoint does not accept its key or login: .*no such key/u);
      const [attempt] = (await statusOf(project)).phases[0].attempts;
      expect(attempt).toMatchObject({
        reason: 'authentication',
        cause: expect.stringContaining('no such key'),
      });
      const shown = JSON.parse((await project.call('batch', 'show', '1', '--json')).out);
      expect(shown.phases[0].attempts).toMatchObject([{ reason: 'authentication', cause: attempt.cause }]);
    },
  );

  test('goes to the fallback at once where its key is not accepted', async () => {
    const project = await batchProject([{}]);
    agentsOnPath(project, {
      codex: { default: [[...(UNAUTHENTICATED.codex ?? []), { exit: 1 }]] },
      gemini: { default: [[{ work: 'by' }, ...(WORKS.gemini ?? [])]] },
    });
    const { code } = await runNamed(project, '--executor', 'codex', '--fallback', 'gemini', '--retries', '3');
    expect(code).toBe(0);
    expect(project.events('attempt-started').map(({ executor }) => executor)).toEqual(['codex', 'gemini']);
  });

  test('whose key is not accepted is not tried by further phases, which begin with the next run', async () => {
    const project = await batchProject([{}, {}, {}]);
    const fails = [...(UNAUTHENTICATED.codex ?? []), { exit: 1 }];
    agentsOnPath(project, { codex: { default: [fails] } });
    const { code, err } = await runNamed(project, '--executor', 'codex', '--concurrency', '1');
    expect(code).toBe(1);
    expect(project.events('attempt-started')).toHaveLength(1);
    expect(err).toContain('so phases 2, 3 did not begin');
    agentsOnPath(project, { codex: { default: [[{ work: 'by' }, ...(WORKS.codex ?? [])]] } });
    await runNamed(project, '--executor', 'codex', '--concurrency', '1');
    expect((await statusOf(project)).phases.map(({ state }: { state: string }) => state)).toEqual([
      'failed',
      'done',
      'done',
    ]);
  });

  test('tells of a refusal, though it ends with code 0', async () => {
    const project = await batchProject([{}]);
    const error = 'The user rejected permission to use this specific tool call.';
    const refused = line({
      type: 'tool_use',
      part: { tool: 'write', state: { status: 'error', input: { filePath: '/away' }, error } },
    });
    agentsOnPath(project, { opencode: { default: [[refused]] } });
    const { code, out } = await runNamed(project, '--executor', 'opencode', '--retries', '0');
    expect(code).toBe(1);
    expect(out).toContain(`it ended with a refusal: write /away: ${error}`);
    expect((await statusOf(project)).phases[0].attempts).toMatchObject([{ reason: 'refused' }]);
  });

  test('says in its own last error why it failed, whatever else it printed', async () => {
    const project = await batchProject([{}]);
    const said = [
      { complain: 'Error: something of no matter' },
      line({ type: 'item.completed', item: { type: 'command_execution', command: 'x', exit_code: 1 } }),
      line({ type: 'turn.failed', error: { message: 'the model is not there\u001b]0;x\u0007' } }),
      { complain: 'Error: the last words' },
    ];
    agentsOnPath(project, { codex: { default: [[...said, { exit: 1 }]] } });
    const { out } = await runNamed(project, '--executor', 'codex', '--retries', '0');
    expect(out).toContain('the executor failed: the model is not there');
    expect(out).not.toContain('\u001b');
  });

  test('of a million characters in a line, or broken, does no harm', async () => {
    const project = await batchProject([{}]);
    const long = line({
      type: 'assistant',
      message: { content: [{ type: 'text', text: 'y'.repeat(1_000_000) }] },
    });
    const broken = [{ print: '{"type":"result","usage":' }, { print: `{"type":${'['.repeat(100_000)}` }];
    agentsOnPath(project, {
      claude: { default: [[long, ...broken, { work: 'by' }, ...(WORKS.claude ?? [])]] },
    });
    const { code, err } = await runNamed(project, '--executor', 'claude');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect((await statusOf(project)).tokens).toBe(1_234);
  });

  test('[promise:batch-waits-shown] is shown as waiting while it asks its endpoint again', async () => {
    const project = await batchProject([{}]);
    const retry = {
      type: 'system',
      subtype: 'api_retry',
      attempt: 3,
      max_retries: 10,
      retry_delay_ms: 39_000,
      error_status: 529,
      error: 'overloaded',
    };
    agentsOnPath(project, {
      claude: { default: [[line(retry), { await: 'go' }, { work: 'by' }, ...(WORKS.claude ?? [])]] },
    });
    const running = runNamed(project, '--executor', 'claude');
    const beat = project.path('beats/PRP-1.1.1-1.json');
    await eventually(() => (existsSync(beat) && readFileSync(beat, 'utf8').includes('"waits"')) || undefined);
    const { out } = await project.call('batch', 'status', '1');
    expect(out).toContain('waits: its endpoint answers 529 overloaded; it asks again in 39 s, try 3 of 10');
    project.tell('go');
    const { code, err } = await running;
    expect(code).toBe(0);
    expect(err).toContain('waits: its endpoint answers 529 overloaded');
  });

  test('[promise:batch-budget] stops the batch before the next start when it has used its budget of tokens', async () => {
    const project = await batchProject([{}, { after: ['1'] }, { after: ['2'] }]);
    agentsOnPath(project, { codex: { default: [[{ work: 'by' }, ...(WORKS.codex ?? [])]] } });
    const { code, out, err } = await runNamed(project, '--executor', 'codex', '--budget-tokens', '2000');
    expect(code).toBe(1);
    expect(err).toContain('The batch has used 2,468 tokens, and may use 2,000: nothing more was started.');
    expect(out).toMatch(/Batch 1 was stopped: 2 of 3 done, .*2,468 tokens/u);
    expect(project.events('run-ended')).toMatchObject([
      { outcome: 'stopped', why: 'its token budget is used up' },
    ]);
    expect((await runNamed(project, '--executor', 'codex', '--budget-tokens', '2400')).code).toBe(1);
    expect(project.events('attempt-started')).toHaveLength(2);
    expect((await runNamed(project, '--executor', 'codex')).code).toBe(0);
  });

  test('[promise:batch-budget-cost] stops likewise when it has cost so much, and says beforehand of whom nobody knows that', async () => {
    const project = await batchProject([{}, { after: ['1'] }, { after: ['2'], executor: 'codex' }]);
    const result = { type: 'result', subtype: 'success', is_error: false, result: 'Done.', usage: USAGE };
    agentsOnPath(project, {
      claude: { default: [[{ work: 'by' }, line({ ...result, total_cost_usd: 0.4 })]] },
      codex: { default: [[{ work: 'by' }, ...(WORKS.codex ?? [])]] },
    });
    const spent = await runNamed(project, '--executor', 'claude', '--budget-cost', '0.75');
    expect(spent.code).toBe(1);
    expect(spent.err).toContain(
      'The cost of codex does not count towards --budget-cost: it is not reported.',
    );
    expect(spent.err).toContain('cost $0.80 as its agents report');
    expect(project.events('attempt-started')).toHaveLength(2);
    expect(await statusOf(project)).toMatchObject({ costUsd: 0.8 });
    expect(spent.out).toMatch(/2 of 3 done, .* tokens, \$0\.80\.$/mu);
    expect((await project.call('batch', 'status', '1')).out).toMatch(/elapsed .* tokens, \$0\.80$/mu);
    for (const bad of ['0', 'much', '-1'])
      expect((await runNamed(project, `--budget-cost=${bad}`)).err).toContain('is an amount of US dollars');
    expect((await runNamed(project, '--executor', 'claude', '--budget-cost', '1')).code).toBe(0);
  });

  test('that ends with code 0 although its key is not accepted is not tried again: aider', async () => {
    const project = await batchProject([{}]);
    const error = 'litellm.AuthenticationError: AnthropicException - no such key';
    agentsOnPath(project, { aider: { default: [[{ print: error }]] } });
    const { code, err } = await runNamed(project, '--executor', 'aider', '--retries', '2');
    expect(code).toBe(1);
    expect(err).toContain('no such key');
    expect(project.events('attempt-failed')).toMatchObject([{ reason: 'authentication' }]);
  });

  test('that names a limit in its own form holds every phase of its account until then, and nobody else', async () => {
    const project = await batchProject([
      { executor: 'claude' },
      { executor: 'claude' },
      { executor: 'codex' },
    ]);
    const until = Math.ceil(Date.now() / 1_000) + 3_600;
    const limited = [
      line({
        type: 'rate_limit_event',
        rate_limit_info: { status: 'rejected', rateLimitType: 'five_hour', resetsAt: until },
      }),
      line({
        type: 'result',
        subtype: 'success',
        is_error: true,
        api_error_status: 429,
        result: 'You are out of tokens.',
      }),
    ];
    agentsOnPath(project, {
      claude: { default: [[...limited, { exit: 1 }]] },
      codex: { default: [[{ work: 'by' }, ...(WORKS.codex ?? [])]] },
    });
    const running = start(['batch', 'run', '1', '--yes', '--concurrency', '1'], {
      cwd: project.folder,
      env: project.environment(),
    });
    await eventually(() => project.events('merged', '3')[0]);
    const status = await statusOf(project);
    expect(status.holds).toMatchObject([{ executor: 'claude', why: 'You are out of tokens.' }]);
    expect(Date.parse(status.holds[0].until)).toBe((until + 1) * 1_000);
    expect((await project.call('batch', 'status', '1')).out).toContain(
      'waits for claude, which has reached a usage limit',
    );
    running.signal('SIGINT');
    await running.ended;
    expect(project.events('attempt-started').filter(({ executor }) => executor === 'claude')).toHaveLength(1);
    expect(project.events('attempt-failed')).toMatchObject([{ reason: 'limited' }]);
  });

  test('that names an end of its limit which nobody would wait for is asked again in eight days at the latest', async () => {
    const project = await batchProject([{ executor: 'claude' }]);
    const rejected = { status: 'rejected', rateLimitType: 'five_hour', resetsAt: 8.64e12 };
    const limited = [
      line({ type: 'rate_limit_event', rate_limit_info: rejected }),
      line({
        type: 'result',
        subtype: 'success',
        is_error: true,
        api_error_status: 429,
        result: 'Out of tokens.',
      }),
    ];
    agentsOnPath(project, { claude: { default: [[...limited, { exit: 1 }]] } });
    const running = start(['batch', 'run', '1', '--yes'], {
      cwd: project.folder,
      env: project.environment(),
    });
    const held = await eventually(() => project.events('executor-held')[0]);
    running.signal('SIGINT');
    await running.ended;
    const days = (Date.parse(String(held?.until)) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(0);
    expect(days).toBeLessThanOrEqual(8);
  });
});
