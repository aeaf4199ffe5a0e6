import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorktree, openRepository, openSetupCache } from '../../src/batch/git/worktrees/index.ts';
import { createGit } from '../../src/platform/index.ts';
import { cleanEnvironment, emptyFolder } from '../support/program.ts';
import { asUser, putFiles, repositoryWith } from '../support/repository.ts';

const FILES = { '.gitignore': 'made/\n/.orchestrator/\n', 'package-lock.json': '{}\n', 'a.txt': 'a\n' };

async function project(files: Readonly<Record<string, string>>) {
  const top = repositoryWith(files);
  const git = createGit(cleanEnvironment(top));
  const opened = await openRepository(git, top);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const repository = opened.value;
  const { signal } = new AbortController();
  return async (name: string, command = 'npm ci') => {
    const commit = asUser(top, 'rev-parse', 'HEAD').trim();
    const made = await createWorktree({ git, repository, signal }, { name, commit });
    if (!made.ok) throw new Error(made.problems[0]?.message);
    const worktree = made.value;
    const cache = await openSetupCache({ git, repository, worktree }, { command, brought: [] });
    return { worktree, cache, top };
  };
}

test('what a setup made is brought to the next worktree, and not to one with another lock file', async () => {
  const worktreeOf = await project(FILES);
  const first = await worktreeOf('1-PRP-1.1.1-1');
  expect(await first.cache?.bring()).toBe(false);
  putFiles(first.worktree.project, { 'made/deep/a.js': 'made\n' });
  await first.cache?.keep();
  const second = await worktreeOf('1-PRP-1.1.1-2');
  expect(await second.cache?.bring()).toBe(true);
  expect(readFileSync(join(second.worktree.project, 'made/deep/a.js'), 'utf8')).toBe('made\n');
  expect(asUser(second.worktree.project, 'status', '--porcelain')).toBe('');
  writeFileSync(join(first.top, 'package-lock.json'), '{ "other": 1 }\n');
  asUser(first.top, 'commit', '-qam', 'other');
  const third = await worktreeOf('1-PRP-1.1.1-3');
  expect(await third.cache?.bring()).toBe(false);
});

test.each([
  ['a script that the command names', 'sh tools/setup.sh', 'tools/setup.sh'],
  ['what make reads', 'make deps', 'Makefile'],
  ['what is to be installed', 'npm ci', 'package.json'],
])('what a setup made is not brought where another version of %s is', async (_, command, file) => {
  const worktreeOf = await project({ ...FILES, [file]: 'one\n' });
  const first = await worktreeOf('1-PRP-1.1.1-1', command);
  putFiles(first.worktree.project, { 'made/a.js': 'made\n' });
  await first.cache?.keep();
  expect(await (await worktreeOf('1-PRP-1.1.1-2', command)).cache?.bring()).toBe(true);
  putFiles(first.top, { [file]: 'two\n' });
  asUser(first.top, 'commit', '-qam', 'other');
  expect(await (await worktreeOf('1-PRP-1.1.1-3', command)).cache?.bring()).toBe(false);
});

test('what names the place that it was made in is made anew each time', async () => {
  const worktreeOf = await project(FILES);
  const first = await worktreeOf('1-PRP-1.1.1-1');
  putFiles(first.worktree.project, { 'made/bin/tool': `#!${first.worktree.path}/made/bin/python\n` });
  await first.cache?.keep();
  const second = await worktreeOf('1-PRP-1.1.1-2');
  expect(await second.cache?.bring()).toBe(false);
});

test('a damaged cache brings nothing, and nothing outside of the worktree', async () => {
  const worktreeOf = await project(FILES);
  const first = await worktreeOf('1-PRP-1.1.1-1');
  putFiles(first.worktree.project, { 'made/a.js': 'made\n' });
  await first.cache?.keep();
  const all = join(first.top, '.orchestrator/cache/setup');
  const [key = ''] = asUser(first.top, 'ls-files', '-o', '--', '.orchestrator').split('\n');
  const places = join(first.top, key.replace(/(setup\/[0-9a-f]{32}\/).*/u, '$1places.json'));
  expect(places.startsWith(all)).toBe(true);
  mkdirSync(join(all, 'x'), { recursive: true });
  writeFileSync(places, '["../../../escaped"]');
  const second = await worktreeOf('1-PRP-1.1.1-2');
  expect(await second.cache?.bring()).toBe(false);
  expect(existsSync(join(first.top, 'escaped'))).toBe(false);
});

test('without a lock file nothing says what a setup goes by, so nothing is kept', async () => {
  const worktreeOf = await project({ '.gitignore': 'made/\n', 'a.txt': 'a\n' });
  expect((await worktreeOf('1-PRP-1.1.1-1')).cache).toBeUndefined();
});

test.each(['.orchestrator/cache', '.orchestrator/cache/setup'])(
  'where a repository has %s lead elsewhere nothing is kept, and nothing there is removed',
  async (link) => {
    const worktreeOf = await project(FILES);
    const elsewhere = emptyFolder();
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) putFiles(elsewhere, { [`${name}/precious`]: name, [`setup/${name}/x`]: name });
    const first = await worktreeOf('1-PRP-1.1.1-1');
    mkdirSync(join(first.top, link, '..'), { recursive: true });
    symlinkSync(elsewhere, join(first.top, link));
    const second = await worktreeOf('1-PRP-1.1.1-2');
    putFiles(second.worktree.project, { 'made/a.js': 'made\n' });
    await second.cache?.keep();
    expect(readdirSync(elsewhere).sort()).toEqual([...names, 'setup']);
    expect(readdirSync(join(elsewhere, 'setup')).sort()).toEqual(names);
  },
);

test('what is none of the cache’s in its folder is left there', async () => {
  const worktreeOf = await project(FILES);
  const first = await worktreeOf('1-PRP-1.1.1-1');
  const all = join(first.top, '.orchestrator/cache/setup');
  for (const name of ['a', 'b', 'c', 'd', 'e']) mkdirSync(join(all, name), { recursive: true });
  putFiles(first.worktree.project, { 'made/a.js': 'made\n' });
  await first.cache?.keep();
  expect(readdirSync(all)).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd', 'e']));
});
