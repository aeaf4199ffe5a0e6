import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchProject, phaseStates } from '../support/batch_project.ts';
import { Project } from '../support/frameworks.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';
import { eventually } from '../support/wait.ts';

const AUDITOR = 'components/personas/meticulous_auditor.txt';

test('[promise:hidden-text] a component that hides text is not used, and the place is told', async () => {
  const project = await Project.make();
  project.edit(AUDITOR, 'You weigh', 'You\u{e0069}\u{e0067} weigh\u200b');
  const line =
    project
      .read(AUDITOR)
      .split('\n')
      .findIndex((text) => text.includes('weigh')) + 1;
  const { code, err } = await project.run('new', 'Y', '--goal', '3', '--title', 'T');
  expect(code).toBe(1);
  expect(err).toContain(
    `./${AUDITOR}:${line}:4: error: It contains invisible text: a tag character, U+E0069.`,
  );
  expect(err).toContain(': a character of no width, U+200B.');
});

test.each([
  ['as it is', 'Find bugs.\u{e0069}\u200b'],
  ['as an escape', 'Find bugs.\\u200b'],
])(
  '[promise:hidden-in-goals] a goal map that hides text %s is not used, and the place is told',
  async (_, text) => {
    const cwd = emptyFolder();
    const goal = `"FIND": { "description": "${text}", "persona": "meticulous_auditor.txt", "protocol": "p.txt" }`;
    writeFileSync(join(cwd, 'goal_map.json'), `{ // told\u200b\n  "Mine": {\n    ${goal} } }`);
    const { code, out, err } = await run(['goals', 'list'], { cwd });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /goal_map\.json:3:30: error: It contains invisible text: a [a-z ]+, U\+(?:E0069|200B)\./u,
    );
  },
);

test('what instruction files hide is written out in what a model is told', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'AGENTS.md'), '# Rules\nUse tabs.\u{e0049}\u{e0047} And\u200b go.\n');
  writeFileSync(join(cwd, 'package.json'), '{ "name": "x" }');
  const { readInstructions } = await import('../../src/context/documents.ts');
  expect(readInstructions(cwd)).toEqual([
    { file: 'AGENTS.md', text: '# Rules\nUse tabs.\\u{e0049}\\u{e0047} And\\u{200b} go.\n' },
  ]);
});

/** Says of itself that it is hidden, in every way that a plan can hide it. */
const TAGS = [...'HID'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
const HIDING = `\u200b\u2060${TAGS}\u202e\u3164 <!-- UNSEEN -->`;
const HIDDEN = /[\u200b\u2060\u202e\u3164\u{e0000}-\u{e007f}]|UNSEEN/u;
const HIDING_PLAN = `# Shop${HIDING}

## Phases

### Phase 1: Add it${HIDING}
**Goal**: It is there.${HIDING}
**Estimated Hours**: 1
**Complexity**: low${HIDING}
**Files Modified**: src/1.txt
**Dependencies**: None
**Requirement**: R1${HIDING}
**Owner**: Ana${HIDING}
**Implementation Steps**:
1. Write it.${HIDING}
**Validation Gates**:
- [ ] It works: \`grep -q fixed src/1.txt\`${HIDING}

### Phase 2: Use it
**Goal**: It is used.
**Estimated Hours**: 1
**Files Modified**: src/2.txt
**Dependencies**: Phase 1
**Implementation Steps**:
1. Write it, with \`<!-- shown -->\`.
**Validation Gates**:
- [ ] It works: \`test -s src/2.txt\`
`;

test('[promise:hidden-in-plans] no file of a batch holds unseen what its plan hides', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'plan.md'), HIDING_PLAN);
  const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
  expect(code).toBe(0);
  expect(err).toContain(
    './plan.md:1:7: warning: There is hidden text here: a character of no width, U+200B.',
  );
  expect(err).toContain(`./plan.md:1:${7 + HIDING.indexOf('<')}: warning: There is an HTML comment here`);
  const folder = join(cwd, '.orchestrator/batches/1');
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const files = readdirSync(folder).filter((name) => name !== 'plan.md');
  expect(files).toEqual(expect.arrayContaining(['PRP-1.1.1.md', 'task-1.json', 'batch.json']));
  for (const name of files) expect(read(name), name).not.toMatch(HIDDEN);
  const prompt = read('PRP-1.1.1.md');
  expect(prompt).toContain('It is there.\\u{200b}\\u{2060}\\u{e0048}');
  expect(read('PRP-1.2.1.md')).toContain('`<!-- shown -->`');
  // Programs read the value that the plan has.
  expect(JSON.parse(read('task-1.json')).goal).toBe(`It is there.${HIDING.replace(/ <.*/u, '')}`);
});

