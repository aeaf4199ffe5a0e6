import { expect, test } from 'vitest';
import { LINES, completionProject as project, SETTINGS } from '../support/completion.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';

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
