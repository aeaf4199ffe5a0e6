import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { KEYS, runInTerminal } from '../support/pty.ts';
import { everythingIn } from '../support/wizard.ts';

const MAP = `{
  // What we do here.
  "Work": {
    "WRITE_NOTES": {
      "description": "To tell users what changed.",
      "persona": "empathetic_guide.txt",
      "protocol": "explain_once_pass.txt",
      "constraints": ["define_terms_on_first_use.txt"], // the one that matters
    },
  },
  "Later": {}
}
`;

/** A project with that goal map and no components of its own. */
function project(map = MAP): string {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'goal_map.json'), map);
  return cwd;
}

const mapOf = (cwd: string) => readFileSync(join(cwd, 'goal_map.json'), 'utf8');
const DESCRIBED = ['--description', 'To decide what happens to a bug report.'];

describe('goals new', () => {
  test('[promise:goals-new] adds a goal with components to fill in; every other byte of the goal map stays', async () => {
    const cwd = project();
    const done = await run(['goals', 'new', 'TRIAGE_BUG', ...DESCRIBED, '--category', 'Work'], { cwd });
    expect(done).toMatchObject({
      code: 0,
      out: './goal_map.json\n./components/personas/triage_bug_persona.txt\n./components/protocols/triage_bug_protocol.txt\n',
    });
    expect(done.err).toContain('Added goal [2] TRIAGE_BUG to "Work".');
    expect(done.err).toContain('replace every TODO(orchestrator)');
    const added = `    "TRIAGE_BUG": {
      "description": "To decide what happens to a bug report.",
      "persona": "triage_bug_persona.txt",
      "protocol": "triage_bug_protocol.txt",
      "constraints": []
    },
`;
    const at = MAP.indexOf('  },\n  "Later"');
    expect(mapOf(cwd)).toBe(MAP.slice(0, at) + added + MAP.slice(at));
    expect(await run(['goals', 'check'], { cwd })).toMatchObject({ code: 0 });
    const made = await run(['new', 'X', '--goal', 'TRIAGE_BUG', '--no-input', '--strict'], { cwd });
    expect(made).toMatchObject({ code: 0 });
  });

  test('uses components that are there, begins those that are not, and takes over what a protocol needs', async () => {
    const cwd = project();
    const parts = [
      '--persona',
      'meticulous_auditor',
      '--protocol',
      'code_review_pass',
      '--constraint',
      'our_rule',
    ];
    const made = await run(
      [
        'goals',
        'new',
        'CHECK_IT',
        ...DESCRIBED,
        ...parts,
        '--category',
        'Ours',
        '--keyword',
        'check',
        '--json',
      ],
      { cwd },
    );
    const { goal, files } = documentOf(made, 'orchestrator.goals-new/1');
    expect(goal).toMatchObject({
      number: 2,
      category: 'Ours',
      persona: 'meticulous_auditor.txt',
      protocol: 'code_review_pass.txt',
      constraints: ['our_rule.txt'],
      keywords: ['check'],
      inputs: { artifact: { kind: 'material', required: true }, standards: { kind: 'criteria' } },
    });
    expect(files).toEqual([
      { file: './goal_map.json', status: 'changed' },
      { file: './components/constraints/our_rule.txt', status: 'created' },
    ]);
    expect(readFileSync(join(cwd, 'components/constraints/our_rule.txt'), 'utf8')).toContain(
      'goals: [CHECK_IT]',
    );
    expect(documentOf(await run(['goals', 'show', 'CHECK_IT', '--json'], { cwd }))).toMatchObject({
      goal: { name: 'CHECK_IT', missing: [] },
      problems: [],
    });
  });

  test('stands last in an empty category, and in a new one at the end; later goals move up', async () => {
    const cwd = project();
    await run(['goals', 'new', 'B', ...DESCRIBED, '--category', 'Later'], { cwd });
    await run(['goals', 'new', 'C', ...DESCRIBED, '--category', 'Last of "all"'], { cwd });
    const first = await run(['goals', 'new', 'A', ...DESCRIBED, '--category', 'Work'], { cwd });
    expect(first.err).toContain('Added goal [2] A');
    const { goals } = documentOf(
      await run(['goals', 'list', '--json'], { cwd }),
      'orchestrator.goals-list/1',
    );
    expect(goals.map(({ name, category }) => [name, category])).toEqual([
      ['WRITE_NOTES', 'Work'],
      ['A', 'Work'],
      ['B', 'Later'],
      ['C', 'Last of "all"'],
    ]);
  });

  test('everything that is wrong is told at once, and nothing is written', async () => {
    const cwd = project();
    const bad = [
      '--description',
      'two\nlines',
      '--persona',
      'meticulous_auditer',
      '--protocol',
      'meticulous_auditor',
    ];
    const refused = await run(['goals', 'new', 'write_notes', ...bad, '--constraint', '../up', '--json'], {
      cwd,
    });
    expect(refused.code).toBe(2);
    const { problems } = documentOf(refused, 'orchestrator.goals-new/1');
    expect(problems.map(({ code }) => code).sort()).toEqual([
      'bad-component-name',
      'goal-exists',
      'goal-map-bad-value',
      'misspelt-component',
      'misspelt-component',
    ]);
    expect(problems.find(({ code }) => code === 'goal-exists')).toMatchObject({
      file: './goal_map.json',
      line: 4,
    });
    expect(JSON.stringify(problems)).toContain('Did you mean meticulous_auditor.txt?');
    expect(everythingIn(cwd)).toEqual(['goal_map.json']);
    expect(mapOf(cwd)).toBe(MAP);
  });

  test('a description with text that is not seen is refused', async () => {
    const cwd = project();
    const refused = await run(['goals', 'new', 'X', '--description', 'To do\u200b it.'], { cwd });
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('invisible text') });
    expect(mapOf(cwd)).toBe(MAP);
  });

  test('without a goal map of its own, or a name, or a description, it says what is missing', async () => {
    const none = await run(['goals', 'new', 'X', ...DESCRIBED], { cwd: emptyFolder() });
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('orchestrator init') });
    const bare = await run(['goals', 'new'], { cwd: project() });
    expect(bare.code).toBe(2);
    expect(bare.err).toContain('needs a name');
    expect(bare.err).toContain('--description');
  });

  test('--dry-run shows the change and the new files, and writes nothing', async () => {
    const cwd = project();
    const shown = await run(['goals', 'new', 'X', ...DESCRIBED, '--dry-run'], { cwd });
    expect(shown).toMatchObject({ code: 0, err: expect.stringContaining('Would add goal [2] X') });
    expect(shown.out).toContain('+    "X": {');
    expect(shown.out).toContain('==> ./components/personas/x_persona.txt <==');
    expect(everythingIn(cwd)).toEqual(['goal_map.json']);
  });

  test('a goal map that is a link stays one, and the file behind it has the goal', async () => {
    const cwd = project();
    mkdirSync(join(cwd, 'shared'));
    renameSync(join(cwd, 'goal_map.json'), join(cwd, 'shared/map.json'));
    symlinkSync('shared/map.json', join(cwd, 'goal_map.json'));
    expect(await run(['goals', 'new', 'X', ...DESCRIBED], { cwd })).toMatchObject({ code: 0 });
    expect(lstatSync(join(cwd, 'goal_map.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(cwd, 'shared/map.json'), 'utf8')).toContain('"X": {');
  });

  test.skipIf(process.getuid?.() === 0)(
    'where the goal map cannot be written, no component is left',
    async () => {
      const cwd = project();
      mkdirSync(join(cwd, 'components'));
      chmodSync(cwd, 0o555);
      const failed = await run(['goals', 'new', 'X', ...DESCRIBED], { cwd });
      chmodSync(cwd, 0o755);
      expect(failed.code).toBe(3);
      expect(everythingIn(cwd)).toEqual(['components', 'goal_map.json']);
    },
  );

  test('in a terminal it asks, and shows what each component is beside its name', async () => {
    const cwd = project();
    const terminal = runInTerminal(['goals', 'new'], { cwd, columns: 120, rows: 40 });
    await terminal.asks('Enter a name for the goal');
    terminal.type('WRITE_notes', KEYS.enter);
    await terminal.asks('already exists');
    terminal.type(...Array<string>(11).fill(KEYS.backspace), 'TRIAGE_BUG', KEYS.enter);
    await terminal.asks('What is it for?');
    terminal.type('To triage.', KEYS.enter);
    await terminal.asks('Under which heading', '[1] Work', '[2] another');
    terminal.type('1', KEYS.enter);
    await terminal.asks('Which persona', '> [1] a new one', 'meticulous_auditor.txt');
    const { component } = documentOf(
      await run(['components', 'show', 'meticulous_auditor', '--json'], { cwd }),
      'orchestrator.components-show/1',
    ).components.map((one) => ({ component: one }))[0] ?? { component: undefined };
    await terminal.asks(`meticulous_auditor.txt   ${String(component?.metadata.summary).slice(0, 30)}`);
    terminal.type('meticulous', KEYS.enter);
    await terminal.asks('Which protocol', '> [1] a new one');
    terminal.type(KEYS.escape);
    await terminal.asks('Which persona', 'meticulous_auditor.txt');
    terminal.type(KEYS.enter);
    await terminal.asks('Which protocol');
    terminal.type(KEYS.enter);
    await terminal.asks('Which constraint applies', '> [1] none');
    terminal.type('define_terms', KEYS.enter);
    await terminal.asks('Which other constraint', '> [1] enough', 'Define Terms On First Use');
    terminal.type(KEYS.enter);
    expect(await terminal.ends()).toMatchObject({ code: 0, cooked: true });
    expect(documentOf(await run(['goals', 'show', 'TRIAGE_BUG', '--json'], { cwd }))).toMatchObject({
      goal: {
        description: 'To triage.',
        persona: 'meticulous_auditor.txt',
        protocol: 'triage_bug_protocol.txt',
        constraints: [{ file: 'define_terms_on_first_use.txt' }],
        missing: [],
      },
    });
    expect(existsSync(join(cwd, 'components/personas'))).toBe(false);
  });

  test('Ctrl-C at a question leaves nothing behind', async () => {
    const cwd = project();
    const terminal = runInTerminal(['goals', 'new', 'X', ...DESCRIBED], { cwd });
    await terminal.asks('Under which heading');
    terminal.type(KEYS.interrupt);
    expect(await terminal.ends()).toMatchObject({ code: 130, cooked: true });
    expect(everythingIn(cwd)).toEqual(['goal_map.json']);
  });
});
