import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { documentOf, emptyFolder, ROOT, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';

const IN_PROJECT = 'components/personas/mine.txt';
const OF_USER = '.config/orchestrator/components/personas/mine.txt';
let cwd: string;

beforeEach(async () => {
  cwd = emptyFolder();
  await run(['init'], { cwd });
});

const promote = (...args: string[]) => run(['components', 'promote', ...args], { cwd });

function put(file: string, text: string): void {
  mkdirSync(dirname(join(cwd, file)), { recursive: true });
  writeFileSync(join(cwd, file), text);
}

function at(file: string): string | undefined {
  return existsSync(join(cwd, file)) ? readFileSync(join(cwd, file), 'utf8') : undefined;
}

describe('components promote --to', () => {
  test('[promise:promote] moves a component to another layer after showing the diff', async () => {
    put(IN_PROJECT, 'One.\nTwo.\n');
    put(OF_USER, 'One.\nOld.\n');
    const { code, out, err } = await promote('mine.txt', '--to', 'user', '--yes');
    expect({ code, out }).toEqual({ code: 0, out: `./${OF_USER}\n` });
    expect(err).toContain('@@ -1,2 +1,2 @@\n One.\n-Old.\n+Two.\n');
    expect([at(IN_PROJECT), at(OF_USER)]).toEqual([undefined, 'One.\nTwo.\n']);
  });

  test('moves it back, front matter and all', async () => {
    const source = '---\nsummary: mine\n---\nText.\n';
    put(OF_USER, source);
    const document = documentOf(await promote('mine', '--to', 'project', '--yes', '--json'));
    expect(document).toMatchObject({ ok: true, outcome: 'moved', replaces: false, from: { layer: 'user' } });
    expect([at(IN_PROJECT), at(OF_USER)]).toEqual([source, undefined]);
  });

  test('copies a built-in one, which stays', async () => {
    const document = documentOf(await promote('meticulous_auditor', '--to', 'project', '--yes', '--json'));
    expect(document).toMatchObject({ outcome: 'copied', component: { layer: 'project' } });
    const shipped = readFileSync(join(ROOT, 'components/personas/meticulous_auditor.txt'), 'utf8');
    expect(at('components/personas/meticulous_auditor.txt')).toBe(shipped);
    expect(existsSync(join(ROOT, 'components/personas/meticulous_auditor.txt'))).toBe(true);
  });

  test('changes nothing without --yes where nobody can be asked, and with --dry-run', async () => {
    put(IN_PROJECT, 'Text.');
    const refused = await promote('mine', '--to', 'user');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('add --yes');
    const dry = await promote('mine', '--to', 'user', '--dry-run');
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('+Text.') });
    expect([at(IN_PROJECT), at(OF_USER)]).toEqual(['Text.', undefined]);
  });

  test('asks a person, who can say no', async () => {
    put(IN_PROJECT, 'Text.');
    for (const [answer, expected] of [
      ['n', ['Text.', undefined]],
      ['y', [undefined, 'Text.']],
    ] as const) {
      const terminal = runInTerminal(['components', 'promote', 'mine', '--to', 'user'], { cwd });
      await terminal.asks('Move ');
      terminal.type(`${answer}\r`);
      expect((await terminal.ends()).code).toBe(0);
      expect([at(IN_PROJECT), at(OF_USER)]).toEqual(expected);
    }
  });

  test('finishes a move that was interrupted between the two steps', async () => {
    put(IN_PROJECT, 'Text.');
    put(OF_USER, 'Text.');
    const { code, err } = await promote('mine', '--to', 'user', '--yes');
    expect(code).toBe(0);
    expect(err).toContain('already has the same text');
    expect([at(IN_PROJECT), at(OF_USER)]).toEqual([undefined, 'Text.']);
  });

  test('a second time there is nothing to move', async () => {
    put(IN_PROJECT, 'Text.');
    await promote('mine', '--to', 'user', '--yes');
    const { code, err } = await promote('mine', '--to', 'user', '--yes');
    expect(code).toBe(2);
    expect(err).toContain('it is already where it should go');
    expect(at(OF_USER)).toBe('Text.');
  });

  test('a built-in one is never put over what a person has made of it', async () => {
    const file = 'components/personas/meticulous_auditor.txt';
    expect((await promote('meticulous_auditor', '--to', 'project', '--yes')).code).toBe(0);
    const again = await promote('meticulous_auditor', '--to', 'project');
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('Nothing had to be written') });
    put(file, 'Mine.');
    const { code, err } = await promote('meticulous_auditor', '--to', 'project', '--yes');
    expect(code).toBe(2);
    expect(err).toContain('differs from the built-in one. It was left as it is.');
    expect(at(file)).toBe('Mine.');
  });

  test('takes a path, which means the layer that it leads into', async () => {
    put(IN_PROJECT, 'Of the project.');
    put(OF_USER, 'Of the user.');
    const dry = (path: string, to: string) =>
      promote(path, '--to', to, '--dry-run', '--json').then((result) => documentOf(result));
    expect(await dry(IN_PROJECT, 'user')).toMatchObject({ from: { layer: 'project' } });
    expect(await dry(join(cwd, OF_USER), 'project')).toMatchObject({ from: { layer: 'user' } });
    expect(await dry(IN_PROJECT, 'project')).toMatchObject({ problems: [{ code: 'nothing-to-promote' }] });
    expect((await promote(`./${IN_PROJECT}`, '--to', 'user', '--yes')).code).toBe(0);
    expect([at(IN_PROJECT), at(OF_USER)]).toEqual([undefined, 'Of the project.']);
    expect((await promote(OF_USER, '--status', 'tested', '--by', 'Ada', '--why', 'x')).code).toBe(0);
    expect(at(OF_USER)).toContain('status: tested');
  });

  test('a file that stands in no layer is not taken', async () => {
    put('drafts/mine.txt', 'Text.');
    put('components/mine.txt', 'Text.');
    for (const path of ['drafts/mine.txt', 'components/mine.txt', 'goal_map.json']) {
      const { code, err } = await promote(path, '--to', 'user', '--yes');
      expect({ code, said: err.startsWith(`./${path}: error: The file is in no layer`) }).toEqual({
        code: 2,
        said: true,
      });
    }
    expect(at('drafts/mine.txt')).toBe('Text.');
  });

  test('never takes away the only one when two layers are the same folder', async () => {
    put(OF_USER, 'Text.');
    symlinkSync(join(cwd, '.config/orchestrator/components'), join(cwd, 'components'));
    for (const to of ['user', 'project']) expect((await promote('mine', '--to', to, '--yes')).code).toBe(2);
    expect(at(OF_USER)).toBe('Text.');
  });

  test('refuses a component that cannot be used, a place that cannot, and a link out of the library', async () => {
    writeFileSync(join(cwd, 'secret'), 'secret');
    put('components/personas/other.txt', 'x');
    symlinkSync(join(cwd, 'secret'), join(cwd, IN_PROJECT));
    expect((await promote('mine', '--to', 'user', '--yes')).err).toContain('leads out of its library');
    put('.config/orchestrator/components/personas/other.txt/x', 'x');
    expect((await promote('other', '--to', 'user', '--yes')).err).toContain('it is not a file');
    const outside = emptyFolder();
    symlinkSync(outside, join(cwd, '.config/orchestrator/components/protocols'));
    const { code, err } = await promote('code_review_pass', '--to', 'user', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('A link in the path leads out of the library');
    expect(readdirSync(outside)).toEqual([]);
  });

  test('says where it still is when the place cannot be written', async () => {
    put(IN_PROJECT, 'Text.');
    put(dirname(OF_USER), 'A file where the folder would be.');
    const { code, err } = await promote('mine', '--to', 'user', '--yes');
    expect(code).toBe(3);
    expect(err).toContain(`It is still at ./${IN_PROJECT}.`);
    expect(at(IN_PROJECT)).toBe('Text.');
  });

  test.each([
    [['nonsense', '--to', 'user'], 'unknown-component'],
    [['../../etc/nonsense', '--to', 'user'], 'unknown-component'],
    [['/etc/passwd', '--to', 'user'], 'component-not-in-library'],
    [['mine'], 'promote-what'],
    [['mine', '--to', 'user', '--status', 'gold'], 'promote-what'],
    [['mine', '--to', 'nowhere'], 'usage-invalid-argument'],
    [['mine', '--to', 'user', '--kind', 'x'], 'unknown-kind'],
    [['twice', '--to', 'user'], 'ambiguous-component'],
  ])('refuses %j', async (args, code) => {
    put('components/personas/twice.txt', 'x');
    put('components/protocols/twice.txt', 'x');
    const result = await promote(...args, '--yes', '--json');
    expect(result.code).toBe(2);
    expect(documentOf(result)).toMatchObject({ ok: false, problems: [{ code }] });
  });

  test('without a project there is nowhere to move to, and that is said', async () => {
    const { code, err } = await run(['components', 'promote', 'meticulous_auditor', '--to', 'project'], {
      cwd: emptyFolder(),
    });
    expect(code).toBe(2);
    expect(err).toContain('There is no project here');
  });
});

