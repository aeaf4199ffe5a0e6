import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Review } from '../../src/batch/review/index.ts';
import { batchProject } from '../support/batch_project.ts';
import { documentFaults } from '../support/documents.ts';
import { ranBatch } from '../support/done_batch.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { asUser, putFiles, repositoryWith, userState } from '../support/repository.ts';
import { inLines } from '../support/review.ts';

const reviewIn = (document: Record<string, unknown>) => document.review as Review;

describe('review', () => {
  test('[promise:review-changes] reads what is not committed, new files too, and touches nothing', async () => {
    const cwd = repositoryWith({ 'a.js': 'let a = 1;\n', 'gone.txt': 'x\n', '.gitignore': 'ignored/\n' });
    putFiles(cwd, {
      'a.js': '// TODO: more\nlet a = 2;\n',
      'new.py': 'def load(path):\n    raise NotImplementedError\n',
      'ignored/b.py': 'raise NotImplementedError\n',
    });
    asUser(cwd, 'rm', '-q', '--cached', 'gone.txt');
    writeFileSync(join(cwd, 'data.dat'), 'a\0b');
    const before = userState(cwd);
    const ran = await run(['review', '--json'], { cwd });
    expect(ran.code).toBe(0);
    const review = reviewIn(documentOf(ran));
    expect(inLines(review)).toEqual(['high stub new.py:2', 'low todo a.js:1', 'low binary data.dat']);
    expect(review).toMatchObject({ score: 54, band: 'HIGH', subject: { kind: 'uncommitted' } });
    expect(review.files.map(({ path, status }) => `${status} ${path}`)).toEqual([
      'modified a.js',
      'added data.dat',
      'added new.py',
    ]);
    expect(userState(cwd)).toEqual(before);
  });

  test('reads of a link where it leads, and nothing that stands there', async () => {
    const outside = emptyFolder();
    putFiles(outside, { 'private.js': '// TODO: private\n' });
    const cwd = repositoryWith({ 'was.js': 'let a = 1;\n' });
    symlinkSync(join(outside, 'private.js'), join(cwd, 'link.js'));
    asUser(cwd, 'rm', '-q', '--cached', 'was.js');
    rmSync(join(cwd, 'was.js'));
    symlinkSync(join(outside, 'private.js'), join(cwd, 'was.js'));
    const review = reviewIn(documentOf(await run(['review', '--json'], { cwd })));
    expect(inLines(review)).toEqual(['medium mode link.js:1', 'medium mode was.js:1']);
    expect(review.findings[0]?.quote).toBe(join(outside, 'private.js').slice(0, 200));
    expect(review.files.map(({ path, status }) => `${status} ${path}`)).toEqual([
      'added link.js',
      'type-changed was.js',
    ]);
  });

  test('reads a range, what a branch brings, one commit, a file, and standard input', async () => {
    const cwd = repositoryWith({ 'a.js': 'let a = 1;\n' });
    asUser(cwd, 'checkout', '-q', '-b', 'feature');
    putFiles(cwd, { 'b.js': '// FIXME b\n' });
    asUser(cwd, 'add', '-A');
    asUser(cwd, 'commit', '-q', '-m', 'b');
    asUser(cwd, 'checkout', '-q', 'main');
    putFiles(cwd, { 'c.js': '// FIXME c\n' });
    asUser(cwd, 'add', '-A');
    asUser(cwd, 'commit', '-q', '-m', 'c');
    const diff = asUser(cwd, 'diff', 'main...feature');
    writeFileSync(join(cwd, 'change.diff'), diff);
    const found = async (change: string, input = '') =>
      inLines(reviewIn(documentOf(await run(['review', change, '--json'], { cwd, input }))));
    expect(await found('main...feature')).toEqual(['low todo b.js:1']);
    expect(await found('feature..main')).toEqual(['low todo c.js:1']);
    expect(await found('feature')).toEqual(['low todo b.js:1']);
    expect(await found('change.diff')).toEqual(['low todo b.js:1']);
    expect(await found('-', diff)).toEqual(['low todo b.js:1']);
  });

  test('reads a repository without a commit, and the first commit of one', async () => {
    const cwd = emptyFolder();
    asUser(cwd, 'init', '-q', '-b', 'main');
    putFiles(cwd, { 'a.js': '// TODO: a\n' });
    asUser(cwd, 'add', '-A');
    expect(inLines(reviewIn(documentOf(await run(['review', '--json'], { cwd }))))).toEqual([
      'low todo a.js:1',
    ]);
    asUser(cwd, 'commit', '-q', '-m', 'first');
    expect(inLines(reviewIn(documentOf(await run(['review', 'HEAD', '--json'], { cwd }))))).toEqual([
      'low todo a.js:1',
    ]);
  });

  test('[promise:review-gate] exits 1 at the band of --gate and above it, and 0 below', async () => {
    const cwd = repositoryWith({ 'a.py': 'x = 1\n' });
    putFiles(cwd, { 'a.py': 'def load(path):\n    raise NotImplementedError\n' });
    const codes = await Promise.all(
      ['LOW', 'medium', 'HIGH', 'CRITICAL'].map(
        async (gate) => (await run(['review', '--gate', gate], { cwd })).code,
      ),
    );
    expect(codes).toEqual([1, 1, 1, 0]);
    const { code, err } = await run(['review', '--gate', 'HIHG'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('Did you mean HIGH?')]);
  });

  test('refuses what is no change, with what to give', async () => {
    const cwd = repositoryWith({ 'a.js': 'let a = 1;\n', 'words.txt': 'only words\n' });
    const told = async (change: string, where = cwd, input = '') => {
      const ran = await run(['review', change, '--json'], { cwd: where, input });
      return [ran.code, documentOf(ran).problems[0]?.code];
    };
    expect(await told('no-such-branch')).toEqual([2, 'unknown-change']);
    expect(await told('main..nowhere')).toEqual([2, 'unknown-change']);
    expect((await run(['review', '../gone.diff'], { cwd })).err).toContain('"../gone.diff" is neither');
    expect(await told('--output=/tmp/x')).toEqual([2, expect.anything()]);
    expect(await told('words.txt')).toEqual([1, 'no-diff']);
    expect(await told('-', cwd, 'only words\n')).toEqual([1, 'no-diff']);
    expect(await told('main', emptyFolder())).toEqual([2, 'no-repository']);
  });

  test('shows hostile names and lines so that a terminal does nothing with them', async () => {
    const cwd = repositoryWith({ 'a.js': '' });
    putFiles(cwd, { 'a\u001b[31m.js': '// TODO: \u001b[2J\u202e x\n' });
    const { out } = await run(['review'], { cwd });
    expect(out).toContain('todo');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test('tells what of a difference it could not read, and reads the rest', async () => {
    const input =
      '--- a.js\n+++ a.js\n@@ -1,9 +1,9 @@\n one\n--- b.js\n+++ b.js\n@@ -0,0 +1 @@\n+// TODO: b\n';
    const ran = await run(['review', '-', '--json'], { cwd: emptyFolder(), input });
    const document = documentOf(ran);
    expect(inLines(reviewIn(document))).toEqual(['low todo b.js:1']);
    expect(document.problems).toMatchObject([{ severity: 'warning', code: 'diff-fault', line: 3 }]);
  });
});

test('a difference of which nothing could be read is no clean one', async () => {
  const input =
    'diff --cc a.js\nindex 1,2..3\n--- a/a.js\n+++ b/a.js\n@@@ -1,1 -1,1 +1,2 @@@\n  one\n++// TODO: two\n';
  const ran = await run(['review', '-', '--json'], { cwd: emptyFolder(), input });
  expect(ran.code).toBe(1);
  expect(documentOf(ran).problems).toMatchObject([{ severity: 'error', code: 'diff-fault', line: 1 }]);
});

describe('batch review', () => {
  const PHASES = [
    { files: ['src/a.js'], gates: ['test -s src/a.js'] },
    { files: ['src/b.js'], gates: ['words: It reads well'] },
    { files: ['src/c.js'], gates: ['test -s src/none.js'] },
  ];
  const SCRIPT = {
    phases: {
      '1': [[{ write: { 'src/a.js': '// TODO: a\nexport const a = 1;\n' } }]],
      '2': [
        [
          {
            write: {
              'src/b.js': 'export function parse(text) {\n  throw new Error("not implemented");\n}\n',
            },
          },
        ],
      ],
      '3': [[{ write: { 'src/c.js': 'export const c = 1;\n' } }]],
    },
  };

  test('[promise:batch-review] tells of each phase what its gates prove, and whose each finding is; it is kept', async () => {
    const project = await batchProject(PHASES, SCRIPT);
    const { code } = await project.run('--retries', '0');
    expect(code).toBe(1);
    const before = project.users();
    const ran = await project.call('batch', 'review', '1', '--json');
    const document = documentOf(ran);
    const review = reviewIn(document);
    expect(review.findings.map(({ kind, phase, severity }) => `${severity} ${kind} ${phase}`)).toEqual([
      'high stub 2',
      'medium no-gate 2',
      'medium phase-not-done 3',
      'low todo 1',
    ]);
    expect(
      review.phases.map(({ id, state, changed, gates }) => [
        id,
        state,
        changed,
        gates.map(({ sees, result, proof }) => `${sees} ${result} ${proof}`),
      ]),
    ).toEqual([
      ['1', 'done', ['src/a.js'], ['files green verified']],
      ['2', 'done', ['src/b.js'], ['words not-run unverifiable']],
      ['3', 'failed', [], ['files red verified']],
    ]);
    expect(review.files.map(({ path, phases }) => [path, phases])).toEqual([
      ['src/a.js', ['1']],
      ['src/b.js', ['2']],
    ]);
    const kept = JSON.parse(readFileSync(project.path('review.json'), 'utf8')) as Review;
    expect(kept).toEqual(review);
    expect(kept.version.head).toBe(project.git('rev-parse', 'orchestrator-batch-1').trim());
    expect(project.users()).toEqual(before);
    const text = await project.call('batch', 'review', '1', '--gate', 'HIGH');
    expect(text.code).toBe(1);
    expect(text.out).toContain('green, verified: a look at files: Gate 1 holds');
  });

  test('of one in which nothing is done, and of one that is not there, is refused', async () => {
    const project = await batchProject(PHASES, SCRIPT);
    const codeOf = async (batch: string) => {
      const ran = await project.call('batch', 'review', batch, '--json');
      return [ran.code, documentOf(ran).problems[0]?.code];
    };
    expect(await codeOf('1')).toEqual([1, 'nothing-merged']);
    expect(await codeOf('7')).toEqual([2, 'batch-absent']);
    expect(await codeOf('one')).toEqual([2, 'bad-batch-number']);
  });

  test('of one whose commits are gone says so', async () => {
    const project = await batchProject(PHASES.slice(0, 1), SCRIPT);
    await project.run();
    project.git('update-ref', '-d', 'refs/orchestrator/batches/1/head');
    project.git('branch', '-D', 'orchestrator-batch-1');
    for (const ref of project
      .git('for-each-ref', '--format=%(refname)', 'refs/orchestrator')
      .split('\n')
      .filter(Boolean))
      project.git('update-ref', '-d', ref);
    project.git('-c', 'gc.reflogExpire=now', 'gc', '-q', '--prune=now');
    const ran = await project.call('batch', 'review', '1', '--json');
    expect([ran.code, documentOf(ran).problems[0]?.code]).toEqual([1, 'commits-gone']);
  });

  test('of one in the archive is made and kept there, and none of its gates runs', async () => {
    const { cwd, project } = await ranBatch([1, 3]);
    const call = (...args: string[]) => run(['batch', ...args], { cwd });
    const folder = join(project.archive, '1');
    const before = reviewIn(documentOf(await call('review', '1', '--json')));
    expect((await call('archive', '1', '--yes')).code).toBe(0);
    const away = documentOf(await call('review', '1', '--json'));
    expect(documentFaults(away)).toBe('');
    expect(away.kept).toBe('./.orchestrator/archive/1/review.json');
    expect({ ...reviewIn(away), at: before.at }).toEqual(before);
    expect(JSON.parse(readFileSync(join(folder, 'review.json'), 'utf8'))).toEqual(reviewIn(away));
    for (const flag of ['--union', '--load-bearing']) {
      const refused = await call('review', '1', flag, '--yes', '--json');
      expect([refused.code, documentOf(refused).problems[0]?.code]).toEqual([2, 'batch-archived']);
    }
    expect(await call('review', '2')).toMatchObject({ code: 2, out: '' });
  }, 60_000);

  test('leaves a folder in the place of the review alone, and says that it is not kept', async () => {
    const project = await batchProject(PHASES.slice(0, 1), SCRIPT);
    await project.run();
    mkdirSync(project.path('review.json'));
    const ran = await project.call('batch', 'review', '1', '--json');
    const document = documentOf(ran);
    expect([ran.code, document.kept]).toEqual([0, null]);
    expect(document.problems).toMatchObject([{ severity: 'warning', code: 'review-not-kept' }]);
  });

  test('[promise:review-consent] runs gates again only after a yes, and tells what they do not notice', async () => {
    const CHECK = "import { sum } from './src/sum.mjs';\nif (sum([1, 2]) !== 3) process.exit(1);\n";
    const SUM =
      'export const sum = (all) => all.reduce((a, b) => a + b, 0);\n\nexport function average(all) {\n  return sum(all) / all.length;\n}\n';
    const phases = [
      { files: ['src/sum.mjs'], gates: ['node check.mjs'] },
      { files: ['src/other.txt'], after: ['1'], gates: ['test -s src/other.txt'] },
    ];
    const script = {
      phases: { '1': [[{ write: { 'src/sum.mjs': SUM } }]], '2': [[{ write: { 'src/other.txt': 'x\n' } }]] },
    };
    const project = await batchProject(phases, script, { 'check.mjs': CHECK });
    await project.run();
    const before = project.users();
    const refused = await project.call('batch', 'review', '1', '--load-bearing', '--union', '--json');
    expect([refused.code, documentOf(refused).problems.map(({ code }) => code)]).toEqual([
      2,
      ['not-approved', 'not-approved'],
    ]);
    const ran = await project.call('batch', 'review', '1', '--load-bearing', '--union', '--yes', '--json');
    expect(ran.code).toBe(0);
    const review = reviewIn(documentOf(ran));
    expect(review.phases.map(({ hunks }) => hunks)).toEqual([
      { total: 2, proven: 1, unproven: 1, notTried: 0 },
      { total: 1, proven: 1, unproven: 0, notTried: 0 },
    ]);
    expect(inLines(review)).toContain('medium unproven-hunk src/sum.mjs:3');
    // The last merge was judged by the gate of the second phase only.
    expect(
      review.readings.union?.gates.map(({ command, result, isReused }) => [command, result, isReused]),
    ).toEqual([
      ['node check.mjs', 'green', false],
      ['test -s src/other.txt', 'green', true],
    ]);
    expect(review.readings.loadBearing?.isWhole).toBe(true);
    expect(project.users()).toEqual(before);
    expect(project.worktrees()).toEqual([]);
    // What was not asked for again is kept as long as nothing happens in the batch.
    const plain = reviewIn(documentOf(await project.call('batch', 'review', '1', '--json')));
    expect({ ...plain, at: review.at }).toEqual(review);
    const idle = await project.call('batch', 'review', '1', '--time', '5m', '--json');
    expect([idle.code, documentOf(idle).problems[0]?.code]).toEqual([2, 'flag-without-effect']);
    const wrong = await project.call('batch', 'review', '1', '--union', '--time', 'soon', '--json');
    expect([wrong.code, documentOf(wrong).problems[0]?.code]).toEqual([2, 'bad-time']);
  });

  test('tells what gates do not notice at the line where it is after later phases', async () => {
    const sum = 'export const sum = (a, b) => a + b;\n\nexport const unused = () => 1;\n';
    const head = Array.from({ length: 10 }, (_, line) => `// ${line}\n`).join('');
    const phases = [
      { files: ['src/sum.mjs'], gates: ['node check.mjs'] },
      { files: ['src/sum.mjs'], after: ['1'], gates: ["grep -q '// 9' src/sum.mjs"] },
    ];
    const script = {
      phases: {
        '1': [[{ write: { 'src/sum.mjs': sum } }]],
        '2': [[{ write: { 'src/sum.mjs': `${head}${sum}` } }]],
      },
    };
    const check = "import { sum } from './src/sum.mjs';\nif (sum(1, 2) !== 3) process.exit(1);\n";
    const project = await batchProject(phases, script, { 'check.mjs': check });
    await project.run();
    const ran = await project.call('batch', 'review', '1', '--load-bearing', '--yes', '--json');
    expect(inLines(reviewIn(documentOf(ran)))).toContain('medium unproven-hunk src/sum.mjs:13');
  });

  test('[promise:review-fix] writes a plan that mends what was found, which can be generated, in bounded rounds', async () => {
    const stub = 'export function parse(text) {\n  throw new Error("not implemented `rm -rf`");\n}\n';
    const script = { default: [[{ write: { 'src/a.js': stub } }]] };
    const phases = [{ files: ['src/a.js'], gates: ['It is there: `test -s src/a.js` (exclusive: disk)'] }];
    const project = await batchProject(phases, script);
    await project.run();
    const early = documentOf(await project.call('batch', 'review', '1', '--fix', '--json'));
    expect(early.problems.map(({ code }) => code)).toEqual(['not-merged-yet']);
    await project.call('batch', 'merge', '1', '--yes');
    const ran = await project.call('batch', 'review', '1', '--fix', '--json');
    const { followUp, problems } = documentOf(ran);
    expect([ran.code, problems, followUp]).toEqual([0, [], './.orchestrator/batches/1/fix-1.md']);
    const plan = readFileSync(project.path('fix-1.md'), 'utf8');
    expect(plan).toContain('### Phase 1: Mend a finding in src/a.js\n');
    expect(plan).toContain('- [ ] It is there: `test -s src/a.js` (exclusive: disk)\n');
    expect(plan).not.toContain('`: `');
    // What a file says is no command.
    const made = await project.call('batch', 'generate', String(followUp), '--json');
    expect(made.code).toBe(0);
    const shown = documentOf(await project.call('batch', 'show', '2', '--json'));
    expect(
      (shown.phases as { gates: { command: string | null }[] }[]).flatMap(({ gates }) =>
        gates.map(({ command }) => command),
      ),
    ).toEqual(['test -s src/a.js']);
    // It is mended by the same again: the next round is told to be the second, and there is no third.
    const again = project
      .runArguments('--json', '--scope', 'warn')
      .map((word) => (word === '1' ? '2' : word));
    project.script({
      default: [[{ write: { 'src/a.js': stub.replace('not implemented', 'still not implemented') } }]],
    });
    await project.call(...again);
    const second = documentOf(await project.call('batch', 'review', '2', '--fix', '--json'));
    expect(second.followUp).toBe('./.orchestrator/batches/2/fix-2.md');
    const over = await project.call('batch', 'review', '2', '--fix', '--rounds', '1', '--json');
    expect([over.code, documentOf(over).problems.map(({ code }) => code)]).toEqual([
      1,
      expect.arrayContaining(['rounds-over']),
    ]);
    const idle = await project.call('batch', 'review', '1', '--rounds', '3', '--json');
    expect([idle.code, documentOf(idle).problems[0]?.code]).toEqual([2, 'flag-without-effect']);
  }, 60_000);

  const STUB = 'export function parse(text) {\n  throw new Error("not implemented");\n}\n';

  /** A batch that is done and has a stub, and how its agents go on. */
  const withStub = async (after: Parameters<Awaited<ReturnType<typeof batchProject>>['script']>[0]) => {
    const phases = [{ files: ['src/a.js'], gates: ['It is there: `test -s src/a.js`'] }];
    const project = await batchProject(phases, { default: [[{ write: { 'src/a.js': STUB } }]] });
    await project.run();
    project.script(after);
    const rounds = (...more: readonly string[]) =>
      project.call(
        ...['batch', 'review', '1', '--fix', '--executor-command', project.agent(), '--retries', '0'],
        ...more,
      );
    return { project, rounds };
  };

  test('[promise:review-rounds] carries such plans out until nothing is left, each at the batch before, and leaves the branch alone', async () => {
    const whole = 'export const parse = (text) => text.split(",");\n';
    const { project, rounds } = await withStub({ default: [[{ write: { 'src/a.js': whole } }]] });
    const before = project.users();
    const refused = await rounds('--rounds', '2', '--json');
    const known = documentOf(refused);
    expect([refused.code, new Set(known.problems.map(({ code }) => code))]).toEqual([
      2,
      new Set(['not-approved']),
    ]);
    expect([reviewIn(known).band, known.rounds]).toEqual([
      'HIGH',
      [expect.objectContaining({ round: 1, batch: 2, counts: null, band: null })],
    ]);
    // What was made by that call is gone on with. The gate was green before, which is a low finding.
    const ran = await rounds('--rounds', '2', '--yes', '--json');
    const document = documentOf(ran);
    expect(documentFaults(document)).toBe('');
    expect(document).toMatchObject({ ok: true, batch: 1, followUp: null });
    expect([ran.code, document.rounds]).toEqual([
      0,
      [
        {
          ...{ round: 1, plan: './.orchestrator/batches/1/fix-1.md', batch: 2 },
          ...{ counts: { done: 1, total: 1 }, score: 4, band: 'LOW' },
        },
      ],
    ]);
    expect(project.users()).toEqual(before);
    expect(project.git('show', 'orchestrator-batch-2:src/a.js')).toBe(whole);
    for (const batch of ['1', '2'])
      expect((await project.call('batch', 'merge', batch, '--yes')).code).toBe(0);
    expect(readFileSync(join(project.folder, 'src/a.js'), 'utf8')).toBe(whole);
  }, 60_000);

  test('what a round has not mended is still told, also where nothing of it was touched, and the rounds end', async () => {
    const { project, rounds } = await withStub({
      default: [[{ write: { 'src/a.js': `${STUB}// more\n` } }]],
    });
    const ran = await rounds('--rounds', '2', '--yes', '--json');
    const document = documentOf(ran);
    const found = document.rounds as { batch: number; band: string }[];
    expect([ran.code, found.map(({ batch, band }) => `${batch} ${band}`)]).toEqual([1, ['2 HIGH', '3 null']]);
    // The second one changed nothing, which is not what its phase was to do.
    expect(document.problems.map(({ code }) => code)).toContain('round-not-done');
    expect(inLines(reviewIn(document))).toContain('high stub src/a.js:2');
    const plan = readFileSync(join(project.folder, '.orchestrator/batches/2/fix-2.md'), 'utf8');
    expect(plan).toContain('- [ ] It is there: `test -s src/a.js`\n');
  }, 60_000);

  test('rounds that are used up are told, and so is a gate that lets pass what is left', async () => {
    let round = 0;
    const { project, rounds } = await withStub({});
    const again = () => project.script({ default: [[{ write: { 'src/a.js': `${STUB}// ${++round}\n` } }]] });
    again();
    const over = await rounds('--rounds', '1', '--yes');
    expect(over.code).toBe(1);
    expect(`${over.out}${over.err}`).toContain(
      'The rounds are used up.\nTo bring it to your branch, in this order:\n  orchestrator batch merge 1\n  orchestrator batch merge 2\n',
    );
    const passed = await rounds('--rounds', '9', '--gate', 'CRITICAL', '--yes', '--json');
    expect([passed.code, documentOf(passed).rounds]).toEqual([0, []]);
  }, 60_000);
});
