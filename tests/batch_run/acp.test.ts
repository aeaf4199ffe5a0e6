import { describe, expect, test } from 'vitest';
import { talkedWith } from '../support/acp.ts';
import { phaseStates, runOfFirst } from '../support/batch_project.ts';

const edit = (path: string) => ({ title: `Edit ${path}`, kind: 'edit', locations: [{ path }] });
const command = (text: string) => ({ title: text, kind: 'execute', rawInput: { command: text } });

describe.concurrent('an agent that speaks the Agent Client Protocol', () => {
  test('[promise:batch-acp] carries a batch of two phases out', async () => {
    const { project, ended, status, log, agent } = await talkedWith(
      {
        session: {
          modes: { currentModeId: 'auto', availableModes: [{ id: 'auto' }, { id: 'default' }] },
        },
        steps: [
          { update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'I wr' } } },
          { update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'ite it.' } } },
          { update: { sessionUpdate: 'tool_call', toolCallId: 'a', title: 'Write src/1.txt', kind: 'edit' } },
          { work: 'done' },
          { update: { sessionUpdate: 'tool_call_update', toolCallId: 'a', status: 'completed' } },
          {
            update: {
              sessionUpdate: 'usage_update',
              used: 10,
              size: 100,
              cost: { amount: 0.5, currency: 'USD' },
            },
          },
        ],
        end: { stopReason: 'end_turn', usage: { inputTokens: 100, cachedReadTokens: 20, outputTokens: 7 } },
      },
      { phases: [{}, { after: ['1'] }] },
    );
    expect(ended.code, ended.out).toBe(0);
    expect(phaseStates(status)).toEqual({ 1: 'done merged', 2: 'done merged' });
    expect(project.result()).toMatchObject({ 'src/1.txt': 'done\n', 'src/2.txt': 'done\n' });
    expect(log).toContain(
      'example 1.0.0, session session-1, mode auto\nI write it.\n> Write src/1.txt\nended: done',
    );
    expect(agent).toMatchObject({
      session: 'session-1',
      tokens: { input: 120, cached: 20, output: 7 },
      costUsd: 0.5,
      end: 'done',
    });
    expect(agent?.denied).toBeUndefined();
  });

  test('has what it cost counted also where it says nothing of tokens, and where it fails', async () => {
    const cost = { sessionUpdate: 'usage_update', used: 1, size: 9, cost: { amount: 0.25, currency: 'USD' } };
    const { agent, ended } = await talkedWith(
      { steps: [{ update: cost }], end: { error: { code: -32603, message: 'no' } } },
      { flags: ['--retries', '0', '--budget-cost', '5'] },
    );
    expect(agent).toMatchObject({ tokens: null, costUsd: 0.25 });
    expect(JSON.parse(ended.out).problems).toContainEqual(
      expect.objectContaining({
        message: expect.stringContaining('only if it is reported over the protocol'),
      }),
    );
  });

  test('is told of no files and no terminal, and gets its prompt whole', async () => {
    const { project } = await talkedWith({ steps: [{ work: 'done' }, { note: 'seen.json' }] });
    const { heard, env, cwd } = JSON.parse(project.told('seen.json') ?? '');
    expect(heard.map(({ method }: { method: string }) => method)).toEqual([
      'initialize',
      'session/new',
      'session/prompt',
    ]);
    expect(heard[0].params).toMatchObject({
      protocolVersion: 1,
      clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
    });
    expect(heard[1].params).toEqual({ cwd, mcpServers: [] });
    expect(heard[2].params.prompt[0].text).toContain('Part 1 is there.');
    expect(env).toMatchObject({ ORCHESTRATOR_TASK: '1' });
  });

  test('is answered by rule, once for each wish, and what it is denied is written down', async () => {
    const { ended, project, agent, log, status } = await talkedWith({
      steps: [
        { ask: { toolCall: edit('src/1.txt'), write: { 'src/1.txt': 'asked\n' } } },
        {
          ask: {
            toolCall: command('test -s src/1.txt'),
            write: { 'src/never.txt': '' },
            options: [{ optionId: 'x', kind: 'allow_always' }],
          },
        },
        { ask: { toolCall: edit('.git/hooks/post-checkout'), write: { 'src/never.txt': '' } } },
        { ask: { toolCall: edit('../../../../README.md'), write: { 'src/never.txt': '' } } },
        { ask: { toolCall: command('curl https://example.com'), write: { 'src/never.txt': '' } } },
        { ask: { toolCall: { title: 'Look it up', kind: 'fetch' }, write: { 'src/never.txt': '' } } },
        { request: { method: 'fs/write_text_file', params: { path: '/etc/passwd', content: '' } } },
        { note: 'seen.json' },
      ],
    });
    expect(ended.code, ended.out).toBe(0);
    expect(Object.keys(project.result())).not.toContain('src/never.txt');
    const answers = JSON.parse(project.told('seen.json') ?? '').heard.slice(3);
    expect(
      answers.map(
        (answer: { result?: object; error?: { code: number } }) => answer.result ?? answer.error?.code,
      ),
    ).toEqual([
      { outcome: { outcome: 'selected', optionId: 'yes' } },
      { outcome: { outcome: 'cancelled' } },
      ...Array.from({ length: 4 }, () => ({ outcome: { outcome: 'selected', optionId: 'no' } })),
      -32601,
    ]);
    expect(agent?.denied?.count).toBe(6);
    expect(agent?.denied?.first).toEqual([
      expect.stringContaining('no permission for a single use'),
      expect.stringContaining('what git keeps for itself'),
      expect.stringContaining('it is outside the working directory'),
      expect.stringContaining('it would use the network: curl'),
      expect.stringContaining('it would use the network'),
      expect.stringContaining('fs/write_text_file, which it was not offered'),
    ]);
    expect(log).toContain('allowed: edit Edit src/1.txt');
    expect(status.phases[0]?.attempts[0]?.denied).toEqual(agent?.denied);
  });

  test('that was denied what it needs still says that it is done: the files decide', async () => {
    const { failed, status } = await talkedWith({
      steps: [{ ask: { toolCall: edit('/etc/hosts'), write: { 'src/1.txt': '' } } }],
    });
    expect(phaseStates(status)).toEqual({ 1: 'failed empty' });
    expect(failed?.evidence).toContain('denied: edit Edit /etc/hosts');
  });

  test.each([true, 'term'] as const)(
    'that does not end when it is done is made to, with all it left (%s)',
    async (deaf) => {
      const { ended, attempt } = await talkedWith(
        { deaf, steps: [{ work: 'done' }, { leave: true }] },
        {
          prepare: (project) => void project.call('config', 'set', 'batch.graceSeconds', '1'),
        },
      );
      expect(ended.code, ended.out).toBe(0);
      expect(attempt).toMatchObject({ how: 'exited', code: 0, signal: null });
      expect(attempt?.left).toBeUndefined();
    },
  );

  test('is asked to give up its work at a limit, before it is ended', async () => {
    const { project, status, log } = await talkedWith(
      { steps: [{ hang: true }] },
      { flags: ['--retries', '0', '--idle', '1'] },
    );
    expect(phaseStates(status)).toEqual({ 1: 'failed idle' });
    expect(project.told('cancelled')).toBe('');
    expect(log).toContain('ended: It was asked to end.');
  });

  test('is told by why it was ended, and not by how it began, where it said nothing', async () => {
    const { project, log, failed } = await talkedWith(
      {
        hello: { agentInfo: { name: 'gemini', title: 'Gemini CLI Preview', version: '0.61.0' } },
        session: {
          modes: { currentModeId: 'default', availableModes: [{ id: 'default' }] },
        },
        steps: [{ hang: true }],
      },
      { flags: ['--retries', '0', '--idle', '1'] },
    );
    expect(log).toContain(', session session-1, mode default\n');
    expect(failed?.evidence).not.toContain('session-1');
    expect((await project.call('batch', 'status', '1')).out).toMatch(
      /nothing happened for too long: It (?:printed|did|used|changed)/u,
    );
  });

  test('is told how to log in where that is said, and what there is where not', async () => {
    const script = { auth: ['by-key', 'by-browser'] };
    const { failed, status } = await talkedWith(script);
    expect(phaseStates(status)).toEqual({ 1: 'failed authentication' });
    expect(failed?.evidence).toContain('it has: by-key, by-browser');
  });
});

