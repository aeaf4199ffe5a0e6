import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRepository, type Repository } from '../../src/batch/git/worktrees/repository.ts';
import {
  createWorktree,
  listWorktrees,
  removeWorktree,
  type WorktreeContext,
  worktreeName,
} from '../../src/batch/git/worktrees/worktrees.ts';
import { createGit, filesBelow } from '../../src/platform/index.ts';
import { afterTest } from '../support/after_test.ts';
import { startWorkers } from '../support/parallel.ts';
import { cleanEnvironment, emptyFolder } from '../support/program.ts';
import { asUser, putFiles, repositoryWith } from '../support/repository.ts';
import { count, figure } from '../support/torture.ts';
import { eventually } from '../support/wait.ts';

const git = createGit({ ...cleanEnvironment('/nonexistent'), GIT_CONFIG_GLOBAL: '/dev/null' });

async function opened(folder: string): Promise<Repository> {
  const outcome = await openRepository(git, folder);
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
}

async function contextOf(folder: string, signal = new AbortController().signal): Promise<WorktreeContext> {
  return { git, repository: await opened(folder), signal };
}

/** A worktree's path; a failure fails the test. */
async function made(
  context: WorktreeContext,
  name = '1-PRP-1.1.1-1',
): Promise<{ path: string; project: string }> {
  const outcome = await createWorktree(context, { name, commit: context.repository.head });
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
}

/** Everything of the user's that a worktree must leave alone. */
function userState(folder: string) {
  return {
    head: asUser(folder, 'symbolic-ref', 'HEAD'),
    refs: asUser(folder, 'for-each-ref'),
    index: readFileSync(
      asUser(folder, 'rev-parse', '--path-format=absolute', '--git-path', 'index').trim(),
    ).toString('hex'),
    config: readFileSync(
      asUser(folder, 'rev-parse', '--path-format=absolute', '--git-path', 'config').trim(),
      'utf8',
    ),
    files: filesBelow(folder)
      .filter((path) => !path.startsWith('.orchestrator/'))
      .map((path) => [path, readFileSync(join(folder, path), 'hex')]),
  };
}

/** What git and the project keep of worktrees. */
function leftovers(folder: string) {
  const registered = asUser(folder, 'worktree', 'list', '--porcelain').match(/^worktree /gmu)?.length;
  const below = join(folder, '.orchestrator/worktrees');
  const admin = join(folder, '.git/worktrees');
  return {
    registered,
    folders: existsSync(below) ? readdirSync(below) : [],
    admin: existsSync(admin) ? readdirSync(admin) : [],
  };
}

/** The full number takes half a minute on a machine with two busy processors. */
const CREATIONS = count(200, 40);

const NOTHING = { registered: 1, folders: [], admin: [] };

