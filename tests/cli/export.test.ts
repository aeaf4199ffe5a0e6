import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';

/** A text in its parts. */
function taken(text: string): { fields: Record<string, unknown>; body: string } {
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(text) ?? [];
  return { fields: parse(front) as Record<string, unknown>, body };
}

/** What is wrong with a skill by https://agentskills.io/specification, and by what is asked of these beyond that. */
function faultsOf(folder: string, text: string): string[] {
  const { fields, body } = taken(text);
  const { name, description } = fields;
  const allowed = ['name', 'description', 'license', 'compatibility', 'metadata', 'allowed-tools'];
  return [
    ...(typeof name === 'string' && /^(?!.{65})[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(name) ? [] : ['name']),
    ...(name === folder ? [] : ['the name is not the folder']),
    ...(typeof description === 'string' && description.length > 20 && description.length <= 400
      ? []
      : ['description']),
    ...Object.keys(fields).filter((key) => !allowed.includes(key)),
    ...(Object.values((fields.metadata as object) ?? {}).every((value) => typeof value === 'string')
      ? []
      : ['metadata']),
    ...(body.split('\n').length < 500 && body.trim() !== '' ? [] : ['body']),
    ...(text.includes('<<FILL') ? ['a slot is left'] : []),
  ];
}

test('[promise:export] every goal as a skill keeps to the rules of Agent Skills, says where it came from, and is read back whole', async () => {
  const cwd = emptyFolder();
  const { goals } = documentOf(await run(['goals', 'list', '--json'], { cwd }), 'orchestrator.goals-list/1');
  expect(goals.length).toBeGreaterThan(10);
  for (const { name } of goals) {
    const ran = await run(['export', name, '--as', 'skill', '--yes'], { cwd });
    expect([name, ran.code]).toEqual([name, 0]);
  }
  const skills = readdirSync(join(cwd, '.agents/skills'));
  expect(skills.length).toBe(goals.length);
  for (const skill of skills) {
    const text = readFileSync(join(cwd, '.agents/skills', skill, 'SKILL.md'), 'utf8');
    expect([skill, faultsOf(skill, text)]).toEqual([skill, []]);
    expect(taken(text).fields.metadata).toMatchObject({ generator: 'orchestrator' });
    const args = ['import', `.agents/skills/${skill}`, '--name', 'read_back', '--dry-run', '--json'];
    const back = documentOf(await run(args, { cwd }));
    expect([skill, back.problems]).toEqual([skill, []]);
    const [component] = back.components as { text: string }[];
    expect(taken(component?.text ?? '').body.trim()).toBe(taken(text).body.trim());
  }
});

test('what is not written yet of a prompt is told', async () => {
  const cwd = emptyFolder();
  await run(['init', '--minimal'], { cwd });
  mkdirSync(join(cwd, 'components/constraints'), { recursive: true });
  const text = '---\nkind: constraint\n---\nTODO(orchestrator): say it here\n';
  writeFileSync(join(cwd, 'components/constraints/later_on.txt'), text);
  const ran = await run(['export', 'later_on', '--as', 'skill', '--yes', '--json'], { cwd });
  expect(documentOf(ran)).toMatchObject({ ok: true, problems: [{ code: 'export-unfinished' }] });
  const again = await run(['export', 'later_on', '--as', 'skill', '--dry-run'], { cwd });
  expect(again.err).toContain('it still holds TODO(orchestrator)');
});

test('a framework is exported as it stands, edits by hand with it, as an agent and as a command', async () => {
  const cwd = emptyFolder();
  await run(['new', 'Api_Audit', '--goal', '3', '--no-input'], { cwd });
  const persona = join(cwd, 'output/Api_Audit/00_PERSONA.md');
  writeFileSync(persona, `${readFileSync(persona, 'utf8')}\nYou never guess.\n`);
  for (const [form, file] of [
    ['agent', '.claude/agents/api-audit.md'],
    ['command', '.claude/commands/api-audit.md'],
  ] as const) {
    const ran = documentOf(await run(['export', 'Api_Audit', '--as', form, '--yes', '--json'], { cwd }));
    expect(ran).toMatchObject({ ok: true, form, files: [{ file: `./${file}`, outcome: 'created' }] });
    const { fields, body } = taken(readFileSync(join(cwd, file), 'utf8'));
    expect(body).toContain('You never guess.');
    expect(body.includes('\n$ARGUMENTS\n')).toBe(form === 'command');
    expect(fields.metadata).toMatchObject({ source: 'framework Api_Audit' });
    const back = documentOf(await run(['import', file, '--dry-run', '--json'], { cwd }));
    expect(back.components).toMatchObject([{ format: { name: form } }]);
  }
});

/** A framework that was exported as a skill, and how it is exported again. */
async function exportedSkill() {
  const cwd = emptyFolder();
  await run(['new', 'Fw', '--goal', '3', '--no-input'], { cwd });
  const file = join(cwd, '.agents/skills/fw/SKILL.md');
  const again = async (...more: string[]) =>
    documentOf(await run(['export', 'Fw', '--as', 'skill', '--yes', '--json', ...more], { cwd }));
  const say = (text: string) => {
    const persona = join(cwd, 'output/Fw/00_PERSONA.md');
    writeFileSync(persona, `${readFileSync(persona, 'utf8')}\n${text}\n`);
  };
  expect(await again()).toMatchObject({ files: [{ outcome: 'created' }] });
  return { cwd, file, again, say };
}

test('[promise:export-merge] what is exported again is merged with what a hand has made of it, and nothing of that is lost', async () => {
  const { cwd, file, again, say } = await exportedSkill();
  expect(await again()).toMatchObject({ files: [{ outcome: 'unchanged' }] });
  say('You never guess.');
  expect(await again()).toMatchObject({ files: [{ outcome: 'replaced' }] });
  const written = readFileSync(file, 'utf8');
  expect(written).toContain('You never guess.');

  writeFileSync(file, `${written}Mine.\n`);
  expect(await again()).toMatchObject({ files: [{ outcome: 'unchanged' }] });
  say('You say so.');
  expect(await again()).toMatchObject({ files: [{ outcome: 'merged' }] });
  const merged = readFileSync(file, 'utf8');
  expect(merged).toMatch(/You never guess\.\n\nYou say so\.[\s\S]*\nMine\.\n$/u);
  expect(await again()).toMatchObject({ files: [{ outcome: 'unchanged' }] });

  // `update` does the same, by the name of the file.
  say('You wait.');
  const update = async (...more: string[]) =>
    documentOf(await run(['update', '.agents/skills/fw/SKILL.md', '--json', ...more], { cwd }));
  expect(await update('--check')).toMatchObject({ ok: false, problems: [{ code: 'export-stale' }] });
  expect(await update('--dry-run')).toMatchObject({ ok: true, frameworks: [{ outcome: 'stale' }] });
  expect(readFileSync(file, 'utf8')).toBe(merged);
  expect(await update()).toMatchObject({
    frameworks: [
      { outcome: 'updated', files: [{ file: './.agents/skills/fw/SKILL.md', outcome: 'merged' }] },
    ],
  });
  expect(readFileSync(file, 'utf8')).toMatch(/You wait\.[\s\S]*\nMine\.\n$/u);
  expect(await update('--check')).toMatchObject({ ok: true, frameworks: [{ outcome: 'fresh' }] });
  expect(await update('--title', 'X')).toMatchObject({ ok: false, problems: [{ code: 'flags-exclude' }] });

  // What touches the same lines is told with its line, and nothing of it is written.
  writeFileSync(file, readFileSync(file, 'utf8').replace('You say so.', 'You shout.'));
  const persona = join(cwd, 'output/Fw/00_PERSONA.md');
  writeFileSync(persona, readFileSync(persona, 'utf8').replace('You say so.', 'You whisper.'));
  const edited = readFileSync(file, 'utf8');
  const line = edited.split('\n').indexOf('You shout.') + 1;
  expect(await again()).toMatchObject({ ok: false, problems: [{ code: 'export-conflict', line }] });
  expect(readFileSync(file, 'utf8')).toBe(edited);
  const way = 'orchestrator export Fw --as skill --to ./.agents/skills --keep-edits';
  expect(await update()).toMatchObject({ problems: [{ hint: expect.stringContaining(way) }] });
  expect(await again('--keep-edits')).toMatchObject({ ok: true, files: [{ outcome: 'merged' }] });
  expect(readFileSync(file, 'utf8')).toContain('You shout.');
  expect(await again()).toMatchObject({ files: [{ outcome: 'unchanged' }] });
});

test('update says of a file that it knows nothing of what it lacks', async () => {
  const { cwd, file } = await exportedSkill();
  rmSync(join(cwd, '.agents/skills/fw/.SKILL.md.export.json'));
  writeFileSync(file, 'Mine.\n');
  const refused = await run(['update', '.agents/skills/fw/SKILL.md'], { cwd });
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('was not exported from here');
  expect(readFileSync(file, 'utf8')).toBe('Mine.\n');
});

test('what somebody else has put there is left, and an edited one of which nobody knows what it was', async () => {
  const { cwd, file, again } = await exportedSkill();
  rmSync(join(cwd, '.agents/skills/fw/.SKILL.md.export.json'));
  for (const [text, code] of [
    [`${readFileSync(file, 'utf8')}Mine.\n`, 'export-edited'],
    ['---\nname: fw\ndescription: Mine.\n---\nMine.\n', 'export-foreign'],
  ] as const) {
    writeFileSync(file, text);
    expect(await again()).toMatchObject({ ok: false, files: [], problems: [{ code }] });
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
});

test('a component and the prompts of MCP are exported, and a component comes back as what it was', async () => {
  const cwd = emptyFolder();
  const exported = async (...args: string[]) =>
    documentOf(await run(['export', ...args, '--yes', '--json'], { cwd }), 'orchestrator.export/1');
  const { files } = await exported('meticulous_auditor', '--as', 'skill');
  expect(files.map(({ file }) => file)).toEqual(['./.agents/skills/meticulous-auditor/SKILL.md']);
  const back = documentOf(
    await run(['import', '.agents/skills/meticulous-auditor', '--name', 'mine', '--dry-run', '--json'], {
      cwd,
    }),
    'orchestrator.import/1',
  );
  expect(back.problems).toEqual([]);
  expect(back.components[0]?.kind).toBe('persona');
  expect(taken(back.components[0]?.text ?? '').body.trim()).toBe(taken(files[0]?.text ?? '').body.trim());

  const prompts = await exported('mcp-prompts', '--as', 'command');
  expect(prompts.files).toHaveLength(9);
  expect(prompts.files.map(({ file }) => file)).toContain('./.claude/commands/orchestrator-review.md');
  for (const { text } of prompts.files) expect(text.match(/\$ARGUMENTS/gu)).toHaveLength(1);
  expect((await exported('mcp-prompts/review', '--as', 'skill')).files).toHaveLength(1);
});

test('a block in AGENTS.md, a plugin and a test for Promptfoo are written whole, each time the same', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'AGENTS.md'), '# Ours\n');
  for (const [form, names] of [
    ['agents-md', ['./AGENTS.md']],
    [
      'plugin',
      [
        './plugins/review-against-standards/skills/review-against-standards/SKILL.md',
        './plugins/review-against-standards/.claude-plugin/plugin.json',
        './plugins/.claude-plugin/marketplace.json',
      ],
    ],
    ['dotprompt', ['./prompts/review-against-standards.prompt']],
    [
      'promptfoo',
      [
        './promptfoo/review-against-standards/promptfooconfig.yaml',
        './promptfoo/review-against-standards/prompt.json',
      ],
    ],
  ] as const) {
    const args = ['export', '3', '--as', form, '--yes', '--json'];
    const first = documentOf(await run(args, { cwd }), 'orchestrator.export/1');
    expect(first.files.map(({ file }) => file)).toEqual(names);
    for (const { file, text } of first.files) expect(readFileSync(join(cwd, file), 'utf8')).toBe(text);
    expect(JSON.stringify(first)).not.toContain('<<FILL');
    if (form === 'dotprompt')
      expect(first.files[0]?.text).toMatch(
        /\{\{role "system"\}\}\n# The Meticulous Auditor\n[\s\S]*\n\n\{\{role "user"\}\}\n# Review against standards\n/u,
      );
    const second = documentOf(await run(args, { cwd }), 'orchestrator.export/1');
    expect(second.files.map(({ outcome }) => outcome)).toEqual(names.map(() => 'unchanged'));
  }
  expect(
    readFileSync(join(cwd, 'AGENTS.md'), 'utf8').startsWith('# Ours\n\n<!-- orchestrator:prompt-review'),
  ).toBe(true);
  const [name, entry] = ['plugins/review-against-standards', 'plugins/.claude-plugin/marketplace.json'];
  expect(JSON.parse(readFileSync(join(cwd, entry), 'utf8')).plugins).toMatchObject([
    { name: 'review-against-standards', source: './review-against-standards' },
  ]);
  expect(existsSync(join(cwd, name, '.claude-plugin/plugin.json'))).toBe(true);
  const edited = readFileSync(join(cwd, 'AGENTS.md'), 'utf8').replace('Auditor', 'Editor');
  writeFileSync(join(cwd, 'AGENTS.md'), edited);
  const told = documentOf(await run(['export', '3', '--as', 'agents-md', '--yes', '--json'], { cwd }));
  expect(told.problems).toMatchObject([{ code: 'export-block-edited', line: 3 }]);
  expect(readFileSync(join(cwd, 'AGENTS.md'), 'utf8')).toBe(edited);
});

