import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelServer } from '../support/generation.ts';
import { apiError } from '../support/model_server.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';

/** A project with a goal of these components. */
function project(parts: Readonly<Record<string, unknown>>): string {
  const cwd = emptyFolder();
  const goal = {
    description: 'To try it.',
    persona: 'meticulous_auditor.txt',
    protocol: 'code_review_pass.txt',
    constraints: [],
    ...parts,
  };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { TRY_IT: goal } }));
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  writeFileSync(join(cwd, 'components/personas/my_guide.md'), 'You guide people.\n');
  return cwd;
}

const REMEDY =
  'Did you mean my_guide.md? If not, write it: `orchestrator components new persona my_guide.txt`; or have a model write it: `orchestrator config set model NAME`';

test.each([
  [['goals', 'list']],
  [['goals', 'show', '1']],
  [['goals', 'check']],
  [['new', 'X', '--goal', '1', '--title', 'T', '--no-input']],
])('%j says of a missing component what every command says', async (args) => {
  const { err } = await run(args, { cwd: project({ persona: 'my_guide.txt' }) });
  expect(err).toContain(REMEDY);
});

test.each([
  [['components', 'show', 'my_guide.txt']],
  [['components', 'promote', 'my_guide.txt', '--to', 'user']],
])('%j says it too of a name that a goal has, with the kind that the goal says', async (args) => {
  const { code, err } = await run(args, { cwd: project({ persona: 'my_guide.txt' }) });
  expect(code).toBe(2);
  expect(err).toContain('TRY_IT names it.');
  expect(err).toContain(REMEDY);
});

test('what is of another kind, or is spelt with other marks, is named by every command, before and after a framework is made', async () => {
  const cwd = project({ persona: 'my-guide.txt', protocol: 'meticulous_auditor.txt' });
  const near =
    'Did you mean my_guide.md? If not, write it: `orchestrator components new persona my-guide.txt`';
  const kind =
    'meticulous_auditor.txt is a persona, not a protocol. Write it: `orchestrator components new protocol meticulous_auditor.txt`';
  for (const args of [
    ['goals', 'list'],
    ['goals', 'check'],
    ['new', 'X', '--goal', '1', '--title', 'T', '--no-input'],
    ['update', 'X'],
  ]) {
    const { err } = await run(args, { cwd });
    expect(err, args.join(' ')).toContain(near);
    expect(err, args.join(' ')).toContain(kind);
  }
  expect((await run(['components', 'show', 'my-guide.txt'], { cwd })).err).toContain(near);
});

test('lint says it too, without a kind where nothing tells it; and no text is put into a command that is no word of one', async () => {
  const cwd = project({});
  const { err } = await run(['components', 'lint', 'nobody_knows_this'], { cwd });
  expect(err).toContain('Write it: `orchestrator components new KIND nobody_knows_this`');
  const odd = await run(['components', 'show', 'x`; rm -r ~'], { cwd });
  expect(odd.err).toContain('`orchestrator components new KIND NAME`');
});

test('a plain component that loads makes lint fail for nothing that it lacks', async () => {
  const cwd = project({ persona: 'my_guide.md', protocol: 'plain.txt' });
  mkdirSync(join(cwd, 'components/protocols'));
  mkdirSync(join(cwd, 'components/constraints'));
  writeFileSync(join(cwd, 'components/protocols/plain.txt'), 'Explain it step by step.\n');
  writeFileSync(join(cwd, 'components/constraints/short.txt'), '---\nsummary: Short.\n---\nBe brief.\n');
  const made = await run(['new', 'X', '--goal', '1', '--title', 'T', '--no-input', '--strict'], { cwd });
  expect(made).toMatchObject({ code: 0 });
  const { ok, problems } = documentOf(await run(['components', 'lint', 'components', '--json'], { cwd }));
  expect(ok).toBe(true);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  // What is lacking is still told.
  expect(JSON.stringify(problems)).toContain('no line \\"OUTPUT\\"');
  expect(JSON.stringify(problems)).toContain('no \\"kind\\"');
  // Of one that a model has written, or that ships, all of it is asked.
  writeFileSync(
    join(cwd, 'components/protocols/plain.txt'),
    '---\nid: plain\nkind: protocol\norigin: generated\n---\nExplain it step by step.\n',
  );
  expect(await run(['components', 'lint', 'components'], { cwd })).toMatchObject({ code: 1 });
});

