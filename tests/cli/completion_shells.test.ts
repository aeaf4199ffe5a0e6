import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { LINES, completionProject as project, SETTINGS } from '../support/completion.ts';
import { emptyFolder } from '../support/program.ts';
import { commandInTerminal, type Pty } from '../support/pty.ts';
import { sampleOf } from '../support/seed.ts';
import {
  installedIn,
  needShell,
  type Offered,
  offeredByBash,
  offeredByFish,
  type Shell,
} from '../support/shells.ts';

/**
 * Those that the shells themselves are asked for, by the seed: each of them starts the program. completion.test.ts asks what it
 * answers to all of them.
 */
const SHELL_LINES = sampleOf(LINES, { name: 'completed lines', kindOf: () => '', share: 0.3 });

describe.each<[Shell, Offered]>([
  ['bash', offeredByBash],
  ['fish', offeredByFish],
])('%s', (shell, offeredFor) => {
  let cwd = '';
  let env: Record<string, string> = {};
  let found = new Map<string, string[]>();
  const offered = (line: string, folder: string) => offeredFor([line], folder, env)[0] ?? [];
  beforeAll(() => {
    needShell(shell);
    cwd = project();
    env = installedIn(emptyFolder());
    const lines = SHELL_LINES.map(([line]) => line);
    found = new Map(offeredFor(lines, cwd, env).map((words, place) => [lines[place] ?? '', words]));
  }, 600_000);

  test.each(SHELL_LINES)('[promise:completion] offers for "%s": %j', (line, words) => {
    const offers = found.get(line) ?? [];
    if (words === SETTINGS) expect(offers).toEqual(expect.arrayContaining([...words]));
    else expect([...offers].sort()).toEqual([...words].sort());
  });

  test('offers the value of an option that is joined to it by =', () => {
    const [word] = offered('orchestrator new --goal=MY_REV', cwd);
    // bash replaces what follows the =, fish the whole word.
    expect(word).toBe(shell === 'bash' ? 'MY_REVIEW' : '--goal=MY_REVIEW');
  });

  test('is not put off by words with colons, spaces and quotes', () => {
    const line = 'orchestrator new a:b --title a\\ b:c --goal MY_REV';
    expect(offered(line, cwd)).toEqual(['MY_REVIEW']);
  });

  test('offers nothing, and says nothing, where there is nothing or the goal map is damaged', () => {
    expect(offered('orchestrator new --goal NONE', cwd)).toEqual([]);
    expect(offered('orchestrator nonsense --nonsense ', cwd)).toEqual([]);
    const damaged = emptyFolder();
    writeFileSync(join(damaged, 'goal_map.json'), '{ "Mine": 3');
    expect(offered('orchestrator new --goal ', damaged)).toEqual([]);
    expect(offered('orchestrator go', damaged)).toEqual(['goals']);
  });

  test('runs nothing that is typed, and nothing that a project names', () => {
    offered('orchestrator new $(touch${IFS}ran) --goal ', cwd);
    offered('orchestrator new `touch ran` ', cwd);
    expect(offered('orchestrator new ', cwd).filter((word) => !word.startsWith('-'))).toEqual([
      'My_Framework',
    ]);
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
  });
});

test('fish offers folders where a path is asked for', () => {
  needShell('fish');
  const cwd = project();
  const env = installedIn(emptyFolder());
  const lines = ['orchestrator new --library a_', 'orchestrator new --library=a_'];
  expect(offeredByFish(lines, cwd, env)).toEqual([['a_folder/'], ['--library=a_folder/']]);
});

describe.each<[Shell, readonly string[]]>([
  ['bash', ['--norc', '--noprofile', '-i']],
  ['zsh', ['-f', '-i']],
])('%s, with keys pressed', (shell, flags) => {
  /** A shell in a terminal that has taken the line of docs/completion.md. */
  async function interactive(cwd: string): Promise<Pty> {
    needShell(shell);
    const env = { ...installedIn(emptyFolder()), PS1: 'ready> ', PROMPT: 'ready> ' };
    const terminal = commandInTerminal([shell, ...flags], { cwd, columns: 120, rows: 40, env });
    await terminal.shows('ready>');
    terminal.type(`source <(orchestrator completion ${shell}); echo is''set\r`);
    await terminal.shows('isset', 'ready>');
    return terminal;
  }

  test('completes what is typed', async () => {
    const terminal = await interactive(project());
    for (const [typed, whole] of [
      ['orchestrator comp\u0009\u0009', 'orchestrator completion'],
      ['orchestrator config unset timeo\t', 'orchestrator config unset timeoutSeconds'],
      ['orchestrator new --goal MY_REV\t', 'orchestrator new --goal MY_REVIEW'],
      ['orchestrator new --goal=MY_REL\t', 'orchestrator new --goal=MY_RELEASE'],
      ['orchestrator new A --on-conflict over\t', 'orchestrator new A --on-conflict overwrite'],
      ['orchestrator new A --title "x: y" --persona my_p\t', '--persona my_persona.txt'],
      ['orchestrator new My_Fr\t', 'orchestrator new My_Framework'],
      ['orchestrator goals show A:b --library a_f\t', '--library a_folder/'],
    ] as const) {
      terminal.type(typed);
      await terminal.shows(whole);
      terminal.type('\u0015');
    }
  });

  test('shows what there is, and runs nothing that a project names', async () => {
    const cwd = project();
    const terminal = await interactive(cwd);
    // What the words have in common comes first, then the list of them.
    terminal.type(`orchestrator new --goal ${shell === 'bash' ? '\t\t\t' : '\t\t'}`);
    await terminal.shows('MY_RELEASE', 'MY_REVIEW');
    terminal.type('\u0015', 'orchestrator new \t\t');
    await terminal.shows('My_Framework');
    terminal.type('\u0015', "echo do''ne\r");
    await terminal.shows('done');
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
  });
});