test('writes nothing without consent, with --dry-run, and through a link that leads away', async () => {
  const cwd = emptyFolder();
  const dry = await run(['export', '3', '--as', 'skill', '--dry-run'], { cwd });
  expect([dry.code, dry.out.startsWith('---\nname: review-against-standards\n')]).toEqual([0, true]);
  const asked = await run(['export', '3', '--as', 'skill'], { cwd });
  expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('add --yes')]);
  expect(existsSync(join(cwd, '.agents'))).toBe(false);
  const outside = emptyFolder();
  mkdirSync(join(cwd, '.agents'));
  symlinkSync(outside, join(cwd, '.agents/skills'));
  const linked = documentOf(await run(['export', '3', '--as', 'skill', '--yes', '--json'], { cwd }));
  expect(linked.problems).toMatchObject([{ code: 'export-outside' }]);
  expect(readdirSync(outside)).toEqual([]);
});

test('goes to .claude/skills where that is what there is, and to the folder of --to', async () => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, '.claude/skills'), { recursive: true });
  const fileOf = async (...more: string[]) =>
    documentOf(await run(['export', '3', '--as', 'skill', '--dry-run', '--json', ...more], { cwd })).files;
  expect(await fileOf()).toMatchObject([{ file: './.claude/skills/review-against-standards/SKILL.md' }]);
  expect(await fileOf('--to', 'mine')).toMatchObject([{ file: './mine/review-against-standards/SKILL.md' }]);
});