test('nor does any prompt that a run gives its executor: the first, one with evidence, one after an interruption', async () => {
  const said = `${HIDING.replace(/ <.*/u, '')}from the agent`;
  const script = {
    phases: {
      1: [
        [{ note: 'first.json' }, { complain: said }, { exit: 7 }],
        [{ note: 'second.json' }, { tell: 'runs' }, { hang: true }],
        [{ note: 'third.json' }, { write: { 'src/1.txt': 'fixed\n' } }],
      ],
    },
    default: [[{ note: 'other.json' }, { work: 'done by' }]],
  };
  const project = await batchProject([], script, { 'plan.md': HIDING_PLAN });
  const running = project.start();
  await eventually(() => project.told('runs'));
  running.signal('SIGINT');
  expect((await running.ended).code).toBe(130);
  expect(phaseStates(await project.run())).toEqual({
    1: 'done executor interrupted merged',
    2: 'done merged',
  });
  const prompts = ['first', 'second', 'third', 'other'].map(
    (name) => JSON.parse(project.told(`${name}.json`) ?? '').prompt as string,
  );
  for (const prompt of prompts) {
    expect(prompt).toContain('## Steps');
    expect(prompt).not.toMatch(HIDDEN);
  }
  for (const prompt of prompts.slice(1, 3)) expect(prompt).toContain('\\u{3164}from the agent');
});

test('what a terminal would obey is told at its place in a plan, and is in no prompt', async () => {
  const plan = HIDING_PLAN.replaceAll(HIDING, '').replace(
    'It is there.',
    'It is\u001b[8m not\u001b[0m\u009b8m there.',
  );
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'plan.md'), plan);
  const { err } = await run(['plan', 'check', 'plan.md'], { cwd });
  expect(err).toContain('plan.md:6:16: warning: There is a control character here: U+001B.');
  expect(err).toMatch(/plan\.md:6:\d+: warning: There is a control character here: U\+009B\./u);
  const shown = await run(['batch', 'generate', 'plan.md', '--dry-run'], { cwd });
  expect(shown.out).toContain('==> ');
  const prompts = shown.out.split('==> ').filter((part) => /^\S*PRP-/u.test(part));
  expect(prompts.length).toBeGreaterThan(0);
  expect(prompts.join('')).not.toMatch(/[\u001b\u009b]/u);
});

test('[promise:hidden-told] a prompt that goes out byte for byte is warned of: its files and what fills them', async () => {
  const project = await Project.make();
  expect((await project.run('new', 'Audit', '--goal', '3', '--title', 'T')).code).toBe(0);
  project.edit('output/Audit/01_PROMPT_TEMPLATE.md', '## Protocol', '<!-- psst -->\n## Protocol\u2060');
  writeFileSync(join(project.cwd, 'a.py'), 'x\nx = 1\u200b\u00a0\u200b\n');
  const given = ['--set', 'artifact=@a.py', '--set', 'standards=`<!-- shown -->`'];
  const { code, out, err } = await project.run('fill', 'Audit', ...given);
  expect(code).toBe(0);
  expect(out).toContain('x = 1\u200b');
  expect(err).toMatch(/01_PROMPT_TEMPLATE\.md:\d+:1: warning: There is an HTML comment here, and the model/u);
  expect(err).toMatch(/01_PROMPT_TEMPLATE\.md:\d+:12: warning: There is hidden text here: [^,]*, U\+2060\./u);
  expect(err).toContain(
    'What is given for "artifact" has hidden text in its line 2, column 6: a character of no width, U+200B, and 1 more.',
  );
  expect(err).not.toContain('"standards"');
});

