import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, run } from './support/program.ts';
import { KEYS, runInTerminal } from './support/pty.ts';
import { answerUntil, everythingIn, GOALS, QUESTIONS } from './support/wizard.ts';

const FILES = ['00_PERSONA.md', '01_PROMPT_TEMPLATE.md', 'framework.lock.json'];

test('[promise:wizard] a name, a number and a title make both files', async () => {
  const cwd = emptyFolder();
  const terminal = runInTerminal([], { cwd });
  await terminal.asks(QUESTIONS.name);
  expect(terminal.rows()[0]).toBe(
    "Welcome to the LLM Orchestration Engine. Let's configure a new collaboration.",
  );
  terminal.type('Django_Model_Auditor', KEYS.enter);
  await terminal.asks(QUESTIONS.goal, '--- Technical & Execution ---', '--- Strategic & Developmental ---');
  for (const [index, goal] of GOALS.entries())
    expect(terminal.question().join('\n')).toContain(` [${index + 1}] ${goal} `);
  terminal.type('3');
  await terminal.asks('> [3] REVIEW_AGAINST_STANDARDS');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title, '(The Meticulous Auditor)');
  terminal.type('The Django Standards Advocate', KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  await terminal.shows(
    'Enter a name for this project (e.g. API_Refactor_Tool): Django_Model_Auditor',
    'Choose the workflow that best fits. REVIEW_AGAINST_STANDARDS',
    'title for the Persona (e.g. "The Code Guardian"): The Django Standards Advocate',
    'Based on the goal REVIEW_AGAINST_STANDARDS, I will use the "Meticulous Auditor" persona.',
    'Generating framework files in directory: ./output/Django_Model_Auditor/',
    'SUCCESS: Created 00_PERSONA.md',
    'SUCCESS: Created 01_PROMPT_TEMPLATE.md',
    'Configuration complete.',
    '`orchestrator fill Django_Model_Auditor` takes artifact and standards',
  );
  const folder = join(cwd, 'output/Django_Model_Auditor');
  expect(readdirSync(folder).sort()).toEqual(FILES);
  expect(readFileSync(join(folder, '00_PERSONA.md'), 'utf8')).toMatch(/^# The Django Standards Advocate\n/u);
});

test('Enter, Enter, Enter takes what is offered', async () => {
  const cwd = emptyFolder();
  const terminal = runInTerminal([], { cwd });
  for (const question of [QUESTIONS.name, QUESTIONS.goal, QUESTIONS.title]) {
    await terminal.asks(question);
    terminal.type(KEYS.enter);
  }
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  await terminal.shows(`Based on the goal ${GOALS[0]}`, 'Configuration complete.');
  const [made = '', ...others] = readdirSync(join(cwd, 'output'));
  expect(others).toEqual([]);
  expect(readdirSync(join(cwd, 'output', made)).sort()).toEqual(FILES);
});

test.each([10, 11])('goal %i is picked by typing both digits', async (number) => {
  const terminal = runInTerminal([], { cwd: emptyFolder() });
  await answerUntil(terminal, 'goal');
  terminal.type('1');
  await terminal.asks('> [1] ');
  terminal.type(String(number % 10));
  await terminal.asks(`> [${number}] ${GOALS[number - 1]}`);
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  await terminal.shows(`Based on the goal ${GOALS[number - 1]}`);
});

test('arrows move through the goals, from the first one up to the last', async () => {
  const terminal = runInTerminal([], { cwd: emptyFolder() });
  await answerUntil(terminal, 'goal');
  terminal.type(KEYS.down, KEYS.down);
  await terminal.asks(`> [3] ${GOALS[2]}`);
  terminal.type(KEYS.up, KEYS.up);
  await terminal.asks(`> [1] ${GOALS[0]}`);
  terminal.type(KEYS.up);
  await terminal.asks(`> [11] ${GOALS[10]}`);
  terminal.type(KEYS.down, KEYS.down);
  await terminal.asks(`> [2] ${GOALS[1]}`);
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  await terminal.shows(`best fits. ${GOALS[1]}`, QUESTIONS.title);
});

test('words keep only the goals that have all of them, in the name or in the description', async () => {
  const terminal = runInTerminal([], { cwd: emptyFolder() });
  await answerUntil(terminal, 'goal');
  terminal.type('idea viability');
  await terminal.asks('best fits. idea viability', '> [8] DECONSTRUCT_AN_IDEA');
  expect(terminal.question().filter((row) => /\[\d+\]/u.test(row))).toHaveLength(1);
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  await terminal.shows('best fits. DECONSTRUCT_AN_IDEA', QUESTIONS.title);
});

test('text that matches nothing cannot be chosen, and Backspace brings the goals back', async () => {
  const terminal = runInTerminal([], { cwd: emptyFolder() });
  await answerUntil(terminal, 'goal');
  terminal.type('mentalx');
  await terminal.asks('Nothing matches "mentalx". Press Backspace to widen.');
  expect(terminal.question().filter((row) => /\[\d+\]/u.test(row))).toEqual([]);
  terminal.type(KEYS.enter, KEYS.backspace);
  await terminal.asks('best fits. mental', '> [10] BUILD_A_MENTAL_MODEL');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
});

test('a number that no goal has is refused with the range, and can be corrected', async () => {
  const terminal = runInTerminal([], { cwd: emptyFolder() });
  await answerUntil(terminal, 'goal');
  terminal.type('99', KEYS.enter);
  await terminal.asks('best fits. 99', '> There is no 99; the numbers are 1 to 11.');
  terminal.type(KEYS.backspace, KEYS.backspace, KEYS.up);
  await terminal.asks('> [8] ');
  terminal.type('4');
  await terminal.asks('best fits. 4', '> [4] SCAFFOLD_FROM_SCRATCH');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
});

test('Escape goes back question by question, with the answers kept', async () => {
  const cwd = emptyFolder();
  const terminal = runInTerminal([], { cwd });
  await answerUntil(terminal, 'title');
  terminal.type(KEYS.escape);
  await terminal.asks(QUESTIONS.goal, '> [3] REVIEW_AGAINST_STANDARDS');
  terminal.type(KEYS.escape);
  await terminal.asks(QUESTIONS.name, '(Audit)');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.goal, '> [3] REVIEW_AGAINST_STANDARDS');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  terminal.type('T', KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  await terminal.shows('Based on the goal REVIEW_AGAINST_STANDARDS', './output/Audit/');
  expect(everythingIn(join(cwd, 'output/Audit'))).toEqual(FILES);
});

test('a question that was left with Escape does not look answered', async () => {
  const terminal = runInTerminal([], { cwd: emptyFolder() });
  await answerUntil(terminal, 'goal');
  terminal.type(KEYS.down, KEYS.escape);
  await terminal.asks(QUESTIONS.name, '(Audit)');
  await terminal.shows('best fits. (back)', QUESTIONS.name);
  expect(terminal.transcript()).not.toContain('DIAGNOSE');
});

test('Escape at the first question asks it again', async () => {
  const terminal = runInTerminal([], { cwd: emptyFolder() });
  await answerUntil(terminal, 'name');
  terminal.type(KEYS.escape);
  await terminal.shows(QUESTIONS.name, '(back)', QUESTIONS.name);
  terminal.type('Audit', KEYS.enter);
  await terminal.asks(QUESTIONS.goal);
});

test('a bad name is refused on the spot with a reason and a suggestion, and can be corrected', async () => {
  const cwd = emptyFolder();
  const terminal = runInTerminal([], { cwd });
  await answerUntil(terminal, 'name');
  terminal.type('../x', KEYS.enter);
  await terminal.asks('../x', 'cannot be the name of a framework: it is a path.', 'Try x.');
  expect(everythingIn(cwd)).toEqual([]);
  terminal.type(...Array<string>(4).fill(KEYS.backspace), 'Good', KEYS.enter);
  await terminal.asks(QUESTIONS.goal);
  await terminal.shows('API_Refactor_Tool): Good', QUESTIONS.goal);
});

/** A framework that was made and then edited by hand, in a folder of its own. */
async function editedFramework(): Promise<string> {
  const cwd = emptyFolder();
  await run(['new', 'X', '--goal', '3', '--title', 'T'], { cwd });
  appendFileSync(join(cwd, 'output/X/00_PERSONA.md'), 'by hand\n');
  return cwd;
}

function persona(cwd: string, name: string): string {
  return readFileSync(join(cwd, 'output', name, '00_PERSONA.md'), 'utf8');
}

const AGAIN = ['new', 'X', '--goal', '3', '--title', 'T'];

test.each([
  ['Enter', KEYS.enter],
  ['Escape', KEYS.escape],
])('an existing framework that would change is kept on %s', async (_, key) => {
  const cwd = await editedFramework();
  const terminal = runInTerminal(AGAIN, { cwd });
  await terminal.asks('./output/X/', QUESTIONS.conflict, '> 1. keep', '2. overwrite', '3. rename');
  terminal.type(key);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  await terminal.shows('KEPT: ./output/X/ is as it was; nothing was written.');
  expect(persona(cwd, 'X')).toContain('by hand');
});

test('Escape at the conflict question goes back to the question before it, with its answer kept', async () => {
  const cwd = await editedFramework();
  const terminal = runInTerminal(['new', 'X', '--goal', '3'], { cwd });
  await terminal.asks(QUESTIONS.title);
  terminal.type('Another', KEYS.enter);
  await terminal.asks(QUESTIONS.conflict);
  terminal.type(KEYS.escape);
  await terminal.asks('(Another)');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.conflict, '> 1. keep');
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(persona(cwd, 'X')).toContain('by hand');
});

