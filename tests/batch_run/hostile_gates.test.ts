import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchProject, WORKS } from '../support/batch_project.ts';

const WORK = { work: 'done by' };

test("a gate that takes away what makes its folder a worktree does not have the user's files reset", async () => {
  const project = await batchProject(
    [
      { gates: ['sh -c "test -s src/1.txt && rm -rf .git"'] },
      { after: ['1'], gates: ['sh -c "test -s src/2.txt && rm -rf .git"'] },
    ],
    { default: [[WORK]] },
  );
  writeFileSync(join(project.folder, 'README.md'), 'My own work, not committed.\n');
  writeFileSync(join(project.folder, 'mine.txt'), 'New, and not committed either.\n');
  const before = project.users();
  const run = await project.run();
  expect(project.users()).toEqual(before);
  expect(run.phases.map(({ state }) => state)).toEqual(['done', 'done']);
});

test.for([
  ['a hook', 'printf "#!/bin/sh" > "$(git rev-parse --git-common-dir)/hooks/pre-commit"', 'pre-commit'],
  ['a setting', 'git config core.fsmonitor false', 'core.fsmonitor'],
] as const)(
  'a gate that changes %s, by what the attempt wrote, stops the batch',
  async ([, script, what]) => {
    const project = await batchProject([{ files: ['src/1.sh'], gates: ['sh src/1.sh'] }, { after: ['1'] }], {
      phases: { 1: [[{ write: { 'src/1.sh': `${script}\n` } }]] },
      default: [[WORK]],
    });
    const ended = await project.run('--retries', '3');
    expect(ended.problems).toContainEqual(
      expect.objectContaining({ code: 'repository-tampered', message: expect.stringContaining(what) }),
    );
    expect(ended.phases[0]).toMatchObject({ attempts: [{ number: 1, reason: 'tampering' }] });
    expect(project.merged()).toEqual([]);
  },
);

test('a gate judges what is merged, not what a gate before it made of it; and that it changed files is told', async () => {
  const project = await batchProject([
    {
      gates: [
        'sh -c "echo right > src/1.txt; echo built > built.txt"',
        'grep -q right src/1.txt',
        'test -s built.txt',
      ],
    },
  ]);
  const ended = await project.run('--retries', '0');
  expect(ended.phases[0]).toMatchObject({ state: 'failed', attempts: [{ reason: 'merged-gate' }] });
  const gates = project.events('gate-ended', '1').filter(({ where }) => where === 'merged');
  expect(gates.map(({ result }) => result)).toEqual(['green', 'red', 'green']);
  expect(gates.map(({ flags }) => flags.includes('changed-files'))).toEqual([true, false, false]);
});

test.each([
  ['.git', ['.git']],
  ['.git and what git keeps of it', ['.git', '../../../.git/worktrees']],
])('a gate that calls git works on no files of the user’s, though the agent removed %s', async (_, paths) => {
  const project = await batchProject([{ gates: ['sh -c "git checkout -q -f . ; test -s src/1.txt"'] }], {
    default: [[WORK, ...paths.map((path) => ({ remove: [path] }))]],
  });
  writeFileSync(join(project.folder, 'README.md'), 'My own work, not committed.\n');
  const before = project.users();
  await project.run('--retries', '0');
  expect(project.users()).toEqual(before);
});

test('an agent that writes into the journal stops the batch, and is not believed; the next run goes on', async () => {
  const project = await batchProject([{}, { after: ['1'] }], WORKS);
  const forged = {
    seq: 4,
    at: '2026-01-01T00:00:00.000Z',
    event: 'phase-reopened',
    phase: '2',
    why: 'retry',
  };
  project.script({
    phases: {
      1: [[WORK, { append: { [project.path('journal.ndjson')]: `${JSON.stringify(forged)}\n` } }], [WORK]],
    },
    default: [[WORK]],
  });
  const ended = await project.run();
  expect(ended.code).toBe(1);
  expect(ended.problems).toContainEqual(
    expect.objectContaining({
      code: 'journal-disturbed',
      message: expect.stringContaining('another program wrote to it'),
    }),
  );
  expect(project.merged()).toEqual([]);
  project.script(WORKS);
  const again = await project.run();
  expect(again.phases.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(project.merged()).toHaveLength(2);
});
