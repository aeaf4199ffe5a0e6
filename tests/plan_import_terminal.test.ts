import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newPlace } from './support/generation.ts';
import { KEYS, runInTerminal } from './support/pty.ts';

const UNCLEAR = ['Alpha', 'Beta', 'Gamma', 'Delta']
  .map((name) => `## ${name}\n\nSome words on it.\n\n- one of ${name}\n- two of ${name}\n`)
  .join('\n');
const QUESTION = 'Which of its lists is the work?';

function placeWithNotes() {
  const place = newPlace(null);
  writeFileSync(join(place.cwd, 'notes.md'), `# Notes\n\n${UNCLEAR}`);
  return place;
}

test('in a terminal the lists that can be the work are offered, and the chosen one alone is imported', async () => {
  const place = placeWithNotes();
  const terminal = runInTerminal(['plan', 'import', 'notes.md'], { ...place, rows: 40 });
  await terminal.asks(QUESTION);
  terminal.type('Gamma', KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  const plan = readFileSync(join(place.cwd, '.orchestrator/plans/notes.md'), 'utf8');
  expect(plan).toContain('### Phase 1: one of Gamma\n');
  expect(plan).toContain('### Phase 2: two of Gamma\n');
  expect(plan).not.toContain('Alpha');
});

test('Ctrl-C at that question writes nothing', async () => {
  const place = placeWithNotes();
  const terminal = runInTerminal(['plan', 'import', 'notes.md'], { ...place, rows: 40 });
  await terminal.asks(QUESTION);
  terminal.type(KEYS.interrupt);
  expect(await terminal.ends()).toEqual({ code: 130, signal: null, cooked: true });
  expect(existsSync(join(place.cwd, '.orchestrator'))).toBe(false);
});
