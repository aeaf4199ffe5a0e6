import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';
import { emptyFolder, run } from '../support/program.ts';
import { repositoryWith } from '../support/repository.ts';
import { FAKE_AGENT } from '../support/shell_agent.ts';

/** A batch that went well, whose first phase failed once before. */
async function goodBatch() {
  const project = await batchProject(
    [{ gates: ['grep -q done src/1.txt || grep -nH wrong src/1.txt /nowhere'] }, { after: ['1'] }],
    {
      phases: {
        1: [
          [{ write: { 'src/1.txt': 'wrong\n' } }],
          [{ work: 'done by' }, { result: { summary: 'Wrote what the gate looks for.' } }],
        ],
      },
      default: [[{ work: 'done by' }]],
    },
    { 'package.json': '{ "name": "acme-shop", "scripts": { "test": "true" } }\n' },
  );
  const ran = await project.run();
  expect(ran.code).toBe(0);
  return project;
}

describe('a batch that went well', () => {
  test('[promise:patterns-learn] becomes a pattern that gives a sound plan, shown first, with what was overcome', async () => {
    const project = await goodBatch();
    const shown = await project.call('patterns', 'learn', '1', '--id', 'parts', '--dry-run');
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('+id: parts\n');
    expect((await project.call('patterns', 'show', 'parts')).code).toBe(2);
    // Nobody has said yes.
    expect((await project.call('patterns', 'learn', '1', '--id', 'parts')).code).toBe(2);
    const learned = await project.call('patterns', 'learn', '1', '--id', 'parts', '--yes', '--json');
    expect(JSON.parse(learned.out)).toMatchObject({ ok: true, pattern: 'project/parts' });
    const pattern = await project.call('patterns', 'show', 'parts', '--json');
    expect(JSON.parse(pattern.out)).toMatchObject({
      phases: [
        { id: 'part-1', files: ['src/1.txt'] },
        { id: 'part-2', dependencies: ['part-1'] },
      ],
      issues: [{ phases: ['part-1'], fix: 'Wrote what the gate looks for.' }],
    });
    const checked = await project.call('patterns', 'check', '--strict', '--json');
    expect(JSON.parse(checked.out)).toMatchObject({ ok: true, patterns: [{ id: 'project/parts' }] });
  });

  test('of a pattern keeps what that says of its inputs and of when it fits; what failed alike is told once, with what got over it', async () => {
    const cwd = repositoryWith({ 'README.md': 'A project.\n' });
    const aside = emptyFolder();
    mkdirSync(join(cwd, '.orchestrator/patterns'), { recursive: true });
    writeFileSync(
      join(cwd, '.orchestrator/patterns/page.yaml'),
      `schema: orchestrator.pattern/1
id: page
name: Page
description: A page.
domain: web
keywords: [page]
inputs: [{ name: file, describe: the file of the page, example: page.txt }]
requirements: [Somebody wants it.]
phases:
  - id: page
    title: Write {{file}}
    goal: It is there.
    hours: 1
    files: ["{{file}}"]
    steps: [Write it]
    gates: [{ text: It is done, command: "grep -q done {{file}} || grep -nH wrong {{file}} /nowhere" }]
    alternative: Carve it out of wood.
    question: { text: Which wood, default: oak }
  - { id: rest, title: The rest, goal: It is there., hours: 1, files: [rest.txt], dependencies: [page], steps: [Write it], gates: [{ text: It is there, command: test -s rest.txt }] }
issues: [{ id: any, what: Anything, signs: [no such sign], fix: Think. }]
`,
    );
    const wrong = [{ write: { 'greeting.txt': 'wrong\n' } }];
    const script = {
      phases: { 1: [wrong, wrong, wrong, [{ work: 'done by' }]] },
      default: [[{ work: 'done by' }]],
    };
    writeFileSync(join(aside, 'script.json'), JSON.stringify(script));
    const env = { HOME: emptyFolder() };
    const call = (...args: readonly string[]) => run(args, { cwd, env });
    await call('patterns', 'use', 'page', '--input', 'file=greeting.txt', '--out', 'plan.md');
    expect((await call('batch', 'generate', 'plan.md')).code).toBe(0);
    const agent = `${process.execPath} ${FAKE_AGENT} ${join(aside, 'script.json')}`;
    const ran = await call('batch', 'run', '1', '--retries', '2', '--yes', '--executor-command', agent);
    expect(ran.code, ran.err).toBe(0);
    const learned = await call('patterns', 'learn', '1', '--id', 'again', '--yes');
    expect(learned.code, learned.err).toBe(0);
    const shown = JSON.parse((await call('patterns', 'show', 'again', '--json')).out);
    expect(shown).toMatchObject({
      pattern: { domain: 'web' },
      keywords: ['page'],
      requirements: ['Somebody wants it.'],
      inputs: [{ name: 'file', describe: 'the file of the page', example: 'page.txt' }],
      phases: [
        { alternative: 'Carve it out of wood.', question: { text: 'Which wood', default: 'oak' } },
        {},
      ],
      issues: [
        { id: 'any', fix: 'Think.', phases: [] },
        {
          signs: ['grep: /nowhere: No such file or directory'],
          fix: 'Go another way: Carve it out of wood.',
        },
      ],
    });
    expect(shown.issues).toHaveLength(2);
    // What the plan was filled with is this project's own.
    expect(JSON.stringify(shown)).not.toContain('greeting');
  });

  test('of a pattern has its phases and gates back as they were, also where an input is a word of everyday language', async () => {
    const cwd = repositoryWith({ 'README.md': 'A project.\n' });
    const aside = emptyFolder();
    mkdirSync(join(cwd, '.orchestrator/patterns'), { recursive: true });
    const phases = [
      {
        id: 'model',
        title: 'Store {{thing}}',
        goal: 'The {{thing}} are kept.',
        hours: 1,
        files: ['{{thing}}/**'],
        steps: ['Write down what {{thing}} are'],
        gates: [
          { text: 'There are fences for {{thing}}', command: "grep -q '```' {{thing}}/a.md" },
          { text: 'What checks rests on it', command: 'test -s {{thing}}/a.md', without: '{{thing}}/a.md' },
        ],
      },
    ];
    const pattern = {
      schema: 'orchestrator.pattern/1',
      id: 'things',
      name: 'Things',
      description: 'Things.',
    };
    const inputs = [{ name: 'thing', describe: 'what is stored', example: 'orders' }];
    writeFileSync(
      join(cwd, '.orchestrator/patterns/things.yaml'),
      JSON.stringify({ ...pattern, domain: 'web', keywords: ['things'], inputs, phases }),
    );
    const work = { write: { 'invoices/a.md': '```\ninvoices\n```\n' } };
    const idle = { write: { 'invoices/a.md': '\n' } };
    writeFileSync(join(aside, 'script.json'), JSON.stringify({ default: [[idle], [work]] }));
    const env = { HOME: emptyFolder() };
    const call = (...args: readonly string[]) => run(args, { cwd, env });
    await call('patterns', 'use', 'things', '--input', 'thing=invoices', '--out', 'plan.md');
    expect((await call('batch', 'generate', 'plan.md')).code).toBe(0);
    const agent = `${process.execPath} ${FAKE_AGENT} ${join(aside, 'script.json')}`;
    const ran = await call('batch', 'run', '1', '--retries', '1', '--yes', '--executor-command', agent);
    expect(ran.code, ran.err).toBe(0);
    const learned = await call('patterns', 'learn', '1', '--id', 'again', '--yes');
    expect(learned.code, learned.err).toBe(0);
    const file = readFileSync(join(cwd, '.orchestrator/patterns/again.yaml'), 'utf8');
    expect(file).not.toContain('invoices');
    const shown = JSON.parse((await call('patterns', 'show', 'again', '--json')).out);
    expect(shown.phases).toMatchObject(phases);
    expect(shown.inputs).toMatchObject(inputs);
    // A gate that printed nothing has no sign by which its failure would be known again.
    expect(shown.issues).toEqual([]);
  });

  test('whose files were only expected becomes one that expects them, and limits nothing either', async () => {
    const project = await batchProject([{ filesExpected: true }, { after: ['1'] }], {
      default: [[{ work: 'done by' }]],
    });
    expect((await project.run()).code).toBe(0);
    expect((await project.call('patterns', 'learn', '1', '--id', 'parts', '--yes')).code).toBe(0);
    const shown = JSON.parse((await project.call('patterns', 'show', 'parts', '--json')).out) as {
      phases: readonly { filesExpected?: true }[];
    };
    expect(shown.phases.map(({ filesExpected }) => filesExpected)).toEqual([true, undefined]);
    const planned = await project.call('patterns', 'use', 'parts', '--out', 'again.md');
    expect(planned.code, planned.err).toBe(0);
    const text = readFileSync(join(project.folder, 'again.md'), 'utf8');
    expect(text.match(/^\*\*(?:Expected Files|Files Modified)\*\*: .*$/gmu)).toEqual([
      '**Expected Files**: src/1.txt',
      '**Files Modified**: src/2.txt',
    ]);
  });

  test('names no project in its name, and leaves the boxes of its steps behind', async () => {
    const plan = [
      '# Orders for the acme-shop, and acme-shop alone\n',
      '### Phase 1: Orders\n',
      '**Goal**: There are orders',
      '**Files Modified**: src/orders.txt',
      '**Implementation Steps**:',
      '- [ ] Write orders of the acme-shop',
      '- [ ] Test them\n',
      '**Validation Gates**:',
      '- [ ] They are there: `grep -q done src/orders.txt`\n',
    ];
    const cwd = repositoryWith({ 'package.json': '{ "name": "acme-shop" }\n', 'plan.md': plan.join('\n') });
    const script = join(emptyFolder(), 'script.json');
    writeFileSync(script, JSON.stringify({ default: [[{ work: 'done by' }]] }));
    const env = { HOME: emptyFolder() };
    const call = (...args: readonly string[]) => run(args, { cwd, env });
    expect((await call('batch', 'generate', 'plan.md')).code).toBe(0);
    const agent = `${process.execPath} ${FAKE_AGENT} ${script}`;
    const ran = await call('batch', 'run', '1', '--yes', '--executor-command', agent);
    expect(ran.code, ran.err).toBe(0);
    expect((await call('patterns', 'learn', '1', '--id', 'orders', '--yes')).code).toBe(0);
    const shown = JSON.parse((await call('patterns', 'show', 'orders', '--json')).out);
    expect(shown.pattern.name).toBe('Orders for the project, and the project alone');
    expect(shown.phases[0].steps).toEqual(['Write orders of the {{project}}', 'Test them']);
  });

  test('has to be done', async () => {
    const project = await batchProject([{}]);
    const learned = await project.call('patterns', 'learn', '1', '--json');
    expect(JSON.parse(learned.out)).toMatchObject({ ok: false, problems: [{ code: 'batch-not-done' }] });
  });
});

