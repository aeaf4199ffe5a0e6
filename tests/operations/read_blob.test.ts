import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBlob } from '../../src/operations/reviews/read_blobs.ts';
import { createGit, GitRefused } from '../../src/platform/index.ts';
import { cleanEnvironment } from '../support/program.ts';
import { asUser, repositoryWith } from '../support/repository.ts';

const { signal } = new AbortController();

test('a file of a commit is read; a folder, a submodule and what lies outside are none', async () => {
  const top = repositoryWith({ 'a.txt': 'a\n', 'src/b[1].txt': 'b\n' });
  asUser(top, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
  asUser(top, 'commit', '-qm', 'A submodule');
  const asking = { git: createGit(cleanEnvironment('/nonexistent')), top, signal };
  const read = (path: string, limit?: number) => readBlob(asking, 'HEAD', path, limit);
  expect([await read('a.txt'), await read('src/b[1].txt')]).toEqual(['a\n', 'b\n']);
  for (const path of [
    'gone.txt',
    'a.txt/b',
    'src',
    'src/',
    'sub',
    'sub/x',
    '',
    '.',
    '..',
    '../a.txt',
    '/a.txt',
  ])
    expect([path, await read(path)]).toEqual([path, undefined]);
  expect(await read('a.txt', 1)).toBeUndefined();
});

test('a file whose content the repository has lost is not taken for one that is not there', async () => {
  const top = repositoryWith({ 'src/b[1].txt': 'b\n' });
  const name = asUser(top, 'rev-parse', 'HEAD:src/b[1].txt').trim();
  rmSync(join(top, '.git/objects', name.slice(0, 2), name.slice(2)));
  const asking = { git: createGit(cleanEnvironment('/nonexistent')), top, signal };
  await expect(readBlob(asking, 'HEAD', 'src/b[1].txt')).rejects.toThrow(GitRefused);
});
