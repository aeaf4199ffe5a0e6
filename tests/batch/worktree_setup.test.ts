import { lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRepository } from '../../src/batch/git/worktrees/repository.ts';
import { runSetup, type SetupCommand } from '../../src/batch/git/worktrees/setup_command.ts';
import { bringSetupPaths } from '../../src/batch/git/worktrees/setup_paths.ts';
import { suggestSetup } from '../../src/batch/git/worktrees/suggestions.ts';
import { createWorktree } from '../../src/batch/git/worktrees/worktrees.ts';
import { createGit } from '../../src/platform/index.ts';
import { cleanEnvironment, emptyFolder } from '../support/program.ts';
import { asUser, putFiles, repositoryWith } from '../support/repository.ts';
import { HASTY, keepEverything } from '../support/unkillable.ts';

const git = createGit(cleanEnvironment('/nonexistent'));

/** A project with ignored things in it and a fresh worktree of it. */
async function freshWorktree(files: Readonly<Record<string, string>> = {}) {
  const folder = repositoryWith({
    '.gitignore': 'node_modules/\n.env*\n/cache\n/link*\n',
    'a.txt': 'a',
    ...files,
  });
  putFiles(folder, {
    'node_modules/left/index.js': 'left',
    'node_modules/@scope/right/index.js': 'right',
    '.env.test': 'KEY=1',
    'cache/deep/file': 'cached',
    'plain.txt': 'not ignored',
  });
  const repository = await openRepository(git, folder);
  if (!repository.ok) throw new Error('no repository');
  const context = { git, repository: repository.value, signal: new AbortController().signal };
  const worktree = await createWorktree(context, { name: 'x', commit: repository.value.head });
  if (!worktree.ok) throw new Error(worktree.problems[0]?.message);
  return {
    folder,
    at: { git, repository: repository.value, worktree: worktree.value },
    path: worktree.value.path,
  };
}

describe('paths that git ignores', () => {
  test('are seen through links or copied, and count as no change', async () => {
    const { folder, at, path } = await freshWorktree();
    const outcome = await bringSetupPaths(at, { links: ['node_modules/', '.env.test'], copies: ['cache'] });
    expect(outcome).toMatchObject({ ok: true });
    expect(readFileSync(join(path, 'node_modules/@scope/right/index.js'), 'utf8')).toBe('right');
    expect(lstatSync(join(path, '.env.test')).isSymbolicLink()).toBe(true);
    expect(asUser(path, 'status', '--porcelain')).toBe('');
    // What is done to a copy, and to what a linked folder holds at its top, stays in the worktree.
    writeFileSync(join(path, 'cache/deep/file'), 'changed');
    writeFileSync(join(path, 'node_modules/new.js'), 'new');
    rmSync(join(path, 'node_modules/left'));
    expect(readFileSync(join(folder, 'cache/deep/file'), 'utf8')).toBe('cached');
    expect(readFileSync(join(folder, 'node_modules/left/index.js'), 'utf8')).toBe('left');
    expect(() => statSync(join(folder, 'node_modules/new.js'))).toThrow('ENOENT');
  });

  test('are refused, all together, when they lead out, are git’s, are not there, not ignored or there already', async () => {
    const { folder, at, path } = await freshWorktree();
    const elsewhere = emptyFolder();
    symlinkSync(elsewhere, join(folder, 'link-out'));
    symlinkSync('.git', join(folder, 'link-git'));
    mkdirSync(join(path, 'cache'));
    const refused = [
      '/etc',
      '..',
      '../x',
      'cache/../../x',
      '',
      '.',
      './cache',
      '.git',
      '.GIT/hooks',
      'cache/.git',
      '.orchestrator/x',
      'cache\0',
    ];
    const links = [...refused, 'link-out', 'link-git', '.env.absent', 'plain.txt'];
    const outcome = await bringSetupPaths(at, { links, copies: ['cache', 'a.txt'] });
    expect(outcome.ok ? [] : outcome.problems.map(({ code }) => code)).toEqual([
      ...refused.map(() => 'setup-path-refused'),
      'setup-path-refused',
      'setup-path-refused',
      'setup-path-absent',
      'setup-path-not-ignored',
      'setup-path-occupied',
      'setup-path-occupied',
    ]);
    expect(lstatSync(elsewhere).isDirectory()).toBe(true);
  });

  test('are not written through a link that the repository has in their place', async () => {
    const elsewhere = emptyFolder();
    const folder = repositoryWith({ '.gitignore': '*.cache\n' });
    symlinkSync(elsewhere, join(folder, 'out'));
    asUser(folder, 'add', 'out');
    asUser(folder, 'commit', '-q', '-m', 'a link');
    const repository = await openRepository(git, folder);
    if (!repository.ok) throw new Error('no repository');
    const context = { git, repository: repository.value, signal: new AbortController().signal };
    const worktree = await createWorktree(context, { name: 'x', commit: repository.value.head });
    if (!worktree.ok) throw new Error('no worktree');
    rmSync(join(folder, 'out'));
    putFiles(folder, { 'out/a.cache': 'mine' });
    const outcome = await bringSetupPaths(
      { git, repository: repository.value, worktree: worktree.value },
      { links: [], copies: ['out/a.cache'] },
    );
    expect(outcome).toMatchObject({ ok: false, problems: [{ code: 'setup-path-refused' }] });
    expect(() => statSync(join(elsewhere, 'a.cache'))).toThrow('ENOENT');
  });
});