describe('components promote --status', () => {
  const raise = (status: string, ...flags: string[]) => promote('mine', '--status', status, ...flags);
  const record = ['--by', 'Ada', '--why', 'read aloud: "good" # really'];

  test('[promise:promote-status] raises one step at a time, edits that line alone and keeps a record of by whom and why', async () => {
    put(
      IN_PROJECT,
      '---\nsummary: mine   # a remark\nstatus: draft  # so far\nversion: 1.0.0\n---\n\nText.\n',
    );
    expect((await raise('tested', ...record)).code).toBe(0);
    expect((await raise('gold', '--by', 'Eve', '--why', 'two models')).code).toBe(0);
    const day = '\\d{4}-\\d\\d-\\d\\d';
    expect(at(IN_PROJECT)).toMatch(
      new RegExp(
        `^---\nsummary: mine {3}# a remark\nstatus: gold {2}# so far\nversion: 1\\.0\\.0\nhistory:\n {2}- "${day}: draft to tested by Ada: read aloud: \\\\"good\\\\" # really"\n {2}- "${day}: tested to gold by Eve: two models"\n---\n\nText\\.\n$`,
        'u',
      ),
    );
    const { components } = documentOf(await run(['components', 'show', 'mine', '--json'], { cwd }));
    expect(components).toMatchObject([
      {
        metadata: {
          status: 'gold',
          history: [expect.stringContaining('"good" # really'), expect.anything()],
        },
      },
    ]);
  });

  test.each([
    ['no front matter', 'Text.\n', '---\nstatus: tested\nhistory:\n'],
    ['no status', '---\nsummary: x\n---\nText.\n', '---\nsummary: x\nstatus: tested\nhistory:\n'],
    ['a quoted status', '---\nstatus: "draft"\n---\nText.\n', '---\nstatus: tested\nhistory:\n'],
    [
      'Windows line ends',
      '---\r\nstatus: draft\r\n---\r\nText.\r\n',
      '---\r\nstatus: tested\r\nhistory:\r\n',
    ],
    ['a history in one line', '---\nhistory: [a]\n---\nText.\n', '---\nhistory:\n  - "a"\n  - "'],
  ])('copes with %s', async (_, source, start) => {
    put(IN_PROJECT, source);
    expect((await raise('tested', ...record)).code).toBe(0);
    expect(at(IN_PROJECT)?.startsWith(start)).toBe(true);
    expect(at(IN_PROJECT)?.replaceAll('\r\n', '\n').endsWith('---\nText.\n')).toBe(true);
  });

  test.each([
    ['to skip a step', '---\nstatus: draft\n---\nText.', ['gold', ...record], 'status-skipped'],
    ['what it is already', '---\nstatus: tested\n---\nText.', ['tested', ...record], 'status-not-raised'],
    ['to go down', '---\nstatus: gold\n---\nText.', ['tested', ...record], 'status-not-raised'],
    ['from an unknown status', '---\nstatus: shiny\n---\nText.', ['tested', ...record], 'unknown-status'],
    [
      'what is not written yet',
      'TODO(orchestrator): all of it',
      ['tested', ...record],
      'component-unfinished',
    ],
    ['without a name', 'Text.', ['tested', '--why', 'x'], 'promote-no-record'],
    ['without a reason', 'Text.', ['tested', '--by', 'x'], 'promote-no-record'],
    ['with an empty name', 'Text.', ['tested', '--by', ' ', '--why', 'x'], 'bad-record'],
    ['with two lines', 'Text.', ['tested', '--by', 'x', '--why', 'a\nstatus: gold'], 'bad-record'],
    ['with an escape', 'Text.', ['tested', '--by', '\u001b[31m', '--why', 'x'], 'bad-record'],
    ['what is no history', '---\nhistory: 3\n---\nText.', ['tested', ...record], 'front-matter-not-editable'],
    [
      'a key in quotes',
      '---\n"status": draft\n---\nText.',
      ['tested', ...record],
      'front-matter-not-editable',
    ],
  ])('refuses %s, and leaves the file as it is', async (_, source, args, code) => {
    put(IN_PROJECT, source);
    const [status = '', ...flags] = args;
    const result = await raise(status, ...flags, '--json');
    expect(result.code).toBeGreaterThan(0);
    expect(documentOf(result).problems.map((problem) => problem.code)).toEqual([code]);
    expect(at(IN_PROJECT)).toBe(source);
  });

  test('refuses what is built in: it has to be copied first', async () => {
    const { code, err } = await promote('meticulous_auditor', '--status', 'tested', ...record);
    expect(code).toBe(2);
    expect(err).toContain('components promote meticulous_auditor.txt --to project');
  });

  test('with --dry-run writes nothing', async () => {
    put(IN_PROJECT, 'Text.');
    expect((await raise('tested', ...record, '--dry-run')).err).toContain('Would be tested');
    expect(at(IN_PROJECT)).toBe('Text.');
  });
});

