import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { BatchProject, batchProject } from '../support/batch_project.ts';
import { emptyFolder } from '../support/program.ts';
import { runWorkflow, type WorkflowRun } from '../support/workflow_runner.ts';
import { workflowFaults } from '../support/workflow_schema.ts';

const PREPARE = ['--as', 'github-actions', '--prepare', 'true'] as const;

/** Puts what a batch is to do where a runner finds it. */
function commitBatch(project: BatchProject): void {
  project.git('add', '--force', '.orchestrator/batches/1/batch.json', '.orchestrator/batches/1');
  project.git('reset', '--quiet', '--', '.orchestrator/batches/1/lock');
  project.git('commit', '--quiet', '--message', 'The batch');
}

async function exported(project: BatchProject, ...more: string[]): Promise<string> {
  const ran = await project.call(
    'batch',
    'export',
    '1',
    ...PREPARE,
    '--executor-command',
    project.agent(),
    ...more,
  );
  expect(ran.err).not.toContain('error');
  return ran.out;
}

async function imported(project: BatchProject, ...more: string[]) {
  const ran = await project.call('batch', 'import', '1', '--yes', '--json', ...more);
  const document = JSON.parse(ran.out);
  const outcomes = Object.fromEntries(
    document.phases.map((each: { prp: string | null; outcome: string }) => [
      each.prp ?? 'none',
      each.outcome,
    ]),
  );
  return { ...ran, document, outcomes };
}

const results = (artifacts: string, prp: string) =>
  join(artifacts, `orchestrator-batch-1-${prp}`, `${prp}.handover.json`);

/** A copy of a project as it stands, and of what was handed over, for one test to spoil. */
function copyOf(
  project: BatchProject,
  { artifacts }: WorkflowRun,
): { project: BatchProject; artifacts: string } {
  const [folder, brought] = [emptyFolder(), emptyFolder()];
  cpSync(project.folder, folder, { recursive: true });
  cpSync(artifacts, brought, { recursive: true });
  return { project: new BatchProject(folder), artifacts: brought };
}

function change(file: string, changes: object): void {
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }));
}

