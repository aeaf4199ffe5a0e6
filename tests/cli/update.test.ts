import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LOCK, PERSONA, PROMPT, Project } from '../support/frameworks.ts';
import { GOOD, modelServer, newPlace, shippedText } from '../support/generation.ts';
import { CANARY } from '../support/model.ts';
import { goodStream } from '../support/model_server.ts';
import { documentOf, emptyFolder, ROOT, run } from '../support/program.ts';

const AUDITOR = 'components/personas/meticulous_auditor.txt';

describe('update: which framework', () => {
  test('is found by name, by folder and by a file in it; a wrong name gets a suggestion', async () => {
    const project = await Project.make();
    for (const name of ['X', 'output/X', './output/X/', `output/X/${PERSONA}`, join(project.cwd, 'output/X')])
      expect(await project.json('update', name), name).toMatchObject({
        code: 0,
        frameworks: [{ outcome: 'fresh' }],
      });
    expect((await project.run('new', 'Api_Audit', '--goal', '3', '--no-input')).code).toBe(0);
    expect(await project.json('update', 'Api_Adit')).toMatchObject({
      code: 2,
      problems: [{ code: 'no-such-framework', hint: 'Did you mean Api_Audit?' }],
    });
    symlinkSync(join(project.cwd, 'output/X'), join(project.cwd, 'output/Link'));
    expect(await project.json('update', 'Link')).toMatchObject({
      code: 2,
      problems: [{ code: 'framework-is-a-link' }],
    });
  });

  test.each([
    [[], 'missing-framework'],
    [['X', '--all'], 'flags-exclude'],
    [['--all', '--title', 'T'], 'flags-exclude'],
    [['X', 'Y', '--set', 'scope=all'], 'flags-exclude'],
    [['--all', '--adopt'], 'flags-exclude'],
    [['X', '--check', '--dry-run'], 'flags-exclude'],
    [['X', '--set', 'scope=-', '--api-key-file', '-'], 'input-taken-twice'],
  ])('update %j is refused as %s', async (args, code) => {
    const project = await Project.make();
    expect(await project.json('update', ...args)).toMatchObject({ code: 2, ok: false, problems: [{ code }] });
  });

  test('--all goes on after one that fails, and says which', async () => {
    const project = await Project.make();
    expect((await project.run('new', 'A', '--goal', '3', '--no-input')).code).toBe(0);
    expect((await project.run('new', 'Z', '--goal', '3', '--no-input')).code).toBe(0);
    project.write(`output/X/${LOCK}`, '{');
    project.edit(AUDITOR, 'wastes a day', 'wastes a week');
    expect(await project.json('update', '--all')).toMatchObject({
      code: 1,
      frameworks: [
        { name: 'A', outcome: 'updated' },
        { name: 'X', outcome: 'failed' },
        { name: 'Z', outcome: 'updated' },
      ],
      problems: [{ code: 'lock-not-valid', file: './output/X/framework.lock.json' }],
    });
    expect(project.read(`output/Z/${PERSONA}`)).toContain('wastes a week');
  });
});

describe('update: other answers', () => {
  test('values, title, goal and components are those of now, the rest those of before', async () => {
    const project = await Project.make('--set', 'scope=all', '--title', 'The First');
    const flags = [
      '--title',
      'The Second',
      '--set',
      'artifact=x = 1',
      '--add-constraint',
      'no_html_restructure',
    ];
    expect(await project.json('update', 'X', ...flags)).toMatchObject({ code: 0 });
    expect(project.file(PERSONA)).toContain('# The Second');
    const limit = shippedText('constraint', 'no_html_restructure');
    for (const text of ['x = 1', 'scope: all', limit]) expect(project.file(PROMPT)).toContain(text);
    expect(await project.json('update', 'X', '--unset', 'artifact', '--recommended')).toMatchObject({
      code: 0,
    });
    expect(project.file(PROMPT)).not.toContain('x = 1');
    expect(project.file(PROMPT)).not.toContain(limit);
    expect(project.file(PROMPT)).toContain('scope: all');
    expect(await project.json('update', 'X', '--variant', 'document')).toMatchObject({ code: 0 });
    expect(project.file(LOCK)).toContain('"variant": "document"');
    expect(await project.json('update', 'X', '--no-variant')).toMatchObject({ code: 0 });
    expect(project.file(LOCK)).toContain('"variant": null');
    expect(await project.json('update', 'X', '--goal', '1')).toMatchObject({
      code: 2,
      problems: [{ code: 'value-without-input' }],
    });
    expect(await project.json('update', 'X', '--goal', '1', '--unset', 'scope')).toMatchObject({ code: 0 });
    expect(project.file(PROMPT)).not.toContain('review against standards');
    expect(await project.json('update', 'X', '--unset', 'scope')).toMatchObject({
      code: 2,
      problems: [{ code: 'nothing-to-unset' }],
    });
  });
});

