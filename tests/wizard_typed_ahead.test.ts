import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, MAIN, run } from './support/program.ts';
import { commandInTerminal, KEYS, runInTerminal } from './support/pty.ts';
import { answerUntil, QUESTIONS, writeGoalMap } from './support/wizard.ts';

/** As a terminal hands over a paste (xterm's bracketed paste mode). */
function pasted(text: string): string {
  return `\u001b[200~${text}\u001b[201~`;
}

const STYLES = [
  ['redrawn', {}],
  ['static', { ACCESSIBLE: '1' }],
] as const;

test.each(STYLES)('lines typed before the %s questions answer them one after another', async (_, env) => {
  const cwd = emptyFolder();
  // The terminal has all of it before the program reads any.
  const script = 'read -r _; exec "$0" "$1"';
  const terminal = commandInTerminal(['sh', '-c', script, process.execPath, MAIN], { cwd, env });
  terminal.type('go\nAhead\n3\nThe Early One\n');
  expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
  expect(readFileSync(join(cwd, 'output/Ahead/00_PERSONA.md'), 'utf8')).toMatch(/^# The Early One\n/u);
});

test.each(STYLES)(
  'lines that come at once at the first %s question answer the others too',
  async (_, env) => {
    const cwd = emptyFolder();
    const terminal = runInTerminal([], { cwd, env });
    await terminal.shows(QUESTIONS.name);
    terminal.type('At_Once\r3\rThe Quick One\r');
    expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
    expect(readFileSync(join(cwd, 'output/At_Once/00_PERSONA.md'), 'utf8')).toMatch(/^# The Quick One\n/u);
  },
);

test.each(STYLES)(
  'what is typed behind a refused %s answer is left out, and that is said',
  async (_, env) => {
    const terminal = runInTerminal([], { cwd: emptyFolder(), env });
    await terminal.shows(QUESTIONS.name);
    terminal.type('../x\r3\rTitle\r');
    await terminal.shows('it is a path', 'What was typed after it was ignored.');
    terminal.type(KEYS.interrupt);
    expect(await terminal.ends()).toMatchObject({ code: 130, cooked: true });
  },
);

test('what was typed beyond the last question is told', async () => {
  const cwd = emptyFolder();
  const terminal = runInTerminal(['new', '--goal', '3', '--title', 'T'], { cwd });
  await terminal.asks(QUESTIONS.name);
  terminal.type('One\rtwo\r');
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  await terminal.shows('INFO: The rest of what was typed was not used.');
});

test('several lines pasted where one is asked for are told, and nothing of them is taken', async () => {
  const cwd = emptyFolder();
  const terminal = runInTerminal([], { cwd });
  await answerUntil(terminal, 'name');
  terminal.type(pasted('One\rTwo\rThree'));
  await terminal.asks(QUESTIONS.name, '3 lines were pasted, but only one is expected; they were not used.');
  terminal.type(pasted('Pasted\r'));
  await terminal.asks(QUESTIONS.name, 'Pasted');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.goal);
  terminal.type(pasted('3\r4'));
  await terminal.asks(QUESTIONS.goal, '2 lines were pasted');
  terminal.type('3', KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  terminal.type(pasted('A\tB'));
  await terminal.asks(QUESTIONS.title, 'The pasted text has control characters');
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
  expect(existsSync(join(cwd, 'output/Pasted'))).toBe(true);
  expect(
    terminal
      .raw()
      .match(/\u001b\[\?2004[hl]/gu)
      ?.at(-1),
  ).toBe('\u001b[?2004l');
});

test('several lines pasted as material stay whole, with what is typed behind them', async () => {
  const cwd = emptyFolder();
  await run(['new', 'X', '--goal', '3', '--title', 'T', '--set', 'standards=rules'], { cwd });
  const terminal = runInTerminal(['fill', 'X'], { cwd });
  await terminal.asks('artifact (material)');
  terminal.type('3', KEYS.enter);
  await terminal.asks('artifact (material)', ':');
  terminal.type(pasted('first {{ line }}\r\r\tindented  \rlast'));
  await terminal.asks('(4 lines) first {{ line }}');
  terminal.type(' end', KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
  await terminal.shows('first {{ line }}', 'indented', 'last end');
  expect(terminal.raw()).toMatch(/first \{\{ line \}\}\r\n\r\n\tindented {2}\r\nlast end\r\n/u);
});

test('Backspace takes out what was pasted', async () => {
  const cwd = emptyFolder();
  await run(['new', 'X', '--goal', '3', '--title', 'T', '--set', 'standards=rules'], { cwd });
  const terminal = runInTerminal(['fill', 'X'], { cwd });
  await terminal.asks('artifact (material)');
  terminal.type('3', KEYS.enter, pasted('gone\rgone too'));
  await terminal.asks('(2 lines) gone');
  terminal.type(KEYS.backspace, 'kept', KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  await terminal.shows('kept');
  expect(terminal.raw()).not.toContain('gone too');
});

test.each(STYLES)('consent that was typed before its %s question is no consent', async (style, env) => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'components/protocols'), { recursive: true });
  writeGoalMap(cwd, 'Mine', ['To try.']);
  const name = 'components/protocols/my_pass.txt';
  writeFileSync(join(cwd, name), 'Do it well.\n');
  const script = 'read -r _; exec "$0" "$@"';
  const promote = [MAIN, 'components', 'promote', name, '--to', 'user'];
  const terminal = commandInTerminal(['sh', '-c', script, process.execPath, ...promote], { cwd, env });
  terminal.type('go\nyes\n');
  const [offered, refusal] = style === 'static' ? ['yes', '1\r'] : ['(y/N)', 'n\r'];
  await terminal.shows('What was typed before this question is not used as its answer.', offered);
  terminal.type(refusal);
  await terminal.ends();
  await terminal.shows('Nothing was changed.');
  expect(existsSync(join(cwd, name))).toBe(true);
});
