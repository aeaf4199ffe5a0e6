import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJSONRPCMessage } from '@modelcontextprotocol/client';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { call, calledIn, greet, type RawServer, startServer } from '../support/mcp_server.ts';
import { startModelServer } from '../support/model_server.ts';
import { emptyFolder } from '../support/program.ts';
import { SEED } from '../support/seed.ts';

const running: RawServer[] = [];
afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
});

function started(...args: Parameters<typeof startServer>): RawServer {
  const server = startServer(...args);
  running.push(server);
  return server;
}

/** The lines that are no messages of the protocol. */
function strange(lines: readonly string[]): string[] {
  return lines.filter((line) => {
    try {
      parseJSONRPCMessage(JSON.parse(line));
      return false;
    } catch {
      return true;
    }
  });
}

/** How long it takes until the process is gone, in milliseconds. */
async function timeToEnd(server: RawServer): Promise<number> {
  const from = performance.now();
  await server.ended;
  return performance.now() - from;
}

describe('standard input', () => {
  test('that is no protocol is answered with an error, and what comes then is served', async () => {
    const server = started(emptyFolder());
    await greet(server);
    server.write(
      'no json\n{"a":1}\n[{"jsonrpc":"2.0","id":1,"method":"ping"}]\n\n{"jsonrpc":"2.0","id":5}\n',
    );
    server.write(
      `${JSON.stringify({ jsonrpc: '2.0', id: 'long', method: 'ping', params: { a: 'x'.repeat(10_000_000) } })}\n`,
    );
    server.send({ id: 'after', method: 'ping' });
    const after = await server.next(({ id }) => id === 'after');
    expect(after.result).toBeDefined();
    const told = server.lines.map((line) => JSON.parse(line) as { error?: { code: number } });
    expect(told.flatMap(({ error }) => (error ? [error.code] : []))).toEqual([
      -32700, -32600, -32600, -32600, -32600,
    ]);
    const unknown = await server.ask('no/such/method');
    expect(unknown.error?.code).toBe(-32601);
    expect(strange(server.lines)).toEqual([]);
  });

  test('of a client with a version that nobody knows gets one that the server knows, or an error', async () => {
    const old = started(emptyFolder());
    const greeted = await old.ask('initialize', {
      ...{ protocolVersion: '1999-01-01', capabilities: {} },
      clientInfo: { name: 't', version: '1' },
    });
    expect(greeted.result?.protocolVersion).toBe('2025-11-25');
    const other = started(emptyFolder());
    const refused = await other.ask('server/discover', {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2099-01-01',
        'io.modelcontextprotocol/clientInfo': { name: 't', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    });
    expect(refused.error?.message).toMatch(/version/iu);
  });

  test('[promise:mcp-fuzz] a thousand calls with whatever in them break nothing, and only the protocol comes back', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'plan.md'), '# Plan\n\n## Phase 1: One\n');
    const server = started(cwd);
    await greet(server);
    const { result } = await server.ask('tools/list');
    const names = ((result?.tools ?? []) as { name: string }[])
      .map(({ name }) => name)
      // What asks a model is not for a thousand calls.
      .filter((name) => name !== 'plan_draft');
    const word = fc.oneof(
      fc.constantFrom('plan.md', '../plan.md', '/etc/passwd', '-', '@plan.md', '', '.', '~', 'a\0b', '1'),
      fc.string({ maxLength: 20 }),
    );
    const value = fc.oneof(word, fc.jsonValue({ maxDepth: 2 }));
    const keys = fc.constantFrom(
      'file',
      'name',
      'goal',
      'set',
      'batch',
      'framework',
      'words',
      'output',
      'out',
      'x',
    );
    const calls = fc.sample(
      fc.record({
        method: fc.oneof(
          { weight: 9, arbitrary: fc.constant('tools/call') },
          fc.constantFrom('resources/read', 'prompts/get', 'tools/list', 'x'),
        ),
        params: fc.oneof(
          {
            weight: 9,
            arbitrary: fc.record({
              name: fc.constantFrom(...names),
              arguments: fc.dictionary(keys, value, { maxKeys: 4 }),
              uri: word,
            }),
          },
          fc.jsonValue({ maxDepth: 2 }),
        ),
      }),
      { numRuns: 1_000, seed: SEED },
    );
    for (const [place, message] of calls.entries()) server.send({ id: `f${place}`, ...message });
    const answers = await Promise.all(calls.map((_, place) => server.next(({ id }) => id === `f${place}`)));
    expect(answers.filter(({ result: done, error }) => !done && !error)).toEqual([]);
    // The package answers parameters that are none with this code and a list of what is wrong with them.
    const bugs = answers.filter(({ error }) => error?.code === -32603 && !error.message.startsWith('['));
    expect(bugs).toEqual([]);
    expect(strange(server.lines)).toEqual([]);
    expect((await server.ask('ping')).result).toBeDefined();
  }, 120_000);
});