describe('the name of a file that filled an input when the framework was made', () => {
  const opening = (project: Project) => /^<artifact id="a-\w+"(.*)>$/mu.exec(project.file(PROMPT))?.[1];
  const recorded = (project: Project) =>
    (JSON.parse(project.file(LOCK)) as { answers: { valueFiles?: unknown } }).answers.valueFiles;

  async function made(): Promise<Project> {
    const project = await Project.make();
    project.write('src/x.py', 'x = 1\n');
    project.write('y.py', 'y = 2\n');
    expect(await project.json('update', 'X', '--set', 'artifact=@src/x.py')).toMatchObject({ code: 0 });
    return project;
  }

  test('stays with an update, and is gone or another one with another value', async () => {
    const project = await made();
    expect(opening(project)).toBe(' file="src/x.py"');
    expect(recorded(project)).toEqual({ artifact: 'src/x.py' });
    expect(await project.json('update', 'X', '--title', 'Other', '--set', 'scope=all')).toMatchObject({
      code: 0,
    });
    expect(await project.json('update', 'X', '--check')).toMatchObject({ code: 0 });
    expect(opening(project)).toBe(' file="src/x.py"');
    expect((await project.run('explain', `output/X/${PROMPT}`)).out).not.toContain('edited');
    expect(await project.json('update', 'X', '--set', 'artifact=@y.py')).toMatchObject({ code: 0 });
    expect([opening(project), recorded(project)]).toEqual([' file="y.py"', { artifact: 'y.py' }]);
    for (const other of [
      ['--set', 'artifact=x = 1\n'],
      ['--unset', 'artifact'],
    ]) {
      expect(await project.json('update', 'X', '--set', 'artifact=@y.py')).toMatchObject({ code: 0 });
      expect(await project.json('update', 'X', ...other)).toMatchObject({ code: 0 });
      expect([opening(project), recorded(project)]).toEqual(['', undefined]);
    }
  });

  test('goes with its value when the framework is made again over the one that is there', async () => {
    const project = await made();
    const again = ['new', 'X', '--goal', '3', '--no-input', '--on-conflict'];
    expect(await project.json(...again, 'merge', '--title', 'Other')).toMatchObject({ code: 0 });
    expect(recorded(project)).toEqual({ artifact: 'src/x.py' });
    expect(await project.json(...again, 'merge', '--set', 'artifact=typed')).toMatchObject({ code: 0 });
    expect([opening(project), recorded(project)]).toEqual(['', undefined]);
    expect(await project.json(...again, 'merge', '--set', 'artifact=@y.py')).toMatchObject({ code: 0 });
    expect([opening(project), recorded(project)]).toEqual([' file="y.py"', { artifact: 'y.py' }]);
    expect(await project.json(...again, 'overwrite')).toMatchObject({ code: 0 });
    expect([opening(project), recorded(project)]).toEqual(['', undefined]);
  });

  test('is given to a framework that is adopted', async () => {
    const project = await made();
    rmSync(join(project.cwd, 'output/X', LOCK));
    const { problems } = await project.json('update', 'X', '--adopt', '--set', 'artifact=@src/x.py');
    expect(problems).toEqual([]);
    expect(recorded(project)).toEqual({ artifact: 'src/x.py' });
    expect(await project.json('update', 'X', '--check')).toMatchObject({ code: 0 });
  });

  test('that another side of a merge has is told as what it is', async () => {
    const project = await made();
    const ours = project.file(LOCK);
    project.write('x.py', 'x = 1\n');
    expect(await project.json('update', 'X', '--set', 'artifact=@x.py')).toMatchObject({ code: 0 });
    const theirs = project.file(LOCK);
    project.write(`output/X/${LOCK}`, `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> feature\n`);
    const adopted = JSON.stringify(await project.json('update', '--adopt', 'X'));
    expect(adopted).toContain('another file name for the value of artifact: \\"x.py\\"; yours was kept');
    expect(adopted).not.toContain('choice of components');
    expect(recorded(project)).toEqual({ artifact: 'src/x.py' });
  });
});

