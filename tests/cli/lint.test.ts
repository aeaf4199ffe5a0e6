import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBuiltIn } from '../../src/framework/index.ts';
import { documentOf, emptyFolder, ROOT, run } from '../support/program.ts';

const builtIn = readBuiltIn(ROOT);

/** A project with these files. */
function projectWith(files: Readonly<Record<string, string>>): string {
  const cwd = emptyFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  return cwd;
}

function goalMap(goals: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ Mine: goals });
}

const PERSONA = 'components/personas/boaster.txt';
const BOASTER = 'Your role is auditor.\nYou have 20+ years of experience.\n';

describe('components lint', () => {
  test('finds nothing in what ships, not even a warning', async () => {
    const result = await run(['components', 'lint', '--strict'], { cwd: emptyFolder() });
    expect(result).toEqual({
      code: 0,
      out: '',
      err: `${builtIn.components.length} components: no problems.\n`,
    });
  });

  test('[promise:lint] names file, line and column of what it finds, why, and the count last; and exits 1', async () => {
    const cwd = projectWith({ [PERSONA]: BOASTER });
    const { code, out, err } = await run(['components', 'lint', PERSONA], { cwd });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`./${PERSONA}:2:10: error: It contains "20+ years", but a persona is a policy`);
    expect(err).toContain('\n  Years, fame, memories');
    expect(err).toMatch(/\n1 component: 1 error and 1 note\.\n$/u);
  });

  test('gives one JSON document, with the rule as the code', async () => {
    const cwd = projectWith({ [PERSONA]: BOASTER, 'goal_map.json': goalMap({ ONE: GOAL }) });
    const result = await run(['components', 'lint', 'boaster', '--json'], { cwd });
    const document = documentOf(result);
    expect(result).toMatchObject({ code: 1, err: '' });
    expect(document).toMatchObject({ schema: 'orchestrator.components-lint/1', ok: false, files: 1 });
    expect(document.problems).toContainEqual({
      severity: 'error',
      code: 'lint-p01',
      message: expect.stringContaining('20+ years'),
      file: `./${PERSONA}`,
      line: 2,
      column: 10,
      hint: expect.stringMatching(/\.$/u),
    });
  });

  test('lets warnings pass, and with --strict does not', async () => {
    const cwd = projectWith({ [PERSONA]: 'Your role is auditor. '.repeat(40) });
    expect((await run(['components', 'lint', PERSONA], { cwd })).code).toBe(0);
    expect((await run(['components', 'lint', PERSONA, '--strict'], { cwd })).code).toBe(1);
  });

  test('takes names with or without the ending, paths, and several of them; a wrong one gets a suggestion', async () => {
    const cwd = projectWith({
      'mine.md': '---\nid: mine\nkind: constraint\n---\nIt is short.',
    });
    const several = ['meticulous_auditor', 'code_review_pass.txt', 'mine.md', './mine.md'];
    const { code, err } = await run(['components', 'lint', ...several], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '3 components: no problems.\n' });
    const wrong = await run(['components', 'lint', 'meticulous_auditr'], { cwd });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('Did you mean meticulous_auditor?');
  });

  test('says when nothing tells the kind of a file', async () => {
    const { code, err } = await run(['components', 'lint', 'x.txt'], {
      cwd: projectWith({ 'x.txt': 'Text.' }),
    });
    expect(code).toBe(1);
    expect(err).toContain('./x.txt: error: The kind of this component is unknown.');
  });

  test.each([
    ['anchors and aliases', 'a: &x 1\nb: *x', 2, 'anchors'],
    ['a billion laughs', 'a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]', 2, 'anchors'],
    ['a tag', 'id: hostile\nkind: !!js/function "x"', 3, 'tags'],
    ['a megabyte of it', `summary: ${'x'.repeat(200_000)}`, 1, 'at most 16384'],
    ['nesting', 'a: { b: { c: { d: 1 } } }', 2, 'nested'],
    ['a key that nobody knows', 'id: hostile\nkind: persona\n"__proto__": 1', 4, 'is not a key'],
  ])('meets %s in front matter with an error that says where', async (_, yaml, line, what) => {
    const file = 'components/personas/hostile.txt';
    const cwd = projectWith({ [file]: `---\n${yaml}\n---\nText.` });
    const { problems } = documentOf(await run(['components', 'lint', file, '--json'], { cwd }));
    expect(problems).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        file: `./${file}`,
        line,
        message: expect.stringContaining(what),
      }),
    );
  });

  test('meets a binary file with an error', async () => {
    const cwd = projectWith({ [PERSONA]: 'a\0b' });
    const { code, err } = await run(['components', 'lint', PERSONA], { cwd });
    expect(code).toBe(1);
    expect(err).toContain(`./${PERSONA}:1:2: error: The component cannot be linted: it is not text.`);
  });
});

