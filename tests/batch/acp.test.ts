import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { faultOf } from '../../src/batch/executors/acp/ask.ts';
import { reachOf } from '../../src/batch/executors/acp/command_reach.ts';
import { decidePermission, optionFor } from '../../src/batch/executors/acp/permission.ts';
import { quirkOf } from '../../src/batch/executors/acp/quirks/index.ts';
import { readEntry } from '../../src/batch/executors/acp/registry_entry.ts';
import { wishOf } from '../../src/batch/executors/acp/wish.ts';
import { agentOf } from '../../src/batch/executors/agents/index.ts';
import { ROOT } from '../support/program.ts';

type Cases = {
  readonly wishes: readonly {
    readonly call: Readonly<Record<string, unknown>>;
    readonly no?: string | null;
  }[];
  readonly commands: readonly { readonly command: string; readonly reach?: string }[];
  readonly quirks: readonly { readonly argv: readonly string[]; readonly name: string }[];
  readonly entries: readonly {
    readonly entry: object;
    readonly argv?: readonly string[];
    readonly sets?: object;
    readonly no?: string;
  }[];
};

const cases = parse(readFileSync(join(ROOT, 'tests/cases/acp_wishes.yaml'), 'utf8')) as Cases;

const FOLDERS = new Set(['/etc', '/home', '/tmp', '/usr', '/real', '/w']);
const ground = {
  root: '/w',
  realRoot: '/real/w',
  realPath: (path: string) =>
    path
      .replace(/^\/(?:real\/)?w\/out(?=\/|$)/u, '/elsewhere')
      .replace(/^\/w(?=\/|$)/u, '/real/w')
      .replace(/\/$/u, ''),
  exists: (path: string) => FOLDERS.has(path),
  approved: ['make test'],
};

describe('what an agent asks to be allowed', () => {
  test.each(cases.wishes)('is $no: $call', ({ call, no }) => {
    const decided = decidePermission(wishOf(call), ground);
    if (no == null) expect(decided).toMatchObject({ isAllowed: true });
    else expect(decided).toEqual({ isAllowed: false, why: expect.stringContaining(no) });
  });

  test.each(cases.commands)('to run $command', ({ command, reach }) => {
    if (reach === undefined) expect(reachOf(command, ground)).toBeUndefined();
    else expect(reachOf(command, ground)).toContain(reach);
  });

  test('is answered for this once, or not with yes', () => {
    const options = [
      { optionId: 'a', kind: 'allow_always' },
      { optionId: 'b', kind: 'reject_always' },
    ];
    expect(optionFor(options, true)).toBeUndefined();
    expect(optionFor(options, false)).toBe('b');
    expect(optionFor([...options, { optionId: 'c', kind: 'allow_once' }], true)).toBe('c');
    expect(optionFor([...options, { optionId: 'd', kind: 'reject_once' }], false)).toBe('d');
    expect(optionFor([], false)).toBeUndefined();
  });
});

test.each(cases.quirks)('$argv is known as $name', ({ argv, name }) => {
  expect(quirkOf(argv).name).toBe(name);
});

describe('why an agent could not go on', () => {
  const NOW = Date.parse('2026-11-29T12:00:00Z');
  test.each([
    [-32000, 'Authentication required', { how: 'unauthenticated' }],
    [401, 'scripted', { how: 'unauthenticated' }],
    [-32603, 'Internal error: API Error: 401 unauthorized', { how: 'unauthenticated' }],
    [429, 'Too many', { how: 'limited' }],
    [-32603, 'Usage limit reached. Try again in 2 hours.', { how: 'limited', until: NOW + 7_200_000 }],
    [-32603, 'Internal error', { how: 'failed' }],
  ])('%i %s', (code, message, expected) => {
    const fault = faultOf({ kind: 'error', method: 'session/prompt', code, message }, NOW);
    expect(fault).toEqual({
      ...expected,
      why: `It answered session/prompt with an error (${code}): ${message}`,
    });
  });

  test('is read from what it prints beside the protocol as well, where its words are known', () => {
    const line = 'Attempt 3 failed with status 429. Retrying with backoff...';
    const read = agentOf('mine', ['gemini', '--acp'], 'acp')?.read;
    expect(read?.(line)).toMatchObject({ fault: 'limited', waits: expect.stringContaining('asks again') });
    expect(read?.('{"acp":"end","how":"done"}')).toMatchObject({ isDone: true });
    expect(agentOf('mine', ['node', 'x'], 'acp')?.read(line)).toBeUndefined();
  });
});

describe('what is known of an agent', () => {
  test('codex-acp is told how to log in by the key that is there, and what it does with it is said', () => {
    const machine = { env: { OPENAI_API_KEY: 'k', HOME: '/h' }, isRoot: false, textOf: () => undefined };
    const { authenticate, doubts } = quirkOf(['codex-acp']);
    expect(authenticate?.(machine)).toBe('openai-api-key');
    expect(authenticate?.({ env: { ...machine.env, CODEX_API_KEY: 'c' } })).toBe('codex-api-key');
    expect(authenticate?.({ env: {} })).toBeUndefined();
    expect(doubts?.(machine)).toMatchObject([
      { code: 'key-kept', message: expect.stringContaining('/h/.codex/auth.json') },
    ]);
    expect(doubts?.({ ...machine, env: {} })).toEqual([]);
  });

  test('gemini tells its use in a place of its own; codex and opencode do not tell all of it', () => {
    const answer = {
      _meta: { quota: { token_count: { input_tokens: 5, output_tokens: 2 } } },
      usage: { inputTokens: 9, outputTokens: 9 },
    };
    expect(quirkOf(['gemini', '--acp']).usage?.(answer)).toEqual({ input: 5, cached: 0, output: 2 });
    expect(quirkOf(['claude-agent-acp']).usage?.(answer)).toEqual({ input: 9, cached: 0, output: 9 });
    expect(quirkOf(['codex-acp']).usage).toBeUndefined();
    expect(quirkOf(['opencode', 'acp']).usage).toBeUndefined();
    expect(quirkOf(['mine']).usage?.({})).toBeUndefined();
  });
});

test.each(cases.entries)('an entry of a registry: $entry', ({ entry, argv, sets = {}, no }) => {
  const ground = { platform: 'linux-x86_64', hasProgram: (name: string) => name === 'goose' };
  const read = readEntry(JSON.stringify(entry), 'agent.json', ground);
  if (argv !== undefined) expect(read).toMatchObject({ ok: true, value: { argv, sets } });
  else if (read.ok) expect.fail('it was taken');
  else expect(`${read.problems[0]?.message} ${read.problems[0]?.hint}`).toContain(no);
});
