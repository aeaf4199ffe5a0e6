import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Review } from '../../src/batch/review/index.ts';
import { batchProject } from '../support/batch_project.ts';
import { documentFaults } from '../support/documents.ts';
import { documentOf } from '../support/program.ts';
import { inLines } from '../support/review.ts';

const reviewIn = (document: Record<string, unknown>) => document.review as Review;

describe('batch review that has it mended', () => {
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
    expect(plan).toContain('### Phase 1: Fix a finding in src/a.js\n');
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
  });

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
  });

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
  });

  test('what disarmed a gate is mended with what the gate checks, whichever phase did it', async () => {
    const check = "import { a } from './src/a.js';\nif (a !== 2) process.exit(1);\n";
    const phases = [
      { files: ['src/a.js'], gates: ['node check.mjs'] },
      { files: ['check.mjs'], after: ['1'], gates: ['test -s check.mjs'] },
      { files: ['src/a.js'], after: ['2'], gates: ['test -s src/a.js'] },
    ];
    const script = {
      phases: {
        '1': [[{ write: { 'src/a.js': 'export const a = 2;\n' } }]],
        '2': [[{ write: { 'check.mjs': `process.exit(0);\n${check}` } }]],
        '3': [[{ write: { 'src/a.js': 'export const a = 3;\n' } }]],
      },
    };
    const files = { 'check.mjs': check, 'src/a.js': 'export const a = 1;\n' };
    const project = await batchProject(phases, script, files);
    expect((await project.run()).counts).toMatchObject({ done: 3 });
    project.script({ default: [[{ write: { 'check.mjs': check, 'src/a.js': 'export const a = 2;\n' } }]] });
    const ran = await project.call(
      ...['batch', 'review', '1', '--fix', '--executor-command', project.agent(), '--retries', '0'],
      ...['--rounds', '1', '--yes', '--json'],
    );
    const { rounds } = documentOf(ran);
    expect(rounds).toMatchObject([{ counts: { done: 1, total: 1 }, band: 'LOW' }]);
    const plan = readFileSync(project.path('fix-1.md'), 'utf8');
    expect(plan).toContain(
      'The gate `node check.mjs` of phase 1 runs this file, which phase 2 has changed: it exits with 0 on line 1, before it checks anything.',
    );
    expect(plan).toContain('src/a.js');
    expect(plan).toContain('`node check.mjs`');
  });

  test('rounds that are used up are told, and so is a gate that lets pass what is left', async () => {
    let round = 0;
    const { project, rounds } = await withStub({});
    const again = () => project.script({ default: [[{ write: { 'src/a.js': `${STUB}// ${++round}\n` } }]] });
    again();
    const over = await rounds('--rounds', '1', '--yes');
    expect(over.code).toBe(1);
    expect(`${over.out}${over.err}`).toContain(
      'No rounds are left.\nTo merge it into your branch, in this order:\n  orchestrator batch merge 1\n  orchestrator batch merge 2\n',
    );
    const passed = await rounds('--rounds', '9', '--gate', 'CRITICAL', '--yes', '--json');
    expect([passed.code, documentOf(passed).rounds]).toEqual([0, []]);
  });
});
