import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';
import { putFiles } from '../support/repository.ts';

const SKILL = '---\nname: pdf-tools\ndescription: Reads forms.\nlicense: MIT\n---\nRead each field.\n';
const AGENT = '---\nname: reviewer\ndescription: Reviews.\ntools: Read\n---\nYou review changes.\n';

/** A project with prompt files of several tools. */
async function project(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = emptyFolder();
  await run(['init', '--minimal'], { cwd });
  putFiles(cwd, { 'skills/pdf/SKILL.md': SKILL, 'agents/reviewer.md': AGENT, ...files });
  return cwd;
}

const importedIn = (cwd: string): string[] =>
  ['personas', 'protocols', 'constraints'].flatMap((folder) => {
    const path = join(cwd, 'components', folder);
    return existsSync(path) ? readdirSync(path) : [];
  });

test('[promise:import] makes drafts of prompt files, which say where they came from, and which a framework is composed of', async () => {
  const cwd = await project();
  const before = importedIn(cwd);
  const args = ['import', 'skills/pdf', 'agents/reviewer.md', '--yes'];
  const ran = await run(args, { cwd });
  expect(ran.code).toBe(0);
  expect(ran.out).toContain('since it is called SKILL.md\n  a protocol: a skill says how work is done\n');
  expect(importedIn(cwd).filter((name) => !before.includes(name))).toEqual(['reviewer.txt', 'pdf_tools.txt']);
  const shown = documentOf(await run(['components', 'show', 'pdf_tools', '--json'], { cwd }));
  expect(shown.components).toMatchObject([
    {
      text: 'Read each field.',
      metadata: { status: 'draft', license: 'MIT', source: 'an Agent Skill: ./skills/pdf/SKILL.md' },
    },
  ]);
  const goal = {
    description: 'To try.',
    persona: 'reviewer.txt',
    protocol: 'pdf_tools.txt',
    constraints: [],
  };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { TRY_IT: goal } }));
  const made = await run(['new', 'Fw', '--goal', 'TRY_IT', '--no-input'], { cwd });
  expect(made.code).toBe(0);
  const text = readFileSync(join(cwd, 'output/Fw/00_PERSONA.md'), 'utf8');
  expect(text).toContain('You review changes.');
  expect(readFileSync(join(cwd, 'output/Fw/01_PROMPT_TEMPLATE.md'), 'utf8')).toContain('Read each field.');
});

test('writes nothing with --dry-run, without consent, and where one of several files is wrong', async () => {
  const cwd = await project({ 'skills/bad/SKILL.md': 'Hid\u200bden.\n' });
  const before = importedIn(cwd);
  const args = ['import', 'skills/pdf/SKILL.md'];
  const dry = documentOf(await run([...args, '--dry-run', '--json'], { cwd }));
  expect(dry).toMatchObject({ ok: true, outcome: 'previewed', components: [{ file: 'pdf_tools.txt' }] });
  const asked = await run(args, { cwd });
  expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('add --yes')]);
  const wrong = await run([...args, 'skills/bad/SKILL.md', 'none.md', '--yes'], { cwd });
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('./skills/bad/SKILL.md:1:4: error: It contains invisible text');
  expect(wrong.err).toContain('./none.md: error: There is no such file.');
  expect(importedIn(cwd)).toEqual(before);
});

test('replaces no component, of this project or of the built-in library, and makes no two of one name', async () => {
  const cwd = await project({
    'a/SKILL.md': '---\nname: Same\n---\nOne.\n',
    'b/SKILL.md': '---\nname: same\n---\nTwo.\n',
    'agents/meticulous_auditor.md': '---\ndescription: x\n---\nYou.\n',
  });
  await run(['import', 'skills/pdf/SKILL.md', '--yes'], { cwd });
  const before = importedIn(cwd);
  const ran = await run(
    ['import', 'skills/pdf', 'a', 'b', 'agents/meticulous_auditor.md', '--yes', '--json'],
    { cwd },
  );
  const codes = documentOf(ran).problems.map(({ code, file }) => [code, file]);
  expect(codes).toEqual([
    ['component-exists', './agents/meticulous_auditor.md'],
    ['component-twice', './b/SKILL.md'],
    ['component-exists', './skills/pdf/SKILL.md'],
  ]);
  expect(importedIn(cwd)).toEqual(before);
  const named = await run(['import', 'skills/pdf', '--name', 'pdf_again', '--yes'], { cwd });
  expect([named.code, importedIn(cwd)]).toEqual([0, expect.arrayContaining(['pdf_again.txt'])]);
});

test.each([
  ['plan.md', '# Plan\n\n## Phase 1: Do it\n', 'prompt-is-plan', 'orchestrator plan import ./plan.md'],
  ['todo.md', '- [ ] One\n- [x] Two\n', 'prompt-is-plan', 'orchestrator plan import ./todo.md'],
  ['notes.md', '# Notes\n', 'prompt-unknown', '--kind persona'],
])('says of %s what to do with it', async (file, text, code, hint) => {
  const cwd = await project({ [file]: text });
  const { problems } = documentOf(await run(['import', file, '--yes', '--json'], { cwd }));
  expect(problems).toMatchObject([{ code, file: `./${file}`, hint: expect.stringContaining(hint) }]);
});

