import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';

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