describe.concurrent('an agent that breaks the protocol is ended with the reason', () => {
  test.each([
    [
      'another version',
      { hello: { protocolVersion: 2 } },
      'It speaks version 2 of the Agent Client Protocol',
    ],
    [
      'a version as a text',
      { hello: { protocolVersion: '1' } },
      'Protocol as a string ("1"), where the protocol has a number.',
    ],
    ['no version', { hello: { protocolVersion: null } }, 'It speaks version of no kind'],
    ['no session', { session: { sessionId: 7 } }, 'It opened a session without an id.'],
    [
      'lines of its own',
      { before: Array.from({ length: 300 }, (_, at) => `line ${at}`) },
      'It printed 200 lines that are not part of the Agent Client Protocol.',
    ],
    ['1 GB on one line', { steps: [{ flood: 1_000_000_000 }] }, 'It sent a message of more than 16 MB.'],
    ['an end in the middle', { steps: [{ exit: 3 }] }, 'It ended in the middle of its work, with code 3.'],
    [
      'an end in the middle, with code 0',
      { steps: [{ exit: 0 }] },
      'It ended in the middle of its work, with code 0.',
    ],
    [
      'an end in the middle with words on standard error',
      {
        steps: [
          { complain: 'starting up\nError: cannot find module "left-pad"\n    at load (index.js:7:1)\n' },
          { exit: 3 },
        ],
      },
      'It ended in the middle of its work, with code 3, and said: Error: cannot find module "left-pad"\n',
    ],
    ['an answer that is none', { end: { stopReason: 'bored' } }, 'that the protocol does not have: bored'],
    [
      'an answer of another form',
      { end: { error: { code: 'x', message: 7 } } },
      'It gave an answer that does not have the form of the protocol.',
    ],
    [
      'an error',
      { end: { error: { code: -32603, message: 'Internal error', data: { details: 'no disk' } } } },
      'It answered session/prompt with an error (-32603): Internal error: no disk',
    ],
    ['a turn cut short', { end: { stopReason: 'max_tokens' } }, 'no more tokens'],
    ['a cancelled turn', { end: { stopReason: 'cancelled' } }, 'but nobody cancelled it'],
    [
      'the same wish for ever',
      { steps: [{ ask: { toolCall: edit('/etc/hosts'), times: 1000 } }] },
      'It asked again after being denied 200 times',
    ],
    [
      'wishes that may come true, without taking an answer',
      { steps: [{ beg: { toolCall: edit('src/1.txt'), times: 5_000 } }] },
      'It sent more and more requests without reading the answers.',
    ],
    [
      'wishes that were not offered, for ever',
      { steps: Array.from({ length: 300 }, () => ({ request: { method: 'terminal/create' } })) },
      'It asked again after being denied 200 times',
    ],
  ] as const)('%s', async (_name, script, why) => {
    const { ended, failed } = await talkedWith(script, { flags: ['--retries', '0', '--idle', '5'] });
    expect(ended.code).toBe(1);
    expect(failed?.evidence).toContain(why);
    expect(failed?.evidence.length).toBeLessThan(20_000);
  });

  test('what it tells and nobody knows, and odd lines between, do not hold it up', async () => {
    const { ended, log } = await talkedWith({
      before: ['Loading …', '[]', '{"jsonrpc":"1.0"}'],
      steps: [
        { update: { sessionUpdate: 'new_thing', more: 1 } },
        { update: { sessionUpdate: 'new_thing', more: 2 } },
        { update: { sessionUpdate: 'agent_message_chunk' } },
        { update: 'text' },
        { update: { sessionUpdate: 'tool_call', toolCallId: 3, locations: 'x', content: [1] } },
        { raw: '{"jsonrpc":"2.0","id":99,"result":{}}' },
        { raw: '{"jsonrpc":"2.0","method":"session/update","params":[]}' },
        { raw: '{"jsonrpc":"2.0","method":"other/thing"}' },
        { work: 'done' },
      ],
    });
    expect(ended.code, ended.out).toBe(0);
    expect(ended.err).toBe('');
    expect(log.match(/new_thing/gu)).toHaveLength(1);
    expect(log).toContain('Loading …');
  });

  test.each([
    ['says nothing', 'sleep 1000', 'It had no session yet: either it does not speak'],
    [
      'gives back what it hears',
      'cat',
      'It does not speak the Agent Client Protocol: it only echoes its input',
    ],
    ['ends at once', 'true', 'It ended before it had a session, with code 0. Either'],
    [
      'says why on standard error',
      'sh -c \'echo "fatal: no login" >&2; exit 7\'',
      'It ended before it had a session, with code 7, and said: fatal: no login\n',
    ],
    [
      'says why where the protocol belongs',
      'sh -c \'echo "usage: agent [--stdio]"; exit 64\'',
      'with code 64, and said: usage: agent [--stdio]\n',
    ],
  ])('a program that is none and %s', async (_name, program, why) => {
    const { project } = await talkedWith({}, { flags: ['--dry-run'] });
    const args = runOfFirst('--json', '--executor', `acp:${program}`, '--retries', '0', '--idle', '2');
    const ended = await project.call(...args);
    expect(ended.code).toBe(1);
    expect(project.events('attempt-failed')[0]?.evidence).toContain(why);
  });
});
