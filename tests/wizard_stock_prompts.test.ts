import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyFolder } from './support/program.ts';
import { KEYS, type Pty, runInTerminal } from './support/pty.ts';
import { writeGoalMap } from './support/wizard.ts';

const MINE = 'components/protocols/my_pass.txt';
const QUESTION = 'Move ';

/** A terminal that asks whether a component is to be moved. */
async function asksToMove(): Promise<{ terminal: Pty; cwd: string }> {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'components/protocols'), { recursive: true });
  writeGoalMap(cwd, 'Mine', ['To try.']);
  writeFileSync(join(cwd, MINE), 'Do it well.\n');
  const terminal = runInTerminal(['components', 'promote', MINE, '--to', 'user'], { cwd });
  await terminal.asks(QUESTION, 'my_pass.txt? (y/N)');
  return { terminal, cwd };
}

describe('a stock prompt', () => {
  test('takes yes, and Enter alone is no', async () => {
    const yes = await asksToMove();
    yes.terminal.type('y', KEYS.enter);
    expect(await yes.terminal.ends()).toMatchObject({ code: 0, cooked: true });
    expect(existsSync(join(yes.cwd, MINE))).toBe(false);
    const no = await asksToMove();
    no.terminal.type(KEYS.enter);
    expect(await no.terminal.ends()).toMatchObject({ code: 0, cooked: true });
    await no.terminal.shows('Nothing was changed.');
    expect(existsSync(join(no.cwd, MINE))).toBe(true);
  });

  test.each([
    ['Escape', KEYS.escape, 0, 'Nothing was changed.'],
    ['Ctrl-D', KEYS.endOfInput, 130, 'Stopped'],
    ['Ctrl-C', KEYS.interrupt, 130, 'Stopped'],
  ])('is ended by %s, and nothing is done', async (_, key, code, told) => {
    const { terminal, cwd } = await asksToMove();
    terminal.type(key);
    expect(await terminal.ends()).toMatchObject({ code, cooked: true });
    await terminal.shows(told);
    expect(existsSync(join(cwd, MINE))).toBe(true);
  });

  test('says of several lines that were pasted that nothing of them was taken, and asks on', async () => {
    const { terminal, cwd } = await asksToMove();
    terminal.type('\u001b[200~y\ry\r\u001b[201~');
    await terminal.shows('2 lines were pasted, but only one is expected; they were not used.');
    expect(existsSync(join(cwd, MINE))).toBe(true);
    terminal.type('y', KEYS.enter);
    expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
    expect(existsSync(join(cwd, MINE))).toBe(false);
  });

  test('keeps what was typed when the terminal gets another width', async () => {
    const cwd = emptyFolder();
    const terminal = runInTerminal(['config', 'set', 'apiKey'], { cwd });
    await terminal.shows('apiKey (not shown)');
    const before = terminal.raw().length;
    terminal.type('sk-first');
    terminal.resize(50, 20);
    await terminal.shows('apiKey (not shown)');
    // The question is drawn once more, below what it drew before.
    await expect.poll(() => terminal.raw().slice(before)).toContain('apiKey (not shown)');
    terminal.type('-second', KEYS.enter);
    expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
    const settings = readFileSync(join(cwd, '.config/orchestrator/config.json'), 'utf8');
    expect(settings).toContain('"sk-first-second"');
    expect(terminal.raw()).not.toContain('sk-first');
  });
});
