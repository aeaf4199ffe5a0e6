import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decide } from '../../src/platform/commit_folder.ts';
import { LOCK, PERSONA, PROMPT, Project } from '../support/frameworks.ts';

const AUDITOR = 'components/personas/meticulous_auditor.txt';
const SET = [PERSONA, PROMPT, LOCK];

/** A framework whose update was killed when it had been decided and only its persona was in place. */
async function killed(): Promise<Project> {
  const project = await Project.make();
  const before = Object.fromEntries(SET.map((name) => [name, project.file(name)]));
  project.edit(AUDITOR, 'Voice: location first', 'Voice: place first');
  expect((await project.run('update', 'X')).code).toBe(0);
  const after = Object.fromEntries(SET.map((name) => [name, project.file(name)]));
  const folder = join(project.cwd, 'output/X');
  const commit = join(folder, '.orchestrator-commit');
  for (const name of SET) project.write(`output/X/${name}`, before[name] ?? '');
  mkdirSync(commit);
  for (const name of SET) project.write(`output/X/.orchestrator-commit/${name}`, after[name] ?? '');
  decide(commit, folder, { names: SET, removed: [] });
  renameSync(join(commit, PERSONA), join(folder, PERSONA));
  return project;
}

const READS = [
  ['list'],
  ['update', 'X', '--check'],
  ['update', 'X', '--dry-run'],
  ['explain', `output/X/${PERSONA}`],
];

test('[promise:edit-survives] what is edited after an update was cut short is written over by no later command', async () => {
  const project = await killed();
  project.edit(`output/X/${PROMPT}`, /^# .*\n/u, (heading) => `${heading}MINE\n`);
  for (const args of READS) expect((await project.run(...args)).code).toBeLessThanOrEqual(1);
  expect(project.file(PROMPT)).toContain('MINE\n');
  expect((await project.run('update', 'X')).code).toBe(0);
  expect(project.file(PROMPT)).toContain('MINE\n');
  expect(project.file(PERSONA)).toContain('Voice: place first');
  expect(readdirSync(join(project.cwd, 'output/X')).sort()).toEqual([...SET].sort());
  expect(await project.json('update', 'X', '--check')).toMatchObject({ code: 0 });
});

test('reading after that sees the update whole, and writes nothing', async () => {
  const project = await killed();
  const left = readdirSync(join(project.cwd, 'output/X'), { recursive: true });
  const filled = await project.run('fill', 'X', '--set', 'artifact=a', '--set', 'standards=s');
  expect(filled.out).toContain('Voice: place first');
  for (const args of READS) expect((await project.run(...args)).code).toBe(0);
  expect((await project.json('list')).frameworks).toMatchObject([{ status: ['fresh'] }]);
  expect(readdirSync(join(project.cwd, 'output/X'), { recursive: true })).toEqual(left);
  expect((await project.run('update', 'X')).code).toBe(0);
  expect(readdirSync(join(project.cwd, 'output/X')).sort()).toEqual([...SET].sort());
});
