import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, emptyFolder, ROOT, type Run, run } from '../support/program.ts';

const AUDIT = ['new', 'Audit', '--goal', 'REVIEW_AGAINST_STANDARDS'];

function read(folder: string, ...path: string[]): string {
  return readFileSync(join(folder, ...path), 'utf8');
}

/** A goal map whose one goal names components that nobody has. */
function goalMapWithMissing(folder: string, extra = {}): void {
  const goal = {
    description: 'To try.',
    persona: 'nobody.txt',
    protocol: 'code_review_pass.txt',
    constraints: ['report_do_not_rewrit.txt'],
    ...extra,
  };
  writeFileSync(join(folder, 'goal_map.json'), JSON.stringify({ Mine: { TRY_IT: goal } }));
}

test('[promise:no-questions] flags alone make a framework: two files and a lock, with no question and no key', async () => {
  const cwd = emptyFolder();
  const { code, out, err } = await run([...AUDIT, '--title', 'The Auditor'], { cwd });
  expect(code).toBe(0);
  expect(out).toBe('');
  expect(err).toContain(
    'Based on the goal REVIEW_AGAINST_STANDARDS, I will use the "Meticulous Auditor" persona.',
  );
  expect(err).toContain(
    'Generating framework files in directory: ./output/Audit/\n  SUCCESS: Created 00_PERSONA.md\n',
  );
  expect(err).toContain('Configuration complete.');
  expect(readdirSync(join(cwd, 'output/Audit')).sort()).toEqual([
    '00_PERSONA.md',
    '01_PROMPT_TEMPLATE.md',
    'framework.lock.json',
  ]);
  expect(read(cwd, 'output/Audit/00_PERSONA.md')).toMatch(/^# The Auditor\n\nYou review work against rules/u);
});

test('a goal can be given by number and in any case', async () => {
  const cwd = emptyFolder();
  const byNumber = documentOf(await run(['new', 'A', '--goal', '3', '--json'], { cwd }));
  const byName = documentOf(await run(['new', 'B', '--goal', 'review_against_standards', '--json'], { cwd }));
  expect(byNumber.framework).toMatchObject({
    goal: 'REVIEW_AGAINST_STANDARDS',
    title: 'The Meticulous Auditor',
  });
  expect(byName.framework).toMatchObject({ goal: 'REVIEW_AGAINST_STANDARDS' });
});

test('--json prints one document that tells files, components, inputs, todos and problems, and nothing else', async () => {
  const cwd = emptyFolder();
  const result = await run([...AUDIT, '--json', '--set', 'artifact=x = 1'], { cwd });
  expect(result.err).toBe('');
  const document = documentOf(result);
  expect(document).toMatchObject({
    schema: 'orchestrator.new/1',
    ok: true,
    framework: {
      name: 'Audit',
      title: 'The Meticulous Auditor',
      goal: 'REVIEW_AGAINST_STANDARDS',
      directory: './output/Audit/',
      files: ['00_PERSONA.md', '01_PROMPT_TEMPLATE.md', 'framework.lock.json'],
    },
    todos: [],
    problems: [],
  });
  expect(document.components).toContainEqual(
    expect.objectContaining({
      kind: 'persona',
      file: 'meticulous_auditor.txt',
      layer: 'built-in',
      origin: 'seed',
      status: 'used',
    }),
  );
  expect(document.inputs).toContainEqual({
    name: 'artifact',
    kind: 'material',
    required: true,
    filled: true,
  });
  expect(document.inputs).toContainEqual({
    name: 'standards',
    kind: 'criteria',
    required: true,
    filled: false,
  });
});

test('what is missing is named with its flag when nobody can be asked, all at once', async () => {
  const { code, err } = await run([], { cwd: emptyFolder() });
  expect(code).toBe(2);
  expect(err).toContain('orchestrator new My_Framework');
  expect(err).toContain('--goal');
  const document = documentOf(await run(['new', '--json'], { cwd: emptyFolder() }));
  expect(document).toMatchObject({
    schema: 'orchestrator.new/1',
    ok: false,
    framework: null,
    components: [],
  });
  expect(document.problems.map(({ code: kind }) => kind)).toEqual(['missing-name', 'missing-goal']);
});

test('bad values are refused together, with suggestions, and nothing is written', async () => {
  const cwd = emptyFolder();
  const { code, err } = await run(['new', '../x', '--goal', 'REVEW_AGAINST_STANDARDS', '--title', 'a\nb'], {
    cwd,
  });
  expect(code).toBe(2);
  expect(err).toContain('"../x" cannot be the name of a framework: it is a path.\n  Try x.');
  expect(err).toContain('Did you mean REVIEW_AGAINST_STANDARDS?');
  expect(err).toContain('cannot be a title');
  expect(readdirSync(cwd)).toEqual([]);
});

test('[promise:byte-for-byte] inputs are filled from text, a file and standard input, byte for byte', async () => {
  const cwd = emptyFolder();
  const nasty = 'a & b <i>{{x}}</i> ${y} <<FILL z>> {% raw %} \\n $& \t"\'`\r\nend';
  writeFileSync(join(cwd, 'models.py'), nasty);
  const args = [
    ...AUDIT,
    '--set',
    'artifact=@models.py',
    '--set',
    'standards=-',
    '--set',
    'scope=a & <b> {{c}}',
  ];
  const { code } = await run(args, { cwd, input: 'R1: no floats & no <tags>\n' });
  expect(code).toBe(0);
  const text = read(cwd, 'output/Audit/01_PROMPT_TEMPLATE.md');
  expect(text).toContain(`\n${nasty}\n=====END ARTIFACT `);
  expect(text).toContain('\nR1: no floats & no <tags>\n=====END STANDARDS ');
  expect(text).toContain('- scope: a & <b> {{c}}\n');
});

test('a setting of more than one line, an unknown input and a file that is not text are refused by name', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'image.bin'), Buffer.from([0xff, 0xfe, 0, 1]));
  const { code, err } = await run([...AUDIT, '--set', 'artefact=x', '--set', 'scope=a\nb'], { cwd });
  expect(code).toBe(2);
  expect(err).toContain('Did you mean "artifact"?');
  expect(err).toContain('"scope" is a setting');
  const binary = await run(
    [...AUDIT, '--set', 'artifact=@image.bin', '--set', 'standards=@none', '--set', 'x'],
    { cwd },
  );
  expect(binary.code).toBe(2);
  expect(binary.err).toContain('./image.bin:1:3: error: The value of "artifact" cannot be read as text');
  expect(binary.err).toContain('./none: error: The value of "standards" names a file that does not exist.');
  expect(binary.err).toContain('is not of the form input=value');
});