test('what the answers of a framework hide is told when it is made, and whenever they come back from its lock', async () => {
  const project = await Project.make();
  const given = ['--title', 'Au\u200bditor', '--set', 'purpose=to\u2060 know', '--set', 'request=R\u{e0061}'];
  const said = [
    ['title', 3, 'a character of no width, U\\+200B'],
    ['purpose', 3, 'a character of no width, U\\+2060'],
    ['request', 2, 'a tag character, U\\+E0061'],
  ].map(
    ([name, column, what]) =>
      new RegExp(
        `^warning: What is given for "${name}" has hidden text in its line 1, column ${column}: ${what}`,
        'mu',
      ),
  );
  const tells = (err: string) => {
    for (const line of said) expect(err).toMatch(line);
  };
  const made = await project.run('new', 'Audit', '--goal', '3', ...given);
  expect(made.code).toBe(0);
  tells(made.err);
  expect(documentOf(await project.run('new', 'B', '--goal', '3', ...given, '--json')).problems).toHaveLength(
    3,
  );
  const updated = await project.run('update', 'Audit', '--set', 'scope=all');
  expect(updated.code).toBe(0);
  tells(updated.err);
  const filled = await project.run('fill', 'Audit', '--set', 'artifact=x', '--set', 'standards=y');
  expect(filled.err).toMatch(
    /00_PERSONA\.md:1:5: warning: There is hidden text here: a character of no width, U\+200B/u,
  );
  expect(filled.err).toMatch(
    /01_PROMPT_TEMPLATE\.md:\d+:\d+: warning: There is hidden text here: .*, and 1 more\./u,
  );
});

test('plan import tells what a source hides at its place there, and leaves comments out, in titles too', async () => {
  const cwd = emptyFolder();
  const list =
    '# Work <!-- a -->\n\n- [ ] Build src/a.ts <!-- b -->\n- [ ] Test\u200b it\n  <!-- c\n  d -->\n- [ ] Keep `<!-- e -->`\n';
  writeFileSync(join(cwd, 'todo.md'), list);
  const { code, out, err } = await run(['plan', 'import', 'todo.md', '--out', '-'], { cwd });
  expect(code).toBe(0);
  expect(out).not.toMatch(/<! ?-- [abcd]|d -->/u);
  expect(out).toContain('# Work\n');
  expect(out).toContain('### Phase 1: Build src/a.ts\n');
  expect(out).toContain('**Goal**: Keep `<!-- e -->`');
  expect(err.match(/^.*(?:hidden|HTML).*$/gimu)).toEqual([
    './todo.md:1:8: warning: There is an HTML comment here, as 2 more (lines 3, 5); text that no reader of the page sees is not imported.',
    './todo.md:4:11: warning: There is hidden text here: a character of no width, U+200B.',
  ]);
  const checked = await run(['plan', 'check', 'todo.md'], { cwd });
  expect(checked.err.match(/^.*(?:hidden|HTML).*$/gimu)).toEqual(err.match(/^.*(?:hidden|HTML).*$/gimu));
});

test.each(['text', 'mermaid', 'dot', 'svg', 'json'])(
  'plan show --as %s draws nothing that is not seen: what a plan hides is written out',
  async (form) => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'plan.md'), HIDING_PLAN);
    const { code, out, err } = await run(['plan', 'show', 'plan.md', '--as', form], { cwd });
    expect(code).toBe(0);
    // A comment in a title is drawn as it stands there, for everybody to see.
    expect(`${out}${err}`.replaceAll('UNSEEN', '')).not.toMatch(HIDDEN);
    expect(out).toContain('200b');
  },
);

