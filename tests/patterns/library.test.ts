import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gatherPatternInputs } from '../../src/operations/patterns/pattern_inputs.ts';
import {
  findPattern,
  patternFolders,
  qualifiedId,
  readPattern,
  readPatterns,
} from '../../src/patterns/index.ts';
import { casesIn } from '../support/cases.ts';
import { contextIn } from '../support/front_end.ts';
import { emptyFolder, ROOT, run } from '../support/program.ts';

const folders = (root: string, userFolder: string | null = null) =>
  patternFolders({ root, userFolder, installation: ROOT });

/** A small pattern, whose parts a test can replace. */
function pattern(id: string, name = 'Mine'): string {
  return `schema: orchestrator.pattern/1
id: ${id}
name: ${name}
description: To try it.
domain: testing
phases:
  - id: one
    title: One
    goal: It is there.
    hours: 1
    files: [a.txt]
    steps: [Do it]
    gates: [{ text: It is there, command: test -f a.txt }]
`;
}

describe('the patterns that ship', () => {
  const { patterns, problems } = readPatterns(folders(emptyFolder()), ROOT);

  test('are a dozen, with nothing to say against them', () => {
    expect(problems).toEqual([]);
    expect(patterns.map(qualifiedId)).toEqual([
      'built-in/bug-hunt',
      'built-in/ci-cd-pipeline',
      'built-in/cli-tool',
      'built-in/dependency-upgrade',
      'built-in/documentation-set',
      'built-in/etl-pipeline',
      'built-in/framework-migration',
      'built-in/library-extraction',
      'built-in/performance-work',
      'built-in/rest-api',
      'built-in/security-hardening',
      'built-in/test-backfill',
    ]);
  });

  test.each(patterns.map((each) => [each.id, each] as const))(
    '%s has what makes a pattern worth using',
    (_, { phases, issues = [], keywords = [], inputs = [], requirements = [] }) => {
      expect(phases.length).toBeGreaterThanOrEqual(4);
      expect(phases.every(({ steps }) => steps.length >= 3)).toBe(true);
      expect(issues.length).toBeGreaterThanOrEqual(2);
      expect(keywords.length).toBeGreaterThanOrEqual(10);
      expect(requirements.length).toBeGreaterThanOrEqual(1);
      expect(inputs.every((input) => (input.default ?? input.example) !== undefined)).toBe(true);
    },
  );

  test.each(patterns.map(({ id, inputs = [] }) => [id, inputs] as const))(
    '[promise:patterns-use] %s, filled with its inputs, is a plan that plan check finds nothing wrong with',
    async (id, inputs) => {
      const cwd = emptyFolder();
      const given = inputs.flatMap(({ name, default: standing, example = name }) =>
        standing === undefined ? ['--input', `${name}=${example}`] : [],
      );
      const used = await run(['patterns', 'use', id, ...given, '--out', 'plan.md'], { cwd });
      expect({ id, code: used.code, err: used.err.includes('error:') }).toEqual({ id, code: 0, err: false });
      const checked = await run(['plan', 'check', 'plan.md', '--strict', '--json'], { cwd });
      const { ok, problems } = JSON.parse(checked.out) as { ok: boolean; problems: unknown };
      expect({ ok, problems }).toEqual({ ok: true, problems: [] });
    },
  );
});