describe('update: looking only', () => {
  test('--dry-run tells the component behind each change, and writes nothing', async () => {
    const project = await Project.make();
    const before = [PERSONA, PROMPT, LOCK].map((file) => project.file(file));
    project.edit(AUDITOR, 'wastes a day', 'wastes a week');
    const looked = await project.run('update', 'X', '--dry-run');
    expect(looked.code).toBe(0);
    expect(looked.out).toMatch(/^-.*wastes a day\. {2}\[persona meticulous_auditor\.txt\]$/mu);
    expect(looked.out).toMatch(/^\+.*wastes a week\. {2}\[persona meticulous_auditor\.txt\]$/mu);
    expect(await project.json('update', 'X', '--dry-run')).toMatchObject({
      frameworks: [{ outcome: 'stale', diffs: [{ file: PERSONA, changes: [{}] }] }],
    });
    expect([PERSONA, PROMPT, LOCK].map((file) => project.file(file))).toEqual(before);
    expect(readdirSync(join(project.cwd, 'output/X'))).toHaveLength(3);
  });

  test('[promise:update-check] --check exits 1 for what is stale, not for what is only edited', async () => {
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, 'You weigh', 'I weigh');
    expect((await project.run('update', '--check', '--all')).code).toBe(0);
    project.edit(AUDITOR, 'wastes a day', 'wastes a week');
    expect((await project.run('update', '--check', '--all')).code).toBe(1);
    expect(project.file(PERSONA)).toContain('wastes a day');
  });
});

describe('update: what has gone', () => {
  test('a goal or a variant is named, and nothing is written', async () => {
    const project = await Project.make('--variant', 'document');
    const before = project.file(PERSONA);
    const map = project.read('goal_map.json');
    const [head = '', ...rest] = map.split('"REVIEW_AGAINST_STANDARDS":');
    const renamed = rest.join('').replace('"document":', '"paper":');
    project.write('goal_map.json', `${head}"REVIEW_AGAINST_STANDARDS":${renamed}`);
    expect(await project.json('update', 'X')).toMatchObject({
      code: 1,
      problems: [{ code: 'variant-gone' }],
    });
    project.write('goal_map.json', map.replace('"REVIEW_AGAINST_STANDARDS":', '"REVIEW_BY_STANDARDS":'));
    expect(await project.json('update', 'X')).toMatchObject({ code: 1, problems: [{ code: 'goal-gone' }] });
    project.write('goal_map.json', map);
    expect(project.file(PERSONA)).toBe(before);
  });

  test('a component that was there is not replaced by a placeholder', async () => {
    const project = await Project.make();
    renameSync(join(project.cwd, AUDITOR), join(project.cwd, 'components/personas/my_auditor.txt'));
    project.edit('components/personas/my_auditor.txt', 'id: meticulous_auditor', 'id: my_auditor');
    expect((await project.run('update', 'X', '--persona', 'my_auditor')).code).toBe(0);
    rmSync(join(project.cwd, 'components/personas/my_auditor.txt'));
    const before = project.file(PERSONA);
    const gone = await project.json('update', 'X');
    expect(gone).toMatchObject({ code: 1, problems: [{ code: 'component-gone' }] });
    expect(project.file(PERSONA)).toBe(before);
    expect((await project.json('list')).frameworks).toMatchObject([{ status: ['untraceable'] }]);
    // Asked to have it written anew, with nobody to do it.
    const described = await project.json('update', 'X', '--describe', 'my_auditor.txt=An auditor of models.');
    expect(described).toMatchObject({
      code: 1,
      frameworks: [{ outcome: 'failed' }],
      problems: [{ code: 'component-gone' }, { code: 'component-missing' }],
    });
    expect(project.file(PERSONA)).toBe(before);
    expect((await project.run('update', 'X', '--recommended')).code).toBe(0);
  });

  test('a template that was deleted is missed, until the shipped one is asked for', async () => {
    const project = await Project.make();
    project.write('templates/00_PERSONA.md.hbs', 'MY OWN {{title}}\n\n{{persona}}\n');
    expect((await project.run('update', 'X')).code).toBe(0);
    expect(project.file(PERSONA)).toContain('MY OWN');
    rmSync(join(project.cwd, 'templates'), { recursive: true });
    expect(await project.json('update', 'X')).toMatchObject({
      code: 1,
      problems: [{ code: 'template-gone' }],
    });
    expect(project.file(PERSONA)).toContain('MY OWN');
    expect((await project.run('update', 'X', '--shipped-templates')).code).toBe(0);
    expect(project.file(PERSONA)).not.toContain('MY OWN');
  });

  test('a lock of a newer version is refused and left as it is', async () => {
    const project = await Project.make();
    project.edit(`output/X/${LOCK}`, 'framework-lock/2', 'framework-lock/9');
    const before = project.file(LOCK);
    project.edit(AUDITOR, 'wastes a day', 'wastes a week');
    expect(await project.json('update', 'X')).toMatchObject({ code: 1, problems: [{ code: 'lock-newer' }] });
    expect(project.file(LOCK)).toBe(before);
    expect(project.file(PERSONA)).toContain('wastes a day');
  });

  test('a link in the place of a file is not followed', async () => {
    const project = await Project.make();
    project.write('secret.txt', 'secret');
    rmSync(join(project.cwd, 'output/X', PERSONA));
    symlinkSync('../../secret.txt', join(project.cwd, 'output/X', PERSONA));
    expect(await project.json('update', 'X')).toMatchObject({
      code: 1,
      problems: [{ code: 'framework-file-unreadable' }],
    });
    expect(project.read('secret.txt')).toBe('secret');
  });
});

