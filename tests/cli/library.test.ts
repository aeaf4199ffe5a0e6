import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, emptyFolder, ROOT, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';

const GOALS = [
  'TEACH_OR_EXPLAIN',
  'DIAGNOSE_ROOT_CAUSE',
  'REVIEW_AGAINST_STANDARDS',
  'SCAFFOLD_FROM_SCRATCH',
  'OPTIMIZE_OR_REFINE',
  'ADD_OR_INTEGRATE',
  'CONVERT_OR_MIGRATE',
  'DECONSTRUCT_AN_IDEA',
  'PLAN_PROFESSIONAL_GROWTH',
  'BUILD_A_MENTAL_MODEL',
  'REFINE_A_PRESENTATION',
];

test('[promise:eleven-goals] the eleven goals are there, numbered in file order, and none names a component that is missing', async () => {
  const document = documentOf(await run(['goals', 'list', '--json'], { cwd: emptyFolder() }));
  const goals = document.goals as { number: number; name: string; missing: unknown[] }[];
  expect(goals.map(({ name }) => name)).toEqual(GOALS);
  expect(goals.map(({ number }) => number)).toEqual(GOALS.map((_, index) => index + 1));
  expect(goals.flatMap(({ missing }) => missing)).toEqual([]);
});

test('every goal and every variant renders with nothing missing', async () => {
  const cwd = emptyFolder();
  const { goals } = documentOf(await run(['goals', 'list', '--json'], { cwd }), 'orchestrator.goals-list/1');
  for (const { name, variants } of goals) {
    for (const flags of [[], ...variants.map((variant) => ['--variant', variant.name])]) {
      const result = await run(['new', 'X', '--goal', name, '--dry-run', '--strict', '--json', ...flags], {
        cwd,
      });
      expect(result.code).toBe(0);
    }
  }
});

test('goals list and goals show say what a goal names that no layer has', async () => {
  const cwd = emptyFolder();
  const goal = { description: 'd', persona: 'meticulous_auditer.txt', protocol: 'b.txt', constraints: [] };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { ONE: goal } }));
  const list = await run(['goals', 'list'], { cwd });
  expect(list.code).toBe(0);
  expect(list.out).toContain('[1] ONE  d (2 missing)');
  expect(list.err).toContain('Did you mean meticulous_auditor.txt?');
  const show = documentOf(await run(['goals', 'show', 'one', '--json'], { cwd }));
  expect(show.goal).toMatchObject({
    name: 'ONE',
    missing: [{ file: 'meticulous_auditer.txt' }, { file: 'b.txt' }],
  });
});

test('components list tells layer, origin and who uses each; the project comes before the user and the built-in ones', async () => {
  const cwd = emptyFolder();
  await run(['init'], { cwd });
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  mkdirSync(join(cwd, '.config/orchestrator/components/personas'), { recursive: true });
  writeFileSync(join(cwd, 'components/personas/meticulous_auditor.txt'), 'Mine.');
  for (const file of ['meticulous_auditor.txt', 'empathetic_guide.txt', 'my_own.md']) {
    writeFileSync(join(cwd, '.config/orchestrator/components/personas', file), 'Of the user.');
  }
  const { components } = documentOf(
    await run(['components', 'list', '--kind', 'persona', '--json'], { cwd }),
  );
  const told = (components as Record<string, unknown>[]).map(({ file, layer, origin, goals }) => ({
    file,
    layer,
    origin,
    goals,
  }));
  expect(told).toContainEqual({
    file: 'meticulous_auditor.txt',
    layer: 'project',
    origin: 'hand',
    goals: ['REVIEW_AGAINST_STANDARDS'],
  });
  expect(told).toContainEqual({
    file: 'empathetic_guide.txt',
    layer: 'user',
    origin: 'hand',
    goals: ['TEACH_OR_EXPLAIN'],
  });
  expect(told).toContainEqual({ file: 'my_own.md', layer: 'user', origin: 'hand', goals: [] });
  expect(told).toContainEqual(
    expect.objectContaining({ file: 'forensic_investigator.txt', layer: 'built-in' }),
  );
});

test.each([[['list']], [['search', 'root', 'cause']]])(
  'components %j says beside each name what it is',
  async (args) => {
    const { out } = await run(['components', ...args], { cwd: emptyFolder() });
    expect(out).toMatch(
      /^persona +forensic_investigator\.txt .* {2}Investigator who finds the condition that explains all of a problem\.$/mu,
    );
  },
);

test('a component that cannot be used is named, and the rest is still listed', async () => {
  const cwd = emptyFolder();
  await run(['init'], { cwd });
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  writeFileSync(join(cwd, 'components/personas/broken.txt'), Buffer.from('One.\nTw\xfft', 'latin1'));
  const outside = join(emptyFolder(), 'secret.txt');
  writeFileSync(outside, 'secret');
  symlinkSync(outside, join(cwd, 'components/personas/link.txt'));
  const { code, out, err } = await run(['components', 'list'], { cwd });
  expect(code).toBe(1);
  expect(out).toContain('meticulous_auditor.txt');
  expect(err).toContain(
    './components/personas/broken.txt:2:3: error: The component cannot be read as text: it is not valid UTF-8.',
  );
  expect(err).toContain(
    './components/personas/link.txt: error: The component is a link that leads out of its library.',
  );
});

