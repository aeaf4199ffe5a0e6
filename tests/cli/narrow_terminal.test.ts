import { expect, test } from 'vitest';
import { ranBatch } from '../support/done_batch.ts';
import { emptyFolder, run } from '../support/program.ts';
import { KEYS, runInTerminal } from '../support/pty.ts';
import { putFiles } from '../support/repository.ts';
import { answerUntil, QUESTIONS, writeGoalMap } from '../support/wizard.ts';

/** Every word of what a wide terminal shows, each whole on a row of a narrow one. */
async function expectWholeWords(args: readonly string[], cwd: string): Promise<void> {
  const wide = runInTerminal(args, { cwd, columns: 400, rows: 200, env: { NO_COLOR: '1' } });
  await wide.ends();
  const narrow = runInTerminal(args, { cwd, columns: 40, rows: 24, env: { NO_COLOR: '1' } });
  await narrow.ends();
  const words = (text: string) => text.split(/[\s,()]+/u).filter((word) => /\w/u.test(word));
  const rows = narrow.raw().split(/\r?\n/u);
  const shown = new Set(rows.flatMap(words));
  const fits = words(wide.raw()).filter((word) => word.length <= 38);
  expect(fits.length).toBeGreaterThan(3);
  expect(fits.filter((word) => !shown.has(word))).toEqual([]);
  // A row that is wider is one word that has no room on any.
  const broken = rows.filter((row) => row.length > 40 && /\S\s+\S/u.test(row.replace(/^\W+/u, '')));
  expect(broken).toEqual([]);
}

test.each([
  ['--help'],
  ['new', '--help'],
  ['batch', 'run', '--help'],
  ['doctor', '--offline'],
  ['goals', 'list'],
  ['goals', 'show', '3'],
  ['components', 'list'],
  ['components', 'show', 'meticulous_auditor'],
  ['config', 'list'],
  ['list'],
  ['status'],
  ['status', '--help'],
  ['orchestrate', '--help'],
  ['run', 'Nothing_Of_The_Kind'],
])('%s %s breaks no word in 40 columns', async (...args) => {
  const cwd = emptyFolder();
  await run(['new', 'A_Rather_Long_Name_Of_A_Framework', '--goal', '3', '--title', 'T'], { cwd });
  await expectWholeWords(args, cwd);
});

test.each([
  ['plan', 'check', 'plan.md'],
  ['plan', 'simulate', 'plan.md'],
  ['batch', 'list'],
  ['batch', 'show', '1'],
  ['batch', 'status', '1'],
  ['batch', 'decisions', '1'],
  ['batch', 'retry', '1', '--phase', '2', '--dry-run'],
  ['batch', 'merge', '1', '--dry-run'],
  ['batch', 'undo', '1', '--dry-run'],
  ['batch', 'archive', '1', '--dry-run'],
  ['batch', 'prune', '1', '--dry-run'],
  ['batch', 'update-context', '1', '--dry-run'],
  ['batch', 'report', '1'],
  ['discover'],
  ['patterns', 'match', 'add a login page'],
  ['memory', 'list'],
  ['memory', 'search', 'sqlite'],
  ['review'],
])('%s %s of a project with a batch breaks no word in 40 columns', async (...args) => {
  const { cwd } = await ranBatch([1]);
  putFiles(cwd, {
    'other.txt': 'changed\n',
    'package.json': '{"type":"module","scripts":{"test":"node --test"}}',
  });
  const learnt = 'We keep what people said in SQLite, as one file is easier to hand on than a server.';
  expect((await run(['learn', learnt], { cwd })).code).toBe(0);
  await run(['discover'], { cwd });
  await expectWholeWords(args, cwd);
});

test('the questions of the wizard break no word in 40 columns', async () => {
  const terminal = runInTerminal([], { cwd: emptyFolder(), columns: 40, rows: 24 });
  await answerUntil(terminal, 'goal');
  expect(terminal.rows().join('\n')).toMatch(/PRIMARY GOAL[^\n]*\n[^\n]*workflow that best/u);
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  expect(terminal.question().every((row) => /^(?:\? )?(?:\S+ ?)*$/u.test(row))).toBe(true);
});

test.each([
  [80, 40],
  [40, 100],
])('a terminal that goes from %i to %i columns has the question drawn anew, once', async (from, to) => {
  const terminal = runInTerminal([], { cwd: emptyFolder(), columns: from, rows: 24 });
  await answerUntil(terminal, 'goal');
  terminal.type('diag');
  await terminal.asks('> [2] DIAGNOSE');
  terminal.resize(to, 24);
  const help = to < 60 ? 'Number, text or arrows; Enter; Esc' : 'Type a number or text, or use the arrows.';
  await terminal.asks(QUESTIONS.goal, 'diag', '> [2] DIAGNOSE', help);
  const squeezed = terminal.rows().join('').replace(/\s/gu, '');
  expect(squeezed.match(/PRIMARYGOAL/gu)).toHaveLength(1);
  expect(squeezed.match(/\[2\]DIAGNOSE/gu)).toHaveLength(1);
  // What was shown before is in the terminal's history.
  expect(terminal.transcript()).toContain('Welcome');
  expect(terminal.questionIsBroken()).toBe(false);
  terminal.resize(from, 30);
  await terminal.asks(QUESTIONS.goal, 'diag', '> [2] DIAGNOSE');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
});

test('wide characters count two: no row of the goals is broken', async () => {
  const cwd = emptyFolder();
  writeGoalMap(
    cwd,
    '分類',
    Array<string>(3).fill('把一個想法變成可以檢查的計畫並且說明為什麼這樣做比較好而且更容易'),
  );
  const terminal = runInTerminal([], { cwd, columns: 60, rows: 24 });
  await answerUntil(terminal, 'goal');
  expect(terminal.questionIsBroken()).toBe(false);
  expect(terminal.question().filter((row) => row.includes('…')).length).toBeGreaterThan(1);
});