test.each([
  [['None', '--as', 'skill'], 2, 'export-unknown'],
  [['3', '--as', 'poem'], 2, 'export-form'],
])('says what is wrong with %j', async (args, code, said) => {
  const ran = await run(['export', ...args, '--yes', '--json'], { cwd: emptyFolder() });
  expect([ran.code, documentOf(ran).problems[0]?.code]).toEqual([code, said]);
});

test('does not export a goal that lacks a component', async () => {
  const cwd = emptyFolder();
  const entry = { description: 'To try.', persona: 'none_such.txt', protocol: 'code_review_pass.txt' };
  const map = { Mine: { TRY_IT: { ...entry, constraints: [] } } };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify(map));
  const { problems } = documentOf(
    await run(['export', 'TRY_IT', '--as', 'agent', '--yes', '--json'], { cwd }),
  );
  expect(problems).toMatchObject([{ code: 'export-incomplete' }]);
});

test('asks in a terminal, and a no leaves everything as it is', async () => {
  const cwd = emptyFolder();
  const terminal = runInTerminal(['export', '3', '--as', 'command'], { cwd });
  await terminal.asks('Write this to ./.claude/commands/review-against-standards.md?');
  terminal.type('n\r');
  await terminal.ends();
  expect(existsSync(join(cwd, '.claude'))).toBe(false);
});

