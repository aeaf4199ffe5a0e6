import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LOCK, PERSONA, Project } from '../support/frameworks.ts';

const AUDITOR = 'components/personas/meticulous_auditor.txt';
const GIVEN = ['--set', 'artifact=x', '--set', 'standards=y'] as const;
const FILE = `./output/X/${PERSONA}`;

/** A framework with a conflict in its persona, and its lock from before that. */
async function conflicting(): Promise<{ project: Project; lock: string; line: number }> {
  const project = await Project.make();
  const lock = project.file(LOCK);
  project.edit(`output/X/${PERSONA}`, 'You weigh, in this order:', 'You weigh, as ever:');
  project.edit(AUDITOR, 'You weigh, in this order:', 'You weigh, from now on:');
  expect(await project.json('update', 'X')).toMatchObject({ code: 1 });
  const line =
    project
      .file(PERSONA)
      .split('\n')
      .findIndex((text) => text.startsWith('<<<<<<<')) + 1;
  return { project, lock, line };
}

describe('conflict markers that an update left', () => {
  test('[promise:update-conflict] are not sent: fill and run say where they are, as update does', async () => {
    const { project, line } = await conflicting();
    const remain = { code: 1, problems: [{ code: 'conflicts-remain', file: FILE, line }] };
    expect(await project.json('update', 'X')).toMatchObject(remain);
    expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject({ ...remain, text: null });
    expect(await project.json('run', 'X', ...GIVEN)).toMatchObject({ ...remain, answer: null });
    expect((await project.run('fill', 'X', ...GIVEN)).out).toBe('');
    expect(project.file(`${PERSONA}.before`)).toContain('You weigh, as ever:');
  });

  test('count too where the lock was taken back from version control', async () => {
    const { project, lock, line } = await conflicting();
    project.write(`output/X/${LOCK}`, lock);
    const marked = project.file(PERSONA);
    const remain = { code: 1, problems: [{ code: 'conflicts-remain', file: FILE, line }] };
    expect((await project.json('list')).frameworks).toMatchObject([{ status: ['conflicts', 'stale'] }]);
    expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject(remain);
    expect(await project.json('update', 'X')).toMatchObject(remain);
    expect(project.file(PERSONA)).toBe(marked);
  });

  test('are not adopted', async () => {
    const { project, line } = await conflicting();
    rmSync(join(project.cwd, 'output/X', LOCK));
    expect(await project.json('update', '--adopt', 'X')).toMatchObject({
      code: 1,
      problems: [{ code: 'conflicts-remain', file: FILE, line }],
    });
    project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n)={7}\n.*\n>{7}.*\n/u, '$1');
    expect(await project.json('update', '--adopt', '--dry-run', 'X')).toMatchObject({
      code: 0,
      frameworks: [{ outcome: 'adoptable' }],
    });
    expect(await project.json('update', '--adopt', 'X')).toMatchObject({
      code: 0,
      frameworks: [{ outcome: 'adopted' }],
    });
  });

  test('are not gone as long as the line between the two sides is left', async () => {
    const { project, line } = await conflicting();
    project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n={7}\n.*\n)>{7}.*\n/u, '$1');
    const remain = { code: 1, problems: [{ code: 'conflicts-remain', file: FILE, line: line + 1 }] };
    expect(await project.json('update', 'X')).toMatchObject(remain);
    expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject(remain);
    expect(project.file(`${PERSONA}.before`)).toContain('You weigh, as ever:');
    project.edit(`output/X/${PERSONA}`, /={7}\n.*\n/u, '');
    expect(await project.json('update', 'X')).toMatchObject({ code: 0 });
  });

  test('such a line of one’s own is not one of them', async () => {
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, /$/u, '\nA title\n=======\n');
    project.edit(`output/X/${PERSONA}`, 'You weigh, in this order:', 'You weigh, as ever:');
    project.edit(AUDITOR, 'You weigh, in this order:', 'You weigh, from now on:');
    expect(await project.json('update', 'X')).toMatchObject({ code: 1 });
    project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n)={7}\n.*\n>{7}.*\n/u, '$1');
    expect(await project.json('update', 'X')).toMatchObject({ code: 0 });
    expect(project.file(PERSONA)).toContain('A title\n=======\n');
  });
});

test('material that holds such markers is material', async () => {
  const marked = 'a\n<<<<<<< yours (abcdef01)\nb\n=======\nc\n>>>>>>> rendered now (abcdef01)\n';
  const project = await Project.make('--set', `artifact=${marked}`);
  const { code, out } = await project.run('fill', 'X', '--set', `standards=${marked}`);
  expect(code).toBe(0);
  expect(out.split(marked)).toHaveLength(3);
});