describe('what is wrong with a pattern', () => {
  test.each(
    casesIn<{ readonly name: string; readonly text: string; readonly problems: readonly string[] }>(
      'pattern_faults.yaml',
    ),
  )('$name', ({ text, problems }) => {
    const read = readPattern(text, { layer: 'project', file: 'p.yaml', stem: 'mine' });
    const found = read.ok ? read.value.warnings : read.problems;
    expect(found.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(problems);
    expect(found.every(({ hint }) => hint !== undefined)).toBe(true);
  });

  test('is no matter of layout: another order and other comments are the same version', () => {
    const read = (text: string) => {
      const { value } = readPattern(text, { layer: 'user', file: 'p.yaml' }) as {
        value: { pattern: { version: string } };
      };
      return value.pattern.version;
    };
    const [first = '', ...others] = pattern('mine')
      .split('\n')
      .filter((line) => /^[a-z]/u.test(line) && !line.startsWith('phases'));
    const phases = pattern('mine').slice(pattern('mine').indexOf('phases:'));
    expect(read(`# Hello\n${others.toReversed().join('\n')}\n${first}\n${phases}`)).toBe(
      read(pattern('mine')),
    );
    expect(read(pattern('mine', 'Other'))).not.toBe(read(pattern('mine')));
  });
});

describe('layers', () => {
  test('the first that has an id is meant by it, and with its layer each can be had', () => {
    const [root, userFolder] = [emptyFolder(), emptyFolder()];
    for (const [folder, name] of [
      [join(root, '.orchestrator', 'patterns'), 'Of the project'],
      [join(userFolder, 'patterns'), 'Of the user'],
    ] as const) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'rest-api.yaml'), pattern('rest-api', name));
    }
    const { patterns } = readPatterns(folders(root, userFolder), root);
    const nameOf = (id: string) => {
      const found = findPattern(patterns, id);
      return found.ok ? found.value.name : found.problems[0]?.hint;
    };
    expect(['rest-api', 'user/rest-api', 'built-in/rest-api', 'user/rest-apy'].map(nameOf)).toEqual([
      'Of the project',
      'Of the user',
      'REST API with authentication and caching',
      'Did you mean user/rest-api?',
    ]);
  });

  test('one that cannot be read is told, and the others are there', () => {
    const root = emptyFolder();
    const folder = join(root, '.orchestrator', 'patterns');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'bad.yaml'), 'id: [\n');
    writeFileSync(join(folder, 'mine.yaml'), pattern('mine'));
    writeFileSync(join(folder, 'other.yaml'), pattern('mine'));
    const { patterns, problems } = readPatterns(folders(root), root);
    expect(patterns.filter(({ layer }) => layer === 'project').map(({ id }) => id)).toEqual(['mine']);
    expect(problems.map(({ file, code }) => [file, code])).toEqual([
      ['./.orchestrator/patterns/bad.yaml', 'pattern-unreadable'],
      ['./.orchestrator/patterns/other.yaml', 'pattern-id'],
    ]);
  });

  test('an id names one pattern of a layer: a second file of that name is told by every command, and left out', async () => {
    const root = emptyFolder();
    const folder = join(root, '.orchestrator', 'patterns');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'mine.yaml'), pattern('mine', 'First'));
    writeFileSync(join(folder, 'mine.yml'), pattern('mine', 'Second'));
    const { patterns, problems } = readPatterns(folders(root), root);
    expect(patterns.filter(({ layer }) => layer === 'project').map(({ name }) => name)).toEqual(['First']);
    const told = [{ code: 'pattern-id', file: './.orchestrator/patterns/mine.yml' }];
    expect(problems).toMatchObject(told);
    const checked = await run(['patterns', 'check', '--json'], { cwd: root });
    expect(checked.code).toBe(1);
    expect(JSON.parse(checked.out)).toMatchObject({ ok: false, problems: told });
  });

  test('none is read through a link that leads out of the project', () => {
    const [root, away] = [emptyFolder(), emptyFolder()];
    mkdirSync(join(root, '.orchestrator'));
    writeFileSync(join(away, 'mine.yaml'), pattern('mine'));
    symlinkSync(away, join(root, '.orchestrator', 'patterns'));
    const { patterns, problems } = readPatterns(folders(root), root);
    expect(patterns.some(({ id }) => id === 'mine')).toBe(false);
    expect(problems).toMatchObject([{ code: 'pattern-outside' }]);
  });
});

describe('a pattern with all that a phase can have', () => {
  const WHOLE = pattern('whole').replace(
    '    hours: 1\n',
    `    hours: 1
    executor: claude
    plugin: database-design:sql-pro
    fallback: codex
    alternative: Do it by hand.
    question: { text: Which one, default: the first }
`,
  );

  function folderWithIt(): string {
    const root = emptyFolder();
    mkdirSync(join(root, '.orchestrator', 'patterns'), { recursive: true });
    writeFileSync(join(root, '.orchestrator', 'patterns', 'whole.yaml'), WHOLE);
    return root;
  }

  test('is shown with it, each on a line of its own below its phase', async () => {
    const { out } = await run(['patterns', 'show', 'whole'], { cwd: folderWithIt() });
    expect(out).toContain('\nDomain    testing\n');
    expect(out).toContain(`
  1. One (1 h)
     It is there.
     - It is there: test -f a.txt
     executor: claude
     plugin: database-design:sql-pro
     fallback: codex
     otherwise: Do it by hand.
     question: Which one (default: the first)
`);
  });

  test('gives a plan with it, without what is to be avoided', async () => {
    const cwd = folderWithIt();
    const plan = async (...flags: readonly string[]) => {
      const name = `plan-${flags.length}.md`;
      const used = await run(['patterns', 'use', 'whole', '--out', name, ...flags], { cwd });
      const text = readFileSync(join(cwd, name), 'utf8');
      return { told: used.err, fields: text.match(/^\*\*(?:Executor|Fallback|Plugin|Question)\*\*: .*$/gmu) };
    };
    expect((await plan()).fields).toEqual([
      '**Executor**: claude',
      '**Fallback**: codex',
      '**Plugin**: database-design:sql-pro',
      '**Question**: Which one (default: the first)',
    ]);
    const { told, fields } = await plan('--constraint', 'avoid: sql-pro, codex');
    expect(fields).toEqual(['**Executor**: claude', '**Question**: Which one (default: the first)']);
    expect(told).toContain('the fallback "codex" was left out, since it is to be avoided');
    expect(told).toContain('the plugin "database-design:sql-pro" was left out, since it is to be avoided');
  });
});

