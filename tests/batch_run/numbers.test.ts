import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BatchProject, batchProject, WORKS } from '../support/batch_project.ts';
import { documentOf, run } from '../support/program.ts';

const REFS = ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/orchestrator', 'refs/heads'];

/** A linked working tree of a project's repository, with the same plan. */
function linked(project: BatchProject, name: string): BatchProject {
  const folder = join(project.aside, name);
  project.git('worktree', 'add', '-q', '--detach', folder);
  const other = new BatchProject(folder);
  other.script(WORKS);
  return other;
}

const generate = async (project: BatchProject) =>
  documentOf(await project.call('batch', 'generate', 'plan.md', '--json'));

describe.concurrent('a batch number', () => {
  test('whose folder was removed is not given again, and what it did stays and is named', async () => {
    const project = await batchProject([{}, { gates: ['test -f never'] }]);
    await project.run('--retries', '0');
    const before = project.git(...REFS);
    project.git('clean', '-fdxq');
    for (const words of [['batch', 'list'], ['status']]) {
      const told = await project.call(...words);
      expect(told.code).toBe(0);
      expect(told.out + told.err).toContain('orchestrator-batch-1');
      expect(told.out + told.err).toContain('git stash pop');
    }
    const made = await generate(project);
    expect(made).toMatchObject({ ok: true, batch: 2 });
    expect(made.problems).toContainEqual(
      expect.objectContaining({
        code: 'batch-lost',
        message: expect.stringContaining('orchestrator-batch-1'),
      }),
    );
    const lost = await project.call(
      'batch',
      'run',
      '1',
      '--yes',
      '--json',
      '--executor-command',
      project.agent(),
    );
    expect(documentOf(lost).problems).toMatchObject([
      { code: 'batch-lost', hint: expect.stringContaining('git stash pop') },
    ]);
    const ended = await run(['batch', 'run', '2', '--yes', '--json', '--executor-command', project.agent()], {
      cwd: project.folder,
      env: project.environment(),
    });
    expect(documentOf(ended).phases).toMatchObject([{ state: 'done' }, { state: 'failed' }]);
    expect(project.git(...REFS)).toContain(before.trim().split('\n')[0]);
    for (const line of before.trim().split('\n')) expect(project.git(...REFS)).toContain(line);
  });

  test('of which only the branch is left is not given again, nor one that somebody has pushed', async () => {
    const project = await batchProject([{}]);
    await project.run('--retries', '0');
    for (const ref of project
      .git('for-each-ref', '--format=%(refname)', 'refs/orchestrator')
      .trim()
      .split('\n'))
      project.git('update-ref', '-d', ref);
    project.git('clean', '-fdxq');
    project.git('update-ref', 'refs/remotes/origin/orchestrator-batch-2', 'HEAD');
    const made = await generate(project);
    expect(made).toMatchObject({ ok: true, batch: 3 });
    expect(made.problems).toMatchObject([
      {
        code: 'batch-lost',
        message: expect.stringMatching(
          /earlier batch 1 .* Its work is on the branch orchestrator-batch-1\.$/u,
        ),
      },
    ]);
  });

  test('is of one working tree of a repository only', async () => {
    const project = await batchProject([{}]);
    const other = linked(project, 'linked');
    expect(await generate(other)).toMatchObject({ ok: true, batch: 2, problems: [] });
    expect(await generate(project)).toMatchObject({ batch: 3 });
    // A folder of the other's that came here by hand.
    cpSync(project.path(), join(other.folder, '.orchestrator/batches/1'), { recursive: true });
    for (const verb of [
      ['run', '1', '--yes', '--executor-command', other.agent()],
      ['merge', '1'],
      ['prune', '1', '--yes'],
    ]) {
      const refused = documentOf(await other.call('batch', ...verb, '--json'));
      expect(refused.problems, verb[0]).toMatchObject([{ code: 'batch-of-another-worktree' }]);
    }
    expect((await project.run()).code).toBe(0);
  });

  test('under which there is work that the journal does not know is not gone on with', async () => {
    const project = await batchProject([{}]);
    await project.run();
    const before = project.git(...REFS);
    rmSync(project.path('journal.ndjson'));
    rmSync(project.path('run.lock'), { recursive: true });
    const again = await project.run();
    expect(again.problems).toMatchObject([{ code: 'refs-found' }]);
    expect(again.code).toBe(1);
    expect(project.git(...REFS)).toBe(before);
  });

  test('that was given before claims were written down is claimed by who runs it', async () => {
    const project = await batchProject([{}]);
    rmSync(join(project.folder, '.git/orchestrator'), { recursive: true });
    expect((await project.run()).code).toBe(0);
    const other = linked(project, 'linked');
    mkdirSync(join(other.folder, '.orchestrator/batches'), { recursive: true });
    cpSync(project.path(), join(other.folder, '.orchestrator/batches/1'), { recursive: true });
    expect((await other.run()).problems).toMatchObject([{ code: 'batch-of-another-worktree' }]);
  });

  test('passes by a branch of the user that has the name of a batch’s', async () => {
    const project = await batchProject([{}]);
    project.git('branch', 'orchestrator-batch-2/mine');
    project.git('branch', 'orchestrator-batch-3');
    expect(await generate(project)).toMatchObject({ batch: 4 });
  });
});
