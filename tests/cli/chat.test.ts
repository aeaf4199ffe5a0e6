import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { turnText } from '../../src/cli/chat/turn_text.ts';
import { GIVEN, newFramework } from '../support/framework.ts';
import { modelServer } from '../support/generation.ts';
import { goodStream, type ModelServer, type Reply, textChunk } from '../support/model_server.ts';
import { run } from '../support/program.ts';
import { KEYS, type PtyOptions, runInTerminal } from '../support/pty.ts';

const ARGS = ['run', 'Audit', '--chat', ...GIVEN];
const PASTE = { begin: '\u001b[200~', end: '\u001b[201~' };

async function place(...replies: readonly Reply[]) {
  const cwd = await newFramework();
  const server = await modelServer(null, replies);
  const settings = join(cwd, '.config/orchestrator');
  mkdirSync(settings, { recursive: true, mode: 0o700 });
  writeFileSync(join(settings, 'config.json'), JSON.stringify({ maxTries: 1 }), { mode: 0o600 });
  return { cwd, server, env: { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model' } };
}

/** What a request had after the persona and the task. */
function turnsIn(server: ModelServer, request: number): string[] {
  const messages = server.requests[request]?.body.messages as { role: string; content: string }[];
  return messages.slice(2).map(({ role, content }) => `${role}: ${content}`);
}

function transcriptIn(cwd: string) {
  const folder = join(cwd, 'output/Audit/runs');
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    outcome: string;
    messages: { role: string; content: string; outcome: string | null; replaced: boolean }[];
  };
}

function talkIn(options: PtyOptions) {
  return runInTerminal(ARGS, { rows: 60, ...options });
}

describe('in a terminal', () => {
  test('it goes on turn by turn, with all that was said before', async () => {
    const { cwd, env, server } = await place(goodStream('one?'), goodStream('two?'), goodStream('three.'));
    const terminal = talkIn({ cwd, env });
    await terminal.shows('one?', 'you>');
    terminal.type('first', KEYS.enter);
    await terminal.shows('two?', 'you>');
    terminal.type('second', KEYS.enter);
    await terminal.shows('three.', 'you>');
    terminal.type('/quit', KEYS.enter);
    expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
    expect(turnsIn(server, 2)).toEqual(['assistant: one?', 'user: first', 'assistant: two?', 'user: second']);
    expect(
      transcriptIn(cwd)
        .messages.map(({ content }) => content)
        .slice(2),
    ).toEqual(['one?', 'first', 'two?', 'second', 'three.']);
  });

  test('several lines are one message: pasted, between quotation marks, or ended by a backslash', async () => {
    const { cwd, env, server } = await place(
      goodStream('one?'),
      goodStream('two?'),
      goodStream('three?'),
      goodStream('!'),
    );
    const terminal = talkIn({ cwd, env });
    await terminal.shows('one?', 'you>');
    terminal.type(PASTE.begin, 'a\rb\rc', PASTE.end);
    await terminal.shows('c');
    terminal.type(KEYS.enter);
    await terminal.shows('two?', 'you>');
    terminal.type('"""', KEYS.enter, 'd', KEYS.enter, '', KEYS.enter, '/quit', KEYS.enter, '"""', KEYS.enter);
    await terminal.shows('three?', 'you>');
    terminal.type('e\\', KEYS.enter, 'f', KEYS.enter);
    await terminal.shows('three?', 'you>', '!', 'you>');
    terminal.type(KEYS.endOfInput);
    expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
    const said = turnsIn(server, 3).filter((turn) => turn.startsWith('user'));
    expect(said).toEqual(['user: a\nb\nc', 'user: d\n\n/quit', 'user: e\nf']);
  });

  test('/retry asks again without the answer; /save writes it, but over nothing; //x is sent; /nonsense is not', async () => {
    const { cwd, env, server } = await place(goodStream('bad'), goodStream('good'), goodStream('last'));
    writeFileSync(join(cwd, 'there.md'), 'mine');
    const terminal = talkIn({ cwd, env });
    await terminal.shows('bad', 'you>');
    terminal.type('/retry', KEYS.enter);
    await terminal.shows('good', 'you>');
    terminal.type('/save answer.md', KEYS.enter, '/save there.md', KEYS.enter, '/save', KEYS.enter);
    await terminal.shows(
      'Saved to ./answer.md',
      'The file already exists',
      'The transcript is ./output/Audit/runs/',
    );
    terminal.type('/nonsense', KEYS.enter, '/help', KEYS.enter);
    await terminal.shows(
      'There is no /nonsense; nothing was sent.',
      '/retry',
      'ask for the last answer again',
    );
    terminal.type('//x', KEYS.enter);
    await terminal.shows('last', 'you>');
    terminal.type('/quit', KEYS.enter);
    expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
    expect(readFileSync(join(cwd, 'answer.md'), 'utf8')).toBe('good\n');
    expect(readFileSync(join(cwd, 'there.md'), 'utf8')).toBe('mine');
    expect(turnsIn(server, 1)).toEqual([]);
    expect(turnsIn(server, 2)).toEqual(['assistant: good', 'user: /x']);
    const answers = transcriptIn(cwd).messages.filter(({ role }) => role === 'assistant');
    expect(answers.map(({ content, replaced }) => [content, replaced])).toEqual([
      ['bad', true],
      ['good', false],
      ['last', false],
    ]);
  });

  test('Ctrl-C while an answer comes stops that answer, keeps what came, and the talk goes on', async () => {
    const hanging: Reply = { kind: 'pieces', pieces: [textChunk('half of')], after: 'hang' };
    const { cwd, env, server } = await place(hanging, goodStream('the rest'));
    const terminal = talkIn({ cwd, env });
    await terminal.shows('half of');
    terminal.type(KEYS.interrupt);
    await terminal.shows('STOPPED', 'The text so far is saved in ./output/Audit/runs/', 'you>');
    terminal.type('go on', KEYS.enter);
    await terminal.shows('the rest', 'you>');
    terminal.type(KEYS.interrupt);
    expect(await terminal.ends()).toMatchObject({ code: 130, cooked: true });
    expect(turnsIn(server, 1)).toEqual(['assistant: half of', 'user: go on']);
    expect(transcriptIn(cwd)).toMatchObject({ outcome: 'done' });
    expect(transcriptIn(cwd).messages[2]).toMatchObject({ content: 'half of', outcome: 'stopped' });
  });

  test('a terminal that cannot redraw gets static text', async () => {
    const { cwd, env } = await place(goodStream('one?'), goodStream('two.'));
    const terminal = talkIn({ cwd, env: { ...env, TERM: 'dumb' } });
    await terminal.shows('one?', 'you>');
    terminal.type('x', KEYS.enter);
    await terminal.shows('two.', 'you>');
    terminal.type('/quit', KEYS.enter);
    expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
    expect(terminal.raw()).not.toContain('\u001b');
  });

  test('with --no-input there is no chat', async () => {
    const { cwd, env, server } = await place(goodStream('one?'));
    const terminal = runInTerminal([...ARGS, '--no-input'], { cwd, env });
    expect(await terminal.ends()).toMatchObject({ code: 2 });
    expect(server.requests).toEqual([]);
  });
});

describe('without a terminal', () => {
  test('each line of standard input is a turn, until it ends', async () => {
    const { cwd, env, server } = await place(goodStream('one?'), goodStream('two?'), goodStream('three.'));
    const { code, out, err } = await run(ARGS, { cwd, env, input: 'first\n\n"""\nsecond\nline\n"""' });
    expect({ code, out }).toEqual({ code: 0, out: 'one?\ntwo?\nthree.\n' });
    expect(err).not.toContain('you>');
    expect(turnsIn(server, 2).filter((turn) => turn.startsWith('user'))).toEqual([
      'user: first',
      'user: second\nline',
    ]);
  });

  test('the exit code is that of the last answer', async () => {
    const { cwd, env } = await place(goodStream('one?'), {
      kind: 'pieces',
      pieces: [textChunk('half')],
      after: 'reset',
    });
    const { code, err } = await run(ARGS, { cwd, env, input: 'more\n' });
    expect(code).toBe(1);
    expect(err).toContain('CUT:');
    expect(transcriptIn(cwd).outcome).toBe('cut');
  });

  test('a value cannot come from the input that turns come from, and there is no document of a chat', async () => {
    const { cwd, env } = await place(goodStream('one?'));
    const taken = await run(['run', 'Audit', '--chat', '--set', 'artifact=-'], { cwd, env });
    expect(taken).toMatchObject({ code: 2, out: '' });
    expect((await run([...ARGS, '--json'], { cwd, env })).code).toBe(2);
  });
});

test.each<[readonly string[], readonly string[]]>([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [['a\\', 'b'], ['a\nb']],
  [
    ['"""', 'a', '', '"""', 'b'],
    ['a\n', 'b'],
  ],
  [['"""', 'a'], ['a']],
  [['a\\'], ['a']],
])('the lines %j are the messages %j', (lines, messages) => {
  const text = turnText();
  const whole = lines.map((line) => text.add(line, { pasted: false }));
  expect([...whole, text.flush()].filter((message) => message !== undefined)).toEqual(messages);
});

describe('through a pipe', () => {
  test.each([
    [
      'UTF-8',
      Buffer.from('Go on.\ncaf\xe9\nMore.\n', 'latin1'),
      'standard input:2: error: This line cannot be read as text: it is not valid UTF-8',
    ],
    [
      'free of NUL bytes',
      Buffer.from('Go on.\na\0b'),
      'standard input:2: error: This line cannot be read as text: it holds a NUL byte',
    ],
  ])('a line that is not %s ends it, with its place, and is not sent', async (_, input, said) => {
    const { cwd, env, server } = await place(goodStream('One.'), goodStream('Two.'), goodStream('Three.'));
    const { code, out, err } = await run(ARGS, { cwd, env, input });
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(out).toBe('One.\nTwo.\n');
    expect(server.requests).toHaveLength(2);
  });

  test('what a turn and what an answer hide is told before it is sent on, and stays as it is', async () => {
    const { cwd, env, server } = await place(
      goodStream('One\u2060.'),
      goodStream('Two.'),
      goodStream('Three.'),
    );
    const { code, err } = await run(ARGS, { cwd, env, input: 'Go\u200b on.\nMore.\n' });
    expect(code).toBe(0);
    const told = [...err.matchAll(/^warning: (.*hidden text.*)$/gmu)].map(([, message]) => message);
    expect(told).toEqual([
      'The answer has hidden text in its line 1, column 4: a character of no width, U+2060. Continuing from it sends it as it is.',
      'This message has hidden text in its line 1, column 3: a character of no width, U+200B. It is sent as it is.',
    ]);
    expect(turnsIn(server, 1)).toEqual(['assistant: One\u2060.', 'user: Go\u200b on.']);
  });

  test('a last line without its end is a turn, and a byte order mark is none of it', async () => {
    const { cwd, env, server } = await place(goodStream('One.'));
    expect((await run(ARGS, { cwd, env, input: '\ufeffZürich' })).code).toBe(0);
    expect(turnsIn(server, 1)).toEqual(['assistant: One.', 'user: Zürich']);
  });
});
