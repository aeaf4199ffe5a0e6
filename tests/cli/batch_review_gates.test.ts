import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Review } from '../../src/batch/review/index.ts';
import { batchProject } from '../support/batch_project.ts';
import { documentOf } from '../support/program.ts';
import { inLines } from '../support/review.ts';

/** Whether bubblewrap works here. */
const CONFINES = spawnSync('bwrap', ['--unshare-pid', '--ro-bind', '/', '/', '--', '/bin/true']).status === 0;

const reviewIn = (document: Record<string, unknown>) => document.review as Review;

describe('batch review that runs gates again', () => {
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

  test.skipIf(!CONFINES)('runs gates again in the sandbox that is named', async () => {
    // Green on this machine, red where processes are counted anew.
    const check = "import './src/a.mjs';\nif (process.pid < 60) process.exit(1);\n";
    const project = await batchProject(
      [{ files: ['src/a.mjs'], gates: ['node check.mjs'] }],
      { default: [[{ write: { 'src/a.mjs': 'export const a = 1;\n' } }]] },
      { 'check.mjs': check },
    );
    await project.run();
    const codes = async (...flags: readonly string[]) => {
      const ran = await project.call('batch', 'review', '1', '--yes', '--json', ...flags);
      return [ran.code, documentOf(ran).problems.map(({ code }) => code)];
    };
    expect(await codes('--load-bearing', '--sandbox', 'bwrap')).toEqual([0, ['gate-red-here']]);
    expect(await codes('--load-bearing', '--sandbox', 'none')).toEqual([0, []]);
    for (const flags of [[], ['--load-bearing', '--concurrency', '2']])
      expect(await codes('--sandbox', 'bwrap', ...flags)).toEqual([2, ['flag-without-effect']]);
  });

  test('tells once that a gate is flaky, in the batch and on the finished branch', async () => {
    // Green, red, green, red, … from when the file is there.
    const wavers = 'test -s src/1.txt && printf x >>"$HOME/runs" && test $(($(wc -c <"$HOME/runs") % 2)) = 1';
    const phases = [{ gates: [wavers] }, { after: ['1'] }];
    const project = await batchProject(phases);
    await project.run();
    const review = async (...flags: readonly string[]) =>
      reviewIn(documentOf(await project.call('batch', 'review', '1', '--yes', '--json', ...flags)));
    const before = await review();
    expect(before.findings).toMatchObject([{ kind: 'weak-gate', by: 'structural', quote: wavers }]);
    for (const after of [await review('--union'), await review()]) {
      expect(after.findings).toMatchObject([{ kind: 'weak-gate', by: 'union', quote: wavers }]);
      expect(after.score).toBe(before.score);
    }
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

  test('tells a function and a setting that no gate notices, which stand in one hunk with what is needed', async () => {
    const [first, end] = ['export function sub(a, b) {\n  return ', '\n}\n'];
    const before = {
      'src/sub.mjs': `${first}0;${end}`,
      'src/sub.json': '{\n  "name": "x",\n  "end": 0\n}\n',
    };
    const after = {
      'src/sub.mjs': `${first}a - b;${end}\nexport function mul(a, b) {\n  return a * b;${end}`,
      'src/sub.json': '{\n  "name": "y",\n  "unused": 1,\n  "end": 0\n}\n',
    };
    const check =
      "import { sub } from './src/sub.mjs';\nimport all from './src/sub.json' with { type: 'json' };\nif (sub(3, 1) !== 2 || all.name !== 'y') process.exit(1);\n";
    const phases = [{ files: Object.keys(after), gates: ['node check.mjs'] }];
    const script = { phases: { '1': [[{ write: after }]] } };
    const project = await batchProject(phases, script, { ...before, 'check.mjs': check });
    await project.run();
    const ran = await project.call('batch', 'review', '1', '--load-bearing', '--yes', '--json');
    const told = inLines(reviewIn(documentOf(ran))).filter((line) => line.includes('unproven-hunk'));
    expect(told.sort()).toEqual([
      'medium unproven-hunk src/sub.json:3',
      'medium unproven-hunk src/sub.mjs:5',
    ]);
  });
});