describe('a worktree', () => {
  test('has the files of its commit, on no branch, and leaves a dirty tree, its index and its branch alone', async () => {
    const folder = repositoryWith({ 'a.txt': 'a', 'b/c.txt': 'c' });
    putFiles(folder, { 'a.txt': 'changed', 'new.txt': 'new', 'staged.txt': 'staged' });
    asUser(folder, 'add', 'staged.txt');
    const before = userState(folder);
    const context = await contextOf(folder);
    const name = worktreeName({ batch: 44, prp: 'PRP-44.2.1', attempt: 3 });
    const { path, project } = await made(context, name);
    expect(path).toBe(join(folder, '.orchestrator/worktrees/44-PRP-44.2.1-3'));
    expect(project).toBe(path);
    expect(filesBelow(path)).toEqual(['.git', 'a.txt', 'b/c.txt']);
    expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('a');
    expect(asUser(path, 'status', '--porcelain', '--branch')).toBe('## HEAD (no branch)\n');
    expect(userState(folder)).toEqual(before);
    expect(listWorktrees(context)).toEqual([name]);
    expect(await removeWorktree(context, name)).toMatchObject({ ok: true });
    expect(listWorktrees(context)).toEqual([]);
    expect(leftovers(folder)).toEqual(NOTHING);
    expect(userState(folder)).toEqual(before);
  });

  test('runs no hook of the repository', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    const hook = join(folder, '.git/hooks/post-checkout');
    writeFileSync(hook, `#!/bin/sh\ntouch '${folder}/ran'\n`);
    chmodSync(hook, 0o755);
    await made(await contextOf(folder));
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });

  test('of a project in a subfolder has the project at the same place, even when it is empty', async () => {
    const folder = repositoryWith({ 'a.txt': 'a', 'sub/project/b.txt': 'b' });
    const context = await contextOf(join(folder, 'sub/project'));
    expect(context.repository).toMatchObject({ prefix: 'sub/project/', top: folder });
    const { path, project } = await made(context);
    expect(path).toBe(join(folder, 'sub/project/.orchestrator/worktrees/1-PRP-1.1.1-1'));
    expect(readFileSync(join(project, 'b.txt'), 'utf8')).toBe('b');
    mkdirSync(join(folder, 'empty'));
    expect(readdirSync((await made(await contextOf(join(folder, 'empty')))).project)).toEqual([]);
  });

  test('of a project that is itself a linked worktree is one of its own, too', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    const linked = join(emptyFolder(), 'linked');
    asUser(folder, 'worktree', 'add', '-q', '-b', 'side', linked);
    putFiles(linked, { 'b.txt': 'b' });
    asUser(linked, 'add', '-A');
    asUser(linked, 'commit', '-q', '-m', 'second');
    const before = [userState(folder), userState(linked)];
    const context = await contextOf(linked);
    expect(context.repository.commonDir).toBe(join(folder, '.git'));
    const { path } = await made(context);
    expect(readFileSync(join(path, 'b.txt'), 'utf8')).toBe('b');
    await removeWorktree(context, '1-PRP-1.1.1-1');
    expect([userState(folder), userState(linked)]).toEqual(before);
    expect(leftovers(folder)).toEqual({ ...NOTHING, registered: 2, admin: ['linked'] });
  });

  test('of a sparse checkout is as sparse', async () => {
    const folder = repositoryWith({ 'a/a.txt': 'a', 'b/b.txt': 'b', 'top.txt': 't' });
    asUser(folder, 'sparse-checkout', 'set', 'a');
    const { path } = await made(await contextOf(folder));
    expect(filesBelow(path)).toEqual(['.git', 'top.txt', 'a/a.txt']);
    expect(asUser(path, 'status', '--porcelain')).toBe('');
  });

  test('has submodules empty, and can be removed with one that was filled', async () => {
    const inner = repositoryWith({ 'in.txt': 'in' });
    const folder = repositoryWith({ 'a.txt': 'a' });
    const allow = ['-c', 'protocol.file.allow=always'];
    asUser(folder, ...allow, 'submodule', '--quiet', 'add', inner, 'inner');
    asUser(folder, 'commit', '-q', '-m', 'second');
    const context = await contextOf(folder);
    expect(context.repository.hasSubmodules).toBe(true);
    const { path } = await made(context);
    expect(readdirSync(join(path, 'inner'))).toEqual([]);
    asUser(path, ...allow, 'submodule', '--quiet', 'update', '--init');
    expect(readdirSync(join(path, 'inner'))).toEqual(['.git', 'in.txt']);
    expect(await removeWorktree(context, '1-PRP-1.1.1-1')).toMatchObject({ ok: true });
    expect(leftovers(folder)).toEqual(NOTHING);
    expect(asUser(folder, 'submodule', 'status')).toMatch(/^ /u);
  });

  test('has what a filter makes of a file; one that fails leaves nothing behind', async () => {
    const folder = repositoryWith({ '.gitattributes': '*.bin filter=shout\n', 'a.bin': 'stored' });
    asUser(folder, 'config', 'filter.shout.smudge', 'tr a-z A-Z');
    asUser(folder, 'config', 'filter.shout.clean', 'tr A-Z a-z');
    const context = await contextOf(folder);
    const { path } = await made(context);
    expect(readFileSync(join(path, 'a.bin'), 'utf8')).toBe('STORED');
    await removeWorktree(context, '1-PRP-1.1.1-1');
    asUser(folder, 'config', 'filter.shout.smudge', 'false');
    asUser(folder, 'config', 'filter.shout.required', 'true');
    const before = userState(folder);
    const outcome = await createWorktree(context, { name: 'x', commit: context.repository.head });
    expect(outcome).toMatchObject({
      ok: false,
      cause: 'environment',
      problems: [{ code: 'worktree-not-made' }],
    });
    expect(JSON.stringify(outcome)).toContain('smudge filter shout failed');
    expect(leftovers(folder)).toEqual(NOTHING);
    expect(userState(folder)).toEqual(before);
  });

  test('of a commit that is not there is not made', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    const outcome = await createWorktree(await contextOf(folder), { name: 'x', commit: '1'.repeat(40) });
    expect(outcome).toMatchObject({ ok: false, problems: [{ code: 'worktree-not-made' }] });
    expect(leftovers(folder)).toEqual(NOTHING);
  });

  test('that is called off half-way leaves nothing behind', async () => {
    const folder = repositoryWith({ '.gitattributes': '* filter=slow\n', 'a.txt': 'a' });
    const controller = new AbortController();
    const context = await contextOf(folder, controller.signal);
    const pipe = join(emptyFolder(), 'begun');
    asUser(folder, 'config', 'filter.slow.smudge', `touch '${pipe}'; sleep 600`);
    const creation = createWorktree(context, { name: 'x', commit: context.repository.head });
    await eventually(() => existsSync(pipe) || undefined);
    controller.abort();
    expect(await creation).toMatchObject({ ok: false, cause: 'interrupted' });
    expect(leftovers(folder)).toEqual(NOTHING);
  });

  test('takes the place of what a creation that died left, whatever state that is in', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    const context = await contextOf(folder);
    const { path } = await made(context, 'x');
    const damages = [
      () => rmSync(path, { recursive: true }),
      () => rmSync(join(path, '.git')),
      () => writeFileSync(join(path, '.git'), 'gitdir: /nowhere'),
      () => writeFileSync(join(folder, '.git/worktrees/x/locked'), 'initializing'),
      () => rmSync(join(folder, '.git/worktrees'), { recursive: true }),
      () => {
        putFiles(path, { 'closed/deep/file': 'x' });
        chmodSync(join(path, 'closed/deep'), 0o500);
      },
    ];
    for (const damage of damages) {
      damage();
      expect(readFileSync(join((await made(context, 'x')).path, 'a.txt'), 'utf8')).toBe('a');
      expect(leftovers(folder)).toEqual({ registered: 2, folders: ['x'], admin: ['x'] });
    }
    expect(await removeWorktree(context, 'x')).toMatchObject({ ok: true });
    expect(await removeWorktree(context, 'x')).toMatchObject({ ok: true });
    expect(leftovers(folder)).toEqual(NOTHING);
  });

  test('is forgotten also where git was told to write where it is from its record on', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    const context = await contextOf(folder);
    await made(context, 'x');
    // As `git worktree repair --relative-paths` leaves it, from git 2.48 on.
    writeFileSync(join(folder, '.git/worktrees/x/gitdir'), '../../../.orchestrator/worktrees/x/.git\n');
    rmSync(join(folder, '.orchestrator/worktrees/x'), { recursive: true });
    expect(listWorktrees(context)).toEqual(['x']);
    expect(await removeWorktree(context, 'x')).toMatchObject({ ok: true });
    expect(leftovers(folder)).toEqual(NOTHING);
  });

  test('of the user’s that is out of reach for now is not forgotten', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    const away = join(emptyFolder(), 'away');
    asUser(folder, 'worktree', 'add', '-q', '--detach', away);
    rmSync(away, { recursive: true });
    const context = await contextOf(folder);
    await made(context, 'x');
    await removeWorktree(context, 'x');
    expect(leftovers(folder)).toEqual({ registered: 2, folders: [], admin: ['away'] });
    expect(listWorktrees(context)).toEqual([]);
  });

  test('is not made where a link leads out of the project, nor under a name that is a path', async () => {
    const elsewhere = emptyFolder();
    for (const link of ['.orchestrator', '.orchestrator/worktrees']) {
      const folder = repositoryWith({ 'a.txt': 'a' });
      if (link !== '.orchestrator') mkdirSync(join(folder, '.orchestrator'));
      symlinkSync(elsewhere, join(folder, link));
      const context = await contextOf(folder);
      const outcome = await createWorktree(context, { name: 'x', commit: context.repository.head });
      expect(outcome).toMatchObject({ ok: false, problems: [{ code: 'worktree-folder-outside' }] });
    }
    expect(readdirSync(elsewhere)).toEqual([]);
    const context = await contextOf(repositoryWith({ 'a.txt': 'a' }));
    for (const name of ['..', '../x', '-x', '.git', 'x.lock', 'a/b', '', 'x'.repeat(101)]) {
      await expect(createWorktree(context, { name, commit: context.repository.head })).rejects.toThrow(
        'is not a name',
      );
    }
  });

  test(`is made ${CREATIONS} times from 8 processes at once, without a failure and with nothing left behind`, {
    timeout: 300_000,
  }, async () => {
    const folder = repositoryWith(
      Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f/${i}.txt`, `${i}`])),
    );
    const before = userState(folder);
    const workers = startWorkers(
      `import { setMaxListeners } from 'node:events';
       import { createGit } from './src/platform/index.ts';
       import { openRepository } from './src/batch/git/worktrees/repository.ts';
       import { createWorktree, removeWorktree } from './src/batch/git/worktrees/worktrees.ts';
       const git = createGit(process.env);
       const answer = async ({ folder, names }) => {
         const { value: repository } = await openRepository(git, folder);
         const { signal } = new AbortController();
         setMaxListeners(0, signal);
         const context = { git, repository, signal };
         const made = await Promise.all(names.map((name) => createWorktree(context, { name, commit: repository.head })));
         const removed = await Promise.all(names.map((name) => removeWorktree(context, name)));
         return [...made, ...removed].filter(({ ok }) => !ok);
       };`,
      8,
    );
    afterTest(() => workers.forEach(({ child }) => void child.kill('SIGKILL')));
    const failures = await Promise.all(
      workers.map(({ ask }, worker) =>
        ask({ folder, names: Array.from({ length: CREATIONS / 8 }, (_, i) => `${worker}-${i}`) }),
      ),
    );
    expect(failures.flat()).toEqual([]);
    expect(leftovers(folder)).toEqual(NOTHING);
    expect(userState(folder)).toEqual(before);
    figure(
      `worktrees: ${CREATIONS} made and removed by 8 processes at once, 0 failures, nothing left behind`,
    );
  });
});

describe('a project without worktrees', () => {
  test.each([
    ['in no repository', () => emptyFolder(), 'not-a-repository', '--in-place'],
    ['that is not there', () => join(emptyFolder(), 'no'), 'not-a-repository', 'no folder'],
    ['in a bare repository', () => bare(), 'no-working-tree', 'git clone'],
    [
      'in the folder of git itself',
      () => join(repositoryWith({ a: '' }), '.git'),
      'no-working-tree',
      'git clone',
    ],
    ['in a repository without a commit', () => unborn(), 'no-commit', 'git commit'],
  ])('is one %s', async (_, folder, code, said) => {
    const outcome = await openRepository(git, folder());
    expect(outcome).toMatchObject({ ok: false, problems: [{ code }] });
    expect(JSON.stringify(outcome)).toContain(said);
  });

  function bare(): string {
    const folder = emptyFolder();
    asUser(folder, 'init', '-q', '--bare');
    return folder;
  }

  function unborn(): string {
    const folder = emptyFolder();
    asUser(folder, 'init', '-q');
    return folder;
  }
});
