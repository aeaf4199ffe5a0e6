import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BatchProject, batchProject, type Phases, standing } from '../support/batch_project.ts';
import {
  apiError,
  endChunk,
  event,
  goodStream,
  json,
  type ModelServer,
  type Received,
  type Reply,
  startModelServer,
  textChunk,
  toolStream,
} from '../support/model_server.ts';
import { emptyFolder, run, start } from '../support/program.ts';
import { asUser } from '../support/repository.ts';
import { eventually } from '../support/wait.ts';

const KEY = 'sk-canary-9f8e7d6c5b4a39281706f5e4d3c2b1a0';

/** What one phase's model answers, turn after turn; the last again and again. */
type Turns = readonly (Reply | ((request: Received) => Reply))[];

type Message = { readonly role: string; readonly content: string | null };

const messagesOf = ({ body }: Received) => body.messages as readonly Message[];

/** The result of the last call, as the model is told of it. */
const lastResult = (request: Received | undefined): string =>
  (request && messagesOf(request).findLast(({ role }) => role === 'tool')?.content) ?? '';

/** A server whose answers go by phase: the prompt says which one it is, and the messages so far which turn. */
async function serverFor(phases: Readonly<Record<string, Turns>>): Promise<ModelServer> {
  const done: Record<string, number> = {};
  return startModelServer(KEY, [
    (request) => {
      const prompt =
        messagesOf(request).find(({ role, content }) => role === 'user' && content)?.content ?? '';
      const id = /^prp_id: PRP-1\.(\d+)\./mu.exec(prompt)?.[1] ?? '1';
      const turns = phases[id] ?? [];
      const at = done[id] ?? 0;
      done[id] = at + 1;
      const reply = turns[Math.min(at, turns.length - 1)] ?? { kind: 'silence' };
      return typeof reply === 'function' ? reply(request) : reply;
    },
  ]);
}

const report = (status: string, summary = 'It is written.') =>
  goodStream(
    `All is there.\n\n\`\`\`json\n${JSON.stringify({ status, summary, files: [], tokens: null, problems: [] })}\n\`\`\``,
  );

/** Writes the file of phase 1, and is done. */
const writeOnce = (request: Received): Reply =>
  messagesOf(request).some(({ content }) => content?.includes('Written: src/1.txt'))
    ? report('done')
    : toolStream(['write', { path: 'src/1.txt', content: 'one' }]);

const ONE: Phases = [{}];
const ONCE = ['--retries', '0'];

async function worked(
  server: ModelServer,
  phases: Phases = ONE,
  flags: readonly string[] = ONCE,
  prepare: (project: BatchProject) => void = () => {},
) {
  const project = await batchProject(phases);
  prepare(project);
  const env = {
    ...project.environment(),
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: server.baseUrl,
    ORCHESTRATOR_MODEL: 'test-model',
  };
  const args = ['batch', 'run', '1', '--yes', '--json', '--executor', 'model', ...flags];
  const ended = await run(args, { cwd: project.folder, env });
  await server.close();
  const log = await project.call('batch', 'logs', '1', '--phase', '1');
  return { project, ended, log: log.out, status: JSON.parse(ended.out) };
}

/** Keeps settings in the user's file. */
const userSettings = (settings: object) => (project: BatchProject) => {
  const folder = join(project.home, '.config/orchestrator');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(settings), { mode: 0o600 });
};

/** What the built-in executor is started with beside its own. */
const withArgs = (...args: readonly string[]) => userSettings({ executors: { model: { args } } });

const SANDBOX = spawnSync('bwrap', ['--unshare-pid', '--ro-bind', '/', '/', '--', '/bin/true']).status === 0;