describe('a batch that is carried out in CI', () => {
  let project: BatchProject;
  let ran: WorkflowRun;
  beforeAll(async () => {
    project = await batchProject([{}, { after: ['1'] }, { after: ['1'] }, { after: ['2', '3'] }]);
    commitBatch(project);
    ran = runWorkflow(project.folder, await exported(project));
  });

  test('[promise:ci-same-tree] comes to the same tree as a local run, each phase judged here, and once only', async () => {
    expect(ran.results, ran.printed).toEqual({
      'prp-1-1-1': 'success',
      'prp-1-2-1': 'success',
      'prp-1-2-2': 'success',
      'prp-1-3-1': 'success',
    });
    const here = copyOf(project, ran);
    const local = copyOf(project, ran).project;
    cpSync(project.aside, local.aside, { recursive: true });
    local.script({ default: [[{ work: 'done by' }]] });
    expect((await local.run()).code).toBe(0);
    const users = here.project.users();
    const first = await imported(here.project, here.artifacts);
    expect(first.outcomes, first.err).toEqual({
      'PRP-1.1.1': 'merged',
      'PRP-1.2.1': 'merged',
      'PRP-1.2.2': 'merged',
      'PRP-1.3.1': 'merged',
    });
    expect(first.code).toBe(0);
    expect(here.project.result()).toEqual(local.result());
    expect(here.project.users()).toEqual(users);
    expect(here.project.worktrees()).toEqual([]);
    expect(here.project.git('for-each-ref', 'refs/orchestrator/imports')).toBe('');
    expect(here.project.events('attempt-started').map(({ place }) => place)).toEqual(
      Array(4).fill('github-actions'),
    );
    const gates = here.project.events('gate-ended').filter(({ gate }) => gate !== null);
    expect(gates.map(({ where, result, place }) => [where, result, place])).toEqual(
      Array(4)
        .fill([
          ['attempt', 'green', undefined],
          ['merged', 'green', undefined],
        ])
        .flat(),
    );
    const journal = here.project.journal();
    const again = await imported(here.project, here.artifacts);
    expect(Object.values(again.outcomes)).toEqual(Array(4).fill('already'));
    expect(again.code).toBe(0);
    expect(here.project.journal()).toEqual(journal);
    const status = await here.project.call('batch', 'status', '1', '--json');
    expect(JSON.parse(status.out).phases[0].attempts[0]).toMatchObject({
      place: 'github-actions',
      state: 'merged',
    });
  });

  test('[promise:ci-forged] takes no result that is not what it says, and loses nothing', async () => {
    const here = copyOf(project, ran);
    const one = results(here.artifacts, 'PRP-1.1.1');
    const whole = readFileSync(one, 'utf8');
    for (const changes of [
      { commit: 'a'.repeat(40) },
      { base: JSON.parse(readFileSync(results(here.artifacts, 'PRP-1.2.2'), 'utf8')).commit },
      { bundle: 'b'.repeat(64) },
      { manifest: 'c'.repeat(64) },
      { batch: 2 },
      { phase: '2' },
      { attempt: 0 },
      { more: 1 },
    ]) {
      writeFileSync(one, whole);
      change(one, changes);
      const { outcomes, code, document } = await imported(here.project, one);
      expect([Object.values(outcomes), code], JSON.stringify(changes)).toEqual([['refused'], 1]);
      expect(document.phases[0].why).not.toBeNull();
    }
    expect(here.project.events('attempt-started')).toEqual([]);
    writeFileSync(one, whole);
    writeFileSync(one.replace('handover.json', 'bundle'), 'no bundle');
    expect(Object.values((await imported(here.project, one)).outcomes)).toEqual(['refused']);
    cpSync(
      results(ran.artifacts, 'PRP-1.1.1').replace('handover.json', 'bundle'),
      one.replace('handover.json', 'bundle'),
    );
    expect(Object.values((await imported(here.project, one)).outcomes)).toEqual(['merged']);
  });

  test('a phase whose dependency was not brought waits, and is taken when that comes', async () => {
    const here = copyOf(project, ran);
    const last = await imported(
      here.project,
      results(here.artifacts, 'PRP-1.3.1'),
      join(here.artifacts, 'orchestrator-batch-1-PRP-1.1.1'),
    );
    expect(last.outcomes).toEqual({ 'PRP-1.1.1': 'merged', 'PRP-1.3.1': 'waits' });
    expect(last.code).toBe(1);
    const all = await imported(here.project, here.artifacts);
    expect(all.outcomes).toEqual({
      'PRP-1.1.1': 'already',
      'PRP-1.2.1': 'merged',
      'PRP-1.2.2': 'merged',
      'PRP-1.3.1': 'merged',
    });
  });

  test('[promise:ci-verify] the verdict there counts with --verify place, for the same tree only', async () => {
    const here = copyOf(project, ran);
    const { code } = await imported(here.project, here.artifacts, '--verify', 'place');
    expect(code).toBe(0);
    const gates = here.project.events('gate-ended').filter(({ gate }) => gate !== null);
    expect(new Set(gates.filter(({ phase }) => phase === '1').map(({ place }) => place))).toEqual(
      new Set(['github-actions']),
    );
    // Phase 3 was carried out beside phase 2, and is merged behind it: that tree was never there.
    const third = gates.filter(({ phase, where }) => phase === '3' && where === 'merged');
    expect(third.map(({ place }) => place)).toEqual([undefined]);
  });
});