test('a block goes into the CLAUDE.md of .claude where that is the only file of instructions', async () => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, '.claude'));
  writeFileSync(join(cwd, '.claude/CLAUDE.md'), '# Ours\n');
  const ran = await run(['export', 'meticulous_auditor', '--as', 'agents-md', '--yes'], { cwd });
  expect([ran.code, existsSync(join(cwd, 'AGENTS.md'))]).toEqual([0, false]);
  expect(readFileSync(join(cwd, '.claude/CLAUDE.md'), 'utf8')).toMatch(
    /^# Ours\n\n<!-- orchestrator:prompt-meticulous-auditor /u,
  );
});

test('update keeps the blocks of a file of instructions current, and writes none where one was edited', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'AGENTS.md'), '# Ours\n');
  const act = async (...args: readonly string[]) => run(args, { cwd });
  expect((await act('init')).code).toBe(0);
  for (const [name, text] of [
    ['one', 'Say one.'],
    ['two', 'Say two.'],
  ] as const) {
    writeFileSync(join(cwd, `${name}.md`), text);
    await act('import', `${name}.md`, '--kind', 'constraint', '--yes');
    expect((await act('export', name, '--as', 'agents-md', '--yes')).code).toBe(0);
  }
  expect(await act('update', '--check', 'AGENTS.md')).toMatchObject({ code: 0 });
  const edit = (name: string, from: string, to: string) => {
    const path = join(cwd, name);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };
  edit('components/constraints/one.txt', 'Say one.', 'Say ONE.');
  edit('components/constraints/two.txt', 'Say two.', 'Say TWO.');
  expect(await act('update', '--check', 'AGENTS.md')).toMatchObject({ code: 1 });
  expect((await act('update', 'AGENTS.md')).code).toBe(0);
  const text = readFileSync(join(cwd, 'AGENTS.md'), 'utf8');
  expect(text).toMatch(/^# Ours\n\n[\s\S]*Say ONE\.[\s\S]*Say TWO\./u);
  expect(text.match(/orchestrator export (?:one|two)(?:\.txt)?`/gu)).toHaveLength(2);
  edit('components/constraints/one.txt', 'Say ONE.', 'Say 1.');
  edit('components/constraints/two.txt', 'Say TWO.', 'Say 2.');
  edit('AGENTS.md', 'Say TWO.', 'Say TWO, please.');
  const refused = await act('update', 'AGENTS.md');
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('was edited by hand')]);
  expect(readFileSync(join(cwd, 'AGENTS.md'), 'utf8')).toBe(text.replace('Say TWO.', 'Say TWO, please.'));
});

test.each([
  ['skill', '.agents/skills/meticulous-auditor', 'SKILL.md', ''],
  [
    'plugin',
    'plugins/meticulous-auditor',
    '.claude-plugin/plugin.json',
    'skills/meticulous-auditor/SKILL.md',
  ],
  ['promptfoo', 'promptfoo/meticulous-auditor', 'promptfooconfig.yaml', 'prompt.json'],
])('an export as %s is updated by its folder and by each of its files', async (form, folder, ...files) => {
  const cwd = emptyFolder();
  const act = async (...args: readonly string[]) => run(args, { cwd });
  expect((await act('export', 'meticulous_auditor', '--as', form, '--yes')).code).toBe(0);
  for (const file of ['', ...files.filter(Boolean)]) {
    const { code, out, err } = await act('update', '--check', join(folder, file));
    expect([file, code, out + err]).toEqual([file, 0, expect.stringContaining('is fresh')]);
  }
  writeFileSync(join(cwd, folder, 'stranger.md'), 'Not exported.\n');
  expect((await act('update', '--check', join(folder, 'stranger.md'))).code).toBe(2);
});
