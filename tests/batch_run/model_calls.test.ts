import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { phaseStates } from '../support/batch_project.ts';
import { apiError, goodStream, type Received, toolStream } from '../support/model_server.ts';
import {
  lastResult,
  messagesOf,
  ONCE,
  ONE,
  report,
  serverFor,
  withArgs,
  worked,
} from '../support/model_worker.ts';
import { emptyFolder } from '../support/program.ts';
import { asUser } from '../support/repository.ts';

describe('what the model of the built-in executor may call', () => {
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
      expect.stringContaining('Approved, exactly as written here:\n- test -s src/1.txt'),
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
  expect(phaseStates(status)).toEqual({ 1: 'done merged' });
  expect(project.result()['src/1.txt']).toBe('done\n');
  expect(heard[0]).toContain('the first 128 were carried out. The 2 after them were not');
  expect(log).toContain('note: Of your calls, the first 128 were carried out.');
});
