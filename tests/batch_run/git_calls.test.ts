import { expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';
import { refusingGit } from '../support/refusing_git.ts';

/** With every look at what attempts and gates may have tampered with, which is a call or more each. */
const MAX_CALLS = 66;

test('a batch of two small phases needs few calls of git', async () => {
  const project = await batchProject([{}, {}]);
  const git = refusingGit({ at: 0, code: 0 });
  expect(await project.runWith(git.env)).toMatchObject({ code: 0 });
  expect(project.merged()).toHaveLength(2);
  expect(git.calls()).toContainEqual(expect.stringMatching(/^worktree add /u));
  expect(git.calls().length).toBeLessThanOrEqual(MAX_CALLS);
});