test('tells what cannot be a prompt: no text, a folder, too large, a pipe, a name for several', async () => {
  const cwd = await project({ 'large/SKILL.md': 'a'.repeat(300_000) });
  mkdirSync(join(cwd, 'bin'));
  writeFileSync(join(cwd, 'bin/SKILL.md'), Buffer.from([0x23, 0, 0xff]));
  mkdirSync(join(cwd, 'none'));
  execFileSync('mkfifo', [join(cwd, 'pipe.mdc')]);
  const files = ['bin/SKILL.md', 'none', 'large', 'pipe.mdc'];
  const { problems } = documentOf(await run(['import', ...files, '--yes', '--json'], { cwd }));
  expect(problems.map(({ code }) => code).toSorted()).toEqual([
    ...['prompt-not-a-file', 'prompt-not-a-file', 'prompt-not-text', 'prompt-too-large'],
  ]);
  for (const [args, code] of [
    [['skills/pdf', 'agents/reviewer.md', '--name', 'a'], 'import-name'],
    [['skills/pdf', '--name', '../x'], 'bad-component-name'],
    [['skills/pdf', '--kind', 'none'], 'unknown-kind'],
  ] as const) {
    const ran = await run(['import', ...args, '--yes', '--json'], { cwd });
    expect([ran.code, documentOf(ran).problems.at(-1)?.code]).toEqual([2, code]);
  }
});

test('leaves none where the last cannot be written, and follows no link out of the library', async () => {
  const cwd = await project();
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  mkdirSync(join(cwd, 'components/protocols'), { recursive: true });
  const outside = emptyFolder();
  symlinkSync(outside, join(cwd, 'components/constraints'));
  const linked = await run(['import', 'skills/pdf', '--kind', 'constraint', '--yes', '--json'], { cwd });
  expect(documentOf(linked).problems).toMatchObject([{ code: 'library-outside-project' }]);
  expect(readdirSync(outside)).toEqual([]);
  if (process.getuid?.() === 0) return;
  chmodSync(join(cwd, 'components/protocols'), 0o555);
  const ran = await run(['import', 'agents/reviewer.md', 'skills/pdf', '--yes'], { cwd });
  expect([ran.code, importedIn(cwd)]).toEqual([3, []]);
});

test('asks in a terminal, where nothing of a file reaches the screen as a control sequence', async () => {
  const cwd = await project({ 'x\u001b[31m/SKILL.md': 'Read.\n' });
  const terminal = runInTerminal(['import', 'x\u001b[31m/SKILL.md', '--name', 'read_it'], { cwd });
  await terminal.asks('Write 1 component?');
  expect(terminal.raw()).not.toContain('x\u001b[31m');
  terminal.type('y\r');
  expect((await terminal.ends()).code).toBe(0);
  expect(importedIn(cwd)).toContain('read_it.txt');
});

test('[promise:round-trip] what is imported, composed, exported and edited by hand loses nothing when it is updated', async () => {
  const cwd = await project();
  const call = async (...args: string[]) => {
    const ran = await run([...args, '--json'], { cwd });
    expect([args, ran.code, ran.code === 0 ? '' : ran.out]).toEqual([args, 0, '']);
  };
  const change = (file: string, from: string, to: string) => {
    const text = readFileSync(join(cwd, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(cwd, file), text.replace(from, to));
  };
  await call('import', 'skills/pdf', 'agents/reviewer.md', '--yes');
  const goal = {
    description: 'To try.',
    persona: 'reviewer.txt',
    protocol: 'pdf_tools.txt',
    constraints: [],
  };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { TRY_IT: goal } }));
  await call('new', 'Fw', '--goal', 'TRY_IT', '--no-input');
  await call('export', 'Fw', '--as', 'skill', '--yes');
  const skill = '.agents/skills/fw/SKILL.md';
  const exported = readFileSync(join(cwd, skill), 'utf8');
  expect(exported).toContain('You review changes.');
  expect(exported).toContain('Read each field.');
  // Each of the three has an edit of its own, at places of their own.
  change(skill, 'You review changes.', 'You review changes.\n\nBy hand in the skill.');
  change(
    'output/Fw/01_PROMPT_TEMPLATE.md',
    'Read each field.',
    'Read each field.\n\nBy hand in the framework.',
  );
  change(
    'components/personas/reviewer.txt',
    'You review changes.',
    'Patient as you are.\n\nYou review changes.',
  );
  await call('update', 'Fw');
  await call('update', skill);
  const updated = readFileSync(join(cwd, skill), 'utf8');
  for (const part of [
    ...['Patient as you are.', 'You review changes.', 'By hand in the skill.'],
    ...['Read each field.', 'By hand in the framework.'],
  ])
    expect(updated.split(part)).toHaveLength(2);
  const added = ['Patient as you are.', 'By hand in the skill.', 'By hand in the framework.'];
  // Its seal changes with it.
  const solid = (text: string) =>
    text
      .split('\n')
      .filter((line) => !(line === '' || line.startsWith('  sha256: ') || added.includes(line)));
  expect(solid(updated)).toEqual(solid(exported));
  await call('update', skill, '--check');
  // Read back, it has all of that.
  await call('import', skill, '--name', 'read_back', '--yes');
  const back = documentOf(await run(['components', 'show', 'read_back', '--json'], { cwd }));
  for (const part of added) expect(JSON.stringify(back)).toContain(part);
});
