import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentOf, emptyFolder, run } from '../support/program.ts';

const LIST = `# Order service

1. Set up the project (sequential – foundation)
2. Create models in src/models.ts (depends on 1)
3. Models of orders in src/models.ts (parallel ready)
4. Write the docs (parallel ready)
`;

/** A project with a task list in it. */
function projectWith(files: Readonly<Record<string, string>>): string {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, '.git'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

const plans = (cwd: string) => readdirSync(join(cwd, '.orchestrator/plans')).sort();

describe('plan import', () => {
  test('[promise:plan-import] writes a plan, says what it inferred and why, and names the next command', async () => {
    const cwd = projectWith({ 'todo.md': LIST });
    const { code, out, err } = await run(['plan', 'import', 'todo.md'], { cwd });
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('Read todo.md as tasks: it has a numbered list.');
    expect(err).toContain('Phase 3 after Phase 2: both name src/models.ts, though it is marked parallel');
    expect(err).toContain('Phase 4 after Phase 1: marked as the foundation');
    expect(err).toContain('For a batch: nothing is checked by a command (all 4 phases have no gates)');
    expect(err).toContain('Next: orchestrator plan check ./.orchestrator/plans/order-service.md');
    const plan = readFileSync(join(cwd, '.orchestrator/plans/order-service.md'), 'utf8');
    expect(plan).toContain(
      '**Dependencies**: Phase 2 (inferred: both name src/models.ts, though it is marked parallel)',
    );
    const checked = await run(['plan', 'check', '.orchestrator/plans/order-service.md', '--json'], { cwd });
    expect(documentOf(checked)).toMatchObject({
      ok: true,
      conflicts: [],
      cycles: [],
      plan: { stages: [['1'], ['2', '4'], ['3']] },
    });
  });

  test('of a document whose tasks are kept elsewhere, all commands say so, and end alike', async () => {
    const cwd = projectWith({ 'map.md': '# Map\n\nThe task list lives in `docs/tasks.md`.\n' });
    const commands = [
      ['plan', 'import'],
      ['plan', 'show'],
      ['plan', 'check'],
      ['plan', 'normalise'],
      ['batch', 'generate'],
    ];
    for (const command of commands) {
      const { code, out, err } = await run([...command, 'map.md'], { cwd });
      expect([...command, code, out]).toEqual([...command, 1, '']);
      expect(err).toContain('It contains no list of tasks.');
      expect(err).toContain(
        'its tasks are kept elsewhere: “The task list lives in `docs/tasks.md`.” (line 3)',
      );
    }
  });

  test('of a document that holds no work, all commands make nothing, and end with 1', async () => {
    const cwd = projectWith({ 'about.md': '# About\n\nIt does things.\n\n## Install\n\nRun it.\n' });
    const commands = [
      ['plan', 'import'],
      ['plan', 'show'],
      ['plan', 'show', '--as', 'svg'],
      ['plan', 'check'],
      ['plan', 'simulate'],
      ['plan', 'normalise', '--out', 'plan.md'],
      ['batch', 'generate'],
    ];
    for (const command of commands) {
      const { code, out, err } = await run([...command, 'about.md'], { cwd });
      expect([...command, code, out]).toEqual([...command, 1, '']);
      expect(err).toMatch(/error: (?:The plan has no phases|It contains no list of tasks)\./u);
      const { ok } = documentOf(await run([...command.slice(0, 2), '--json', 'about.md'], { cwd }));
      expect([...command, ok]).toEqual([...command, false]);
    }
    expect(readdirSync(cwd).sort()).toEqual(['.git', 'about.md']);
  });

  test('[promise:plan-import-notes] what was lost on the way is told whenever the plan is read, until its line is taken out', async () => {
    const cwd = projectWith({
      'road.md':
        '# Way\n\n## Phase 1: Base\n- Write it\n\n## Phase 2: Page\n- Show it\n\n## Launch checklist\n- [ ] Tell all <!-- or none\n',
    });
    await run(['plan', 'import', 'road.md', '--out', 'plan.md'], { cwd });
    const text = readFileSync(join(cwd, 'plan.md'), 'utf8');
    expect(text).toMatch(/^## Import Notes\n\nImported from road\.md\./mu);
    const told = async (...args: string[]) =>
      documentOf(await run([...args, '--json'], { cwd })).problems.filter(
        ({ code }) => code === 'import-note',
      );
    const lost = await told('plan', 'check', 'plan.md');
    expect(lost).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringContaining('about line 9 of its source: Open tick boxes outside'),
      }),
    );
    expect(await told('batch', 'generate', 'plan.md', '--dry-run')).toEqual(lost);
    const normalised = await run(['plan', 'normalise', 'plan.md'], { cwd });
    expect(normalised.out).toBe(text);
    writeFileSync(join(cwd, 'plan.md'), text.replace(/^- warning, line .*\n/gmu, ''));
    expect((await told('plan', 'check', 'plan.md')).map(({ severity }) => severity)).not.toContain('warning');
  });

  test('is told of a plan whose phases are ticked off as well, and stays in what is made of that', async () => {
    const cwd = projectWith({
      'road.md':
        '# Way\n\n## Phase 1: Base\n- Write it\n\n## Phase 2: Page\n- Show it\n\n## Launch checklist\n- [ ] Tell all\n',
    });
    await run(['plan', 'import', 'road.md', '--out', 'plan.md'], { cwd });
    const text = readFileSync(join(cwd, 'plan.md'), 'utf8');
    const section = text.slice(text.indexOf('## Import Notes')).trimEnd();
    writeFileSync(join(cwd, 'done.md'), text.replace(/^(### Phase 1.*)$/mu, '$1\n\n**Status**: done'));
    const told = async (file: string) =>
      documentOf(await run(['plan', 'check', file, '--json'], { cwd }))
        .problems.filter(({ code }) => code === 'import-note')
        .map(({ message }) => message);
    const lost = await told('plan.md');
    expect(lost).not.toEqual([]);
    expect(await told('done.md')).toEqual(lost);
    for (const verb of ['normalise', 'import']) {
      const made = await run(['plan', verb, 'done.md', '--out', `${verb}.md`], { cwd });
      expect(made.code, made.err).toBe(0);
      const after = readFileSync(join(cwd, `${verb}.md`), 'utf8');
      expect(after).toContain(section);
      expect(after).not.toContain('Phase 1');
      expect(after.match(/^## Import Notes$/gmu)).toHaveLength(1);
      expect((await told(`${verb}.md`)).slice(0, lost.length)).toEqual(lost);
    }
  });

  test('files that are only expected are told as such by every report of the plan', async () => {
    const cwd = projectWith({
      'plan.md':
        '# P\n### Phase 1: A\n**Goal**: g\n**Expected Files**: src/a.ts\n\n### Phase 2: B\n**Goal**: g\n**Files Modified**: src/b.ts\n\n### Phase 3: C\n**Goal**: g\n',
    });
    for (const verb of ['check', 'show']) {
      const document = documentOf(await run(['plan', verb, 'plan.md', '--json'], { cwd }));
      const { phases } = document.plan as { phases: { files: string[]; filesExpected: boolean }[] };
      expect(phases.map(({ files, filesExpected }) => [files, filesExpected])).toEqual([
        [['src/a.ts'], true],
        [['src/b.ts'], false],
        [[], false],
      ]);
    }
  });

  test('invents no hours, gates and files: notes tell that they are missing', async () => {
    const cwd = projectWith({ 'todo.md': LIST });
    const document = documentOf(await run(['plan', 'import', 'todo.md', '--json'], { cwd }));
    const { phases } = document.plan as { phases: { hours: null; gates: []; files: string[] }[] };
    expect(phases.map(({ hours, gates, files }) => [hours, gates, files])).toEqual([
      [null, [], []],
      [null, [], ['src/models.ts']],
      [null, [], ['src/models.ts']],
      [null, [], []],
    ]);
    const codes = document.problems.map(({ code, severity }) => `${String(severity)} ${String(code)}`);
    expect([...new Set(codes)].sort()).toEqual([
      'note files-guessed',
      'note files-missing',
      'note gates-missing',
      'note hours-missing',
    ]);
  });

  test('[promise:plan-account] what a document claims and its plan does not show is told by every command that reads it', async () => {
    const text =
      '# Roadmap\nPhases 1 and 2 were delivered in May.\n## Phase 1: A\n- x\n## Phase 2: B\nStatus: odd\n- y\n';
    const cwd = projectWith({ 'r.md': text });
    for (const args of [
      ['plan', 'check', 'r.md'],
      ['plan', 'import', 'r.md', '--dry-run'],
      ['plan', 'normalise', 'r.md'],
      ['plan', 'simulate', 'r.md'],
      ['batch', 'generate', 'r.md', '--dry-run', '--no-input'],
    ]) {
      const { out, err } = await run(args, { cwd });
      const said = `${args.join(' ')}\n${out}${err}`;
      expect(said).toContain('“Phases 1 and 2 were delivered in May.” (line 2)');
      expect(said).toContain('“Status: odd” (line 6)');
    }
    const { problems } = documentOf(await run(['plan', 'show', 'r.md', '--json'], { cwd }));
    const codes = problems.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['said-done', 'status-unread']));
  });

  test('never writes over a plan: a number is put behind the name, and a named file has to be free', async () => {
    const cwd = projectWith({ 'todo.md': LIST, 'mine.md': 'mine' });
    for (const _ of [1, 2, 3]) expect((await run(['plan', 'import', 'todo.md'], { cwd })).code).toBe(0);
    expect(plans(cwd)).toEqual(['order-service-2.md', 'order-service-3.md', 'order-service.md']);
    const refused = await run(['plan', 'import', 'todo.md', '--out', 'mine.md'], { cwd });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('./mine.md: error: There is already a file of that name');
    expect(readFileSync(join(cwd, 'mine.md'), 'utf8')).toBe('mine');
  });

  test('prints the plan and writes nothing with --dry-run and --out -', async () => {
    const cwd = projectWith({ 'todo.md': LIST });
    const dry = await run(['plan', 'import', 'todo.md', '--dry-run'], { cwd });
    const piped = await run(['plan', 'import', '-', '--out', '-'], { cwd, input: LIST });
    expect(dry.out).toBe(piped.out);
    expect(dry.out).toMatch(/^# Order service\n\n## Phases\n\n### Phase 1: Set up the project\n/u);
    expect(dry.err).toContain('nothing was written. It would go to ./.orchestrator/plans/order-service.md.');
    expect(piped.err).toContain('Read standard input as tasks');
    expect(existsSync(join(cwd, '.orchestrator'))).toBe(false);
    const document = documentOf(await run(['plan', 'import', 'todo.md', '--dry-run', '--json'], { cwd }));
    expect(document).toMatchObject({ ok: true, written: false, text: dry.out, from: { format: 'tasks' } });
  });

  test('reports everything that is wrong in the source, with its lines, and writes nothing', async () => {
    const cwd = projectWith({
      'todo.md': '1. A (depends on 2)\n2. B (depends on 1)\n3. C (depends on 9)\n4. D (depends on 4)\n',
    });
    const { code, out, err } = await run(['plan', 'import', 'todo.md'], { cwd });
    expect([code, out]).toEqual([1, '']);
    expect(err.split('\n').filter((line) => line.includes('error:'))).toEqual([
      './todo.md:1:18: error: Tasks depend on each other in a cycle: 1 (A), line 1 → 2 (B), line 2 → 1 (A), line 1.',
      './todo.md:4:18: error: 4 (D) depends on itself.',
    ]);
    expect(err).toContain('./todo.md:3:18: warning: No task here is called "9". It is kept as a remark.');
    expect(existsSync(join(cwd, '.orchestrator'))).toBe(false);
    const document = documentOf(await run(['plan', 'import', 'todo.md', '--json'], { cwd }));
    expect(document).toMatchObject({ ok: false, file: null, plan: null, written: false });
    expect(document.problems.map(({ line }) => line)).toEqual([1, 3, 4]);
  });

  test('ends with 2 and names the candidates where a list can be read in two ways', async () => {
    const cwd = projectWith({ 'tasks.md': '## 1. Setup\n- [ ] 1.1 One\n- [ ] T001 Two in src/a.ts\n' });
    const { code, err } = await run(['plan', 'import', 'tasks.md'], { cwd });
    expect(code).toBe(2);
    expect(err).toContain('--from spec-kit or --from openspec');
    expect((await run(['plan', 'import', 'tasks.md', '--from', 'openspec'], { cwd })).code).toBe(0);
  });

  test.each([
    [['--from', 'speckit'], 2, 'Did you mean spec-kit?'],
    [['--tag', 'x'], 2, 'Only Task Master has tags'],
    [['--from', 'task-master'], 1, 'it is not valid JSON'],
    [['--from', 'openspec'], 1, 'It contains no task'],
    [['--from', 'spec-kit', '--in-order'], 2, 'Only a plain list leaves its order open'],
  ])('says what is wrong with %j', async (flags, code, said) => {
    const cwd = projectWith({ 'todo.md': LIST });
    const found = await run(['plan', 'import', 'todo.md', ...flags], { cwd });
    expect(found.code).toBe(code);
    expect(found.err).toContain(said);
    expect(existsSync(join(cwd, '.orchestrator'))).toBe(false);
  });

  test('refuses what is no text, too deep, absent or empty, each with what to do', async () => {
    const cwd = projectWith({
      'deep.json': `${'['.repeat(500_000)}`,
      'empty.md': '',
      'plan.md': '### Phase 1: A\n**Goal**: g\n**Dependencies**: None\n',
    });
    writeFileSync(join(cwd, 'bin'), Buffer.from([65, 0, 66]));
    const results = await Promise.all(
      [['bin'], ['deep.json', '--from', 'task-master'], ['none.md'], ['empty.md'], ['plan.md'], ['.']].map(
        (args) => run(['plan', 'import', ...args], { cwd }),
      ),
    );
    expect(results.map(({ code, err }) => `${code} ${err.split('\n')[0]}`)).toEqual([
      '1 ./bin:1:2: error: A task list is UTF-8 text, and it holds a NUL byte at offset 1.',
      '1 ./deep.json:1:65: error: Values are nested more than 64 levels deep.',
      '2 ./none.md: error: There is no such file.',
      '1 ./empty.md: error: It contains no list of tasks.',
      '2 ./plan.md: error: It is already a plan: it has phases with goals.',
      '2 .: error: It is not a file.',
    ]);
  });

  test('lets no control sequence of the source reach the terminal or the plan', async () => {
    const cwd = projectWith({
      'todo.md':
        '1. \u001b[31mRed\u001b[0m \u001b]0;title\u0007task \u202ex (depends on \u001b[2Jnobody)\n2. Fine \u009b31m\n',
    });
    const warned = await run(['plan', 'import', 'todo.md'], { cwd });
    expect(warned.code).toBe(0);
    expect(warned.err).toContain('nobody');
    const piped = await run(['plan', 'import', '-', '--out', '-'], {
      cwd,
      input: '1. \u001b[31mRed\u001b[0m\u202e task\n2. Blue\u0007 (depends on Red task)\n',
    });
    expect(piped.code).toBe(0);
    for (const { out, err } of [warned, piped]) {
      expect(out + err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/u);
    }
  });

  test('does not follow a link out of the project', async () => {
    const cwd = projectWith({ 'todo.md': LIST });
    const outside = emptyFolder();
    symlinkSync(outside, join(cwd, '.orchestrator'));
    const { code, err } = await run(['plan', 'import', 'todo.md'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('leads out of the project');
    expect(readdirSync(outside)).toEqual([]);
  });
});

test('a section of what is a plan already is refused with a word', async () => {
  const plan = '# P\n\n## Phases\n\n### Phase 1: A\n\n**Goal**: It is.\n**Dependencies**: None\n';
  const { code, err } = await run(['plan', 'check', 'plan.md', '--section', 'Phases'], {
    cwd: projectWith({ 'plan.md': plan }),
  });
  expect(code).toBe(2);
  expect(err).toContain(
    './plan.md: error: It is already a plan, and a single section of a plan cannot be imported.',
  );
});
