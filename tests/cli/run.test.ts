import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateRun } from '../../src/framework/generated/validators.js';
import { GIVEN, newFramework } from '../support/framework.ts';
import { modelServer } from '../support/generation.ts';
import { apiError, endChunk, event, goodStream, type Reply, textChunk } from '../support/model_server.ts';
import { cleanEnvironment, documentOf, MAIN, run } from '../support/program.ts';
import { KEYS, runInTerminal } from '../support/pty.ts';

const HEADINGS = ['Findings'];
const WHOLE = HEADINGS.map((heading) => `## ${heading}\nNone found.\n`).join('\n');

/** A framework, a model that answers so, and an environment in which that model is configured, without retries. */
async function place(...replies: readonly Reply[]) {
  const cwd = await newFramework();
  const server = await modelServer(null, replies);
  const settings = join(cwd, '.config/orchestrator');
  mkdirSync(settings, { recursive: true, mode: 0o700 });
  const limits = { maxTries: 2, timeoutSeconds: 20, idleTimeoutSeconds: 1 };
  writeFileSync(join(settings, 'config.json'), JSON.stringify(limits), { mode: 0o600 });
  return { cwd, server, env: { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model' } };
}

function runFiles(cwd: string): string[] {
  return readdirSync(join(cwd, 'output/Audit/runs')).filter((name) => name.endsWith('.json'));
}

/** The only transcript there is; it must be of the form that its schema says. */
function transcriptOf(cwd: string) {
  const [file = 'none', ...others] = runFiles(cwd);
  expect(others).toEqual([]);
  const transcript: unknown = JSON.parse(readFileSync(join(cwd, 'output/Audit/runs', file), 'utf8'));
  expect(validateRun(transcript), JSON.stringify(validateRun.errors)).toBe(true);
  return transcript as {
    outcome: string;
    messages: { role: string; content: string; outcome: string | null; replaced: boolean }[];
    missingHeadings: string[];
    tokens: unknown;
    endpoint: string;
  };
}

function cut(after: 'end' | 'hang' | 'reset', ...texts: readonly string[]): Reply {
  return { kind: 'pieces', pieces: texts.map(textChunk), after };
}

const ARGS = ['run', 'Audit', ...GIVEN];

test('[promise:run-transcript] the answer goes to standard output as it is, everything else to standard error, and the run is written down', async () => {
  const { cwd, env, server } = await place(goodStream(...(WHOLE.match(/[\s\S]{1,7}/gu) ?? [])));
  const { code, out, err } = await run(ARGS, { cwd, env });
  expect({ code, out }).toEqual({ code: 0, out: WHOLE });
  expect(err).toContain('Asking test-model ...');
  expect(err).toMatch(/Done in \d+\.\d s: 7 tokens in, 3 out\.\n/u);
  expect(server.complaints).toEqual([]);
  const sent = server.requests[0]?.body.messages as { role: string; content: string }[];
  expect(sent.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(sent[1]?.content).toContain('x = 1.0\n');
  expect(sent[1]?.content).not.toMatch(/<<FILL \w/u);
  const transcript = transcriptOf(cwd);
  expect(transcript).toMatchObject({
    outcome: 'done',
    missingHeadings: [],
    tokens: { input: 7, output: 3 },
    endpoint: server.origin,
    messages: [...sent, { role: 'assistant', content: WHOLE, outcome: 'done', replaced: false }],
  });
  const [file = ''] = runFiles(cwd);
  expect(file).toMatch(/^\d{8}T\d{6}Z-01\.json$/u);
  expect(statSync(join(cwd, 'output/Audit/runs', file)).mode & 0o777).toBe(0o600);
});

test('text is printed before the answer has ended', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { cwd, env } = await place(cut('hang', 'first'));
  const child = spawn(process.execPath, [MAIN, ...ARGS], {
    cwd,
    env: { ...cleanEnvironment(cwd), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('first')) release();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await held;
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(transcriptOf(cwd)).toMatchObject({ outcome: 'stopped' });
  expect(transcriptOf(cwd).messages.at(-1)).toMatchObject({ content: 'first', outcome: 'stopped' });
});

test('a run that is killed leaves what it sent, and does not call it done', async () => {
  const { cwd, env, server } = await place(cut('hang', 'first'));
  const options = { cwd, env: { ...cleanEnvironment(cwd), ...env }, stdio: 'ignore' } as const;
  const child = spawn(process.execPath, [MAIN, ...ARGS], options);
  const ended = new Promise((resolve) => child.on('close', resolve));
  await server.received(1);
  child.kill('SIGKILL');
  await ended;
  expect(transcriptOf(cwd)).toMatchObject({ outcome: 'stopped' });
  expect(transcriptOf(cwd).messages[1]?.content).toContain('x = 1.0');
  expect(readFileSync(join(cwd, 'output/Audit/runs/.gitignore'), 'utf8')).toBe('*\n');
});

test('Ctrl-C in a terminal keeps what came, and ends it with 130', async () => {
  const { cwd, env } = await place(cut('hang', 'half of it'));
  const terminal = runInTerminal(ARGS, { cwd, env });
  await terminal.shows('half of it');
  terminal.type(KEYS.interrupt);
  await terminal.shows('STOPPED', 'The text so far is saved in ./output/Audit/runs/');
  expect(await terminal.ends()).toMatchObject({ code: 130, cooked: true });
  expect(transcriptOf(cwd).messages.at(-1)).toMatchObject({ content: 'half of it', outcome: 'stopped' });
});

describe('an answer that is not whole is never called done', () => {
  test.each<[string, Reply, string, string, number]>([
    [
      'reaches its limit',
      { kind: 'pieces', pieces: [textChunk('half'), endChunk('length')], after: 'end' },
      'cut',
      'CUT:',
      1,
    ],
    ['breaks off', cut('reset', 'half'), 'cut', 'CUT:', 1],
    ['ends without saying so', cut('end', 'half'), 'cut', 'CUT:', 1],
    ['stands still', cut('hang', 'half'), 'cut', 'CUT:', 1],
    [
      'is filtered',
      { kind: 'pieces', pieces: [textChunk('half'), endChunk('content_filter')], after: 'end' },
      'refused',
      'REFUSED:',
      1,
    ],
    [
      'is a refusal',
      {
        kind: 'pieces',
        pieces: [event({ choices: [{ delta: { refusal: 'I will not.' } }] }), endChunk('stop')],
        after: 'end',
      },
      'refused',
      'I will not.',
      1,
    ],
    ['never comes', apiError(400, 'no such thing'), 'failed', 'no such thing', 3],
    ['is not for this key', apiError(401, 'bad key'), 'failed', 'error:', 4],
  ])('[promise:run-honest] one that %s', async (_, reply, outcome, label, exit) => {
    const { cwd, env, server } = await place(reply);
    const { code, out, err } = await run(ARGS, { cwd, env });
    expect(code).toBe(exit);
    expect(err).toContain(label);
    expect(err).not.toContain('Done in');
    expect(err).not.toContain('headings');
    expect(err.split('output/Audit/runs/')).toHaveLength(2);
    const { messages, ...transcript } = transcriptOf(cwd);
    expect(transcript.outcome).toBe(outcome);
    expect(messages.at(-1)).toMatchObject({ role: 'assistant', content: out.trimEnd(), outcome });
    // What was shown can't be taken back, so it is not tried again.
    expect(server.requests).toHaveLength(1);
  });
});

test('a try that fails before anything was shown is made again', async () => {
  const { cwd, env, server } = await place(apiError(503, 'busy'), goodStream(WHOLE));
  const { code, out, err } = await run(ARGS, { cwd, env });
  expect({ code, out }).toEqual({ code: 0, out: WHOLE });
  expect(err).toContain('Trying again in 1 s.');
  expect(server.requests).toHaveLength(2);
});

test('headings that the protocol asks for and the answer lacks are said; --strict makes that exit 1', async () => {
  const { cwd, env } = await place(
    goodStream('## Verdict\npass\n\n**Can wait**\nnone\n\n**Not shown:** none\n'),
  );
  const { code, err } = await run(ARGS, { cwd, env });
  expect(code).toBe(0);
  expect(err).toContain('headings that are not in the answer: "Findings".');
  expect(transcriptOf(cwd).missingHeadings).toEqual(['Findings']);
  const strict = await run([...ARGS, '--strict', '--json', '--no-transcript'], { cwd, env });
  expect(strict.code).toBe(1);
  expect(documentOf(strict)).toMatchObject({
    schema: 'orchestrator.run-result/1',
    ok: false,
    outcome: 'done',
    transcript: null,
    problems: [{ code: 'headings-missing', severity: 'warning' }],
  });
});

test('--json holds the answer and prints nothing else', async () => {
  const { cwd, env } = await place(goodStream(WHOLE));
  const ran = await run([...ARGS, '--json'], { cwd, env });
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(documentOf(ran)).toMatchObject({
    ok: true,
    answer: WHOLE,
    outcome: 'done',
    missingHeadings: [],
    problems: [],
  });
});

test('without a model nothing is sent or written, and it says what would help', async () => {
  const cwd = await newFramework();
  const { code, out, err } = await run(ARGS, { cwd });
  expect({ code, out }).toEqual({ code: 3, out: '' });
  expect(err).toContain('Nothing was sent: no model is configured.');
  expect(readdirSync(join(cwd, 'output/Audit'))).not.toContain('runs');
});

test('a framework with runs is the same framework to new, and overwriting it leaves them', async () => {
  const { cwd, env } = await place(goodStream(WHOLE));
  await run(ARGS, { cwd, env });
  const again = ['new', 'Audit', '--goal', 'REVIEW_AGAINST_STANDARDS'];
  expect((await run([...again, '--title', 'T'], { cwd })).err).toContain('Unchanged 01_PROMPT_TEMPLATE.md');
  expect((await run([...again, '--title', 'Other', '--on-conflict', 'overwrite'], { cwd })).code).toBe(0);
  expect(runFiles(cwd)).toHaveLength(1);
});

test('a key and a value cannot both come from standard input', async () => {
  const { cwd, env, server } = await place(goodStream(WHOLE));
  const args = ['run', 'Audit', '--set', 'artifact=-', '--set', 'standards=S', '--api-key-file', '-'];
  expect(await run(args, { cwd, env, input: 'x' })).toMatchObject({ code: 2, out: '' });
  expect(server.requests).toEqual([]);
});

test('a folder of runs that is a link is not written through', async () => {
  const { cwd, env, server } = await place(goodStream(WHOLE));
  mkdirSync(join(cwd, 'elsewhere'));
  symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'output/Audit/runs'));
  const { code, err } = await run(ARGS, { cwd, env });
  expect(code).toBe(3);
  expect(err).toContain('The transcript cannot be written');
  expect(readdirSync(join(cwd, 'elsewhere'))).toEqual([]);
  expect(server.requests).toEqual([]);
});

test('control sequences of an answer do not reach a terminal, and go through a pipe as they are', async () => {
  const { cwd, env } = await place(goodStream('\u001b[2', 'J## Ver', 'dict\u001b]0;title\u0007\n'));
  const piped = await run(ARGS, { cwd, env });
  expect(piped.out).toBe('\u001b[2J## Verdict\u001b]0;title\u0007\n');
  const terminal = runInTerminal(ARGS, { cwd, env });
  await terminal.shows('## Verdict', 'Done in');
  expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
  expect(terminal.raw()).not.toContain('title');
  expect(terminal.raw()).not.toContain('\u001b[2J');
});
