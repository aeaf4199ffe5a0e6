import { describe, expect, test } from 'vitest';
import {
  agentOf,
  lineSplitter,
  NOTHING_SAID,
  readableStream,
  saidAfter,
} from '../../src/batch/executors/agents/index.ts';
import { casesIn } from '../support/cases.ts';

type Case = {
  readonly name: string;
  readonly agent: string;
  readonly lines: readonly (string | object)[];
  readonly shows?: readonly string[];
  readonly says: object;
};

function readerOf(agent: string) {
  const found = agentOf(agent, []);
  if (found === undefined) throw new Error(`no reader for ${agent}`);
  return found.read;
}

describe('what an agent prints', () => {
  test.each(casesIn<Case>('agent_lines.yaml').map((each) => [each.name, each] as const))(
    'is read: %s',
    (_name, { agent, lines, shows, says }) => {
      const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
      const readings = texts.map((line) => readerOf(agent)(line));
      const { last: _last, ...said } = readings.reduce(
        (state, reading) => (reading === undefined ? state : saidAfter(state, reading)),
        NOTHING_SAID,
      );
      const { last: _none, ...nothing } = NOTHING_SAID;
      // Whether it works is said where it matters.
      expect(said).toEqual({ ...nothing, works: said.works, ...says });
      const stream = readableStream(readerOf(agent));
      const text = stream.push(texts.map((line) => `${line}\n`).join('')) + stream.end();
      if (shows !== undefined) expect(text).toBe(shows.map((line) => `${line}\n`).join(''));
    },
  );

  test.each<[agent: string, line: object, shown: string]>([
    [
      'claude',
      { type: 'system', subtype: 'init', session_id: 's', model: 'm', claude_code_version: '2.1.332' },
      'claude 2.1.332, model m, session s',
    ],
    ['codex', { type: 'thread.started', thread_id: 's' }, 'codex, session s'],
    ['gemini', { type: 'init', session_id: 's', model: 'm' }, 'gemini, model m, session s'],
    [
      'cursor-agent',
      { type: 'system', subtype: 'init', session_id: 's', model: 'm' },
      'cursor-agent, model m, session s',
    ],
    ['model', { type: 'start', model: 'm', endpoint: 'http://e' }, 'model m at http://e'],
    [
      'acp:gemini',
      { acp: 'start', agent: 'Gemini CLI 0.61.0', session: 's', mode: 'default' },
      'Gemini CLI 0.61.0, session s, mode default',
    ],
    [
      'acp:claude',
      {
        acp: 'start',
        agent: '@agentclientprotocol/claude-agent-acp 0.50.1',
        session: 's',
        mode: 'acceptEdits',
      },
      '@agentclientprotocol/claude-agent-acp 0.50.1, session s, mode acceptEdits',
    ],
  ])('is shown, and not told as its work, where it is how %s begins', (agent, line, shown) => {
    const text = `${JSON.stringify(line)}\nlogin failed, session expired\n`;
    const acp = agent.startsWith('acp:') ? ('acp' as const) : undefined;
    const read = agentOf(agent, [], acp)?.read;
    if (read === undefined) throw new Error(`no reader for ${agent}`);
    expect(readableStream(read).push(text)).toBe(`${shown}\nlogin failed, session expired\n`);
    expect(readableStream(read, 'work').push(text)).toBe('login failed, session expired\n');
  });

  test('begins without a line of its own where opencode prints it', () => {
    const line = JSON.stringify({ type: 'step_start', sessionID: 's', part: {} });
    expect(readableStream(readerOf('opencode'), 'work').push(`${line}\n`)).toBe('');
  });

  test('is told as it stands where nobody knows the line, wherever the pieces are cut', () => {
    const text = `${'x'.repeat(1_000_000)}\n{"type":"turn.started"}\nplain\r\n\u001b[31mred\n{"type":"item.completed","item":{"type":"agent_message","text":"Done."}}\nno end`;
    for (const size of [1_000, 65_536]) {
      const stream = readableStream(readerOf('codex'));
      let shown = '';
      for (let at = 0; at < text.length; at += size) shown += stream.push(text.slice(at, at + size));
      expect(shown + stream.end()).toBe(`${'x'.repeat(1_000_000)}\nplain\r\n\u001b[31mred\nDone.\nno end`);
    }
  });

  test('is not held where a line never ends', () => {
    const splitter = lineSplitter(10);
    expect(splitter.push('{"type":"result"')).toEqual([
      { text: '{"type":"result"', isWhole: false, endsLine: false },
    ]);
    expect(splitter.push('}\nnext\n')).toEqual([
      { text: '}', isWhole: false, endsLine: true },
      { text: 'next', isWhole: true, endsLine: true },
    ]);
    expect(splitter.end()).toEqual([]);
  });

  test('is known by its program, else by its name', () => {
    expect(agentOf('mine', ['/opt/bin/claude', '-p'])?.name).toBe('claude');
    expect(agentOf('gemini', ['npx', 'x'])?.name).toBe('gemini');
    expect(agentOf('command', ['node', 'agent.mjs'])).toBeUndefined();
    expect(agentOf('toString', null)).toBeUndefined();
  });
});
