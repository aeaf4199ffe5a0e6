import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
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

const CONFIG_VERBS = ['list', 'get', 'set', 'unset', 'path', 'help'];
const SETTINGS = ['model', 'baseUrl', 'apiKey', 'apiKeyCommand', 'timeoutSeconds', 'idleTimeoutSeconds'];

/** Lines that are typed, and everything that must be offered for each. */
const LINES: readonly [line: string, words: readonly string[]][] = [
  ['orchestrator ', [...commands.filter(({ hidden }) => !hidden).map(({ name }) => name), 'help']],
  ['orchestrator co', ['components', 'config', 'completion']],
  ['orchestrator config ', CONFIG_VERBS],
  ['orchestrator goals sh', ['show']],
  ['orchestrator new --on', ['--on-conflict']],
  ['orchestrator --go', ['--goal', '--goal-map']],
  ['orchestrator new --on-conflict ', ['ask', 'keep', 'overwrite', 'merge']],
  ['orchestrator new --goal ', ['MY_REVIEW', 'MY_RELEASE']],
  ['orchestrator new X --json --goal MY_REV', ['MY_REVIEW']],
  ['orchestrator goals show MY_REL', ['MY_RELEASE']],
  ['orchestrator new --persona my_', ['my_persona.txt']],
  ['orchestrator components show meti', ['meticulous_auditor.txt']],
  ['orchestrator components lint my_', ['my_persona.txt']],
  ['orchestrator components lint meticulous_auditor.txt my_', ['my_persona.txt']],
  ['orchestrator components promote my_', ['my_persona.txt']],
  ['orchestrator components promote my_persona.txt --to ', ['user', 'project']],
  ['orchestrator components promote my_persona.txt --status ', ['tested', 'gold']],
  ['orchestrator components new ', ['persona', 'protocol', 'constraint']],
  ['orchestrator components new protocol ', ['not_written_yet.txt']],
  [
    'orchestrator explain ',
    ['output/My_Framework/00_PERSONA.md', 'output/My_Framework/01_PROMPT_TEMPLATE.md'],
  ],
  ['orchestrator components list --kind ', ['persona', 'protocol', 'constraint']],
  ['orchestrator new My_F', ['My_Framework']],
  ['orchestrator fill My_', ['My_Framework']],
  ['orchestrator run My_F', ['My_Framework']],
  ['orchestrator fill My_Framework --as ', ['text', 'messages', 'openai']],
  ['orchestrator update My_F', ['My_Framework']],
  ['orchestrator components promote --from-framework My_F', ['My_Framework']],
  ['orchestrator config set ti', ['timeoutSeconds']],
  ['orchestrator config get ', SETTINGS],
  ['orchestrator completion ', ['bash', 'zsh', 'fish']],
];

/** Those that the shells themselves are asked for, by the seed: each of them starts the program. What it answers is asked for all. */
const SHELL_LINES = sampleOf(LINES, { name: 'completed lines', kindOf: () => '', share: 0.3 });

test.each(LINES)('[promise:completion] the program answers to "%s": %j', async (line, words) => {
  const typed = line.split(' ').slice(1);
  const { code, out } = await run(['complete', '--', ...typed], { cwd: project() });
  const last = typed.at(-1) ?? '';
  const offers = out
    .split('\n')
    .slice(0, -2)
    .map((offer) => offer.split('\t')[0] ?? '');
  expect({ code, rest: out.split('\n').at(-1) }).toEqual({ code: 0, rest: '' });
  const fitting = offers.filter((offer) => offer.startsWith(last));
  if (words === SETTINGS) expect(fitting).toEqual(expect.arrayContaining([...words]));
  else expect([...fitting].sort()).toEqual([...words].sort());
});

/** A project with its own goals, a component, a framework, and names that a shell must not run. */
function project(): string {
  const cwd = emptyFolder();
  const goal = {
    description: 'd: with a colon $(touch ran)',
    persona: 'my_persona.txt',
    protocol: 'explain_once_pass.txt',
  };
  const goals = {
    MY_REVIEW: { ...goal, constraints: [] },
    MY_RELEASE: { ...goal, constraints: ['not_written_yet.txt'] },
  };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: goals }));
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  writeFileSync(join(cwd, 'components/personas/my_persona.txt'), 'Mine.');
  for (const name of ['My_Framework', '$(touch ran)', '`touch ran`', 'a;touch ran', "it's: x"]) {
    mkdirSync(join(cwd, 'output', name), { recursive: true });
    writeFileSync(join(cwd, 'output', name, 'framework.lock.json'), '{}');
  }
  mkdirSync(join(cwd, 'a_folder'));
  return cwd;
}

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
  }, 180_000);

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

test.each([
  ['explain a_'],
  ['components lint a_'],
  ['components promote --json a_'],
  ['goals test --dir a_'],
  ['fill a_'],
  ['run --chat a_'],
  ['update My_Framework a_'],
])('a shell is told to offer paths for "%s", and not where a name is meant', async (line) => {
  const answer = async (words: string) =>
    (await run(['complete', '--', ...words.split(' ')], { cwd: project() })).out;
  expect(await answer(line)).toBe(':0\n');
  expect(await answer('components promote --kind a_')).toMatch(/^:[1-9]\n$/u);
  expect(await answer('components show a_')).toMatch(/^:[1-9]\n$/u);
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

test('completion says what shells there are, and has its script in a document', async () => {
  const cwd = emptyFolder();
  const wrong = await run(['completion', 'tcsh'], { cwd });
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('bash, zsh, fish');
  const plain = await run(['completion', 'zsh'], { cwd });
  const document = documentOf(await run(['completion', 'zsh', '--json'], { cwd }));
  expect(document).toEqual({
    schema: 'orchestrator.completion/1',
    ok: true,
    shell: 'zsh',
    script: plain.out,
    problems: [],
  });
});

test('the command that the shells call is not in the help', async () => {
  const { out } = await run(['--help'], { cwd: emptyFolder() });
  expect(out).toContain('completion');
  expect(out).not.toMatch(/^ *complete\b/mu);
});

test('an answer takes no longer than a few starts of the program', async () => {
  const cwd = project();
  const time = async (args: readonly string[]) => {
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const started = performance.now();
      await run(args, { cwd });
      times.push(performance.now() - started);
    }
    return Math.min(...times);
  };
  const start = await time(['--version']);
  expect(await time(['complete', '--', 'new', '--goal', ''])).toBeLessThan(start * 8);
});