test('an existing framework is overwritten when that is chosen', async () => {
  const cwd = await editedFramework();
  const terminal = runInTerminal(AGAIN, { cwd });
  await terminal.asks(QUESTIONS.conflict);
  terminal.type('2', KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  await terminal.shows('SUCCESS: Replaced 00_PERSONA.md');
  expect(persona(cwd, 'X')).not.toContain('by hand');
});

test('an existing framework stays beside the new one when another name is chosen', async () => {
  const cwd = await editedFramework();
  const terminal = runInTerminal(AGAIN, { cwd });
  await terminal.asks(QUESTIONS.conflict);
  terminal.type('rename', KEYS.enter);
  await terminal.asks('Enter another name:', '(X_2)');
  terminal.type(KEYS.escape);
  await terminal.asks(QUESTIONS.conflict);
  terminal.type('3', KEYS.enter);
  await terminal.asks('Enter another name:', '(X_2)');
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  await terminal.shows('./output/X_2/', 'SUCCESS: Created 00_PERSONA.md');
  expect(persona(cwd, 'X')).toContain('by hand');
  expect(persona(cwd, 'X_2')).not.toContain('by hand');
});

test('with name, goal and title given nothing is asked in a terminal either', async () => {
  const cwd = emptyFolder();
  const terminal = runInTerminal(AGAIN, { cwd });
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(terminal.transcript()).toMatch(/^Based on the goal REVIEW_AGAINST_STANDARDS/u);
  expect(everythingIn(join(cwd, 'output/X'))).toEqual(FILES);
});

test('with the goal given only name and title are asked', async () => {
  const terminal = runInTerminal(['new', '--goal', '3'], { cwd: emptyFolder() });
  await terminal.asks(QUESTIONS.name);
  terminal.type('Audit', KEYS.enter);
  await terminal.asks(QUESTIONS.title, '(The Meticulous Auditor)');
  terminal.type(KEYS.escape);
  await terminal.asks(QUESTIONS.name, '(Audit)');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(terminal.transcript()).not.toContain(QUESTIONS.goal);
});