describe('components show and search', () => {
  test('show tells what a component clashes with, either way', async () => {
    put('components/personas/a.txt', '---\nconflicts_with: [b, gone]\nowns: [tone, steps]\n---\nText.');
    put('components/protocols/b.txt', '---\nowns: [steps]\n---\nText.');
    const clashes = async (name: string) => {
      const document = documentOf(await run(['components', 'show', name, '--json'], { cwd }));
      return (document.components as { clashes: unknown }[])[0]?.clashes;
    };
    expect(await clashes('a')).toEqual([
      { kind: 'protocol', file: 'b.txt', how: 'names-it', owns: [] },
      { kind: null, file: 'gone', how: 'names-it', owns: [] },
      { kind: 'protocol', file: 'b.txt', how: 'owns-the-same', owns: ['steps'] },
    ]);
    expect(await clashes('b')).toEqual([
      { kind: 'persona', file: 'a.txt', how: 'named-by-it', owns: [] },
      { kind: 'persona', file: 'a.txt', how: 'owns-the-same', owns: ['steps'] },
    ]);
    const { err } = await run(['components', 'show', 'b'], { cwd });
    expect(err).toMatch(/clashes with +persona a\.txt: its conflicts_with names this one\n/u);
    expect(err).toMatch(/clashes with +persona a\.txt: both own steps\n/u);
  });

  test('search finds a component by its title', async () => {
    put('components/personas/a.txt', '---\ntitle: The Zebra Keeper\n---\nText.');
    const { out } = await run(['components', 'search', 'zebra'], { cwd });
    expect(out).toMatch(/^persona +a\.txt/u);
  });
});
