import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
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
  const { goals } = documentOf(await run(['goals', 'list', '--json'], { cwd })) as unknown as {
    goals: { name: string }[];
  };
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
    expect(ran).toMatchObject({ ok: true, form, file: `./${file}`, outcome: 'created' });
    const { fields, body } = taken(readFileSync(join(cwd, file), 'utf8'));
    expect(body).toContain('You never guess.');
    expect(body.includes('\n$ARGUMENTS\n')).toBe(form === 'command');
    expect(fields.metadata).toMatchObject({ source: 'framework Api_Audit' });
    const back = documentOf(await run(['import', file, '--dry-run', '--json'], { cwd }));
    expect(back.components).toMatchObject([{ format: { name: form } }]);
  }
});

test('what was exported is written anew; what a hand has edited, or somebody else has put there, is left', async () => {
  const cwd = emptyFolder();
  await run(['new', 'Fw', '--goal', '3', '--no-input'], { cwd });
  const args = ['export', 'Fw', '--as', 'skill', '--yes', '--json'];
  const file = join(cwd, '.agents/skills/fw/SKILL.md');
  const outcomes = async () => documentOf(await run(args, { cwd }));
  expect(await outcomes()).toMatchObject({ outcome: 'created' });
  expect(await outcomes()).toMatchObject({ outcome: 'unchanged' });
  const persona = join(cwd, 'output/Fw/00_PERSONA.md');
  writeFileSync(persona, `${readFileSync(persona, 'utf8')}\nYou never guess.\n`);
  expect(await outcomes()).toMatchObject({ outcome: 'replaced' });
  expect(readFileSync(file, 'utf8')).toContain('You never guess.');
  for (const [text, code] of [
    [`${readFileSync(file, 'utf8')}Mine.\n`, 'export-edited'],
    ['---\nname: fw\ndescription: Mine.\n---\nMine.\n', 'export-foreign'],
  ] as const) {
    writeFileSync(file, text);
    expect(await outcomes()).toMatchObject({ ok: false, outcome: null, problems: [{ code }] });
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
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
    documentOf(await run(['export', '3', '--as', 'skill', '--dry-run', '--json', ...more], { cwd })).file;
  expect(await fileOf()).toBe('./.claude/skills/review-against-standards/SKILL.md');
  expect(await fileOf('--to', 'mine')).toBe('./mine/review-against-standards/SKILL.md');
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
