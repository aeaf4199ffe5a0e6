import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answeredPhase, answerOf, draftPlace } from './support/draft.ts';
import { modelServer, textIn, wordsOf } from './support/generation.ts';
import { CANARY } from './support/model.ts';
import { start } from './support/program.ts';
import { KEYS, runInTerminal } from './support/pty.ts';

const OPEN_QUESTION = 'What should change, where, and how can you tell that it is done?';
const ONE_PHASE = answerOf([answeredPhase('1', { requirementLines: [1, 2, 3] })]);

test('a requirement that says too little is asked for, and what is said is drafted from', async () => {
  const server = await modelServer(CANARY, [answerOf([answeredPhase('1', { requirementLines: [1, 2] })])]);
  const place = draftPlace(server.baseUrl);
  const terminal = runInTerminal(['plan', 'draft', 'login'], { ...place, rows: 40 });
  await terminal.asks(OPEN_QUESTION);
  terminal.type(KEYS.enter);
  await terminal.shows('Enter something, or stop with Ctrl-C.');
  terminal.type('Add a login page', KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  expect(textIn(place, '.orchestrator/plans/login-page.md')).toContain('1  login\n2  Add a login page\n');
});

test('the questions of the model are asked, and go back to it with their answers, once', async () => {
  const questions = ['Which page?', 'For whom?'];
  const server = await modelServer(CANARY, [answerOf([], { questions }), ONE_PHASE]);
  const place = draftPlace(server.baseUrl);
  const terminal = runInTerminal(['plan', 'draft', 'Make it better'], { ...place, rows: 40 });
  await terminal.asks('Which page?');
  terminal.type('The login page', KEYS.enter);
  await terminal.asks('For whom?');
  terminal.type('Everybody', KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  const [, second] = server.requests;
  expect(second && wordsOf(second)).toContain(
    '1  Make it better\n2  Which page: The login page\n3  For whom: Everybody\n',
  );
  expect(textIn(place, '.orchestrator/plans/login-page.md')).toContain('3  For whom: Everybody\n');
});

test('a model that only ever asks gets no third chance to: a skeleton', async () => {
  const server = await modelServer(CANARY, [answerOf([], { questions: ['Why?'] })]);
  const place = draftPlace(server.baseUrl);
  const terminal = runInTerminal(['plan', 'draft', 'Make it better'], { ...place, rows: 40 });
  await terminal.asks('Why?');
  terminal.type('Because', KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 1 });
  await terminal.shows('FAILED: the model gave no plan');
  expect(server.requests).toHaveLength(4);
});

test.each([
  ['at a question', true],
  ['while the model is waited for', false],
] as const)(
  'Ctrl-C %s stops at once: nothing is written, exit 130, the terminal as it was',
  async (_, atQuestion) => {
    const server = await modelServer(CANARY, [{ kind: 'silence' }]);
    const place = draftPlace(server.baseUrl);
    const words = atQuestion ? 'login' : 'Add a login page';
    const terminal = runInTerminal(['plan', 'draft', words], { ...place, rows: 40 });
    if (atQuestion) await terminal.asks(OPEN_QUESTION);
    else await server.received(1);
    terminal.type(KEYS.interrupt);
    expect(await terminal.ends()).toEqual({ code: 130, signal: null, cooked: true });
    await terminal.shows('Stopped; no plan was written.');
    expect(existsSync(join(place.cwd, '.orchestrator'))).toBe(false);
  },
);

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a call that a script made: one document, nothing written',
  async (signal) => {
    const server = await modelServer(CANARY, [{ kind: 'silence' }]);
    const place = draftPlace(server.baseUrl);
    const program = start(['plan', 'draft', 'Add a login page', '--json'], place);
    await server.received(1);
    program.signal(signal);
    const { code, out } = await program.ended;
    expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(JSON.parse(out)).toMatchObject({ ok: false, file: null, problems: [{ code: 'interrupted' }] });
    expect(existsSync(join(place.cwd, '.orchestrator'))).toBe(false);
  },
);