test.each([
  ['a near miss', { persona: 'my_guid.txt' }],
  ['a name of another kind', { persona: 'code_review_pass.txt' }],
  ['the name of its own protocol', { persona: 'explain_once_pass.txt', protocol: 'explain_once_pass.txt' }],
])('[promise:near-miss] %s is not generated unasked; described, it is', async (_, parts) => {
  const cwd = project(parts);
  const server = await modelServer(null, [apiError(401, 'no')]);
  const env = { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model' };
  const { code, err } = await run(['new', 'X', '--goal', '1', '--title', 'T', '--yes'], { cwd, env });
  expect(code).toBe(0);
  expect(err).toMatch(
    /not generated: the name is close to an existing one, or belongs to another kind, so it may be a typo/u,
  );
  expect(err).toContain('--describe FILE="one line"');
  expect(server.requests).toEqual([]);
  expect(existsSync(join(cwd, 'components/personas', parts.persona))).toBe(false);
  const described = ['--describe', `${parts.persona}=A guide to code.`];
  await run(['new', 'Y', '--goal', '1', '--title', 'T', '--yes', ...described], { cwd, env });
  expect(server.requests.length).toBeGreaterThan(0);
});

test.each([
  [
    '--persona',
    'code_review_pass.txt',
    'is not a persona: the component of that name is a built-in protocol.',
    '--protocol',
  ],
  [
    '--persona',
    'code_review_pass',
    'is not a persona: the component of that name is a built-in protocol.',
    '--protocol',
  ],
  ['--protocol', 'my_guide.md', 'is not a protocol: the component of that name is a persona.', '--persona'],
  [
    '--constraint',
    'meticulous_auditor.txt',
    'is not a constraint: the component of that name is a built-in persona',
    '--persona',
  ],
  ['--add-constraint', 'code_review_pass', 'is not a constraint: the component', '--protocol'],
])(
  'new %s %s names where it stands and what there is of the right kind, and writes nothing',
  async (flag, name, what, right) => {
    const cwd = project({});
    const { code, err } = await run(['new', 'X', '--goal', '1', '--title', 'T', flag, name, '--no-input'], {
      cwd,
    });
    expect(code).toBe(2);
    expect(err).toContain(what);
    expect(err).toContain(`To use it as one: ${right} ${name.replace(/^([a-z_]+)$/u, '$1.txt')}.`);
    expect(err).toContain(`orchestrator components list --kind ${flag.replace(/^--(?:add-)?/u, '')}`);
    expect(existsSync(join(cwd, 'output'))).toBe(false);
    const { problems } = documentOf(
      await run(['new', 'X', '--goal', '1', '--title', 'T', flag, name, '--json'], { cwd }),
    );
    expect(problems).toMatchObject([{ code: 'misspelt-component' }]);
    if (name === 'my_guide.md')
      expect(problems).toMatchObject([{ file: './components/personas/my_guide.md' }]);
  },
);

test('what shares a word with it is named first, of the right kind', async () => {
  const cwd = project({});
  const { err } = await run(
    ['new', 'X', '--goal', '1', '--title', 'T', '--protocol', 'meticulous_auditor.txt'],
    { cwd },
  );
  expect(err).toContain('The protocols are: ');
  mkdirSync(join(cwd, 'components/protocols'));
  writeFileSync(join(cwd, 'components/protocols/audit_pass.txt'), 'Look at it.\n');
  const near = await run(
    ['new', 'X', '--goal', '1', '--title', 'T', '--protocol', 'meticulous_auditor.txt'],
    { cwd },
  );
  expect(near.err).toContain('Near it: audit_pass.txt;');
  const made = await run(
    [
      'goals',
      'new',
      'NEXT',
      '--description',
      'd',
      '--persona',
      'code_review_pass',
      '--protocol',
      'audit_pass',
    ],
    { cwd },
  );
  expect(made.code).toBe(2);
  expect(made.err).toContain('is not a persona: the component of that name is a built-in protocol.');
});

test('lint works on folders, and tells what a library passes over', async () => {
  const cwd = project({});
  writeFileSync(join(cwd, 'components/personas/two words.txt'), 'You guide people.\n');
  writeFileSync(join(cwd, 'components/stray.txt'), 'You guide people.\n');
  mkdirSync(join(cwd, 'components/persona'));
  for (const args of [[], ['components']]) {
    const { problems } = documentOf(await run(['components', 'lint', ...args, '--json'], { cwd }));
    const passed = problems.filter(({ code }) => code === 'component-passed-over').map(({ file }) => file);
    expect(passed.sort()).toEqual([
      './components/persona',
      './components/personas/two words.txt',
      './components/stray.txt',
    ]);
  }
  const folder = documentOf(await run(['components', 'lint', 'components/personas', '--json'], { cwd }));
  expect(folder).toMatchObject({ files: 1 });
  const told = (args: readonly string[]) => run(['components', 'lint', ...args, '--json'], { cwd });
  const empty = async (...args: readonly string[]) =>
    documentOf(await told(args))
      .problems.filter(({ code }) => code === 'no-components')
      .map(({ file }) => file);
  expect(await empty()).toEqual([]);
  for (const folder of ['protocols', 'constraints']) mkdirSync(join(cwd, 'components', folder));
  writeFileSync(join(cwd, 'components/constraints/.gitkeep'), '');
  for (const args of [[], ['components']])
    expect(await empty(...args)).toEqual(['./components/constraints', './components/protocols']);
  expect(await empty('components/protocols')).toEqual(['./components/protocols']);
  // Nothing is wrong with it: whoever wants no warning is not stopped.
  writeFileSync(join(cwd, 'components/constraints/short.txt'), '---\nsummary: Short.\n---\nBe brief.\n');
  expect(await empty()).toEqual(['./components/protocols']);
  const none = await run(['components', 'lint', 'output'], { cwd });
  expect(none.code).toBe(2);
});

test('lint tells of a library without any folder of components, and of what stands in it', async () => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'lib'));
  const codes = async () =>
    documentOf(await run(['components', 'lint', '--library', 'lib', '--json'], { cwd })).problems.map(
      ({ code, file }) => [code, file],
    );
  expect(await codes()).toEqual([['no-components', './lib']]);
  writeFileSync(join(cwd, 'lib/guide.txt'), 'You guide people.\n');
  expect(await codes()).toEqual([['component-passed-over', './lib/guide.txt']]);
});

test('init --minimal writes one small goal that makes a framework', async () => {
  const cwd = emptyFolder();
  expect((await run(['init', '--minimal'], { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, 'goal_map.json'), 'utf8').length).toBeLessThan(600);
  const listed = documentOf(await run(['goals', 'list', '--json'], { cwd }));
  expect(listed).toMatchObject({ goals: [{ name: 'WRITE_RELEASE_NOTES', missing: [] }] });
  const made = await run(['new', 'Notes', '--goal', '1', '--title', 'T', '--strict', '--no-input'], { cwd });
  expect(made.code).toBe(0);
});

test('the first page of help and the end of the wizard name plans and batches', async () => {
  const cwd = emptyFolder();
  const help = await run(['--help'], { cwd });
  expect(help.out).toMatch(/plan draft [\s\S]*batch generate plan\.md/u);
  const made = await run(['new', 'X', '--goal', '3', '--title', 'T', '--no-input'], { cwd });
  expect(made.err).toContain('`orchestrator plan draft "…"` drafts a plan');
});
