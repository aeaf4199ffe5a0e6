import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bringBack } from '../../src/batch/verify/index.ts';
import { emptyFolder } from '../support/program.ts';

/** A project with a folder that says of each path that it had been moved. */
function projectWith(...ways: readonly string[]): string {
  const project = emptyFolder();
  for (const way of ways) {
    const aside = join(project, '.aside-7/node_modules', way);
    mkdirSync(aside, { recursive: true });
    writeFileSync(join(aside, 'aside.moved'), 'moved');
  }
  return project;
}

test('what was moved comes back, and goes nowhere that a link leads to', async () => {
  const outside = emptyFolder();
  writeFileSync(join(outside, 'diary'), 'mine');
  const project = projectWith('src/a.js', 'way/diary');
  symlinkSync(outside, join(project, 'way'));
  mkdirSync(join(project, 'src'));
  expect(await bringBack(project)).toEqual({ back: ['src/a.js'], kept: [], left: ['.aside-7'] });
  expect(readFileSync(join(project, 'src/a.js'), 'utf8')).toBe('moved');
  expect(readFileSync(join(outside, 'diary'), 'utf8')).toBe('mine');
  expect(existsSync(join(project, '.aside-7/node_modules/src'))).toBe(false);
  expect(existsSync(join(project, '.aside-7/node_modules/way/diary/aside.moved'))).toBe(true);
});

test.each(['.git', '.GIT/config', '.orchestrator/batches/1/journal', 'app/.git'])(
  '%s is not to be replaced',
  async (way) => {
    const project = projectWith(way);
    const path = join(project, way);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, 'kept');
    await bringBack(project);
    expect(readFileSync(path, 'utf8')).toBe('kept');
  },
);

test.each(['.git/hooks', '.orchestrator/in-place.git'])(
  '%s is not reached by a link in the project either',
  async (kept) => {
    const project = projectWith('way/post-commit', 'own/a.js');
    mkdirSync(join(project, kept), { recursive: true });
    symlinkSync(kept, join(project, 'way'));
    mkdirSync(join(project, 'src'));
    symlinkSync('src', join(project, 'own'));
    expect(await bringBack(project)).toEqual({ back: ['own/a.js'], kept: [], left: ['.aside-7'] });
    expect(existsSync(join(project, kept, 'post-commit'))).toBe(false);
    expect(readFileSync(join(project, 'src/a.js'), 'utf8')).toBe('moved');
    const dangling = projectWith('way/post-commit');
    symlinkSync(kept, join(dangling, 'way'));
    expect((await bringBack(dangling)).left).toEqual(['.aside-7']);
    expect(existsSync(join(dangling, kept))).toBe(false);
  },
);

test('a folder of that name which is a link is left alone', async () => {
  const outside = projectWith('src/a.js');
  const project = emptyFolder();
  symlinkSync(join(outside, '.aside-7'), join(project, '.aside-8'));
  await bringBack(project);
  expect(existsSync(join(outside, '.aside-7/node_modules/src/a.js/aside.moved'))).toBe(true);
});

test('what has no place to come back to is kept, and ends nothing', async () => {
  const project = projectWith('src/a.js', 'file/b.js');
  writeFileSync(join(project, 'file'), 'in the way');
  await bringBack(project);
  expect(readFileSync(join(project, 'src/a.js'), 'utf8')).toBe('moved');
  expect(readFileSync(join(project, 'file'), 'utf8')).toBe('in the way');
  expect(existsSync(join(project, '.aside-7/node_modules/file/b.js/aside.moved'))).toBe(true);
});

test('what stands in the place of something moved is kept where it may be somebody’s work', async () => {
  const project = projectWith('src/a.js');
  const folder = join(project, 'kept');
  for (const text of ['first', 'second']) {
    mkdirSync(join(project, 'src'), { recursive: true });
    mkdirSync(join(project, '.aside-7/node_modules/src/a.js'), { recursive: true });
    writeFileSync(join(project, '.aside-7/node_modules/src/a.js/aside.moved'), 'moved');
    writeFileSync(join(project, 'src/a.js'), text);
    await bringBack(project, folder);
  }
  expect(readFileSync(join(project, 'src/a.js'), 'utf8')).toBe('moved');
  expect(readFileSync(join(folder, 'src/a.js'), 'utf8')).toBe('first');
  expect(readFileSync(join(folder, 'src/a.js-2'), 'utf8')).toBe('second');
});

test('nothing is removed that is not known, such as what was only half copied', async () => {
  const project = projectWith('src/a.js');
  const half = join(project, '.aside-7/node_modules/lib/aside.part');
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'b.js'), 'half');
  expect(await bringBack(project)).toEqual({ back: ['src/a.js'], kept: [], left: ['.aside-7'] });
  expect(readFileSync(join(half, 'b.js'), 'utf8')).toBe('half');
  expect(existsSync(join(project, '.aside-7/node_modules/src'))).toBe(false);
});
