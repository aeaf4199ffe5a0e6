import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, run } from './support/program.ts';
import { KEYS, type Pty, runInTerminal } from './support/pty.ts';
import { QUESTIONS } from './support/wizard.ts';

const MADE = ['new', 'X', '--goal', '3', '--title', 'First Title', '--set', 'standards=House rules'];
const AGAIN = ['new', 'X', '--goal', '3', '--title', 'Second Title'];

/** A framework that was made, and then edited by hand at the end of its persona. */
async function editedFramework(): Promise<string> {
  const cwd = emptyFolder();
  expect(await run(MADE, { cwd })).toMatchObject({ code: 0 });
  appendFileSync(join(cwd, 'output/X/00_PERSONA.md'), 'By hand.\n');
  return cwd;
}

function read(cwd: string, file: string): string {
  return readFileSync(join(cwd, 'output/X', file), 'utf8');
}

async function choose(terminal: Pty, what: string): Promise<void> {
  await terminal.asks(QUESTIONS.conflict, '> 1. keep');
  terminal.type(what, KEYS.enter);
}

test('[promise:existing-framework] the difference is shown as often as it is wanted, nothing is written by that', async () => {
  const cwd = await editedFramework();
  const before = read(cwd, '00_PERSONA.md');
  const terminal = runInTerminal(AGAIN, { cwd, rows: 60 });
  await choose(terminal, 'difference');
  await terminal.shows(
    '--- ./output/X/00_PERSONA.md',
    '-# First Title',
    '+# Second Title',
    '-By hand.  [edited by hand]',
    '--- ./output/X/01_PROMPT_TEMPLATE.md',
    '-House rules',
  );
  await choose(terminal, 'difference');
  await terminal.shows('-House rules', QUESTIONS.conflict, '-House rules', QUESTIONS.conflict);
  await choose(terminal, 'keep');
  expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
  expect(read(cwd, '00_PERSONA.md')).toBe(before);
});

test('a merge from the wizard keeps the edit and the earlier values, and brings in the new answer', async () => {
  const cwd = await editedFramework();
  const terminal = runInTerminal(AGAIN, { cwd });
  await choose(terminal, 'merge');
  expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
  await terminal.shows('./output/X/ is updated.', 'SUCCESS: Merged your edits into 00_PERSONA.md', 'Next:');
  expect(read(cwd, '00_PERSONA.md')).toMatch(/^# Second Title\n.*\nBy hand\.\n$/su);
  expect(read(cwd, '01_PROMPT_TEMPLATE.md')).toContain('House rules');
  expect(JSON.parse(read(cwd, 'framework.lock.json'))).toMatchObject({
    title: 'Second Title',
    answers: { values: { standards: 'House rules' } },
  });
  expect(await run(['update', 'X', '--check'], { cwd })).toMatchObject({ code: 0 });
});

test('where edit and answer clash, the merge marks it, says where, and keeps the version before', async () => {
  const cwd = await editedFramework();
  const mine = read(cwd, '00_PERSONA.md').replace('# First Title', '# My Own Title');
  writeFileSync(join(cwd, 'output/X/00_PERSONA.md'), mine);
  const terminal = runInTerminal(AGAIN, { cwd });
  await choose(terminal, 'merge');
  expect(await terminal.ends()).toMatchObject({ code: 1 });
  await terminal.shows('CONFLICTS: 00_PERSONA.md', './output/X/00_PERSONA.md:1', 'are in conflict');
  const merged = read(cwd, '00_PERSONA.md');
  expect(merged).toContain('# My Own Title');
  expect(merged).toContain('# Second Title');
  expect(merged).toContain('By hand.');
  expect(read(cwd, '00_PERSONA.md.before')).toBe(mine);
});

test('a folder whose lock is gone cannot be merged into: that is said, and the question stays', async () => {
  const cwd = await editedFramework();
  writeFileSync(join(cwd, 'output/X/framework.lock.json'), '{');
  const before = read(cwd, '00_PERSONA.md');
  const terminal = runInTerminal(AGAIN, { cwd });
  await choose(terminal, 'merge');
  await terminal.shows('framework.lock.json', QUESTIONS.conflict);
  await choose(terminal, 'rename');
  await terminal.asks('Enter another name:', '(X_2)');
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(read(cwd, '00_PERSONA.md')).toBe(before);
  expect(existsSync(join(cwd, 'output/X_2/framework.lock.json'))).toBe(true);
});

test('--on-conflict merge does the same in a script, and its document says so', async () => {
  const cwd = await editedFramework();
  const merged = await run([...AGAIN, '--on-conflict', 'merge', '--json'], { cwd });
  expect(merged).toMatchObject({ code: 0 });
  expect(JSON.parse(merged.out)).toMatchObject({
    ok: true,
    outcome: 'merged',
    framework: { name: 'X', title: 'Second Title' },
    problems: [],
  });
  expect(read(cwd, '00_PERSONA.md')).toMatch(/^# Second Title\n.*\nBy hand\.\n$/su);
  const again = await run([...AGAIN, '--on-conflict', 'merge', '--json'], { cwd });
  expect(again).toMatchObject({ code: 0 });
  expect(JSON.parse(again.out)).toMatchObject({ outcome: 'unchanged' });
});

test('--on-conflict merge with a clash exits 1, and its document has the places', async () => {
  const cwd = await editedFramework();
  const mine = read(cwd, '00_PERSONA.md').replace('# First Title', '# My Own Title');
  writeFileSync(join(cwd, 'output/X/00_PERSONA.md'), mine);
  const merged = await run([...AGAIN, '--on-conflict', 'merge', '--json'], { cwd });
  expect(merged).toMatchObject({ code: 1 });
  expect(JSON.parse(merged.out)).toMatchObject({
    ok: false,
    outcome: 'conflicts',
    problems: [{ code: 'merge-conflict', file: './output/X/00_PERSONA.md', line: 1 }],
  });
  const sent = await run([...AGAIN, '--on-conflict', 'merge', '--json'], { cwd });
  expect(sent).toMatchObject({ code: 1 });
  expect(JSON.parse(sent.out).problems).toMatchObject([{ code: 'conflicts-remain' }]);
});

test('--on-conflict merge where nothing is yet makes the framework', async () => {
  const cwd = emptyFolder();
  const made = await run([...AGAIN, '--on-conflict', 'merge', '--json'], { cwd });
  expect(made).toMatchObject({ code: 0 });
  expect(JSON.parse(made.out)).toMatchObject({ outcome: 'created' });
});