const GOAL = {
  description: 'To try it out.',
  persona: 'boaster.txt',
  protocol: 'code_review_pass.txt',
  constraints: ['report_do_not_rewrite.txt'],
};

const INPUTS = {
  artifact: { kind: 'material', required: true },
  standard: { kind: 'criteria', required: true },
  scope: { kind: 'setting', required: false },
};

describe('goals check', () => {
  test('finds nothing in what ships, and shows every goal’s words against its budget', async () => {
    const { code, out, err } = await run(['goals', 'check', '--strict'], { cwd: emptyFolder() });
    expect(code).toBe(0);
    expect(err).toMatch(/^\d+ compositions: no problems\.\n$/u);
    expect(out).toMatch(/^TEACH_OR_EXPLAIN\/document +\d+ of 600 +\d+ \(\d+ %\)/mu);
  });

  test('finds nothing in the plainest goal map that works, as the documentation shows it', async () => {
    const docs = readFileSync(join(ROOT, 'docs/extending.md'), 'utf8');
    const [, plainest = ''] = /The smallest file that works:\n\n```json\n([\s\S]*?)```/u.exec(docs) ?? [];
    const cwd = projectWith({ 'goal_map.json': plainest });
    const { code, err } = await run(['goals', 'check', '--strict'], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '1 composition: no problems.\n' });
  });

  test('gives one JSON document whose shares add up', async () => {
    const document = documentOf(await run(['goals', 'check', '--json'], { cwd: emptyFolder() }));
    expect(document).toMatchObject({ schema: 'orchestrator.goals-check/1', ok: true, problems: [] });
    const compositions = document.compositions as {
      words: number;
      when: Record<string, string>;
      shares: { kind: string; words: number; share: number }[];
    }[];
    for (const { words, shares } of compositions) {
      expect(shares.reduce((sum, share) => sum + share.words, 0)).toBe(words);
      expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 1);
    }
    expect(compositions.map(({ when }) => when)).toContainEqual({ artifact_kind: 'markup-text-only' });
  });

  test('[promise:goals-check] names what clashes, what is missing, what nothing uses and what nobody declares', async () => {
    const cwd = projectWith({
      'goal_map.json': goalMap({
        ONE: {
          ...GOAL,
          persona: 'restrained_refiner.txt',
          protocol: 'measure_change_compare.txt',
          constraints: ['with_exit.txt', 'clashing.txt'],
          inputs: { colour: { kind: 'setting' }, artifact: { kind: 'material' } },
        },
        TWO: { ...GOAL, persona: 'gone.txt' },
      }),
      'components/constraints/never_used.txt': 'It is short.',
      'components/constraints/with_exit.txt':
        '---\nid: with_exit\nkind: constraint\nneeds_exit: cause_named\n---\nIt is short.',
      'components/constraints/clashing.txt':
        '---\nid: clashing\nkind: constraint\nconflicts_with: [measure_change_compare]\n---\nIt is whole.',
      'components/protocols/measure_change_compare.txt':
        '---\nid: measure_change_compare\nkind: protocol\ninteraction: single_pass\nrequires_inputs: [artifact, must_not_change]\n---\nGo.\n\nOUTPUT\nAll of it.',
    });
    const { code, err } = await run(['goals', 'check'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('TWO/00_PERSONA.md:3:5: error: No layer of the library has the persona gone.txt');
    expect(err).toMatch(/ONE\/01_PROMPT_TEMPLATE\.md:\d+:1: error: .*says that it conflicts with/u);
    expect(err).toContain('needs the exit "cause_named", which protocol measure_change_compare.txt');
    expect(err).toContain('./goal_map.json:1:10: warning: No component of ONE mentions its input "colour".');
    expect(err).toContain(
      'ONE declares no input "must_not_change", which its measure_change_compare.txt requires.',
    );
    expect(err).toContain('never_used.txt: warning: No goal uses the constraint never_used.txt.');
    expect(err).toMatch(/\n2 compositions: \d+ errors and \d+ warnings\.\n$/u);
  });
});