test('[promise:loud-placeholder] a missing component gets a loud placeholder in the output only, and a TODO', async () => {
  const cwd = emptyFolder();
  goalMapWithMissing(cwd);
  const { code, err } = await run(['new', 'T', '--goal', '1'], { cwd });
  expect(code).toBe(0);
  expect(err).toContain('INFO: The required component nobody.txt was not found.');
  expect(err).toContain('Did you mean report_do_not_rewrite.txt?');
  expect(err).toContain('TODO: Write it: `orchestrator components new persona nobody.txt`');
  expect(err).toContain('Configuration incomplete');
  expect(read(cwd, 'output/T/00_PERSONA.md')).toContain(
    'TODO(orchestrator): the persona `nobody.txt` is missing',
  );
  expect(JSON.parse(read(cwd, 'output/T/framework.lock.json')).todos).toMatchObject([
    { kind: 'persona', file: 'nobody.txt' },
    { kind: 'constraint', file: 'report_do_not_rewrit.txt' },
  ]);
  expect(existsSync(join(cwd, 'components'))).toBe(false);
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  writeFileSync(join(cwd, 'components/personas/nobody.txt'), 'Your role is nobody.\n');
  const again = documentOf(await run(['new', 'T', '--goal', '1', '--json'], { cwd }));
  expect(again).toMatchObject({ ok: true, outcome: 'replaced' });
  expect(again.components).toContainEqual(
    expect.objectContaining({ file: 'nobody.txt', layer: 'project', origin: 'hand', status: 'used' }),
  );
});

test('--strict goes on as well, but exits 1 and is not ok', async () => {
  const cwd = emptyFolder();
  goalMapWithMissing(cwd);
  const result = await run(['new', 'T', '--goal', '1', '--strict', '--json'], { cwd });
  expect(result.code).toBe(1);
  expect(documentOf(result)).toMatchObject({ ok: false, outcome: 'created' });
  expect(existsSync(join(cwd, 'output/T/framework.lock.json'))).toBe(true);
});