test('a component that is nothing but text is listed and found with its first sentence', async () => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  writeFileSync(join(cwd, 'components/personas/zebra.md'), 'You count zebras. You never guess.\n');
  for (const args of [
    ['components', 'list'],
    ['components', 'search', 'zebra'],
  ])
    expect((await run([...args, '--library', 'components'], { cwd })).out).toMatch(
      /zebra\.md .*You count zebras\.\n/u,
    );
});

test('components show gives the text on standard output, with or without the ending', async () => {
  const cwd = emptyFolder();
  const source = readFileSync(join(ROOT, 'components/personas/meticulous_auditor.txt'), 'utf8');
  for (const name of ['meticulous_auditor.txt', 'meticulous_auditor']) {
    const { code, out, err } = await run(['components', 'show', name], { cwd });
    expect(code).toBe(0);
    expect(source.endsWith(out)).toBe(true);
    expect(out).toMatch(/^You review work against rules/u);
    expect(err).toMatch(/used by +REVIEW_AGAINST_STANDARDS/u);
  }
});

test('components search puts the best match first', async () => {
  const { components } = documentOf(
    await run(['components', 'search', 'root', 'cause', '--json'], { cwd: emptyFolder() }),
  );
  expect((components as { goals: string[] }[])[0]?.goals).toContain('DIAGNOSE_ROOT_CAUSE');
  const none = await run(['components', 'search', 'zzzzqqqq'], { cwd: emptyFolder() });
  expect(none).toMatchObject({ code: 0, out: '', err: 'No component matches.\n' });
});

test('[promise:init] init gives a goal map that works and that an editor can check, and never overwrites', async () => {
  const cwd = emptyFolder();
  const dry = await run(['init', '--dry-run'], { cwd });
  expect(dry.err).toContain('Would create ./goal_map.json');
  expect(readdirSync(cwd)).toEqual([]);
  const { code } = await run(['init', '--with-components', '--with-templates'], { cwd });
  expect(code).toBe(0);
  const goalMap = readFileSync(join(cwd, 'goal_map.json'), 'utf8');
  const { $schema } = JSON.parse(goalMap) as { $schema: string };
  expect(JSON.parse(readFileSync(join(cwd, $schema), 'utf8')).title).toBe('GoalMapFile');
  expect(readdirSync(join(cwd, 'components/personas'))).toHaveLength(11);
  expect(readdirSync(join(cwd, 'templates'))).toEqual([
    '00_PERSONA.md.hbs',
    '01_PROMPT_TEMPLATE.md.hbs',
    'prp.md.hbs',
  ]);
  writeFileSync(join(cwd, 'goal_map.json'), goalMap.replace('To teach', 'To really teach'));
  const again = documentOf(await run(['init', '--with-components', '--json'], { cwd }));
  expect((again.files as { status: string }[]).every(({ status }) => status === 'kept')).toBe(true);
  expect((await run(['goals', 'list'], { cwd })).out).toContain('To really teach');
});

test('init says which goal map it hides, still makes its own, and says so only when it makes one', async () => {
  const above = emptyFolder();
  writeFileSync(join(above, 'goal_map.json'), '{}');
  const cwd = join(above, 'a', 'b');
  mkdirSync(cwd, { recursive: true });
  const dry = await run(['init', '--dry-run'], { cwd });
  expect(dry.err).toMatch(/^\.\.\/\.\.\/goal_map\.json: warning: .* would hide this one/mu);
  const made = await run(['init'], { cwd });
  expect(made.code).toBe(0);
  expect(made.err).toMatch(/^\.\.\/\.\.\/goal_map\.json: warning: .* now hides this one/mu);
  expect(made.err).toContain('Created ./goal_map.json\n');
  expect(existsSync(join(cwd, 'goal_map.json'))).toBe(true);
  const again = await run(['init'], { cwd });
  expect(again.err).not.toContain('warning');
  const below = join(cwd, 'c');
  mkdirSync(below);
  expect(documentOf(await run(['init', '--json'], { cwd: below }))).toMatchObject({
    ok: true,
    problems: [{ severity: 'warning', code: 'goal-map-hidden', file: '../goal_map.json' }],
  });
});

test('init follows no link out of the project', async () => {
  const cwd = emptyFolder();
  const outside = emptyFolder();
  symlinkSync(outside, join(cwd, '.orchestrator'));
  const { code, err } = await run(['init'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain('leads out of this folder');
  expect(readdirSync(outside)).toEqual([]);
});

test.each([
  [['components', 'list'], 'empathetic_guide.txt'],
  [['goals', 'check'], 'words'],
])(
  '%j breaks no line of a table in a terminal of 40 columns, and keeps its form in a pipe',
  async (args, part) => {
    const cwd = emptyFolder();
    const terminal = runInTerminal(args, { cwd, columns: 40 });
    expect((await terminal.ends()).code).toBe(0);
    expect(terminal.transcript()).toContain(part);
    for (const line of terminal.transcript().split('\n')) expect(line.length).toBeLessThanOrEqual(40);
    const { out } = await run(args, { cwd });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeGreaterThan(80);
  },
);
