import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GIVEN, newFramework } from '../support/framework.ts';
import { modelServer } from '../support/generation.ts';
import { goodStream, type ModelServer, type Reply, textChunk } from '../support/model_server.ts';
import { documentOf, run } from '../support/program.ts';
import { KEYS, runInTerminal } from '../support/pty.ts';

async function place(...replies: readonly Reply[]) {
  const cwd = await newFramework();
  const server = await modelServer(null, replies);
  const settings = join(cwd, '.config/orchestrator');
  mkdirSync(settings, { recursive: true, mode: 0o700 });
  writeFileSync(join(settings, 'config.json'), JSON.stringify({ maxTries: 1, idleTimeoutSeconds: 1 }), {
    mode: 0o600,
  });
  return { cwd, server, env: { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model' } };
}

function sent(server: ModelServer, request: number): string[] {
  const messages = server.requests[request]?.body.messages as { role: string; content: string }[];
  return messages.map(({ role, content }) => `${role}: ${content}`);
}

test('[promise:answer] answer shows what was answered last, readably and as it was', async () => {
  const { cwd, env } = await place(goodStream('## Findings\n', 'One\u001b[2J.'));
  await run(['run', 'Audit', ...GIVEN], { cwd, env });
  const shown = await run(['answer', 'Audit'], { cwd });
  expect(shown).toMatchObject({ code: 0, out: '## Findings\nOne\u001b[2J.\n' });
  expect(shown.err).toMatch(/by test-model: \.\/output\/Audit\/runs\/\S+\.json\./u);
  const terminal = runInTerminal(['answer', 'Audit'], { cwd });
  await terminal.ends();
  await terminal.shows('## Findings', 'One.', 'run Audit --continue');
  expect(terminal.raw()).not.toContain('\u001b[2J');
  const all = await run(['answer', 'Audit', '--all'], { cwd });
  expect(all.out).toMatch(/^--- persona ---\n[\s\S]+--- sent ---\n[\s\S]+--- answer ---\n## Findings\n/u);
  const [file = ''] = readdirSync(join(cwd, 'output/Audit/runs')).filter((name) => name.endsWith('.json'));
  const document = documentOf(
    await run(['answer', 'Audit', '--run', file.replace('.json', ''), '--json'], { cwd }),
  );
  expect(document).toMatchObject({ ok: true, outcome: 'done', answer: '## Findings\nOne\u001b[2J.' });
});

test('[promise:continue] run --continue sends all that was said before and the next message, and keeps both runs', async () => {
  const { cwd, env, server } = await place(goodStream('first'), goodStream('second'));
  await run(['run', 'Audit', ...GIVEN], { cwd, env });
  const { code, out, err } = await run(['run', 'Audit', '--continue', 'Only the worst.'], { cwd, env });
  expect({ code, out }).toEqual({ code: 0, out: 'second\n' });
  expect(err).toMatch(/Going on from \.\/output\/Audit\/runs\/\S+-01\.json/u);
  expect(sent(server, 1)).toEqual([...sent(server, 0), 'assistant: first', 'user: Only the worst.']);
  const folder = join(cwd, 'output/Audit/runs');
  const runs = readdirSync(folder).filter((name) => name.endsWith('.json'));
  expect(runs).toHaveLength(2);
  const contents = runs.map(
    (name) =>
      (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { messages: { content: string }[] }).messages,
  );
  expect(contents.map((messages) => messages.length).sort()).toEqual([3, 5]);
});

test.each([
  ['--continue', 'More\u2060.'],
  ['--chat', '--resume'],
] as const)('what an earlier answer hides is told before it is sent again: run %s %s', async (...how) => {
  const { cwd, env, server } = await place(goodStream('one\n', 't\u200bwo'), goodStream('three'));
  await run(['run', 'Audit', ...GIVEN], { cwd, env });
  const { code, err } = await run(['run', 'Audit', ...how], { cwd, env, input: 'yes\n' });
  expect(code).toBe(0);
  expect(err).toMatch(
    /runs\/\S+-01\.json: warning: Message 3, what the model answered, has hidden text in its line 2, column 2: a character of no width, U\+200B\. It is sent as it is\./u,
  );
  expect(err.includes('What is given for "--continue" has hidden text in its line 1, column 5')).toBe(
    how[0] === '--continue',
  );
  expect(sent(server, 1)[2]).toBe('assistant: one\nt\u200bwo');
});

test('an answer that was cut is gone on with when nothing else is said; one that is whole needs something', async () => {
  const cut: Reply = { kind: 'pieces', pieces: [textChunk('half of')], after: 'end' };
  const { cwd, env, server } = await place(cut, goodStream(' it'));
  expect((await run(['run', 'Audit', ...GIVEN], { cwd, env })).code).toBe(1);
  expect(await run(['run', 'Audit', '--continue'], { cwd, env })).toMatchObject({ code: 0, out: ' it\n' });
  expect(sent(server, 1).slice(2)).toEqual([
    'assistant: half of',
    'user: Your answer is not whole. Go on exactly where it ends, without repeating any of it.',
  ]);
  const whole = await run(['run', 'Audit', '--continue'], { cwd, env });
  expect(whole).toMatchObject({ code: 2, out: '' });
  expect(whole.err).toContain('The last answer is complete, so continuing needs a message.');
  expect(server.requests).toHaveLength(2);
});

test('an answer that was cut off more than once and gone on with is one answer, for answer and for --strict', async () => {
  const part = (text: string): Reply => ({ kind: 'pieces', pieces: [textChunk(text)], after: 'end' });
  const { cwd, env } = await place(
    part('## Find'),
    part('ings\n'),
    goodStream('None.'),
    goodStream('Because.'),
  );
  expect((await run(['run', 'Audit', ...GIVEN], { cwd, env })).code).toBe(1);
  expect((await run(['run', 'Audit', '--continue'], { cwd, env })).code).toBe(1);
  const last = await run(['run', 'Audit', '--continue', '--strict'], { cwd, env });
  expect(last).toMatchObject({ code: 0, out: 'None.\n' });
  expect(await run(['answer', 'Audit'], { cwd })).toMatchObject({ out: '## Findings\nNone.\n' });
  await run(['run', 'Audit', '--continue', 'Why?'], { cwd, env });
  expect(await run(['answer', 'Audit'], { cwd })).toMatchObject({ out: 'Because.\n' });
});

test('--chat --resume shows the last answer and goes on from it', async () => {
  const { cwd, env, server } = await place(goodStream('one?'), goodStream('two.'));
  await run(['run', 'Audit', ...GIVEN], { cwd, env });
  const terminal = runInTerminal(['run', 'Audit', '--chat', '--resume'], { cwd, env, rows: 60 });
  await terminal.shows('one?', 'you>');
  terminal.type('yes', KEYS.enter);
  await terminal.shows('two.', 'you>');
  terminal.type('/quit', KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
  expect(sent(server, 1).slice(2)).toEqual(['assistant: one?', 'user: yes']);
});

test.each([
  [['--resume'], '--resume continues a chat.'],
  [['--continue', 'x', '--set', 'artifact=y'], 'An earlier run has its inputs'],
  [['--chat', '--continue', 'x'], '--continue asks once'],
  [['--run', 'x'], 'nothing says to continue'],
  [['--continue', 'x', '--run', '20200101T000000Z-01'], 'No run of this framework was recorded.'],
])('run %j is refused with what to do, and nothing is sent', async (args, said) => {
  const { cwd, env, server } = await place();
  const { code, err } = await run(['run', 'Audit', ...args], { cwd, env });
  expect(code).toBe(2);
  expect(err).toContain(said);
  expect(server.requests).toEqual([]);
});

test('answer says where a record is damaged, and that there is none', async () => {
  const { cwd } = await place();
  expect(await run(['answer', 'Audit'], { cwd })).toMatchObject({ code: 2, out: '' });
  mkdirSync(join(cwd, 'output/Audit/runs'));
  writeFileSync(join(cwd, 'output/Audit/runs/20260101T000000Z-01.json'), '{"schema":');
  const damaged = await run(['answer', 'Audit'], { cwd });
  expect(damaged.code).toBe(1);
  expect(damaged.err).toContain(
    './output/Audit/runs/20260101T000000Z-01.json: error: The run cannot be read',
  );
});