describe('a setup command', () => {
  async function command(text: string, more: Partial<SetupCommand> = {}): Promise<SetupCommand> {
    const { at } = await freshWorktree();
    return {
      argv: ['/bin/sh', '-c', text],
      worktree: at.worktree,
      env: { PATH: process.env.PATH },
      mark: { name: 'ORCHESTRATOR_TOKEN', value: at.worktree.path },
      logFile: join(emptyFolder(), 'setup.log'),
      limitMs: 60_000,
      signal: new AbortController().signal,
      ...more,
    };
  }

  test('runs in the worktree, its output kept', async () => {
    const setup = await command('pwd; echo made >node_modules.txt');
    expect(await runSetup(setup)).toMatchObject({ ok: true });
    expect(readFileSync(setup.logFile, 'utf8')).toBe(`${setup.worktree.path}\n`);
    expect(readFileSync(join(setup.worktree.path, 'node_modules.txt'), 'utf8')).toBe('made\n');
  });

  test.each([
    ['sleep 600 & exit 0', true],
    ['sleep 600 & exit 3', false],
  ])(
    'tells of what it leaves running that cannot be ended, whether it succeeds or not (%s)',
    async (text, ok) => {
      keepEverything();
      const told: number[] = [];
      const setup = await command(text, { clock: HASTY, tellLeft: (left) => void told.push(left) });
      expect((await runSetup(setup)).ok).toBe(ok);
      expect(told).toEqual([1]);
    },
  );

  test.each([
    ['exit 3', {}, 'ended with code 3'],
    ['kill -9 $$', {}, 'was ended by SIGKILL'],
    ['sleep 600', { limitMs: 20 }, 'had not ended after 0 seconds and was ended'],
    [
      'true',
      { argv: ['no-such-program'] as [string] },
      'cannot be started: there is no program no-such-program',
    ],
  ])('that does not succeed (%s) is a failure that says so', async (text, more, said) => {
    const outcome = await runSetup(await command(text, more));
    expect(outcome).toMatchObject({ ok: false, problems: [{ code: 'setup-failed' }] });
    expect(JSON.stringify(outcome)).toContain(said);
  });

  test('is ended when it is called off', async () => {
    const controller = new AbortController();
    const outcome = runSetup(await command('sleep 600', { signal: controller.signal }));
    controller.abort();
    expect(await outcome).toMatchObject({ ok: false, cause: 'interrupted' });
  });
});

describe('suggestions', () => {
  test.each([
    ['package-lock.json', 'npm ci'],
    ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
    ['uv.lock', 'uv sync --frozen'],
    ['web/package-lock.json', 'cd web && npm ci'],
    ['.gitmodules', 'git submodule update --init --recursive'],
  ])('for %s: %s', (file, command) => {
    expect(suggestSetup(['README.md', file])).toEqual([{ file, command }]);
  });

  test('name one command for each folder and kind, sorted, and none where none is needed or safe to write down', () => {
    const files = [
      'uv.lock',
      'yarn.lock',
      'package-lock.json',
      'a/Cargo.lock',
      'go.sum',
      'my-package-lock.json',
      '$(x)/uv.lock',
      '-x/uv.lock',
      'a b/uv.lock',
      'z/uv.lock',
    ];
    expect(suggestSetup(files).map(({ file }) => file)).toEqual(['uv.lock', 'yarn.lock', 'z/uv.lock']);
  });
});