describe('update: placeholders', () => {
  const made = ['new', 'Audit', '--goal', 'TRY_IT', '--title', 'T', '--no-input', '--no-generate'];

  test('[promise:update-heals] are healed on the way, by a model or by hand', async () => {
    const server = await modelServer(CANARY, [goodStream(GOOD.persona)]);
    const place = newPlace(server.baseUrl);
    const options = { cwd: place.cwd, env: place.env };
    expect((await run(made, options)).code).toBe(0);
    expect(documentOf(await run(['list', '--json'], options))).toMatchObject({
      frameworks: [{ status: ['placeholders'] }],
    });
    const updated = await run(['update', '--all', '--json'], options);
    expect(documentOf(updated)).toMatchObject({ ok: true, frameworks: [{ outcome: 'updated', todos: [] }] });
    expect(server.requests).toHaveLength(1);
    expect(documentOf(await run(['list', '--json'], options))).toMatchObject({
      frameworks: [{ status: ['fresh'] }],
    });
  });

  test('stay where no model can be reached: the framework is left as it is, and --strict exits 1', async () => {
    const place = newPlace(null);
    const options = { cwd: place.cwd, env: place.env };
    expect((await run(made, options)).code).toBe(0);
    expect(documentOf(await run(['update', 'Audit', '--json'], options))).toMatchObject({
      ok: true,
      frameworks: [{ outcome: 'fresh', todos: [{ kind: 'persona' }] }],
      problems: [{ severity: 'warning', code: 'component-missing' }],
    });
    expect((await run(['update', 'Audit', '--strict'], options)).code).toBe(1);
    expect(existsSync(join(place.cwd, 'components'))).toBe(false);
  });
});

test('a framework from before there was a request is filled as it is, and gets a place for it when it is updated', async () => {
  const cwd = emptyFolder();
  const folder = join(cwd, 'output/Django_Model_Auditor');
  cpSync(join(ROOT, 'tests/cases/framework_without_request'), folder, { recursive: true });
  const given = ['--set', 'artifact=x = 1.0', '--set', 'standards=No floats.'];
  const filled = await run(['fill', 'Django_Model_Auditor', ...given], { cwd });
  expect(filled.code).toBe(0);
  expect(filled.out).toContain('x = 1.0\n');
  expect(filled.out).not.toMatch(/<<FILL \w/u);
  const asked = await run(['fill', 'Django_Model_Auditor', ...given, '--set', 'request=Briefly.'], { cwd });
  expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('no input "request"') });
  expect((await run(['update', 'Django_Model_Auditor'], { cwd })).code).toBe(0);
  expect(readFileSync(join(folder, PROMPT), 'utf8')).toContain('<<FILL request (optional): ');
  const again = await run(['fill', 'Django_Model_Auditor', ...given, '--set', 'request=Briefly.'], { cwd });
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('\nBriefly.\n') });
});