describe('what a project says of itself stands in for inputs', () => {
  const CASES: readonly (readonly [string, Readonly<Record<string, string>>, string, string])[] = [
    [
      'npm',
      { 'package.json': '{}', 'package-lock.json': '{}' },
      'package.json',
      'npm ci --dry-run --ignore-scripts',
    ],
    [
      'pnpm',
      { 'package.json': '{}', 'pnpm-lock.yaml': '' },
      'package.json',
      'pnpm install --frozen-lockfile --ignore-scripts',
    ],
    [
      'yarn',
      { 'package.json': '{}', 'yarn.lock': '__metadata:\n  version: 8\n' },
      'package.json',
      'yarn install --immutable --mode=skip-build',
    ],
    [
      'the first yarn',
      { 'package.json': '{}', 'yarn.lock': '# yarn lockfile v1\n' },
      'package.json',
      'yarn install --frozen-lockfile --ignore-scripts',
    ],
    [
      'bun',
      { 'package.json': '{}', 'bun.lock': '{}' },
      'package.json',
      'bun install --frozen-lockfile --ignore-scripts',
    ],
    ['uv', { 'pyproject.toml': '', 'uv.lock': '' }, 'pyproject.toml', 'uv lock --check'],
    ['poetry', { 'pyproject.toml': '', 'poetry.lock': '' }, 'pyproject.toml', 'poetry check --lock'],
    ['cargo', { 'Cargo.toml': '', 'Cargo.lock': '' }, 'Cargo.toml', 'cargo update --workspace --locked'],
    ['go', { 'go.mod': '', 'go.sum': '' }, 'go.mod', 'go mod tidy -diff'],
  ];

  function projectOf(files: Readonly<Record<string, string>>): string {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, '.orchestrator'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    return cwd;
  }

  test.each(CASES)(
    '%s: its manifest, and what holds the lock file against it',
    async (_, files, manifest, check) => {
      const cwd = projectOf(files);
      const isAsked = manifest === 'pyproject.toml';
      const used = await run(
        [
          ...['patterns', 'use', 'dependency-upgrade', '--out', 'plan.md'],
          ...(isAsked ? ['--input', 'test-command=pytest'] : []),
        ],
        { cwd },
      );
      expect(used.code, used.err).toBe(0);
      const text = readFileSync(join(cwd, 'plan.md'), 'utf8');
      expect(text).toContain(`**Files Modified**: ${manifest}, docs/upgrades.md\n`);
      expect(text).toContain(`- [ ] The lock file fits: \`${check}\`\n`);
    },
  );

  const UNPINNED: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    string,
    readonly string[],
  ])[] = [
    [
      'npm without a lock file',
      { 'package.json': '{}' },
      'npm install --dry-run --ignore-scripts',
      [
        'There is no lock file here: write package-lock.json first (npm install --package-lock-only)',
        'give "npm ci --dry-run --ignore-scripts"',
        'the versions in package.json cannot be installed together, e.g. npm install --dry-run --ignore-scripts',
      ],
    ],
    [
      'Python without a lock file',
      { 'pyproject.toml': '' },
      'pip install --dry-run .',
      ['write uv.lock first (uv lock) and give "uv lock --check"', '"poetry check --lock"'],
    ],
    [
      'Python with requirements alone',
      { 'requirements.txt': '' },
      'pip install --dry-run -r requirements.txt',
      ['There is no lock file here: give a command that fails where the versions in requirements.txt'],
    ],
    [
      'a tool without such a command',
      { 'composer.json': '{}', 'composer.lock': '{}' },
      '…',
      ['No command is known that checks composer.lock: give a command'],
    ],
    [
      'a build that pins nothing',
      { 'pom.xml': '' },
      '…',
      ['There is no lock file here: give a command that fails where the versions in pom.xml'],
    ],
  ];

  test.each(UNPINNED)(
    '%s: what does not come from it is asked for, with what can be typed there',
    async (_, files, example, notes) => {
      const cwd = projectOf(files);
      const given = ['test-command=pytest'];
      const used = await run(
        [...['patterns', 'use', 'dependency-upgrade', '--out', 'plan.md'], '--input', given[0] ?? ''],
        { cwd },
      );
      expect(used.code).toBe(2);
      expect(used.err).toContain(`Give it with --input 'lock-check=${example}'`);
      const asked: string[] = [];
      const pattern = readPatterns(folders(emptyFolder()), ROOT).patterns.find(
        ({ id }) => id === 'dependency-upgrade',
      );
      if (pattern === undefined) throw new Error('it ships');
      await gatherPatternInputs(contextIn(cwd), pattern, {
        given,
        port: {
          canAsk: async () => true,
          text: async ({ message, default: standing }) => {
            asked.push(message);
            return { kind: 'answer', value: standing || 'true' };
          },
        },
      });
      const [question = ''] = asked.filter((message) => message.includes('(lock-check)'));
      for (const text of [question, used.err.replace(/\s+/gu, ' ')])
        for (const note of [...notes, ...(example === '…' ? [] : [example])]) expect(text).toContain(note);
    },
  );

  test('an example of the pattern is shown to whoever is asked', async () => {
    const asked: string[] = [];
    const { patterns } = readPatterns(folders(emptyFolder()), ROOT);
    const pattern = patterns.find(({ id }) => id === 'rest-api');
    if (pattern === undefined) throw new Error('it ships');
    const port = {
      canAsk: async () => true,
      text: async ({ message }: { readonly message: string }) => {
        asked.push(message);
        return { kind: 'closed' } as const;
      },
    };
    await gatherPatternInputs(contextIn(projectOf({})), pattern, { given: [], port });
    expect(asked).toEqual(['the resource that the API serves, in the plural (resource), e.g. orders']);
  });

  test('a project of Python gets no command of npm, and its own folder', async () => {
    const cwd = projectOf({ 'pyproject.toml': '[tool.pytest.ini_options]\n', 'uv.lock': '' });
    for (const name of ['shop', 'tests']) mkdirSync(join(cwd, name));
    writeFileSync(join(cwd, 'shop', '__init__.py'), '');
    const without = await run(['patterns', 'use', 'security-hardening', '--out', 'plan.md'], { cwd });
    expect(without.code).toBe(2);
    expect(without.err).toContain('The pattern needs "audit-command"');
    const given = ['--input', 'audit-command=pip-audit', '--input', 'test-command=pytest -q'];
    for (const [id, inputs] of [
      ['security-hardening', given],
      ['performance-work', ['--input', 'what=search', '--input', 'target=fast', ...given.slice(2)]],
    ] as const) {
      const used = await run(['patterns', 'use', id, ...inputs, '--out', `${id}.md`], { cwd });
      expect(used.code, used.err).toBe(0);
      const text = readFileSync(join(cwd, `${id}.md`), 'utf8');
      expect(text).toContain('shop/**');
      expect(text).not.toMatch(/\bnpm\b|src\/|package\.json/u);
    }
  });
});

test('an API stores accounts before somebody logs in', () => {
  const { patterns } = readPatterns(folders(emptyFolder()), ROOT);
  const auth = patterns.find(({ id }) => id === 'rest-api')?.phases.find(({ id }) => id === 'auth');
  expect(auth?.dependencies).toEqual(['model']);
});

test('no pattern promises a commit of its own: the work of a phase is one', () => {
  const { patterns } = readPatterns(folders(emptyFolder()), ROOT);
  expect(JSON.stringify(patterns)).not.toMatch(/commit of its own|in a commit that/u);
});

describe('what has to be so before a pattern begins', () => {
  test('is told where the pattern gives the draft of a plan, not only where it is used', async () => {
    const drafted = await run(
      ['plan', 'draft', 'Mend the total of an order', '--pattern', 'bug-hunt', '--out', 'plan.md'].concat(
        ['symptom=It is 0', 'slug=total'].flatMap((value) => ['--input', value]),
      ),
      { cwd: emptyFolder() },
    );
    expect({ code: drafted.code, err: drafted.err }).toEqual({
      code: 0,
      err: expect.stringContaining(
        'Required before it begins:\n  Somebody can say what was expected, and what happened in its place.\n',
      ),
    });
  });
});
