import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type BatchProject, batchProject } from '../support/batch_project.ts';
import { documentOf } from '../support/program.ts';

describe('of a batch whose journal is damaged', () => {
  let project: BatchProject;

  beforeAll(async () => {
    project = await batchProject([{ files: ['src/a.txt'] }]);
    await project.run();
    const file = project.path('journal.ndjson');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.map((line, place) => (place === 3 ? `{oops${line}` : line)).join('\n'));
  });

  const VERBS: readonly (readonly [string, ...string[]])[] = [
    ['review'],
    ['report'],
    ['results'],
    ['stats'],
    ['decisions'],
    ['status'],
    ['watch'],
    ['list'],
    ['logs'],
    ['merge', '--dry-run'],
    ['update-context', '--dry-run'],
    ['archive', '--dry-run'],
    ['retry', '--phase', '1'],
    ['undo', '--phase', '1', '--dry-run'],
  ];

  test.each(VERBS)('batch %s says so with the place and the cure, and exits 1', async (verb, ...flags) => {
    const of = verb === 'stats' || verb === 'list' ? [] : ['1'];
    const told = await project.call('batch', verb, ...of, ...flags);
    expect([told.code, told.err]).toEqual([
      1,
      expect.stringMatching(
        /journal\.ndjson:4:2: error: The journal is damaged in this line: it is not JSON\.[\s\S]*Restore the file from a backup/u,
      ),
    ]);
    // What cannot be read is not taken for what was not done.
    expect(`${told.out}${told.err}`).not.toMatch(/No phase of|not run yet|never run|It crashed/u);
    const json = documentOf(await project.call('batch', verb, ...of, ...flags, '--json'));
    expect(json).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.objectContaining({ code: 'journal-corrupt', line: 4 })]),
    });
  });

  test('no review is kept of it', async () => {
    await project.call('batch', 'review', '1');
    expect(existsSync(project.path('review.json'))).toBe(false);
  });
});