describe('a pattern that is handed on', () => {
  const call = (cwd: string, ...args: readonly string[]) => run(['patterns', ...args], { cwd });
  const problemsOf = async (cwd: string, ...args: readonly string[]) => {
    const { out } = await call(cwd, ...args, '--json');
    const { problems } = JSON.parse(out) as { problems: readonly { code: string }[] };
    return problems.map(({ code }) => code);
  };

  test('[promise:patterns-share] is the same there, and one that was changed on the way is refused', async () => {
    const [here, there] = [emptyFolder(), emptyFolder()];
    const file = join(there, 'bundle.json');
    expect((await call(here, 'export', 'etl-pipeline', '--out', file)).code).toBe(0);
    expect((await call(there, 'import', 'bundle.json')).code).toBe(0);
    const versions = await Promise.all(
      ['built-in/etl-pipeline', 'project/etl-pipeline'].map(async (id) => {
        const { pattern } = JSON.parse((await call(there, 'show', id, '--json')).out) as {
          pattern: { version: string };
        };
        return pattern.version;
      }),
    );
    expect(versions[0]).toBe(versions[1]);
    const again = await call(there, 'import', 'bundle.json', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ ok: true, isNew: false });
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('dataset', 'Dataset'));
    expect(await problemsOf(there, 'import', 'bundle.json')).toEqual(['bundle-changed']);
    writeFileSync(file, '{}');
    expect(await problemsOf(there, 'import', 'bundle.json')).toEqual(['bundle-unreadable']);
  });

  test('replaces another one of its id on a yes only', async () => {
    const [here, there] = [emptyFolder(), emptyFolder()];
    await call(here, 'export', 'cli-tool', '--out', join(there, 'a.json'));
    await call(there, 'import', 'a.json');
    const own = join(there, '.orchestrator/patterns/cli-tool.yaml');
    writeFileSync(own, readFileSync(own, 'utf8').replace('name: Command line tool', 'name: My tool'));
    expect(await problemsOf(there, 'import', 'a.json')).toEqual(['not-confirmed']);
    expect(readFileSync(own, 'utf8')).toContain('name: My tool');
    expect((await call(there, 'import', 'a.json', '--yes')).code).toBe(0);
    expect(readFileSync(own, 'utf8')).toContain('name: Command line tool');
  });

  test('that names a folder of this machine, or holds a key, is not handed on', async () => {
    const here = emptyFolder();
    await call(here, 'export', 'cli-tool', '--out', join(here, 'a.json'));
    await call(here, 'import', 'a.json');
    const own = join(here, '.orchestrator/patterns/cli-tool.yaml');
    const text = readFileSync(own, 'utf8');
    writeFileSync(own, text.replace('name: Command line tool', `name: The tool in ${here}`));
    expect(await problemsOf(here, 'export', 'cli-tool')).toEqual(['private-in-pattern']);
    writeFileSync(own, text.replace('name: Command line tool', `name: Key sk-proj-${'a1B2'.repeat(12)}`));
    expect(await problemsOf(here, 'export', 'cli-tool')).toEqual(['private-in-pattern']);
  });
});
