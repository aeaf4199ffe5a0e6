import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newPlace } from './support/generation.ts';
import { run } from './support/program.ts';
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
  // Import Notes say that it was left out.
  expect(plan.split('## Import Notes')[0]).not.toContain('Alpha');
});

test('Ctrl-C at that question writes nothing', async () => {
  const place = placeWithNotes();
  const terminal = runInTerminal(['plan', 'import', 'notes.md'], { ...place, rows: 40 });
  await terminal.asks(QUESTION);
  terminal.type(KEYS.interrupt);
  expect(await terminal.ends()).toEqual({ code: 130, signal: null, cooked: true });
  expect(existsSync(join(place.cwd, '.orchestrator'))).toBe(false);
});

const READERS = [
  { verb: 'check', args: ['plan', 'check', 'notes.md'], tells: 'Plan: 2 phases' },
  { verb: 'show', args: ['plan', 'show', 'notes.md'], tells: 'one of Gamma' },
  { verb: 'simulate', args: ['plan', 'simulate', 'notes.md'], tells: '2 phases without hours' },
  { verb: 'normalise', args: ['plan', 'normalise', 'notes.md'], tells: '### Phase 1: one of Gamma' },
  { verb: 'generate', args: ['batch', 'generate', 'notes.md', '--dry-run'], tells: 'one of Gamma' },
] as const;

test.each(READERS)(
  '$verb asks in a terminal which list is the work, and reads that alone',
  async ({ args, tells }) => {
    const terminal = runInTerminal([...args], { ...placeWithNotes(), rows: 40 });
    await terminal.asks(QUESTION);
    terminal.type('Gamma', KEYS.enter);
    await terminal.ends();
    expect(terminal.transcript()).toContain(tells);
    expect(terminal.transcript()).not.toContain('of Alpha');
  },
);

test.each(READERS)('$verb in a script says which lists there are, and the flag for it', async ({ args }) => {
  const { code, err } = await run([...args], placeWithNotes());
  expect(code).toBe(2);
  expect(err).toContain('“Alpha” (line 3, 2 items), “Beta”');
  expect(err).toContain('--section "Alpha"');
});