test('goals check warns of many required inputs, of a form for batches that waits, and tells of a dialogue alone', async () => {
  const input = (required: boolean) => ({ kind: 'material', required, describe: 'x' });
  const dialogue = { ...GOAL, protocol: 'turn_by_turn_dialogue.txt' };
  const cwd = projectWith({
    'goal_map.json': goalMap({
      MANY: { ...GOAL, inputs: { topic: input(true), a: input(true), b: input(true) } },
      TALK: { ...dialogue, inputs: { topic: input(true), a: input(true), b: input(false) } },
      BOTH: { ...dialogue, variants: { once: { protocol: 'explain_once_pass.txt' } } },
      NIGHT: { ...dialogue, variants: { batch: { protocol: 'turn_by_turn_dialogue.txt' } } },
    }),
  });
  const { err } = await run(['goals', 'check'], { cwd });
  expect(err).toContain('warning: MANY requires 3 inputs: topic, a and b.');
  expect(err).not.toContain('TALK requires');
  expect(err).toContain('note: TALK has no variant that does the work in one reply');
  expect(err).not.toContain('BOTH has no variant');
  expect(err).toContain('warning: The batch variant of NIGHT waits for a person (turn by turn).');
  expect(err).toContain('note: NIGHT has no variant that does the work in one reply');
});

describe('templates of a project’s own', () => {
  const files = {
    'goal_map.json': goalMap({ ONE: { ...GOAL, persona: 'meticulous_auditor.txt', inputs: INPUTS } }),
  };

  test('that show no slot for a required input are warned of, once for each kind of input', async () => {
    const cwd = projectWith({ ...files, 'templates/01_PROMPT_TEMPLATE.md.hbs': 'Do it.\n{{protocol}}\n' });
    const { problems } = documentOf(await run(['goals', 'check', '--json'], { cwd }));
    const warnings = problems.filter(({ code }) => code === 'goals-unshown-input');
    expect(warnings).toMatchObject([
      {
        severity: 'warning',
        file: './templates/01_PROMPT_TEMPLATE.md.hbs',
        message: expect.stringContaining('material'),
      },
      {
        severity: 'warning',
        file: './templates/01_PROMPT_TEMPLATE.md.hbs',
        message: expect.stringContaining('criteria'),
      },
    ]);
  });

  test('are refused with all that is wrong in both, each with its place', async () => {
    const cwd = projectWith({
      ...files,
      'templates/00_PERSONA.md.hbs': '{{> x}}\n{{persona.constructor}}',
      'templates/01_PROMPT_TEMPLATE.md.hbs': 'a\n{{#each nope}}{{/each}}',
    });
    for (const args of [
      ['new', 'A', '--goal', 'ONE'],
      ['goals', 'check'],
    ]) {
      const { code, err } = await run(args, { cwd });
      expect(code).toBe(1);
      expect(err.match(/^\S+: error/gmu)).toEqual([
        './templates/00_PERSONA.md.hbs:1:1: error',
        './templates/00_PERSONA.md.hbs:2:3: error',
        './templates/01_PROMPT_TEMPLATE.md.hbs:2:9: error',
      ]);
    }
  });
});

test('goals check tells too many required inputs once, and again only of a variant with inputs of its own', async () => {
  const input = { kind: 'material', required: true, describe: 'a text' };
  const inputs = { one: input, two: input, three: input };
  const goal = {
    description: 'Do it.',
    persona: 'meticulous_auditor.txt',
    protocol: 'code_review_pass.txt',
    constraints: [],
    inputs,
    variants: {
      same: { description: 'Do it so.' },
      also: { description: 'Do it as well.' },
      more: { description: 'Do more.', inputs: { ...inputs, four: input } },
    },
  };
  const cwd = projectWith({ 'goal_map.json': goalMap({ ONE: goal }) });
  const { problems } = documentOf(await run(['goals', 'check', '--json'], { cwd }));
  const told = problems.filter(({ code }) => code === 'goals-many-required');
  expect(told.map(({ message }) => String(message).split(':')[0])).toEqual([
    'ONE requires 3 inputs',
    'ONE/more requires 4 inputs',
  ]);
});