test('a task file whose lock is lost tells its goal by its heading, that of an earlier version too', async () => {
  for (const heading of [undefined, '# Task: review against standards - X']) {
    const project = await Project.make();
    rmSync(join(project.cwd, 'output/X', LOCK));
    if (heading) project.edit(`output/X/${PROMPT}`, '# Review against standards', heading);
    expect(await project.json('update', 'X', '--adopt')).toMatchObject({ code: 0 });
    expect(project.file(LOCK)).toContain('"goal": "REVIEW_AGAINST_STANDARDS"');
  }
});

describe('components promote --from-framework', () => {
  test('[promise:promote-back] writes nothing without being told to, leaves what spans components, and makes a copy of a built-in one', async () => {
    const project = await Project.make();
    rmSync(join(project.cwd, 'components'), { recursive: true });
    const again = ['new', 'X', '--goal', '3', '--no-input', '--on-conflict', 'overwrite'];
    expect((await project.run(...again)).code).toBe(0);
    const [first = ''] = shippedText('persona', 'meticulous_auditor').split('\n');
    project.edit(`output/X/${PERSONA}`, /^# .*/mu, '# Mine');
    project.edit(`output/X/${PERSONA}`, first, `A line of mine.\n${first}`);
    const asked = await project.json('components', 'promote', '--from-framework', 'X');
    expect(asked).toMatchObject({ code: 2, problems: [{ code: 'not-confirmed' }] });
    expect(existsSync(join(project.cwd, AUDITOR))).toBe(false);
    const shown = await project.json('components', 'promote', '--from-framework', 'X', '--dry-run');
    expect(shown).toMatchObject({
      code: 0,
      components: [{ file: 'meticulous_auditor.txt', layer: 'project', replaces: false }],
      problems: [{ code: 'edit-spans-components', line: 1 }],
    });
    expect(existsSync(join(project.cwd, AUDITOR))).toBe(false);
    expect((await project.run('components', 'promote', '--from-framework', 'X', '--yes')).code).toBe(0);
    expect(project.read(AUDITOR)).toContain(`A line of mine.\n${first}`);
    expect(project.file(PERSONA)).toContain('# Mine');
    expect(await project.json('list')).toMatchObject({ frameworks: [{ status: ['edited'] }] });
    const none = await project.json('components', 'promote', '--from-framework', 'X', '--yes');
    expect(none).toMatchObject({ code: 1, problems: [{ code: 'nothing-to-promote' }, { line: 1 }] });
  });

  test('puts a heading that was edited below the frame’s back at the level that it has in the protocol', async () => {
    const project = await Project.make();
    const again = ['new', 'X', '--goal', '3', '--no-input', '--on-conflict', 'overwrite'];
    expect((await project.run(...again)).code).toBe(0);
    project.edit(`output/X/${PROMPT}`, /^### Findings .*/mu, '### Breaches\n#### Open');
    expect((await project.run('components', 'promote', '--from-framework', 'X', '--yes')).code).toBe(0);
    const written = project.read('components/protocols/code_review_pass.txt');
    expect(written.match(/^#.*/gmu)).toEqual([
      ...['## Verdict      one word, and why', '## Breaches', '### Open'],
    ]);
    expect(await project.json('update', 'X')).toMatchObject({ code: 0, frameworks: [{ outcome: 'fresh' }] });
  });

  test('refuses a framework that is stale', async () => {
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, 'You weigh', 'I weigh');
    project.edit(AUDITOR, 'wastes a day', 'wastes a week');
    const refused = await project.json('components', 'promote', '--from-framework', 'X', '--yes');
    expect(refused).toMatchObject({ code: 1, problems: [{ code: 'framework-stale' }] });
  });
});