test('[promise:ci-judged-here] work that left its files is refused here, whatever its result says', async () => {
  const project = await batchProject([{}], {
    default: [[{ work: 'done by' }, { write: { 'other.txt': 'x' } }]],
  });
  commitBatch(project);
  const ran = runWorkflow(project.folder, await exported(project));
  expect(ran.results).toEqual({ 'prp-1-1-1': 'failure' });
  const file = results(ran.artifacts, 'PRP-1.1.1');
  change(file, { outcome: 'done', why: null });
  const { outcomes, code } = await imported(project, file);
  expect([outcomes, code]).toEqual([{ 'PRP-1.1.1': 'failed' }, 1]);
  expect(project.events('attempt-failed')).toMatchObject([{ reason: 'scope' }]);
  expect(project.merged()).toEqual([]);
  expect(project.git('for-each-ref', '--format=%(refname)', 'refs/orchestrator/batches/1/attempts')).not.toBe(
    '',
  );
  // The same again changes nothing; another run of the workflow is another try.
  expect((await imported(project, file)).outcomes).toEqual({ 'PRP-1.1.1': 'already' });
  project.script({ default: [[{ work: 'done by' }]] });
  const second = runWorkflow(project.folder, await exported(project));
  expect(second.results).toEqual({ 'prp-1-1-1': 'success' });
  change(file, { token: 'another-token' });
  expect((await imported(project, file, results(second.artifacts, 'PRP-1.1.1'))).outcomes).toEqual({
    'PRP-1.1.1': 'merged',
  });
});

test('an attempt starts nothing of a batch that is not the one that was approved, nor where the batch was run', async () => {
  const project = await batchProject([{}]);
  const call = (...more: string[]) =>
    project.call('batch', 'attempt', '1', '1', '--json', '--executor-command', project.agent(), ...more);
  const other = await call('--approve', 'd'.repeat(64));
  expect([other.code, JSON.parse(other.out).problems[0].code]).toEqual([1, 'not-approved']);
  const none = await call();
  expect([none.code, JSON.parse(none.out).problems[0].code]).toEqual([2, 'not-approved']);
  expect(existsSync(project.path('journal.ndjson')) && project.journal().length > 0).toBe(false);
  const alone = await project.call(
    ...['batch', 'attempt', '1', '1', '--yes', '--executor-command', project.agent()],
  );
  // Its work goes on by being handed on: there is no branch of anybody's that it could be brought to.
  expect(alone.out).toContain('orchestrator batch import 1 FOLDER');
  expect(alone.out).not.toContain('batch merge');
  const after = await call('--yes');
  expect([after.code, JSON.parse(after.out).problems[0].code]).toEqual([1, 'batch-has-run']);
});

test('[promise:ci-workflow] the workflow is one by the schema of GitHub, whatever a plan says', async () => {
  const project = await batchProject([{}, { files: ['src/1.txt'] }, { after: ['1'], executor: 'codex' }]);
  const plan = readFileSync(join(project.folder, 'plan.md'), 'utf8');
  writeFileSync(
    join(project.folder, 'plan.md'),
    plan.replace('Part 1\n', 'Part "1" ${{ secrets.KEY }} $(id) `id` \': x #\n'),
  );
  await project.call('batch', 'generate', 'plan.md', '--json');
  const args = [
    'batch',
    'export',
    '2',
    ...PREPARE,
    '--prepare',
    "echo '${{ github.token }}'",
    '--secret',
    'MY_KEY',
  ];
  const { out, code } = await project.call(...args, '--executor', 'claude', '--setup', 'npm ci');
  expect(code).toBe(0);
  expect(await workflowFaults(out)).toEqual([]);
  expect(await workflowFaults(out.replace('runs-on', 'run-on'))).not.toEqual([]);
  expect(
    out
      .match(/\$\{\{.*?\}\}/gu)
      ?.filter((each) => !/runner\.temp|cancelled|secrets\.MY_KEY|'\$\{\{'/u.test(each)),
  ).toEqual([]);
  expect([...out.matchAll(/uses: (\S+)/gu)].every(([, action]) => /@[0-9a-f]{40}$/u.test(action ?? ''))).toBe(
    true,
  );
  // What may touch the same file goes one behind the other.
  expect(out).toContain('needs: [prp-2-1-1]');
  expect(out).toContain('          MY_KEY: ${{ secrets.MY_KEY }}');
  const bad = await project.call('batch', 'export', '2', ...PREPARE, '--secret', 'a b', '--json');
  expect(bad.code).toBe(2);
  writeFileSync(join(project.folder, 'mine.yml'), 'name: mine\n');
  const taken = await project.call(...args, '--to', 'mine.yml');
  expect(taken.code).toBe(1);
  expect(readFileSync(join(project.folder, 'mine.yml'), 'utf8')).toBe('name: mine\n');
});