test('[promise:never-overwritten] a framework that would change is refused, kept or overwritten, as told', async () => {
  const cwd = emptyFolder();
  await run(AUDIT, { cwd });
  const file = join(cwd, 'output/Audit/00_PERSONA.md');
  writeFileSync(file, 'mine');
  const refused = await run(AUDIT, { cwd });
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('--on-conflict');
  expect(documentOf(await run([...AUDIT, '--on-conflict', 'keep', '--json'], { cwd })).outcome).toBe('kept');
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect(documentOf(await run([...AUDIT, '--on-conflict', 'overwrite', '--json'], { cwd })).outcome).toBe(
    'replaced',
  );
  expect(readFileSync(file, 'utf8')).toMatch(/^# The Meticulous Auditor/u);
  expect(documentOf(await run([...AUDIT, '--json'], { cwd })).outcome).toBe('unchanged');
});

test('--dry-run prints what would be written and writes nothing', async () => {
  const cwd = emptyFolder();
  const { code, out } = await run([...AUDIT, '--dry-run'], { cwd });
  expect(code).toBe(0);
  expect(out).toMatch(/^==> \.\/output\/Audit\/00_PERSONA\.md <==\n# The Meticulous Auditor\n/u);
  expect(readdirSync(cwd)).toEqual([]);
});

test('--persona, --protocol, --constraint, --add-constraint and --variant put other components in place', async () => {
  const cwd = emptyFolder();
  const files = (result: Run) =>
    (documentOf(result).components as { file: string }[]).map(({ file }) => file);
  const chosen = await run(
    [
      ...[
        'new',
        'A',
        '--goal',
        '3',
        '--persona',
        'forensic_investigator',
        '--protocol',
        'document_review_pass.txt',
      ],
      ...['--constraint', 'check_by_use.txt', '--add-constraint', 'confidence_is_stated', '--json'],
    ],
    { cwd },
  );
  expect(files(chosen)).toEqual([
    'forensic_investigator.txt',
    'document_review_pass.txt',
    'check_by_use.txt',
    'confidence_is_stated.txt',
  ]);
  expect(files(await run(['new', 'B', '--goal', '3', '--variant', 'document', '--json'], { cwd }))).toContain(
    'document_review_pass.txt',
  );
  const wrong = await run(['new', 'C', '--goal', '3', '--variant', 'documents', '--json'], { cwd });
  expect(documentOf(wrong).problems).toMatchObject([
    { code: 'unknown-variant', hint: 'Did you mean document?' },
  ]);
  const path = await run(['new', 'D', '--goal', '3', '--persona', '../../etc/passwd', '--json'], { cwd });
  expect(path.code).toBe(2);
  expect(documentOf(path).problems).toMatchObject([{ code: 'bad-component-name' }]);
});

test('the tip names the other forms of a goal, not the one that was made', async () => {
  const cwd = emptyFolder();
  const of = async (name: string, ...args: string[]) => (await run(['new', name, ...args], { cwd })).err;
  const tip = 'Tip: this goal has another variant';
  expect(await of('A', '--goal', '3')).toContain(`${tip}; choose it with --variant document.\n`);
  expect(await of('B', '--goal', '3', '--variant', 'document')).not.toContain('Tip:');
  expect((await run(['init'], { cwd })).code).toBe(0);
  const path = join(cwd, 'goal_map.json');
  const map = readFileSync(path, 'utf8');
  const [, document = ''] =
    /"variants": (\{\s*"document": \{\s*"description": "Letters[\s\S]*?\n {6}\})/u.exec(map) ?? [];
  expect(document).not.toBe('');
  writeFileSync(
    path,
    map.replace(document, document.replace('{', '{ "short": { "description": "Short." },')),
  );
  expect(await of('C', '--goal', '3', '--variant', 'document')).toContain(
    `${tip}; choose it with --variant short.\n`,
  );
});

test('a constraint that a goal attaches by a setting comes in when the setting has that value', async () => {
  const cwd = emptyFolder();
  const plain = documentOf(await run(['new', 'A', '--goal', 'OPTIMIZE_OR_REFINE', '--json'], { cwd }));
  const markup = documentOf(
    await run(['new', 'B', '--goal', 'OPTIMIZE_OR_REFINE', '--set', 'artifact_kind=markup', '--json'], {
      cwd,
    }),
  );
  expect(plain.components).not.toContainEqual(
    expect.objectContaining({ file: 'preserve_functional_attributes.txt' }),
  );
  expect(markup.components).toContainEqual(
    expect.objectContaining({ file: 'preserve_functional_attributes.txt' }),
  );
});

test('the nearest goal map upward is used, --goal-map and --library name others', async () => {
  const cwd = emptyFolder();
  const inner = join(cwd, 'a/b');
  mkdirSync(inner, { recursive: true });
  goalMapWithMissing(cwd, { persona: 'meticulous_auditor.txt', constraints: [] });
  expect(documentOf(await run(['new', 'A', '--goal', 'TRY_IT', '--json'], { cwd: inner }))).toMatchObject({
    ok: true,
  });
  const library = join(cwd, 'mine/personas');
  mkdirSync(library, { recursive: true });
  writeFileSync(join(library, 'meticulous_auditor.txt'), 'Another auditor.');
  const args = [
    'new',
    'B',
    '--goal',
    '1',
    '--library',
    '../../mine',
    '--goal-map',
    '../../goal_map.json',
    '--json',
  ];
  const other = await run(args, { cwd: inner });
  expect(documentOf(other).components).toContainEqual(
    expect.objectContaining({ file: 'meticulous_auditor.txt', layer: 'project', origin: 'hand' }),
  );
  expect((await run(['new', 'C', '--goal', '1', '--goal-map', 'none.json'], { cwd: inner })).code).toBe(2);
  expect((await run(['new', 'C', '--goal', '1', '--library', 'none'], { cwd: inner })).code).toBe(2);
});

test('[promise:located-problems] a goal map that is wrong is reported with every place, and no trace', async () => {
  const cwd = emptyFolder();
  writeFileSync(
    join(cwd, 'goal_map.json'),
    '{"A": {"ONE": {"description": "x", "persna": "y.txt", "constraints": "z"}}}',
  );
  const { code, err } = await run(['new', 'A', '--goal', '1'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain('Did you mean "persona"?');
  expect(err.match(/goal_map\.json:1:\d+: error/gu)?.length).toBeGreaterThanOrEqual(4);
  expect(err).not.toContain('    at ');
});

test('nothing is written through links that lead out of the output folder', async () => {
  const cwd = emptyFolder();
  const outside = emptyFolder();
  symlinkSync(outside, join(cwd, 'output'));
  const viaOutput = await run(AUDIT, { cwd });
  expect(viaOutput.code).toBe(2);
  expect(viaOutput.err).toContain('leads out of this folder');
  const inner = join(emptyFolder(), 'output');
  mkdirSync(inner);
  symlinkSync(outside, join(inner, 'Audit'));
  const viaName = await run(AUDIT, { cwd: join(inner, '..') });
  expect(viaName.code).toBe(2);
  expect(readdirSync(outside)).toEqual([]);
  expect((await run([...AUDIT, '--output', outside], { cwd })).code).toBe(0);
});

test('an output folder that cannot be written is an error of the environment: exit 3', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'file'), '');
  const { code, err } = await run([...AUDIT, '--output', 'file/below'], { cwd });
  expect(code).toBe(3);
  expect(err).toContain('cannot be written');
});

test('[promise:same-bytes] the same inputs give the same bytes, wherever and whenever', async () => {
  const one = emptyFolder();
  const two = join(emptyFolder(), 'deep/er');
  mkdirSync(two, { recursive: true });
  cpSync(join(ROOT, 'goal_map.json'), join(two, 'goal_map.json'));
  cpSync(join(ROOT, 'components'), join(two, 'components'), { recursive: true });
  await run(AUDIT, { cwd: one });
  await run(AUDIT, { cwd: two });
  for (const file of readdirSync(join(one, 'output/Audit'))) {
    expect(read(two, 'output/Audit', file)).toBe(read(one, 'output/Audit', file));
    expect(read(one, 'output/Audit', file)).not.toMatch(/built-in|\/tmp\//u);
  }
});

test('templates beside the goal map override the shipped ones, and a bad one is located', async () => {
  const cwd = emptyFolder();
  goalMapWithMissing(cwd, { persona: 'meticulous_auditor.txt', constraints: [] });
  mkdirSync(join(cwd, 'templates'));
  writeFileSync(
    join(cwd, 'templates/00_PERSONA.md.hbs'),
    'Title: {{title}}\n{{#if persona}}{{persona}}{{/if}}\n',
  );
  expect((await run(['new', 'A', '--goal', '1'], { cwd })).code).toBe(0);
  expect(read(cwd, 'output/A/00_PERSONA.md')).toMatch(/^Title: The Meticulous Auditor\nYou review/u);
  writeFileSync(join(cwd, 'templates/00_PERSONA.md.hbs'), '# {{titel}}\n');
  const unknown = await run(['new', 'B', '--goal', '1'], { cwd });
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain('./templates/00_PERSONA.md.hbs:1:5: error: The template uses "titel"');
  writeFileSync(join(cwd, 'templates/00_PERSONA.md.hbs'), '\n{{#if title}}\n');
  const syntax = await run(['new', 'C', '--goal', '1'], { cwd });
  expect(syntax.code).toBe(1);
  expect(syntax.err).toContain(
    './templates/00_PERSONA.md.hbs:2:1: error: The template is not valid: The block {{#if}}',
  );
});
