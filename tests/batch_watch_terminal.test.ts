import { expect, test } from 'vitest';
import type { BatchEvent } from '../src/batch/generated/batch.event.ts';
import { takeLock } from '../src/platform/index.ts';
import { afterTest } from './support/after_test.ts';
import { attemptFailed, attemptStarted, phaseFailed } from './support/batch_events.ts';
import {
  growJournal44,
  in44,
  phaseDone,
  projectWith44,
  runAtNoon,
  writeJournal44,
} from './support/batch_journal.ts';
import { type Pty, runInTerminal } from './support/pty.ts';

const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';

/** A batch that is held and runs its first phase, watched in a terminal. */
async function watched(options: { readonly columns?: number; readonly env?: Record<string, string> } = {}) {
  const cwd = await projectWith44();
  const taken = takeLock(in44(cwd, 'run.lock'));
  if (taken.kind !== 'taken') throw new Error('held');
  afterTest(taken.lock.release);
  writeJournal44(cwd, [runAtNoon(), attemptStarted('1', 1, 'claude')]);
  const terminal = runInTerminal(['batch', 'status', '--watch'], { cwd, ...options });
  return { cwd, terminal, letGo: taken.lock.release };
}

function rowsWith(terminal: Pty, text: string): string[] {
  return terminal.rows().filter((row) => row.includes(text));
}

test.each([80, 40])('the block is drawn in place at %s columns while the journal grows', async (columns) => {
  const { cwd, terminal, letGo } = await watched({ columns });
  await terminal.shows('0 of 4 done', 'PRP-44.1.1', 'running');
  growJournal44(cwd, 2, [
    ...phaseDone('1', { from: 0, minutes: 1 }).slice(1),
    attemptStarted('2a', 1, 'claude'),
    attemptStarted('2b', 1, 'claude'),
  ]);
  await terminal.shows('1 of 4 done', 'PRP-44.2.1', 'PRP-44.2.2');
  // One block only: what was drawn before no longer exists.
  expect(rowsWith(terminal, '0 of 4 done')).toEqual([]);
  expect(rowsWith(terminal, 'PRP-44.1.1')).toEqual([]);
  expect(rowsWith(terminal, 'Batch 44: Shop')).toHaveLength(1);
  growJournal44(cwd, 8, [attemptFailed('2a', 1), phaseFailed('2a')] as Partial<BatchEvent>[]);
  await terminal.shows('PRP-44.2.1', 'failed: no try is left', '1 failed', '1 decision waits');
  letGo();
  expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
  expect(terminal.transcript()).toContain('Its run crashed.');
  expect(terminal.raw().lastIndexOf(SHOW)).toBeGreaterThan(terminal.raw().lastIndexOf(HIDE));
  expect(rowsWith(terminal, 'decision waits')).toEqual([]);
});

test('Ctrl-C ends the watching only, and gives the cursor back', async () => {
  const { terminal } = await watched();
  await terminal.shows('0 of 4 done', 'PRP-44.1.1');
  terminal.type('\u0003');
  expect(await terminal.ends()).toMatchObject({ code: 130, cooked: true });
  expect(terminal.raw().lastIndexOf(SHOW)).toBeGreaterThan(terminal.raw().lastIndexOf(HIDE));
});

test.each([{ ACCESSIBLE: '1' }, { TERM: 'dumb' }, { CI: '1' }])(
  'with %o there are plain lines, and nothing is redrawn',
  async (env) => {
    const { cwd, terminal, letGo } = await watched({ env });
    await terminal.shows('Batch 44: Shop: 0 of 4 done');
    growJournal44(cwd, 2, phaseDone('1', { from: 0, minutes: 1 }).slice(1));
    await terminal.shows('PRP-44.1.1 done, merged as cccccccccccc');
    letGo();
    expect(await terminal.ends()).toMatchObject({ code: 0 });
    expect(terminal.raw()).not.toContain('\u001b[?25l');
    expect(terminal.raw()).not.toContain('\u001b[1A');
  },
);