describe('the server ends', () => {
  test('when its input does, with 0', async () => {
    const server = started(emptyFolder());
    await greet(server);
    server.child.stdin?.end();
    expect(await timeToEnd(server)).toBeLessThan(2_000);
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });

  test('[promise:mcp-end] within two seconds in the middle of a call that would never end', async () => {
    const model = await startModelServer(null, [{ kind: 'silence' }]);
    const server = started(emptyFolder(), {
      env: { OPENAI_BASE_URL: model.baseUrl, ORCHESTRATOR_MODEL: 'm' },
    });
    await greet(server);
    server.send({
      ...{ id: 1, method: 'tools/call' },
      params: {
        name: 'plan_draft',
        arguments: { requirement: 'Add a page /health to the server that answers 200, with a test.' },
        _meta: { progressToken: 'p' },
      },
    });
    await server.next(({ method }) => method === 'notifications/progress');
    server.child.stdin?.end();
    expect(await timeToEnd(server)).toBeLessThan(2_500);
    expect((await server.ended).code).toBe(0);
    expect(strange(server.lines)).toEqual([]);
    await model.close();
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('on %s, with its code', async (signal) => {
    const server = started(emptyFolder());
    await greet(server);
    server.child.kill(signal);
    expect(await timeToEnd(server)).toBeLessThan(2_000);
    expect((await server.ended).code).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
  });
});

describe('calls', () => {
  test('at the same time all come back, and each write is whole', async () => {
    const server = started(emptyFolder());
    await greet(server);
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, place) =>
        call(server, 'new', { name: `Fw_${place % 4}`, goal: '3', title: 'T' }),
      ),
    );
    expect(made.filter(({ isError }) => isError)).toEqual([]);
    const outcomes = made.map(({ document }) => document.outcome);
    expect(outcomes.toSorted()).toEqual([...Array(4).fill('created'), ...Array(4).fill('unchanged')]);
  });

  test('that are cancelled get no answer, and the next one does', async () => {
    const model = await startModelServer(null, [{ kind: 'silence' }]);
    const server = started(emptyFolder(), {
      env: { OPENAI_BASE_URL: model.baseUrl, ORCHESTRATOR_MODEL: 'm' },
    });
    await greet(server);
    server.send({
      ...{ id: 'slow', method: 'tools/call' },
      params: {
        name: 'plan_draft',
        arguments: { requirement: 'Add a page /health to the server that answers 200, with a test.' },
        _meta: { progressToken: 1 },
      },
    });
    await server.next(({ method }) => method === 'notifications/progress');
    const waits = server.ask('tools/call', {
      name: 'new',
      arguments: { name: 'After', goal: '3', title: 'T' },
    });
    server.send({ method: 'notifications/cancelled', params: { requestId: 'slow' } });
    expect(calledIn(await waits).document.outcome).toBe('created');
    expect(server.lines.filter((line) => line.includes('"slow"'))).toEqual([]);
    await model.close();
  });
});
