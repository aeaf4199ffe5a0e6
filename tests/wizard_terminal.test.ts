import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, MAIN, run } from './support/program.ts';
import { commandInTerminal, KEYS, type Pty, type PtyOptions, runInTerminal } from './support/pty.ts';
import { answerUntil, everythingIn, GOALS, QUESTIONS, writeGoalMap } from './support/wizard.ts';

/** Checks that the program left the terminal as it was, and that it shows no one its insides. */
function expectCleanTerminal(terminal: Pty): void {
  expect(
    terminal
      .raw()
      .match(/\u001b\[\?25[hl]/gu)
      ?.at(-1) ?? '\u001b[?25h',
  ).toBe('\u001b[?25h');
  expect(terminal.transcript()).not.toMatch(/^\s+at |Error\b|node:internal/mu);
}

const STOPS = [
  ['Ctrl-C', KEYS.interrupt],
  ['Ctrl-D', KEYS.endOfInput],
] as const;
const ASKED = ['name', 'goal', 'title'] as const;
const STOPPED_AT = STOPS.flatMap(([name, key]) => ASKED.map((question) => [name, question, key] as const));

test.each(STOPPED_AT)(
  '%s at the %s question leaves nothing behind and exits 130',
  async (_, question, key) => {
    const cwd = emptyFolder();
    const terminal = runInTerminal([], { cwd });
    await answerUntil(terminal, question);
    terminal.type(key);
    expect(await terminal.ends()).toEqual({ code: 130, signal: null, cooked: true });
    await terminal.shows('Stopped; nothing was written.');
    expect(everythingIn(cwd)).toEqual([]);
    expectCleanTerminal(terminal);
  },
);

test.each(STOPS)(
  '%s at the conflict question leaves the framework as it was and exits 130',
  async (_, key) => {
    const cwd = emptyFolder();
    await run(['new', 'X', '--goal', '3', '--title', 'T'], { cwd });
    const before = everythingIn(cwd);
    const persona = readFileSync(join(cwd, 'output/X/00_PERSONA.md'));
    const terminal = runInTerminal(['new', 'X', '--goal', '3', '--title', 'Another'], { cwd });
    await terminal.asks(QUESTIONS.conflict);
    terminal.type(key);
    expect(await terminal.ends()).toEqual({ code: 130, signal: null, cooked: true });
    expect(everythingIn(cwd)).toEqual(before);
    expect(readFileSync(join(cwd, 'output/X/00_PERSONA.md'))).toEqual(persona);
    expectCleanTerminal(terminal);
  },
);

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s from outside ends the wizard with %i and gives the terminal back', async (name, code) => {
  const cwd = emptyFolder();
  const terminal = runInTerminal([], { cwd });
  await answerUntil(terminal, 'goal');
  terminal.signal(name);
  expect(await terminal.ends()).toEqual({ code, signal: null, cooked: true });
  expect(everythingIn(cwd)).toEqual([]);
  expectCleanTerminal(terminal);
});

