import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LOCK, PERSONA, Project } from '../support/frameworks.ts';
import { emptyFolder, run } from '../support/program.ts';

describe('list', () => {
  test('says so where there is nothing', async () => {
    const listed = await run(['list'], { cwd: emptyFolder() });
    expect(listed).toMatchObject({ code: 0, out: '' });
    expect(listed.err).toContain('orchestrator new');
  });

  test('[promise:list] shows goal, state and last run, and what cannot be read with the reason', async () => {
    const project = await Project.make();
    for (const name of ['Edited', 'No_Lock', 'Newer'])
      expect((await project.run('new', name, '--goal', '3', '--no-input')).code).toBe(0);
    project.edit(`output/Edited/${PERSONA}`, 'You weigh', 'I weigh');
    rmSync(join(project.cwd, 'output/No_Lock', LOCK));
    project.edit(`output/Newer/${LOCK}`, 'framework-lock/2', 'framework-lock/3');
    project.write('output/Notes/readme.md', 'not a framework');
    project.write('output/X/runs/20261101T080910Z-01.json', '{"outcome":"done"}');
    project.write('output/X/runs/20261102T080910Z-02.json', '{"outcome":"stopped"}');
    project.write('output/X/runs/zzz.json', '{"outcome":"else"}');
    const listed = await project.json('list');
    expect(listed).toMatchObject({
      code: 0,
      frameworks: [
        { name: 'Edited', goal: 'REVIEW_AGAINST_STANDARDS', status: ['edited'], lastRun: null },
        { name: 'Newer', goal: null, status: ['unreadable'] },
        { name: 'No_Lock', goal: null, status: ['unreadable'] },
        { name: 'X', status: ['fresh'], lastRun: { at: '2026-11-02T08:09:10Z', outcome: 'stopped' } },
      ],
      problems: [{ code: 'lock-newer' }, { code: 'lock-absent' }],
    });
    project.edit('components/personas/meticulous_auditor.txt', 'wastes a day', 'wastes a week');
    const text = await project.run('list');
    expect(text.out).toContain('stale, edited');
    expect(text.err).toContain('2 stale');
  });

  test('a record of a run that says nothing usable is shown by its time alone, without escape sequences', async () => {
    const project = await Project.make();
    project.write('output/X/runs/20261101T080910Z-01.json', '{"outcome":"\\u001b[31mred"}');
    const listed = await project.run('list');
    expect(listed.out).toContain('2026-11-01T08:09:10Z');
    expect(listed.out).not.toContain('\u001b');
    project.write('output/X/runs/20261101T080911Z-01.json', '{');
    expect(await project.json('list')).toMatchObject({ frameworks: [{ lastRun: { outcome: null } }] });
  });
});
