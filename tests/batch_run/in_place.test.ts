import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BatchProject, type Phases, phaseStates, planText, WORKS } from '../support/batch_project.ts';
import { emptyFolder } from '../support/program.ts';
import { asUser } from '../support/repository.ts';

/** A project that is none of git's, with batch 1. */
async function plainProject(phases: Phases): Promise<BatchProject> {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'plan.md'), planText(phases));
  const project = new BatchProject(folder);
  project.script(WORKS);
  const generated = await project.call('batch', 'generate', 'plan.md');
  if (generated.code !== 0) throw new Error(generated.err);
  return project;
}

test('a project without git is worked on in place, and again when something is left to do', async () => {
  const project = await plainProject([{}, { after: ['1'] }]);
  project.script({ phases: { 2: [[]] }, default: WORKS.default ?? [] });
  expect(phaseStates(await project.run('--in-place', '--retries', '0'))).toEqual({
    1: 'done merged',
    2: 'failed empty',
  });
  project.script(WORKS);
  expect((await project.call('batch', 'retry', '1', '--phase', '2')).code).toBe(0);
  expect((await project.run('--in-place')).code).toBe(0);
  expect(readFileSync(join(project.folder, 'src/2.txt'), 'utf8')).toBe('done by 2\n');
  expect(existsSync(join(project.folder, 'task-1.result.json'))).toBe(false);
});

test('the settings of a repository that such a project brings along for this run nothing', async () => {
  const project = await plainProject([{}]);
  const own = join(project.folder, '.orchestrator/in-place.git');
  const marker = join(project.aside, 'ran');
  mkdirSync(own);
  asUser(own, 'init', '-q', '--bare');
  asUser(own, 'config', 'filter.evil.clean', `touch ${marker}; cat`);
  asUser(own, 'config', 'filter.evil.smudge', `touch ${marker}; cat`);
  writeFileSync(join(project.folder, '.gitattributes'), '* filter=evil\n');
  expect((await project.run('--in-place')).code).toBe(0);
  expect(existsSync(marker)).toBe(false);
});

test('links in such a repository are not followed', async () => {
  const project = await plainProject([{}]);
  const elsewhere = emptyFolder();
  writeFileSync(join(elsewhere, 'attributes'), 'precious');
  const own = join(project.folder, '.orchestrator/in-place.git');
  mkdirSync(own);
  symlinkSync(elsewhere, join(own, 'info'));
  const ended = await project.run('--in-place');
  expect(ended.code).not.toBe(0);
  expect(ended.problems).toContainEqual(expect.objectContaining({ code: 'git-unusable' }));
  expect(readFileSync(join(elsewhere, 'attributes'), 'utf8')).toBe('precious');
});

test('what a killed gate had moved away is back before anything goes on, and what took its place is kept', async () => {
  const project = await plainProject([{}, { after: ['1'] }]);
  project.script({ phases: { 2: [[]] }, default: WORKS.default ?? [] });
  await project.run('--in-place', '--retries', '0');
  const aside = join(project.folder, '.aside-77/node_modules/src');
  mkdirSync(aside, { recursive: true });
  renameSync(join(project.folder, 'src'), join(aside, 'aside.moved'));
  mkdirSync(join(project.folder, 'src'));
  writeFileSync(join(project.folder, 'src/1.txt'), 'written since');
  project.script(WORKS);
  expect((await project.call('batch', 'retry', '1', '--phase', '2')).code).toBe(0);
  const ended = await project.run('--in-place', '--retries', '0');
  expect(phaseStates(ended)).toEqual({ 1: 'done merged', 2: 'done empty merged' });
  expect(ended.problems).toContainEqual(
    expect.objectContaining({ code: 'brought-back', message: expect.stringContaining('in-the-way/src') }),
  );
  expect(readFileSync(join(project.folder, 'src/1.txt'), 'utf8')).toBe('done by 1\n');
  const kept = join(project.folder, '.orchestrator/batches/1/in-the-way/src/1.txt');
  expect(readFileSync(kept, 'utf8')).toBe('written since');
  expect(existsSync(join(project.folder, '.aside-77'))).toBe(false);
});
