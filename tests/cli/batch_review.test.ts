import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Review } from '../../src/batch/review/index.ts';
import { batchProject } from '../support/batch_project.ts';
import { documentFaults } from '../support/documents.ts';
import { ranBatch } from '../support/done_batch.ts';
import { documentOf, run } from '../support/program.ts';
import { inLines } from '../support/review.ts';

const reviewIn = (document: Record<string, unknown>) => document.review as Review;

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
    const folder = join(project.state, 'archive', '1');
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
  });

  test('leaves a folder in the place of the review alone, and says that it is not kept', async () => {
    const project = await batchProject(PHASES.slice(0, 1), SCRIPT);
    await project.run();
    mkdirSync(project.path('review.json'));
    const ran = await project.call('batch', 'review', '1', '--json');
    const document = documentOf(ran);
    expect([ran.code, document.kept]).toEqual([0, null]);
    expect(document.problems).toMatchObject([{ severity: 'warning', code: 'review-not-kept' }]);
  });

  test('tells of a phase that has disarmed its own gate: the program, or the script behind npm test', async () => {
    const phases = [
      { files: ['check.mjs', 'src/a.js'], gates: ['node check.mjs'] },
      { files: ['package.json'], after: ['1'], gates: ['npm test'] },
      { files: ['src/c.js', 'tests/c.test.mjs'], after: ['2'], gates: ['node --test tests/c.test.mjs'] },
    ];
    const check = "import { existsSync } from 'node:fs';\nif (!existsSync('src/b.js')) process.exit(1);\n";
    const manifest = (script: string) => `{\n  "scripts": {\n    "test": "${script}"\n  }\n}\n`;
    const passing = "import { test } from 'node:test';\ntest('c', () => {});\n";
    const script = {
      phases: {
        '1': [
          [{ write: { 'src/a.js': 'export const a = 1;\n', 'check.mjs': `process.exit(0);\n${check}` } }],
        ],
        '2': [[{ write: { 'package.json': manifest('exit 0') } }]],
        '3': [[{ write: { 'src/c.js': 'export const c = 1;\n', 'tests/c.test.mjs': passing } }]],
      },
    };
    const files = { 'check.mjs': check, 'package.json': manifest('node check.mjs') };
    const project = await batchProject(phases, script, files);
    expect((await project.run()).counts).toMatchObject({ done: 3 });
    const review = reviewIn(documentOf(await project.call('batch', 'review', '1', '--json')));
    expect(inLines(review)).toEqual([
      'high weak-gate check.mjs:1',
      'high weak-gate package.json:3',
      'medium test-weakened package.json:3',
      // With the first phase, the second one's gate was green before it began.
      'low weak-gate',
    ]);
    expect(review.findings.map(({ phase }) => phase)).toEqual(['1', '2', '2', '2']);
    const ended = await project.call('batch', 'review', '1', '--gate', 'HIGH');
    expect([ended.code, ended.out]).toEqual([
      1,
      expect.stringContaining(
        'The gate `node check.mjs` of phase 1, like gates of 1 other phase, runs this file, which the phase has changed: it exits with 0 on line 1, before it checks anything.',
      ),
    ]);
  });
});
