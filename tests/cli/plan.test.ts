import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, emptyFolder, ROOT, type Run, run } from '../support/program.ts';

/** A phase as it stands in a document. */
function phase(
  heading: string,
  { needs = 'None', files = 'None', hours = '1', gate = '`npm test`', workflow = '' } = {},
): string {
  const lines = [
    `### ${heading}`,
    '**Goal**: It works.',
    `**Estimated Hours**: ${hours}`,
    `**Files Modified**: ${files}`,
    `**Dependencies**: ${needs}`,
    ...(workflow === '' ? [] : [`**Workflow**: ${workflow}`]),
    '**Validation Gates**:',
    `- [ ] Checked: ${gate}`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

const SOUND = `# Shop\n\n## Phases\n\n${[
  phase('Phase 1: Setup', { hours: '2', files: 'src/setup.ts' }),
  phase('Phase 2a: API', { hours: '1-2', needs: 'Phase 1', files: 'src/api.ts' }),
  phase('Phase 2b: Page', { hours: '90 minutes', needs: '1', files: 'src/page.ts' }),
  phase('Phase 3: Docs', { needs: 'API, Phase 2b', files: 'docs/' }),
].join('')}`;

/** Two phases that touch a file, with nothing between them, so that one waiting for the other costs no time. */
const SHARED = `# Shared\r\n\r\n## Phases\r\n\r\n${[
  phase('Phase 1: One', { files: 'src/a.ts, src/index.ts' }),
  phase('Phase 2: Two', { files: '`./src/index.ts`' }),
]
  .join('')
  .replaceAll('\n', '\r\n')}`;

function folderWith(files: Readonly<Record<string, string>>): string {
  const cwd = emptyFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

test('[promise:plan-check] plan check says how a plan would go, in stages, and nothing else', async () => {
  const cwd = folderWith({ 'plan.md': SOUND });
  expect(await run(['plan', 'check', 'plan.md'], { cwd })).toEqual({
    code: 0,
    out: [
      'Plan: 4 phases, 3 stages, 2 at a time, 6.5 h of work, 5 h on the critical path',
      '  Stage 1: Phase 1',
      '  Stage 2: Phase 2a, Phase 2b (parallel)',
      '  Stage 3: Phase 3',
      '',
    ].join('\n'),
    err: '',
  });
});

test('plan check --json has the whole plan, by ids', async () => {
  const cwd = folderWith({ 'plan.md': SOUND });
  const document = documentOf(await run(['plan', 'check', '--json', 'plan.md'], { cwd }));
  expect(document).toMatchObject({
    schema: 'orchestrator.plan-check/1',
    ok: true,
    plan: {
      title: 'Shop',
      stages: [['1'], ['2a', '2b'], ['3']],
      criticalPath: { phases: ['1', '2a', '3'], hours: 5 },
      maxParallel: 2,
      hours: { total: 6.5, parallel: 5 },
    },
    conflicts: [],
    cycles: [],
    problems: [],
  });
  const { phases } = document.plan as { phases: unknown[] };
  expect(phases[1]).toEqual({
    id: '2a',
    title: 'API',
    goal: 'It works.',
    stage: 2,
    dependencies: ['1'],
    hours: 2,
    complexity: null,
    files: ['src/api.ts'],
    filesExpected: false,
    gates: [{ text: 'Checked: `npm test`', command: 'npm test', checked: false }],
    workflow: null,
    needs: [],
    line: 13,
  });
});

test('[promise:plan-problems] plan check tells every problem at once with its place, two cycles as two', async () => {
  const plan = `# Bad\n\n## Phases\n\n${[
    phase('Phase 1: A', { needs: 'Phase 2' }),
    phase('Phase 2: B', { needs: 'Phase 1' }),
    phase('Phase 3: C', { needs: 'D', files: '../outside.ts' }),
    phase('Phase 4: D', { needs: 'Phase 3', gate: 'looks good' }),
    phase('Phase 5: E', {
      needs: 'Phase 10',
      gate: '`npm test || true`',
      workflow: 'REVIEW_AGAINST_STANDARD',
    }),
  ].join('')}`;
  const cwd = folderWith({ 'plan.md': plan });
  const { code, out, err } = await run(['plan', 'check', 'plan.md'], { cwd });
  expect(code).toBe(1);
  expect(out).toContain('No stage, since they are in or after a cycle: Phase 1, Phase 2, Phase 3, Phase 4');
  const places = [...err.matchAll(/^\.\/plan\.md:(\d+):\d+: (\w+): (.*)$/gmu)].map(([, line]) =>
    Number(line),
  );
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(err).toContain('Phase 10');
  expect(err).toContain('REVIEW_AGAINST_STANDARDS');
  const document = documentOf(await run(['plan', 'check', 'plan.md', '--json'], { cwd }));
  expect(document).toMatchObject({
    ok: false,
    cycles: [
      ['1', '2', '1'],
      ['3', '4', '3'],
    ],
  });
  expect(new Set(document.problems.map(({ code: problem }) => problem))).toEqual(
    new Set([
      'dependency-cycle',
      'file-outside',
      'gate-without-command',
      'gate-cannot-fail',
      'undefined-dependency',
      'unknown-workflow',
    ]),
  );
  expect(document.problems.filter(({ code: problem }) => problem === 'dependency-cycle')).toHaveLength(2);
});

test('[promise:plan-constraints] a plan is held to the constraints that it keeps, whoever edited it since', async () => {
  const constraints = '## Constraints\n\n- avoid: mongo\n- max-time: 3h\n\n## Phases';
  const kept = SOUND.replace('## Phases', constraints);
  const broken = kept.replace('**Goal**: It works.', '**Goal**: Mongo stores it.\n**Fallback**: mongo-agent');
  const cwd = folderWith({
    'broken.md': broken,
    'torn.md': kept.replace('- max-time: 3h', '- prefer: Mongo').replace('3h', '9h'),
    'kept.md': kept.replace('3h', '9h'),
  });
  const checked = await run(['plan', 'check', 'broken.md'], { cwd });
  expect(checked.code).toBe(1);
  expect(checked.err).toContain(
    './broken.md:6:1: error: The plan takes 5 h with 2 at a time, 2 h more than the limit of 3h.',
  );
  expect(checked.err).toContain(
    './broken.md:11:11: error: Phase 1 names "mongo", which a constraint says to avoid: Mongo stores it.',
  );
  const simulated = await run(['plan', 'simulate', 'broken.md'], { cwd });
  expect(simulated.err).toContain('2 h more than the limit of 3h');
  const torn = await run(['plan', 'check', 'torn.md'], { cwd });
  expect(torn.err).toContain('"Mongo" is preferred, and "mongo" is to be avoided: no plan can do both.');
  const generated = await run(['batch', 'generate', 'broken.md'], { cwd });
  expect(generated.code).toBe(1);
  expect(generated.err).toContain('names "mongo", which a constraint says to avoid');
  expect(existsSync(join(cwd, '.orchestrator', 'batches'))).toBe(false);
  expect((await run(['plan', 'check', 'kept.md'], { cwd })).code).toBe(0);
});

test('what a plan names only to be rid of it breaks no constraint, and where that is unsure it is a warning', async () => {
  const kept = SOUND.replace('## Phases', '## Constraints\n\n- avoid: mongo\n\n## Phases');
  const denying = kept.replace(
    '**Goal**: It works.',
    '**Goal**: Migrate the data from Mongo to Postgres.\n**Gates**:\n- [ ] No Mongo is left: `node scripts/search.mjs mongo`\n- [ ] It is checked: `! grep -rqi mongo src`',
  );
  const cwd = folderWith({
    'denying.md': denying,
    'unsure.md': kept.replace('**Goal**: It works.', '**Goal**: Delete the Mongo records of last year.'),
  });
  const clean = await run(['plan', 'check', 'denying.md'], { cwd });
  expect({ code: clean.code, tells: clean.err.includes('avoided') }).toEqual({ code: 0, tells: false });
  const unsure = await run(['plan', 'check', 'unsure.md'], { cwd });
  expect(unsure.code).toBe(0);
  expect(unsure.err).toContain('warning: Phase 1 may use "mongo", which a constraint says to avoid: ');
  expect((await run(['batch', 'generate', 'unsure.md'], { cwd })).code).toBe(0);
});

test('what is the same of several phases is told once with all their places, and each by itself with --json', async () => {
  const phase = (id: number) =>
    `### Phase ${id}: Part ${id}\n**Goal**: It works.\n**Estimated Hours**: 1\n**Dependencies**: None\n\n`;
  const cwd = folderWith({ 'four.md': `# P\n\n## Phases\n\n${[1, 2, 3, 4].map(phase).join('')}` });
  const { code, err } = await run(['plan', 'check', 'four.md'], { cwd });
  expect(code).toBe(0);
  const told = err.split('\n').filter((line) => line.includes(' warning: Phase '));
  expect(told).toEqual([
    './four.md:5:5: warning: Phase 1 (Part 1) does not say which files it touches.',
    './four.md:5:5: warning: Phase 1 (Part 1) has no validation gates.',
  ]);
  const same = '  The same applies to Phase 2 (line 10), Phase 3 (line 15) and Phase 4 (line 20).\n';
  expect(err.split(same)).toHaveLength(3);
  expect(err).toContain('OK: 2 warnings.');
  const { problems } = documentOf(await run(['plan', 'check', '--json', 'four.md'], { cwd }));
  expect(problems).toHaveLength(8);
  mkdirSync(join(cwd, '.git'));
  const generated = await run(['batch', 'generate', 'four.md', '--dry-run'], { cwd });
  expect(generated.err.split(same)).toHaveLength(3);
});

test('gates without a command are one warning with their number, two examples and their lines', async () => {
  const gates = ['it is fast', 'it is pretty', 'it is small', 'it is `true`'].map(
    (each) => `- [ ] ${each}\n`,
  );
  const cwd = folderWith({ 'plan.md': `${SOUND.trimEnd()}\n${gates.slice(0, 3).join('')}` });
  const { err } = await run(['plan', 'check', 'plan.md'], { cwd });
  const told = err.split('\n').filter((line) => line.includes('no command'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('warning: 3 gates have no command, such as “it is fast” and “it is pretty”.');
  const { problems } = documentOf(await run(['plan', 'check', '--json', 'plan.md'], { cwd }));
  const lines = problems.filter(({ code }) => code === 'gate-without-command').map(({ line }) => line);
  expect(lines).toHaveLength(3);
  expect(err).toContain(`The others are in lines ${lines[1]} and ${lines[2]}.`);
});

test('what a document leaves open that was not written as a plan is one line and no warning; --json has each with its place', async () => {
  const text = '# To do\n\n- Add a page\n- Test (all) it\n- Test\n- Measure it\n';
  const cwd = folderWith({ 'list.md': text });
  const { code, err } = await run(['plan', 'check', 'list.md'], { cwd });
  expect(code).toBe(0);
  const open = err.split('\n').filter((line) => line.startsWith('For a batch: '));
  expect(open).toEqual([
    'For a batch: nothing is checked by a command (all 4 phases have no gates); all 4 phases name no files, so phases that run at the same time may change the same ones; all 4 phases have no readable hours, counted as 1 h each. Places: --json.',
  ]);
  expect(err.split('\n').filter((line) => / (?:warning|note): /u.test(line))).toEqual([
    expect.stringContaining('Nothing says what these 3 tasks depend on'),
  ]);
  expect(err).toContain('OK: 1 warning.\n');
  expect(err).not.toContain('without hours');
  const { problems } = documentOf(await run(['plan', 'check', '--json', 'list.md'], { cwd }));
  for (const each of ['files-missing', 'gates-missing', 'hours-missing'])
    expect(
      problems.filter(({ code: one }) => one === each).map(({ severity, line }) => [severity, line]),
    ).toEqual([3, 4, 5, 6].map((line) => ['note', line]));
  mkdirSync(join(cwd, '.git'));
  const generated = await run(['batch', 'generate', 'list.md', '--dry-run'], { cwd });
  expect(generated.err).toContain(
    'For a batch: nothing is checked by a command (all 4 phases have no gates)',
  );
});

test('a plan in the own form whose phases are ticked off keeps its warnings', async () => {
  const cwd = folderWith({
    'plan.md': `${SOUND.replace('Phase 1:', 'Phase 1: ✅')}\n### Phase 9: More\n**Goal**: More of it.\n`,
  });
  const { err } = await run(['plan', 'check', 'plan.md'], { cwd });
  expect(err).toContain('warning: Phase 9 (More) has no validation gates.');
  expect(err).not.toContain('For a batch: ');
});

test('what may be wrong in the reading comes before what was left out, and the order is told once', async () => {
  const text =
    '# Roadmap\n\nWritten on a train.\n\n## Phase 1: Models\n- Add `src/models.ts`\n\n## Phase 2: Views\n- Add the views\n\n## Phase 3: Routes\n- Add the routes\n\n## Extras\n- [ ] Write the manual\n';
  const cwd = folderWith({ 'road.md': text });
  const { err } = await run(['plan', 'check', 'road.md'], { cwd });
  const severities = [...err.matchAll(/ (?<severity>warning|note): /gu)].map(
    ({ groups }) => groups?.severity,
  );
  expect(severities).toEqual([...severities].sort().reverse());
  expect(severities).toContain('note');
  expect(err.indexOf('Open tick boxes outside the parts')).toBeLessThan(
    err.indexOf('2 parts do not say what they depend on'),
  );
  expect(err).not.toContain('Phase 2 after Phase 1');
});

test('a chain of inferred dependencies is one line', async () => {
  const cwd = folderWith({
    'steps.md': '# Steps\n\n## Implementation steps\n\n1. Add a\n2. Add b\n3. Add c\n4. Add d\n',
  });
  const { err } = await run(['plan', 'check', 'steps.md'], { cwd });
  expect(err).toMatch(/ {2}Phase 1 and those up to Phase 4, one after the other: /u);
  expect(err).not.toContain('Phase 2 after Phase 1');
});

test('a file conflict is a warning: exit 0, and 1 with --strict', async () => {
  const cwd = folderWith({ 'plan.md': SHARED });
  const { code, err } = await run(['plan', 'check', 'plan.md'], { cwd });
  expect(code).toBe(0);
  expect(err).toContain('Phase 1 and Phase 2 could run at the same time, and both touch src/index.ts.');
  expect(err).toContain('Make Phase 2 depend on Phase 1, or split the file.');
  const strict = await run(['plan', 'check', 'plan.md', '--strict', '--json'], { cwd });
  expect(strict.code).toBe(1);
  expect(documentOf(strict)).toMatchObject({
    ok: false,
    conflicts: [{ phases: ['1', '2'], files: ['src/index.ts'] }],
  });
});

test('[promise:plan-fix] --fix adds the dependency and changes no other byte; --dry-run shows it and writes nothing', async () => {
  const cwd = folderWith({ 'plan.md': `\ufeff${SHARED}` });
  const before = readFileSync(join(cwd, 'plan.md'), 'utf8');
  const dry = await run(['plan', 'check', 'plan.md', '--fix', '--dry-run'], { cwd });
  expect(dry.out).toContain('+**Dependencies**: Phase 1 (both touch src/index.ts)');
  expect(readFileSync(join(cwd, 'plan.md'), 'utf8')).toBe(before);
  const fixed = await run(['plan', 'check', 'plan.md', '--fix'], { cwd });
  expect(fixed).toMatchObject({ code: 0, err: 'Let depend:\n  Phase 2 on Phase 1, for src/index.ts\n' });
  const after = readFileSync(join(cwd, 'plan.md'), 'utf8');
  const place = before.lastIndexOf('**Dependencies**: None');
  expect(after).toBe(
    `${before.slice(0, place)}**Dependencies**: Phase 1 (both touch src/index.ts)${before.slice(place + '**Dependencies**: None'.length)}`,
  );
  expect((await run(['plan', 'check', 'plan.md', '--strict'], { cwd })).code).toBe(0);
  expect((await run(['plan', 'check', 'plan.md', '--fix'], { cwd })).err).toContain('No file conflict');
  expect(readFileSync(join(cwd, 'plan.md'), 'utf8')).toBe(after);
});

test('--fix mends the file behind a link, and prints what came by standard input', async () => {
  const cwd = folderWith({ 'real.md': SHARED });
  symlinkSync('real.md', join(cwd, 'plan.md'));
  expect((await run(['plan', 'check', 'plan.md', '--fix'], { cwd })).code).toBe(0);
  const mended = readFileSync(join(cwd, 'real.md'), 'utf8');
  expect(mended).toContain('Phase 1 (both touch src/index.ts)');
  const piped = await run(['plan', 'check', '-', '--fix'], { cwd, input: SHARED });
  expect(piped).toMatchObject({ code: 0, out: mended });
  expect(piped.err).toContain('Plan: 2 phases, 2 stages');
});

test('--fix tells of paths that count from another folder at their lines in the mended plan', async () => {
  const root = folderWith({ '.git/HEAD': '', 'packages/api/src/a.ts': '' });
  const api = join(root, 'packages/api');
  const field = (number: number) => (number === 1 ? '**Dependencies**: None\n' : '');
  const plan = [1, 2, 3].map(
    (number) =>
      `### Phase ${number}: P${number}\n**Goal**: It is there.\n**Estimated Hours**: 1\n${field(number)}**Files Modified**: src/a.ts\n**Validation Gates**:\n- [ ] It works: \`node a.js\`\n`,
  );
  writeFileSync(join(api, 'plan.md'), `# T\n\n## Phases\n\n${plan.join('\n')}`);
  const places = (result: Run) =>
    (documentOf(result).problems as { code: string; line: number }[])
      .filter(({ code }) => code === 'path-from-folder')
      .map(({ line }) => line);
  const fixed = places(await run(['plan', 'check', 'plan.md', '--fix', '--json'], { cwd: api }));
  const lines = readFileSync(join(api, 'plan.md'), 'utf8').split('\n');
  expect(fixed.map((line) => lines[line - 1])).toEqual(Array(3).fill('**Files Modified**: src/a.ts'));
  expect(lines.filter((line) => line.startsWith('**Dependencies**'))).toHaveLength(3);
  expect(places(await run(['plan', 'check', 'plan.md', '--json'], { cwd: api }))).toEqual(fixed);
});

const UNREADABLE: readonly [string, string, number, string][] = [
  ['a file that is not there', 'none.md', 2, 'There is no such file.'],
  ['a folder', '.', 2, 'It is not a file.'],
  ['an empty file', 'empty.md', 1, '### Phase 1'],
  ['a binary file', 'binary.md', 1, 'NUL'],
];

test.each(UNREADABLE)('plan check of %s says so', async (_, file, code, message) => {
  const cwd = folderWith({ 'empty.md': '', 'binary.md': 'a\0b' });
  const checked = await run(['plan', 'check', file], { cwd });
  expect(checked.code).toBe(code);
  expect(checked.err).toContain(message);
  const document = documentOf(await run(['plan', 'check', file, '--json'], { cwd }));
  expect(document).toMatchObject({
    schema: 'orchestrator.plan-check/1',
    ok: false,
    conflicts: [],
    cycles: [],
  });
});

test('[promise:plan-show] plan show draws a plan as text, JSON, Mermaid, DOT and SVG, what is critical and what conflicts marked', async () => {
  const cwd = folderWith({ 'plan.md': SOUND, 'shared.md': SHARED });
  const text = await run(['plan', 'show', 'plan.md'], { cwd });
  expect(text).toMatchObject({ code: 0, err: '' });
  expect(text.out).toContain('Stage 2\n  ● Phase 2a  2 h\n    API\n    after 1\n  ○ Phase 2b  1.5 h\n');
  const mermaid = (await run(['plan', 'show', 'plan.md', '--as', 'mermaid'], { cwd })).out;
  expect(mermaid).toContain('p0 ==> p1\n  p0 --> p2\n');
  const dot = (await run(['plan', 'show', 'shared.md', '--as', 'dot'], { cwd })).out;
  expect(dot).toContain('p0 -> p1 [dir=none, style=dashed');
  const json = await run(['plan', 'show', 'plan.md', '--as', 'json'], { cwd });
  expect(documentOf(json)).toMatchObject({ schema: 'orchestrator.plan-show/1', plan: { title: 'Shop' } });
  expect((await run(['plan', 'show', 'plan.md', '--json'], { cwd })).out).toBe(json.out);
  const svg = await run(['plan', 'show', 'shared.md', '--as', 'svg', '--out', 'a.svg'], { cwd });
  expect(svg).toMatchObject({ code: 0, out: '' });
  const drawn = readFileSync(join(cwd, 'a.svg'), 'utf8');
  expect(drawn).toMatch(/<svg[\s\S]*stroke-dasharray[\s\S]*<\/svg>\s*$/u);
  expect(drawn).toContain('Phase 1 · 1 h');
  const again = await run(['plan', 'show', 'plan.md', '--as', 'svg', '--out', 'a.svg'], { cwd });
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('It already exists') });
  expect(readFileSync(join(cwd, 'a.svg'), 'utf8')).toBe(drawn);
});

test('a title can break out of no drawing', async () => {
  const title = `a"]; x -> y [label="<b>&\\N end |{} \`code\` --> p0`;
  const cwd = folderWith({ 'plan.md': `# T\n\n## Phases\n\n${phase(`Phase 1: ${title}`)}` });
  const svg = await run(['plan', 'show', 'plan.md', '--as', 'svg'], { cwd });
  expect(svg.code).toBe(0);
  expect(svg.out.match(/class="node"/gu)).toHaveLength(1);
  expect(svg.out).not.toContain('<b>');
  const mermaid = (await run(['plan', 'show', 'plan.md', '--as', 'mermaid'], { cwd })).out;

  const label = /p0\["(.*)"\]/u.exec(mermaid)?.[1]?.replaceAll('<br/>', '');
  expect(label).toMatch(/^[^"[\]<>`{}|\\]+$/u);
});

test('what is too large to draw says so, and plan show of an unsound plan points to plan check', async () => {
  const phases = Array.from({ length: 501 }, (_, index) => phase(`Phase ${index + 1}: T${index}`));
  const cwd = folderWith({
    'large.md': `# L\n\n## Phases\n\n${phases.join('')}`,
    'bad.md': `# B\n\n## Phases\n\n${phase('Phase 1: A', { needs: 'Phase 9' })}`,
  });
  const large = await run(['plan', 'show', 'large.md', '--as', 'svg', '--out', 'x.svg'], { cwd });
  expect(large).toMatchObject({ code: 1, err: expect.stringContaining('--as dot') });
  expect(existsSync(join(cwd, 'x.svg'))).toBe(false);
  const bad = await run(['plan', 'show', 'bad.md'], { cwd });
  expect(bad).toMatchObject({ code: 0, err: 'It has 1 error: orchestrator plan check bad.md\n' });
});

test('[promise:plan-simulate] plan simulate says what more workers bring, and where it stops paying', async () => {
  const tasks = Array.from({ length: 8 }, (_, index) =>
    phase(`Phase ${index + 1}: T${index}`, {
      hours: '3 minutes',
      needs: index === 0 ? 'None' : index === 1 ? '1' : '2',
    }),
  );
  const cwd = folderWith({ 'plan.md': `# Eight\n\n## Phases\n\n${tasks.join('')}` });
  const { code, out, err } = await run(['plan', 'simulate', 'plan.md', '--concurrency', '1,6'], { cwd });
  expect(code).toBe(0);
  expect(out).toBe(
    'at a time  takes   times as fast  busy\n' +
      '        1  24 min           1.00  100 %\n' +
      '        6  9 min            2.67  44 %\n',
  );
  expect(err).toBe(
    'More than 6 at a time does not help: it takes 9 min then; the critical path takes 9 min: Phase 1, Phase 2, Phase 3.\n',
  );
  const document = documentOf(await run(['plan', 'simulate', 'plan.md', '--json'], { cwd }));
  expect(document).toMatchObject({ ok: true, useful: { concurrency: 6 } });
  expect((document.schedules as { concurrency: number }[]).map(({ concurrency }) => concurrency)).toEqual([
    1, 2, 4, 8,
  ]);
});

test('[promise:plan-quota] plan simulate says what a window of use does to a plan, for whom, and refuses one for nobody', async () => {
  const phase = (id: number, executor: string) =>
    `### Phase ${id}: P\n**Goal**: It is there.\n**Estimated Hours**: 1\n**Executor**: ${executor}\n**Dependencies**: None\n`;
  const cwd = emptyFolder();
  const text = [1, 2, 3].map((id) => phase(id, 'claude')).join('\n');
  writeFileSync(join(cwd, 'plan.md'), `# Shop\n## Phases\n${text}\n${phase(4, 'codex')}`);
  const quota = ['plan', 'simulate', 'plan.md', '--concurrency', '4', '--quota', 'claude=5h:2'];
  const { code, out, err } = await run(quota, { cwd });
  expect(code).toBe(0);
  expect(out).toMatch(/^ *4 +1 h +4\.00 +100 % +6 h +5 h$/mu);
  expect(out).toMatch(/^ *1 +claude=5h:2 +0 h +1 h +2 +5 h$/mu);
  expect(out).toMatch(/^ *2 +claude=5h:2 +5 h +6 h +1 +-$/mu);
  expect(err).toContain('This counts one attempt for each phase');
  const document = documentOf(await run([...quota, '--quota', '1d:1', '--json'], { cwd }));
  expect(document.schedules).toMatchObject([
    {
      within: {
        hours: 6,
        waits: 5,
        waves: [{ phases: ['1', '2'] }, { quota: '1d:1', phases: ['4'] }, { phases: ['3'], starts: 5 }],
      },
    },
  ]);
  for (const [wrong, why] of [
    ['5h', 'is not a quota'],
    ['0h:4', 'is not a quota'],
    ['gemini=5h:4', 'is for no phase of the plan'],
    ['claude=1h:4', 'is a second quota for claude'],
  ] as const) {
    const refused = await run([...quota, '--quota', wrong], { cwd });
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(why) });
  }
});

test('[promise:plan-simulate] plan simulate refuses a plan whose order is not known, and numbers that are none; over other errors it ends with 1', async () => {
  const cwd = folderWith({
    'plan.md': SOUND,
    'bad.md': `# B\n\n## Phases\n\n${phase('Phase 1: A', { needs: 'Phase 1' })}`,
  });
  const bad = await run(['plan', 'simulate', 'bad.md'], { cwd });
  expect(bad).toMatchObject({ code: 1, out: '', err: expect.stringContaining('./bad.md:9:19: error:') });
  const other = `# C\n\n## Phases\n\n${phase('Phase 1: A', { gate: '`true`' })}`;
  const all = await run(['plan', 'simulate', '-', '--concurrency', '1'], { cwd, input: other });
  expect(all.code).toBe(1);
  expect(all.out).toMatch(/^at a time.*\n +1 {2}1 h /u);
  expect(all.err).toContain('It has 1 error: orchestrator plan check -\n');
  for (const wrong of ['0', '1,x', '-1', '1.5', '']) {
    const { code, err } = await run(['plan', 'simulate', 'plan.md', `--concurrency=${wrong}`], { cwd });
    expect({ wrong, code }).toEqual({ wrong, code: 2 });
    expect(err).toContain('--concurrency 1,2,4,8');
  }
});

test('a plan that is piped in is called <stdin>, and a form that does not exist brings a suggestion', async () => {
  const cwd = emptyFolder();
  const piped = await run(['plan', 'check', '-'], { cwd, input: '# Nothing\n' });
  expect(piped.err).toContain('<stdin>:');
  const typo = await run(['plan', 'show', '-', '--as', 'svgg'], { cwd, input: SOUND });
  expect(typo).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean svg?') });
});

test('the plan in docs/plans.md gives the output in docs/plans.md', async () => {
  const page = readFileSync(join(ROOT, 'docs/plans.md'), 'utf8');
  const [, plan = ''] = /```markdown\n(# Shop\n[\s\S]*?)```/u.exec(page) ?? [];
  const [, shown = ''] = /```\n(\.\/plan\.md:[\s\S]*?)```/u.exec(page) ?? [];
  const cwd = folderWith({ 'plan.md': plan });
  const { out, err } = await run(['plan', 'check', 'plan.md'], { cwd });
  const problems = err.replace(/OK: .*\n$/u, '');
  expect(problems + out + err.slice(problems.length)).toBe(shown);
});

test('plan simulate holds max-time to the one number of workers that it is asked about', async () => {
  const cwd = emptyFolder();
  const phase = (id: number) =>
    `### Phase ${id}: Part ${id}\n\n**Goal**: It is there.\n**Files Modified**: ${id}.txt\n**Dependencies**: None\n**Estimated Duration**: 2 hours\n`;
  const plan = `# Plan: Four\n\n## Constraints\n\n- max-time: 3h\n\n## Phases\n\n${[1, 2, 3, 4].map(phase).join('\n')}`;
  writeFileSync(join(cwd, 'four.md'), plan);
  const tooLong = async (concurrency: string) => {
    const { out, err } = await run(['plan', 'simulate', 'four.md', '--concurrency', concurrency], { cwd });
    return /takes 4 h with 2 at a time/u.test(out + err);
  };
  expect([await tooLong('2'), await tooLong('4'), await tooLong('1,2')]).toEqual([true, false, true]);
});