describe('the built-in executor', () => {
  test.skipIf(!SANDBOX)(
    'works in a sandbox, with its key in a settings file that is hidden there',
    async () => {
      const server = await serverFor({
        1: [toolStream(['write', { path: 'src/1.txt', content: 'one\n' }]), report('done')],
      });
      const { origin } = new URL(server.baseUrl);
      const settings = { baseUrl: server.baseUrl, model: 'test-model', apiKey: { value: KEY, origin } };
      const project = await batchProject(ONE);
      userSettings(settings)(project);
      const args = ['batch', 'run', '1', '--yes', '--json', '--executor', 'model', '--sandbox', 'bwrap'];
      const ended = await run(args, { cwd: project.folder, env: project.environment() });
      await server.close();
      expect(standing(JSON.parse(ended.out))).toEqual({ 1: 'done merged' });
      expect(project.result()['src/1.txt']).toBe('one\n');
    },
  );

  test('is not idle while its endpoint works on an answer, which has a limit of its own', async () => {
    const slowly = (reply: Reply): Reply => ({
      ...{ kind: 'flow', first: '', piece: ': wait\n\n', everyMs: 100, times: 35 },
      last: reply.kind === 'pieces' ? reply.pieces.join('') : '',
    });
    const server = await serverFor({
      1: [slowly(toolStream(['write', { path: 'src/1.txt', content: 'one\n' }])), report('done')],
    });
    const { status } = await worked(server, ONE, [...ONCE, '--idle', '1']);
    expect(standing(status)).toEqual({ 1: 'done merged' });
  });

  test('[promise:batch-model] carries a batch of two phases out with nothing but an endpoint', async () => {
    const server = await serverFor({
      1: [
        toolStream(['list', {}], ['read', { path: 'README.md' }]),
        toolStream(['write', { path: 'src/1.txt', content: 'one\n' }]),
        toolStream(['run', { command: 'test -s src/1.txt' }]),
        report('done'),
      ],
      2: [
        toolStream(['search', { text: 'on', path: 'src' }]),
        toolStream(['write', { path: 'src/2.txt', content: 'two\n' }]),
        toolStream(['edit', { path: 'src/2.txt', old: 'two', new: 'twice' }]),
        report('done'),
      ],
    });
    const { project, ended, log, status } = await worked(server, [{}, { after: ['1'] }]);
    expect([ended.code, ended.err]).toEqual([0, expect.any(String)]);
    expect(standing(status)).toEqual({ 1: 'done merged', 2: 'done merged' });
    expect(project.result()).toMatchObject({ 'src/1.txt': 'one\n', 'src/2.txt': 'twice\n' });
    expect(server.complaints).toEqual([]);
    expect(lastResult(server.requests[3])).toMatch(/^exit code 0/u);
    expect(log).toContain('> write src/1.txt');
    expect(status.phases[0].attempts[0].tokens).toMatchObject({ total: 370, source: 'the output of model' });
    const transcript = readFileSync(project.path('logs/PRP-1.1.1-1.log'), 'utf8');
    expect(transcript).toContain('A project.');
    expect(transcript).not.toContain(KEY);
  });

  test('writes nothing outside what the phase declares, reads nothing outside the worktree', async () => {
    const secret = join(emptyFolder(), 'secret.txt');
    writeFileSync(secret, 'TOP SECRET');
    const asked = [
      ['read', { path: secret }, 'outside the working directory'],
      ['read', { path: '../../../../../README.md' }, 'outside the working directory'],
      ['read', { path: '.git' }, 'git keeps for itself'],
      ['write', { path: '.git/hooks/post-checkout', content: 'x' }, 'git keeps for itself'],
      ['write', { path: 'README.md', content: 'x' }, 'does not declare'],
      ['write', { path: 'src/../../out.txt', content: 'x' }, 'outside the working directory'],
      ['read', { path: 'leak.txt' }, 'a link leads out'],
      ['write', { path: 'linked/1.txt', content: 'x' }, 'a link is on the way'],
      ['edit', { path: 'own.txt', old: 'a', new: 'b' }, 'it is a link'],
      ['run', { command: 'cat /etc/passwd' }, 'not approved'],
    ] as const;
    const server = await serverFor({
      1: [
        toolStream(...asked.map(([name, given]) => [name, given] as const)),
        (request) => {
          const told = messagesOf(request).flatMap(({ role, content }) =>
            role === 'tool' ? [content ?? ''] : [],
          );
          return goodStream(JSON.stringify({ status: 'blocked', summary: told.join('\n'), problems: told }));
        },
      ],
    });
    const { project, ended } = await worked(
      server,
      [{ files: ['src/1.txt', 'linked/**', 'own.txt'] }],
      ONCE,
      ({ folder }) => {
        symlinkSync(secret, join(folder, 'leak.txt'));
        symlinkSync(emptyFolder(), join(folder, 'linked'));
        symlinkSync(secret, join(folder, 'own.txt'));
        asUser(folder, 'add', 'leak.txt', 'linked', 'own.txt');
        asUser(folder, 'commit', '-qm', 'links');
      },
    );
    expect(ended.code).toBe(1);
    const told = messagesOf(server.requests[1] as Received).filter(({ role }) => role === 'tool');
    expect(told.map(({ content }) => content)).toEqual(
      asked.map(([, , why]) => expect.stringMatching(new RegExp(`^ERROR: Refused: .*${why}`, 'u'))),
    );
    expect(JSON.stringify(server.requests)).not.toContain('TOP SECRET');
    expect(readFileSync(secret, 'utf8')).toBe('TOP SECRET');
    expect(project.events('claimed')[0]).toMatchObject({ status: 'blocked' });
  });

  test('is told of unknown tools, broken arguments and unapproved commands, and goes on', async () => {
    const server = await serverFor({
      1: [
        toolStream(
          ['reed', { path: 'README.md' }],
          ['write', '{"path": "src/1.txt", "cont'],
          ['run', { command: 'make' }],
        ),
        toolStream(['write', { path: 'src/1.txt', content: 'one' }]),
        report('done'),
      ],
    });
    const { ended } = await worked(server);
    expect(ended.code).toBe(0);
    const told = messagesOf(server.requests[1] as Received).filter(({ role }) => role === 'tool');
    expect(told.map(({ content }) => content)).toEqual([
      expect.stringContaining('Did you mean read?'),
      'ERROR: The arguments of write are not one whole JSON object.',
      expect.stringContaining('Approved, exactly as they stand here:\n- test -s src/1.txt'),
    ]);
    expect(server.complaints).toEqual([]);
  });

  test('may run what the settings allow, without the key in its environment', async () => {
    const server = await serverFor({
      1: [
        toolStream(['run', { command: 'env' }]),
        toolStream(['write', { path: 'src/1.txt', content: 'one' }]),
        report('done'),
      ],
    });
    const { ended } = await worked(server, ONE, ONCE, withArgs('--allow', 'env'));
    expect(ended.code).toBe(0);
    expect(lastResult(server.requests[1])).toContain('PATH=');
    expect(lastResult(server.requests[1])).not.toContain('OPENAI');
  });

  test('ends when it repeats itself', async () => {
    const server = await serverFor({ 1: [toolStream(['read', { path: 'README.md' }])] });
    const { ended, log, status } = await worked(server);
    expect(ended.code).toBe(1);
    expect(server.requests).toHaveLength(5);
    expect(log).toContain('note: You have made the same calls several times');
    expect(JSON.stringify(status)).toContain('It repeats itself');
  });

  test('ends when its budget of turns is used up', async () => {
    let turn = 0;
    const server = await serverFor({
      1: [() => toolStream(['write', { path: 'src/1.txt', content: `${++turn}` }])],
    });
    const { ended, status } = await worked(server, ONE, ONCE, withArgs('--turns', '4'));
    expect(ended.code).toBe(1);
    expect(server.requests).toHaveLength(4);
    expect(JSON.stringify(status)).toContain('its budget of 4 turns is used up');
  });

  test('that is not let in says so, and is not tried again', async () => {
    const server = await serverFor({ 1: [apiError(401, `no such key ${KEY}`)] });
    const { project, ended, status } = await worked(server, ONE, ['--retries', '3']);
    expect(ended.code).toBe(1);
    expect(server.requests).toHaveLength(1);
    expect(standing(status)).toEqual({ 1: 'failed authentication' });
    expect(JSON.stringify(project.events('attempt-failed')[0])).toContain(
      'refused the key from the variable OPENAI_API_KEY',
    );
    expect(JSON.stringify(status) + readFileSync(project.path('logs/PRP-1.1.1-1.log'), 'utf8')).not.toContain(
      KEY,
    );
  });

  test.each([
    ['a fault of the endpoint', apiError(500, 'out of order'), 'has a fault or is overloaded'],
    [
      'a stream that is cut',
      { kind: 'pieces', pieces: [textChunk('I beg')], after: 'end' } as Reply,
      'ended before it was finished',
    ],
    [
      'a refusal',
      json(200, { choices: [{ index: 0, message: { refusal: 'I will not.' }, finish_reason: 'stop' }] }),
      'refused to answer',
    ],
  ])('tells %s as the reason of the attempt', async (_name, reply, why) => {
    const server = await serverFor({ 1: [reply] });
    const { project, ended } = await worked(server, ONE, ONCE, userSettings({ maxTries: 1 }));
    expect(ended.code).toBe(1);
    expect(JSON.stringify(project.events('attempt-failed')[0])).toContain(why);
  });

  test('waits a limit of use out, and then goes on', async () => {
    const server = await serverFor({
      1: [
        apiError(429, 'slow down', {}, { 'retry-after': '1' }),
        toolStream(['write', { path: 'src/1.txt', content: 'one' }]),
        report('done'),
      ],
    });
    const { ended, status } = await worked(server, ONE, ONCE, userSettings({ maxTries: 1 }));
    expect(ended.code).toBe(0);
    expect(standing(status)).toEqual({ 1: 'done limited merged' });
  });

  test('is held for as long as Retry-After says, however long that is', async () => {
    const server = await serverFor({ 1: [apiError(429, 'slow down', {}, { 'retry-after': '3600' })] });
    const project = await batchProject(ONE);
    const env = {
      ...project.environment(),
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: server.baseUrl,
      ORCHESTRATOR_MODEL: 'test-model',
    };
    const args = ['batch', 'run', '1', '--yes', '--json', '--executor', 'model', ...ONCE];
    const running = start(args, { cwd: project.folder, env });
    const held = await eventually(() => project.events('executor-held')[0]);
    running.signal('SIGTERM');
    await running.ended;
    await server.close();
    const seconds = (Date.parse(held.until ?? '') - Date.parse(held.at)) / 1_000;
    expect(seconds).toBeGreaterThan(3_500);
    expect(seconds).toBeLessThan(3_700);
    expect(server.requests).toHaveLength(1);
  });

  test('is charged for answers that are cut short', async () => {
    const cut: Reply = {
      kind: 'pieces',
      pieces: [
        textChunk('I beg'),
        endChunk('length'),
        event({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } }),
        event('[DONE]'),
      ],
      after: 'end',
    };
    const { status, log } = await worked(await serverFor({ 1: [cut] }));
    expect(status.phases[0].attempts[0].tokens).toMatchObject({ total: 480, source: 'the output of model' });
    expect(log).toContain('! The answer is incomplete: it reached the limit of tokens.');
  });

  test.each([
    ['nothing comes back', { kind: 'silence' } as Reply],
    ['an answer stands still', { kind: 'pieces', pieces: [textChunk('I beg')], after: 'hang' } as Reply],
  ])('is ended where %s for as long as --idle says', async (_name, reply) => {
    const server = await serverFor({ 1: [reply] });
    const { status } = await worked(server, ONE, [...ONCE, '--idle', '1'], userSettings({ maxTries: 1 }));
    expect(standing(status)).toEqual({ 1: 'failed executor' });
  });

  test('is quoted by its own words where it says that it is done and has changed nothing', async () => {
    const { status } = await worked(await serverFor({ 1: [goodStream('All of it was there before.')] }));
    const { reason, why } = status.phases[0].attempts[0].failed ?? status.phases[0].attempts[0];
    expect(JSON.stringify([reason, why, status.phases[0]])).toContain('All of it was there before.');
    expect(JSON.stringify(status.phases[0])).not.toContain('You have changed nothing yet');
  });

  test('writes its calls as fenced blocks where the endpoint takes no tools', async () => {
    const block = (call: object) => goodStream(`I go on.\n\n\`\`\`tool\n${JSON.stringify(call)}\n\`\`\`\n`);
    const server = await serverFor({
      1: [
        apiError(400, 'registry.ollama.ai/library/tiny does not support tools'),
        block({ tool: 'read', path: 'README.md' }),
        block({ tool: 'write', path: 'src/1.txt', content: 'one\n```\n' }),
        report('done'),
      ],
    });
    const { project, ended, log } = await worked(server);
    expect(ended.code).toBe(0);
    expect(project.result()).toMatchObject({ 'src/1.txt': 'one\n```\n' });
    expect(server.requests.slice(1).every(({ body }) => body.tools === undefined)).toBe(true);
    expect(log).toContain('calls are written as fenced blocks from here on');
    expect(server.complaints).toEqual([]);
  });

  test('keeps within the window of its model, and says what it dropped', async () => {
    const long = 'a line of words that is read\n'.repeat(200);
    const server = await serverFor({
      1: [
        ...Array.from({ length: 8 }, (_, at) => toolStream(['read', { path: 'long.txt', from: at + 1 }])),
        toolStream(['write', { path: 'src/1.txt', content: 'one' }]),
        report('done'),
      ],
    });
    const { ended, log } = await worked(server, ONE, ONCE, (project) => {
      withArgs('--window', '8000')(project);
      writeFileSync(join(project.folder, 'long.txt'), long);
      asUser(project.folder, 'add', 'long.txt');
      asUser(project.folder, 'commit', '-qm', 'long');
    });
    expect(ended.code).toBe(0);
    expect(log).toMatch(/dropped \d+ old results to stay within a window of 8000 tokens/u);
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain('[dropped to stay within the window');
    expect(server.complaints).toEqual([]);
  });

  test('goes on within a window that turns out to be smaller, also where the last results fill it', async () => {
    const tooLong = apiError(400, "This model's maximum context length is 5000 tokens.", {
      code: 'context_length_exceeded',
    });
    const within = (reply: Reply) => (request: Received) =>
      JSON.stringify(request.body).length > 30_000 ? tooLong : reply;
    let reads = 0;
    const server = await serverFor({
      1: [
        (request) => {
          if (reads >= 3) return within(writeOnce(request))(request);
          const reply = within(toolStream(['read', { path: `long.${reads + 1}.txt` }]))(request);
          if (reply !== tooLong) reads += 1;
          return reply;
        },
      ],
    });
    const { ended, log } = await worked(server, ONE, ONCE, (project) => {
      for (const at of [1, 2, 3])
        writeFileSync(join(project.folder, `long.${at}.txt`), 'a line of words that is read\n'.repeat(800));
      asUser(project.folder, 'add', '.');
      asUser(project.folder, 'commit', '-qm', 'long');
    });
    expect(ended.code).toBe(0);
    expect(log).toContain('dropped');
    expect(server.complaints).toEqual([]);
  });

  test('that is silent for as long as --idle says so, and not that a setting would help', async () => {
    const server = await serverFor({ 1: [{ kind: 'silence' }] });
    const flags = [...ONCE, '--idle', '1'];
    const { project, ended } = await worked(server, ONE, flags, userSettings({ maxTries: 1 }));
    expect(ended.code).toBe(1);
    const failed = JSON.stringify(project.events('attempt-failed')[0]);
    expect(failed).toContain('It may be silent for 1 s, as long as --idle says.');
    expect(failed).not.toContain('timeoutSeconds');
  });

  test('is asked about with its endpoint, its model, and where the key goes', async () => {
    const project = await batchProject(ONE);
    const env = {
      ...project.environment(),
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      ORCHESTRATOR_MODEL: 'tiny',
    };
    const asked = await run(['batch', 'run', '1', '--executor', 'model', '--no-input'], {
      cwd: project.folder,
      env,
    });
    expect(asked.out + asked.err).toContain(
      'asks tiny at http://127.0.0.1:9/v1; the key from the variable OPENAI_API_KEY goes there and nowhere else',
    );
    expect(asked.out + asked.err).not.toContain(KEY);
    const none = await run(['batch', 'run', '1', '--executor', 'model', '--yes'], {
      cwd: project.folder,
      env: project.environment(),
    });
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no model is configured')]);
  });

  test('is told what was red when it is tried again', async () => {
    const server = await serverFor({
      1: [
        toolStream(['write', { path: 'src/1.txt', content: 'wrong' }]),
        report('done'),
        toolStream(['write', { path: 'src/1.txt', content: 'right' }]),
        report('done'),
      ],
    });
    const { ended } = await worked(server, [{ gates: ['grep right src/1.txt'] }], ['--retries', '1']);
    expect(ended.code).toBe(0);
    const prompt = messagesOf(server.requests[2] as Received)[1]?.content ?? '';
    expect(prompt).toContain('a gate is red');
  });
});

test('of more calls than are taken of one answer, the rest is told to the model and in the log', async () => {
  const many = Array.from({ length: 127 }, () => ['list', {}] as const);
  const heard: string[] = [];
  const server = await serverFor({
    1: [
      toolStream(
        ['write', { path: 'src/1.txt', content: 'done\n' }],
        ...many,
        ['write', { path: 'src/1.txt', content: 'too late\n' }],
        ['write', { path: 'src/1.txt', content: 'later still\n' }],
      ),
      (request) => {
        heard.push(JSON.stringify(messagesOf(request).at(-1)));
        return report('done');
      },
    ],
  });
  const { project, log, status } = await worked(server);
  expect(standing(status)).toEqual({ 1: 'done merged' });
  expect(project.result()['src/1.txt']).toBe('done\n');
  expect(heard[0]).toContain('the first 128 were carried out. The 2 behind them were not');
  expect(log).toContain('note: Of your calls the first 128 were carried out.');
});