test('a plan that is made of another document holds nothing that is not seen, and it is told', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'plan.md'), HIDING_PLAN);
  writeFileSync(
    join(cwd, 'todo.md'),
    `# To do\n\n- [ ] Build it${HIDING}\n- [ ] Test${TAGS} it in src/a\u2060.ts\n`,
  );
  for (const args of [
    ['normalise', 'plan.md'],
    ['normalise', 'todo.md'],
    ['import', 'todo.md', '--out', '-'],
  ]) {
    const { code, out, err } = await run(['plan', ...args], { cwd });
    expect(code, args.join(' ')).toBe(0);
    expect(`${out}${err}`.replaceAll('UNSEEN', ''), args.join(' ')).not.toMatch(HIDDEN);
    expect(out, args.join(' ')).toContain('\\u{2060}');
    expect(err, args.join(' ')).toContain('There is hidden text here');
  }
});

test('a text of a JSON list hides in its own text only', async () => {
  const cwd = emptyFolder();
  const task = (id: number, title: string, details: string) => ({
    ...{ id, title, details, status: 'pending', dependencies: [] },
  });
  const tasks = [task(1, 'One <!-- a -->', 'do\u2060 it <!-- b'), task(2, 'Two', 'c --> d')];
  writeFileSync(
    join(cwd, 'tasks.json'),
    JSON.stringify({ master: { tasks } }, null, 1).replace('\u2060', '\\u2060'),
  );
  const { code, out, err } = await run(['plan', 'import', 'tasks.json', '--out', '-'], { cwd });
  expect(code).toBe(0);
  expect(out).toContain('### Phase 1: One\n');
  expect(out).not.toMatch(/<! ?--|\bb\b/u);
  expect(out).toContain('c --> d');
  expect(err).toContain('./tasks.json:6:14: warning: There is an HTML comment here, as 1 more (line 7)');
  expect(err).toContain(
    './tasks.json:7:16: warning: There is hidden text here: a character of no width, U+2060.',
  );
});

test('new --dry-run shows a terminal no sequence of a component’s, and a file every byte of it', async () => {
  const cwd = emptyFolder();
  const goal = { description: 'd', persona: 'mine.txt', protocol: 'code_review_pass.txt', constraints: [] };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { ONE: goal } }));
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  const text = 'You are \u001b]0;hijack\u0007one \u001b[2J\u009b31m who asks.';
  writeFileSync(join(cwd, 'components/personas/mine.txt'), text);
  const args = ['new', 'A', '--goal', 'ONE', '--title', 'T', '--dry-run'];
  const terminal = runInTerminal(args, { cwd });
  expect((await terminal.ends()).code).toBe(0);
  expect(terminal.raw()).toContain('You are one  who asks.');
  for (const part of ['\u001b]0;hijack', '\u001b[2J', '\u009b'])
    expect(terminal.raw().includes(part), JSON.stringify(part)).toBe(false);
  expect((await run(args, { cwd })).out).toContain(text);
  const { out } = await run(['components', 'show', 'mine.txt', '--json'], { cwd });
  expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(out).toContain('\\u009b31m');
});

test('a full disk, or what the system refuses, is no bug of the program’s', async () => {
  const cwd = emptyFolder();
  writeFileSync(
    join(cwd, 'break.cjs'),
    "const path = require('node:path'); const { resolve } = path; path.resolve = (...parts) => { if (parts.includes('break-here')) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', path: '/full/file' }); return resolve(...parts); };",
  );
  const env = { NODE_OPTIONS: `--require ${join(cwd, 'break.cjs')}` };
  const { code, err } = await run(['goals', 'list', '--goal-map', 'break-here'], { cwd, env });
  expect(code).toBe(3);
  expect(err).not.toContain('bug');
  expect(err).toContain('/full/file: error: The system refused: no space left on device.');
});
