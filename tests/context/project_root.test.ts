import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProject } from '../../src/batch/index.ts';
import { projectRoot } from '../../src/context/index.ts';
import { emptyFolder, MAIN, run } from '../support/program.ts';

/** A folder with a stray state folder, and one below it without any. */
function stray() {
  const shared = emptyFolder();
  const below = join(shared, 'work/app');
  mkdirSync(join(shared, '.orchestrator'));
  mkdirSync(below, { recursive: true });
  return { shared, below };
}

/** In a process of its own: whose home it is, a process knows by itself. */
function atHome(home: string, cwd: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: home },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

const batchRoot = (folder: string) => {
  const found = findProject(folder);
  return found.ok ? found.value.root : undefined;
};

test('a state folder above makes a project of what is below it', () => {
  const { shared, below } = stray();
  expect([projectRoot(below), batchRoot(below)]).toEqual([shared, shared]);
});

test("one that was left among everybody's temporary files makes none of what is below it, but is found where one stands in it", () => {
  const { shared, below } = stray();
  writeFileSync(join(shared, 'goal_map.json'), '{}\n');
  chmodSync(shared, 0o1777);
  expect([projectRoot(below), batchRoot(below)]).toEqual([below, below]);
  expect([projectRoot(shared), batchRoot(shared)]).toEqual([shared, shared]);
});

test('one that was left in the home folder makes none of what is below it, and a repository there does', () => {
  const { shared, below } = stray();
  const status = atHome(shared, below, 'status', '--json');
  expect(JSON.parse(status.out)).toMatchObject({ project: { root: '.' } });
  const learned = atHome(shared, below, 'learn', 'Dates are kept in UTC');
  expect(learned).toMatchObject({ code: 0, out: expect.stringContaining('Kept: .orchestrator/memory/') });
  mkdirSync(join(shared, '.git'));
  expect(JSON.parse(atHome(shared, join(shared, 'work'), 'status', '--json').out)).toMatchObject({
    project: { root: '..' },
  });
});

test('a batch in place in the home folder is refused: all files there would be recorded', () => {
  const home = emptyFolder();
  writeFileSync(join(home, 'keys.txt'), 'secret\n');
  const agent = ['--in-place', '--executor-command', 'true', '--yes'];
  const done = atHome(home, home, 'execute-task', 'Write hello.txt', '--no-gate', ...agent);
  expect(done.code).toBe(2);
  expect(done.err).toContain('is not a folder of a project');
  expect(existsSync(join(home, '.orchestrator/in-place.git'))).toBe(false);
});

test('orchestrate says which project it works in where it is not the folder that one is in', async () => {
  const { below } = stray();
  const told = await run(['orchestrate', 'Build a blog with comments', '--no-model', '--no-input'], {
    cwd: below,
  });
  expect(told.err + told.out).toContain('the project is ../..');
});