test.each([
  [40, 24],
  [40, 12],
  [80, 12],
])('in %i columns and %i rows every question fits and every goal can be reached', async (columns, rows) => {
  const terminal = runInTerminal([], { cwd: emptyFolder(), columns, rows });
  await answerUntil(terminal, 'name');
  expect(terminal.questionIsBroken()).toBe(false);
  terminal.type('Audit', KEYS.enter);
  for (const [index, goal] of GOALS.entries()) {
    if (index > 0) terminal.type(KEYS.down);
    await terminal.asks(QUESTIONS.goal, `> [${index + 1}] ${goal.slice(0, 20)}`);
    expect(terminal.questionIsBroken()).toBe(false);
  }
  terminal.type('99');
  await terminal.asks(QUESTIONS.goal, 'There is no 99; the numbers are 1 to 11.');
  expect(terminal.questionIsBroken()).toBe(false);
  expect(
    terminal
      .transcript()
      .replace(/\s/gu, '')
      .match(/PRIMARYGOAL/gu),
  ).toHaveLength(1);
  terminal.type(KEYS.backspace, KEYS.backspace, '3', KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  expect(terminal.questionIsBroken()).toBe(false);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
});

test('descriptions longer than the terminal do not push the question out of sight', async () => {
  const cwd = emptyFolder();
  const description = 'much to say '.repeat(40);
  writeGoalMap(cwd, 'Mine', Array<string>(14).fill(description.trim()));
  const terminal = runInTerminal([], { cwd, columns: 40, rows: 12 });
  await answerUntil(terminal, 'goal');
  for (let number = 2; number <= 14; number += 1) {
    terminal.type(KEYS.down);
    await terminal.asks(QUESTIONS.goal, `> [${number}] GOAL_${number}`, 'much to say', 'Enter; Esc');
  }
  expect(terminal.transcript().match(/PRIMARY GOAL/gu)).toHaveLength(1);
});

test('NO_COLOR leaves colour out of every question and message', async () => {
  const terminal = runInTerminal([], { cwd: emptyFolder(), env: { NO_COLOR: '1' } });
  await answerUntil(terminal, 'goal');
  terminal.type('99', KEYS.enter);
  await terminal.asks('There is no 99');
  terminal.type(KEYS.backspace, KEYS.backspace, '3', KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(terminal.raw()).not.toMatch(/\u001b\[[\d;:]*m/u);
});

const STATIC: readonly (readonly [string, NonNullable<PtyOptions['env']>])[] = [
  ['TERM=dumb', { TERM: 'dumb' }],
  ['ACCESSIBLE=1', { ACCESSIBLE: '1' }],
];

/** What stands behind a static question, last of all. */
const WAITING = 'or type < to go back. >';

test.each(STATIC)('%s asks in numbered static text, with a way back, and moves no cursor', async (_, env) => {
  const cwd = emptyFolder();
  const terminal = runInTerminal([], { cwd, env: { NO_COLOR: '1', ...env } });
  await terminal.shows(QUESTIONS.name, WAITING);
  terminal.type('../x', KEYS.enter);
  await terminal.shows('Not accepted:', 'it is a path', WAITING);
  terminal.type('Audit', KEYS.enter);
  await terminal.shows(QUESTIONS.goal, '3. REVIEW_AGAINST_STANDARDS: To evaluate', WAITING);
  terminal.type('to', KEYS.enter);
  await terminal.shows(QUESTIONS.goal, 'Several match: 1, 2', WAITING);
  terminal.type('99', KEYS.enter);
  await terminal.shows(QUESTIONS.goal, 'Not accepted: There is no 99', WAITING);
  terminal.type('zzz', KEYS.enter);
  await terminal.shows(QUESTIONS.goal, 'Not accepted: Nothing matches "zzz".', WAITING);
  terminal.type('3', KEYS.enter);
  await terminal.shows('Chosen: REVIEW_AGAINST_STANDARDS', QUESTIONS.title, WAITING);
  terminal.type('<', KEYS.enter);
  await terminal.shows(QUESTIONS.title, QUESTIONS.goal, 'Press Enter for 3', WAITING);
  terminal.type('<', KEYS.enter);
  await terminal.shows(QUESTIONS.title, QUESTIONS.goal, QUESTIONS.name, 'Enter for "Audit"', WAITING);
  terminal.type(KEYS.enter);
  await terminal.shows(QUESTIONS.title, QUESTIONS.name, QUESTIONS.goal, 'Press Enter for 3', WAITING);
  terminal.type(KEYS.enter);
  await terminal.shows(QUESTIONS.title, QUESTIONS.name, QUESTIONS.goal, QUESTIONS.title, WAITING);
  terminal.type('T', KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  await terminal.shows('SUCCESS: Created 00_PERSONA.md', 'Configuration complete.');
  expect(terminal.raw()).not.toContain('\u001b');
  // Keys that only a redrawn question has.
  expect(terminal.raw()).not.toMatch(/Backspace|Escape|arrow/iu);
  expect(everythingIn(join(cwd, 'output/Audit'))).toContain('00_PERSONA.md');
});

test.each(STATIC)(
  '%s: Ctrl-C and Ctrl-D end the wizard with 130 and leave nothing behind',
  async (_, env) => {
    for (const [, key] of STOPS) {
      const cwd = emptyFolder();
      const terminal = runInTerminal([], { cwd, env });
      await terminal.shows(QUESTIONS.name, WAITING);
      terminal.type('Audit', KEYS.enter);
      await terminal.shows(QUESTIONS.goal, WAITING);
      terminal.type(key);
      expect(await terminal.ends()).toEqual({ code: 130, signal: null, cooked: true });
      expect(everythingIn(cwd)).toEqual([]);
      expectCleanTerminal(terminal);
    }
  },
);

/** `new --json`, standard output being a file. */
function newWithOutputInFile(cwd: string): Pty {
  const script = 'exec "$0" "$@" new --json > out.json';
  return commandInTerminal(['sh', '-c', script, process.execPath, MAIN], { cwd });
}

test('[promise:wizard-on-stderr] with standard output in a file the wizard still asks, and the file holds one JSON document', async () => {
  const cwd = emptyFolder();
  const terminal = newWithOutputInFile(cwd);
  await answerUntil(terminal, 'title');
  terminal.type('T', KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  await terminal.shows('SUCCESS: Created 00_PERSONA.md', 'Configuration complete.');
  expect(terminal.raw()).not.toContain('"schema"');
  expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'))).toMatchObject({
    schema: 'orchestrator.new/1',
    ok: true,
    framework: { name: 'Audit', title: 'T', goal: 'REVIEW_AGAINST_STANDARDS' },
  });
});

test('Ctrl-C with standard output in a file leaves one JSON document that says so', async () => {
  const cwd = emptyFolder();
  const terminal = newWithOutputInFile(cwd);
  await answerUntil(terminal, 'goal');
  terminal.type(KEYS.interrupt);
  expect(await terminal.ends()).toEqual({ code: 130, signal: null, cooked: true });
  expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'))).toMatchObject({
    schema: 'orchestrator.new/1',
    ok: false,
    problems: [{ code: 'interrupted' }],
  });
  expect(everythingIn(cwd)).toEqual(['out.json']);
});

test.each(['1', 'true'])('CI=%s asks nothing, even in a terminal', async (CI) => {
  const cwd = emptyFolder();
  const terminal = runInTerminal(['new'], { cwd, env: { CI } });
  expect(await terminal.ends()).toMatchObject({ code: 2 });
  await terminal.shows('needs a name', 'needs a goal', '--goal');
  expect(everythingIn(cwd)).toEqual([]);
});

const HOSTILE = '\u001b]0;evil\u0007\u001b[31mred\u009b31m\u202e';

/** Checks that nothing of {@link HOSTILE} that acts on a terminal has come through. */
function expectHarmless(terminal: Pty): void {
  expect(terminal.raw()).not.toMatch(/\u001b\]|\u0007|\u009b|\u202e|\u001b\[[\d;]*m/u);
  expect(terminal.raw()).not.toContain('\u001b[31m');
}

test('escape sequences in a category never reach the terminal', async () => {
  const cwd = emptyFolder();
  writeGoalMap(cwd, `Mine${HOSTILE.replace('\u202e', '')}`, ['To try.']);
  const terminal = runInTerminal([], { cwd, env: { NO_COLOR: '1' } });
  await answerUntil(terminal, 'goal');
  await terminal.asks('--- Minered ---', '> [1] GOAL_1', 'To try.');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expectHarmless(terminal);
});

test('escape sequences in a description are refused, and never reach the terminal', async () => {
  const cwd = emptyFolder();
  writeGoalMap(cwd, 'Mine', [`Try${HOSTILE}`]);
  const terminal = runInTerminal([], { cwd, env: { NO_COLOR: '1' } });
  expect(await terminal.ends()).toMatchObject({ code: 1 });
  await terminal.shows('goal_map.json:1:', 'without control characters');
  expectHarmless(terminal);
});

test('escape sequences in a goal’s name are refused, and never reach the terminal', async () => {
  const cwd = emptyFolder();
  const goal = { description: 'd', persona: 'a.txt', protocol: 'b.txt', constraints: [] };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { [`GOAL${HOSTILE}`]: goal } }));
  const terminal = runInTerminal([], { cwd, env: { NO_COLOR: '1' } });
  expect(await terminal.ends()).toMatchObject({ code: 1 });
  await terminal.shows('goal_map.json:1:', 'cannot be the name of a goal');
  expectHarmless(terminal);
});

test('escape sequences in the path of a framework never reach the terminal', async () => {
  const cwd = emptyFolder();
  const args = ['new', 'X', '--goal', '3', '--output', `out${HOSTILE}`, '--title'];
  await run([...args, 'T'], { cwd });
  const terminal = runInTerminal([...args, 'Another'], { cwd, env: { NO_COLOR: '1' } });
  await terminal.asks(QUESTIONS.conflict);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expectHarmless(terminal);
});