test('goals check says of a goal without its components that they are missing, and nothing that only follows from that', async () => {
  const goal = {
    description: 'Do it.',
    persona: 'a.txt',
    protocol: 'b.txt',
    constraints: ['c.txt', 'd.txt'],
  };
  const cwd = projectWith({ 'goal_map.json': goalMap({ ONE: goal }) });
  const { compositions, problems } = documentOf(await run(['goals', 'check', '--json'], { cwd }));
  expect(problems.map(({ code, message }) => [code, /[abcd]\.txt/u.exec(String(message))?.[0]])).toEqual([
    ['lint-a13', 'a.txt'],
    ['lint-a13', 'b.txt'],
    ['lint-a13', 'c.txt'],
    ['lint-a13', 'd.txt'],
  ]);
  const [{ shares = [] } = {}] = compositions as { shares?: { kind: string; words: number }[] }[];
  expect(shares.find(({ kind }) => kind === 'frame')?.words).toBeLessThan(120);
  expect((await run(['goals', 'check'], { cwd })).err).toContain('\n1 composition: 4 errors.\n');
});

describe('a library of someone else’s', () => {
  const OPENINGS = ['You are a helpful', 'Act as a', 'Always be a', 'Imagine a', 'As a', 'TASK: be a', '# A'];
  const BODIES = [
    'Be concise.\nNever ask. Ask the user.',
    'Step 1: read {{input}}.\nStep 2: answer.',
    '- one\n- two\n- three',
    'Take a deep breath. Think step by step.\r\nDouble-check your work.',
    'Give at least 10 ideas.\n\nExample: "Done! Fixed 12 files."',
    '§ "quotes, ‘quotes’ and `code` – é, 漢字, 🙂',
    '---\nnot: front matter\n---',
    'Do not lie.\tTry to be good where possible.',
  ];
  const text = (index: number) => `${OPENINGS[index % 7]} writer no. ${index}.\n\n${BODIES[index % 8]}\n`;
  const files = Array.from({ length: 57 }, (_, index) => {
    const folder = ['personas', 'protocols', 'constraints'][index % 3];
    return [`components/${folder}/snippet-${index}.txt`, text(index)] as const;
  });
  const goals = Object.fromEntries(
    Array.from({ length: 19 }, (_, index) => [
      `GOAL_${index}`,
      {
        description: `Do thing ${index}.`,
        persona: `snippet-${3 * index}.txt`,
        protocol: `snippet-${3 * index + 1}.txt`,
        constraints: [`snippet-${3 * index + 2}.txt`],
      },
    ]),
  );
  const cwd = projectWith({ ...Object.fromEntries(files), 'goal_map.json': goalMap(goals) });

  test('of 57 plain snippets with a plain goal map loads and renders', async () => {
    const { components } = documentOf(await run(['components', 'list', '--json'], { cwd }));
    const own = (components as { layer: string }[]).filter(({ layer }) => layer === 'project');
    expect(own).toHaveLength(57);
    for (const goal of ['GOAL_0', '7', 'GOAL_18']) {
      const result = await run(['new', `Try_${goal}`, '--goal', goal, '--json'], { cwd });
      expect(result.code).toBe(0);
    }
    const rendered = readFileSync(join(cwd, 'output/Try_GOAL_0/01_PROMPT_TEMPLATE.md'), 'utf8');
    expect(rendered).toContain('{{input}}');
  });

  test('is judged, with findings and their places, and without a crash', async () => {
    const lint = await run(['components', 'lint', '--json'], { cwd });
    expect(lint).toMatchObject({ code: 1, err: '' });
    const { problems, files: judged } = documentOf(lint);
    expect(judged).toBe(57 + builtIn.components.length);
    expect(new Set(problems.map(({ file }) => file)).size).toBe(57);
    expect(problems.every(({ line, column }) => Number(line) > 0 && Number(column) > 0)).toBe(true);
    const check = await run(['goals', 'check', '--json'], { cwd });
    expect(check).toMatchObject({ code: 1, err: '' });
    const found = documentOf(check);
    expect(found.compositions).toHaveLength(19);
    expect(found.problems.map(({ code }) => code)).toContain('lint-a03');
  });
});
