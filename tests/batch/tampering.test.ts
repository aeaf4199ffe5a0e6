import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownRecord } from '../../src/batch/git/worktrees/worktree_record.ts';
import { createWorktree } from '../../src/batch/git/worktrees/worktrees.ts';
import { attemptRef } from '../../src/batch/store/refs.ts';
import { attemptAddress, markRepository, pinAttempt, tamperingSince } from '../../src/batch/verify/index.ts';
import type { Environment, Git } from '../../src/platform/index.ts';
import { type Attempt, beginAttempt, snapshotOf } from '../support/attempt.ts';
import { cleanEnvironment, emptyFolder } from '../support/program.ts';
import { asUser, putFiles } from '../support/repository.ts';

const FILES = { 'a.txt': 'a' };

const TOKEN = 'token-of-the-attempt';

/** Runs git as the attempt would, with the environment that it has. */
function asAttempt(folder: string, env: Environment, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: folder, env, stdio: 'pipe' });
}

/** What is found after something was done: `kind what`, with `!` before what stops the batch, and what fails the attempt. */
async function foundAfter(given: Attempt, act: () => unknown): Promise<string[]> {
  const attempt = { ...given, ground: { ...given.ground, token: TOKEN } };
  const mark = await markRepository(attempt.ground);
  if (!mark.ok) throw new Error(mark.problems[0]?.message);
  await act();
  const found = await tamperingSince(mark.value, attempt.ground);
  if (!found.ok) throw new Error(found.problems[0]?.message);
  return found.value.map(({ kind, what, stop, fails }) => {
    const name = kind === 'stash' ? kind : `${kind} ${what}`;
    return `${stop ? '!' : ''}${name}${fails ? ' (fails)' : ''}`;
  });
}

/** A repository with two commits. */
type RefCase = { readonly folder: string; readonly first: string; readonly second: string };

/** The file of a branch whose name is in Latin 1. */
function latin(folder: string): Buffer {
  return Buffer.concat([Buffer.from(join(folder, '.git/refs/heads/caf')), Buffer.from([0xe9])]);
}

test('hooks that could not be read at one time are told as that, and none of them as added', async () => {
  const { ground } = await beginAttempt(FILES);
  const mark = await markRepository(ground);
  if (!mark.ok) throw new Error(mark.problems[0]?.message);
  const [hooks = ''] = mark.value.hookFolders;
  mkdirSync(hooks, { recursive: true });
  writeFileSync(join(hooks, 'pre-push'), '#!/bin/sh\n');
  // As it is marked where the system does not let its names be read.
  const unread = { ...mark.value, hooks: new Map([[hooks, 'unreadable: permission denied']]) };
  const found = await tamperingSince(unread, ground);
  if (!found.ok) throw new Error(found.problems[0]?.message);
  expect(found.value.map(({ message, stop }) => [message, stop])).toEqual([
    ['Whether .git/hooks was changed is unknown, since it could not be read: permission denied.', true],
  ]);
});

describe('tampering with the repository', () => {
  test('is not found where an attempt only worked, with git too', async () => {
    const attempt = await beginAttempt(FILES);
    const { path } = attempt;
    expect(
      await foundAfter(attempt, () => {
        putFiles(path, { 'a.txt': 'changed' });
        asUser(path, 'commit', '-qam', 'done');
        asUser(path, 'reset', '-q', '--hard', 'HEAD~1');
      }),
    ).toEqual([]);
  });

  test('is not found where the program itself pins, merges and makes worktrees', async () => {
    const attempt = await beginAttempt(FILES);
    const { ground, folder, path, base } = attempt;
    expect(
      await foundAfter(attempt, async () => {
        putFiles(path, { 'a.txt': 'changed' });
        const { commit } = await snapshotOf(attempt);
        await pinAttempt(ground.git, ground.repository, {
          batch: 1,
          phase: '1',
          attempt: 1,
          commit: commit ?? '',
        });
        asUser(folder, 'update-ref', 'refs/orchestrator/batches/1/head', commit ?? '');
        asUser(folder, 'update-ref', 'refs/heads/orchestrator-batch-1', commit ?? '');
        await createWorktree(ground, { name: '1-PRP-1.1.2-1', commit: base });
      }),
    ).toEqual([]);
  });

  test('is not found where the user works on a branch meanwhile', async () => {
    const attempt = await beginAttempt(FILES);
    const { folder } = attempt;
    expect(
      await foundAfter(attempt, () => {
        asUser(folder, 'branch', 'same');
        putFiles(folder, { 'mine.txt': 'mine' });
        asUser(folder, 'add', '-A', 'mine.txt');
        asUser(folder, 'commit', '-qm', 'mine');
        asUser(folder, 'switch', '-qc', 'other');
        asUser(folder, 'fetch', '-q', '.', 'main:fetched');
      }),
    ).toEqual([]);
  });

  test.each([
    ['each of a few', 3, ['ref refs/tags/v1', 'ref refs/tags/v2', 'ref refs/tags/v3']],
    ['a fetch brings many, once', 300, ['ref refs/tags/v1']],
  ])('is told of new tags: %s', async (_, count, expected) => {
    const attempt = await beginAttempt(FILES);
    asUser(attempt.folder, 'tag', 'before');
    const mark = await markRepository(attempt.ground);
    const commit = asUser(attempt.folder, 'rev-parse', 'HEAD').trim();
    const tags = Array.from({ length: count }, (_each, place) => `${commit} refs/tags/v${place + 1}\n`);
    asUser(attempt.folder, 'pack-refs', '--all');
    const packed = join(attempt.folder, '.git/packed-refs');
    writeFileSync(packed, `${readFileSync(packed, 'utf8')}${tags.sort().join('')}`);
    const found = mark.ok ? await tamperingSince(mark.value, attempt.ground) : mark;
    if (!found.ok) throw new Error(found.problems[0]?.message);
    expect(found.value.map(({ kind, what }) => `${kind} ${what}`)).toEqual(expected);
    expect(found.value[0]?.message).toMatch(
      count > 3 ? /^300 tags .* v1, v10, v100 and 297 more\./u : /git tag -d v1$/u,
    );
  });

  test('is found where git is told to show another object, or other refs are moved; not where something is fetched', async () => {
    const attempt = await beginAttempt(FILES);
    const { folder } = attempt;
    for (const message of ['one', 'two']) asUser(folder, 'commit', '-q', '--allow-empty', '-m', message);
    const [head = '', first = ''] = ['HEAD', 'HEAD~1'].map((name) =>
      asUser(folder, 'rev-parse', name).trim(),
    );
    asUser(folder, 'update-ref', 'refs/jobs/kept', head);
    expect(
      await foundAfter(attempt, () => {
        asUser(folder, 'replace', head, first);
        asUser(folder, 'update-ref', 'refs/jobs/kept', first);
        asUser(folder, 'update-ref', 'refs/jobs/more', first);
        asUser(folder, 'update-ref', 'refs/remotes/origin/main', first);
        asUser(folder, 'update-ref', 'refs/prefetch/remotes/origin/main', first);
      }),
    ).toEqual(['ref refs/jobs/kept', `ref refs/replace/${head}`]);
  });

  test('is not found where somebody pushes, adds a remote, or says who he is', async () => {
    const attempt = await beginAttempt(FILES);
    const { folder } = attempt;
    expect(
      await foundAfter(attempt, () => {
        asUser(folder, 'config', 'user.name', 'me');
        asUser(folder, 'remote', 'add', 'fork', emptyFolder());
        asUser(folder, 'config', 'branch.main.remote', 'fork');
      }),
    ).toEqual([
      'config branch.main.remote',
      'config remote.fork.fetch',
      'config remote.fork.url',
      'config user.name',
    ]);
  });

  test.each<[string, (attempt: Attempt & { env: Environment }) => unknown, readonly string[]]>([
    ['a setting', ({ path }) => asUser(path, 'config', 'core.fsmonitor', 'evil'), ['!config core.fsmonitor']],
    [
      'a setting that is there already',
      ({ path }) => asUser(path, 'config', 'core.bare', 'true'),
      ['!config core.bare'],
    ],
    [
      'a setting that is taken away',
      ({ path }) => asUser(path, 'config', '--unset', 'core.filemode'),
      ['!config core.filemode'],
    ],
    [
      'a setting that is there twice',
      ({ path }) => asUser(path, 'config', '--add', 'core.filemode', 'true'),
      ['!config core.filemode'],
    ],
    [
      'a file of settings that is drawn in',
      ({ path, folder }) => {
        writeFileSync(join(folder, 'more'), '[alias]\n\tx = !evil\n');
        asUser(path, 'config', 'include.path', join(folder, 'more'));
      },
      ['!config alias.x', '!config include.path'],
    ],
    [
      'a setting that makes git run nothing',
      ({ path }) => asUser(path, 'config', 'branch.main.remote', 'origin'),
      ['config branch.main.remote'],
    ],
    [
      'a worktree’s own setting',
      ({ path }) => {
        asUser(path, 'config', 'extensions.worktreeConfig', 'true');
        asUser(path, 'config', '--worktree', 'core.fsmonitor', 'evil');
      },
      ['!config extensions.worktreeconfig', 'worktree .git/worktrees/1-PRP-1.1.1-1/config.worktree'],
    ],
    [
      'a config that git can’t read',
      ({ folder }) => appendFileSync(join(folder, '.git/config'), '[[['),
      ['!config config'],
    ],
    [
      'a new hook',
      ({ folder }) => writeFileSync(join(folder, '.git/hooks/pre-commit'), '#!/bin/sh\n'),
      ['!hook .git/hooks/pre-commit'],
    ],
    [
      'a hook that is a link',
      ({ folder, path }) => symlinkSync(join(path, 'a.txt'), join(folder, '.git/hooks/pre-push')),
      ['!hook .git/hooks/pre-push'],
    ],
    [
      'a hook that may be run now',
      ({ folder }) => chmodSync(join(folder, '.git/hooks/given'), 0o755),
      ['!hook .git/hooks/given'],
    ],
    [
      'a hook that says something else',
      ({ folder }) => writeFileSync(join(folder, '.git/hooks/given'), 'evil'),
      ['!hook .git/hooks/given'],
    ],
    [
      'a hook that is gone',
      ({ folder }) => rmSync(join(folder, '.git/hooks/given')),
      ['!hook .git/hooks/given'],
    ],
    [
      'a hook where the user told git to look',
      ({ folder }) => writeFileSync(join(folder, '.githooks/pre-commit'), 'evil'),
      ['!hook .githooks/pre-commit'],
    ],
    [
      'the whole machine as the folder of hooks',
      ({ path }) => asUser(path, 'config', 'core.hooksPath', '/usr/bin'),
      ['!config core.hookspath'],
    ],
    [
      'the ignore file of all worktrees',
      ({ folder }) => appendFileSync(join(folder, '.git/info/exclude'), 'x\n'),
      ['info .git/info/exclude'],
    ],
    [
      'a forged past',
      ({ folder }) => writeFileSync(join(folder, '.git/info/grafts'), 'x\n'),
      ['!info .git/info/grafts'],
    ],
    [
      'objects of another place',
      ({ folder }) => writeFileSync(join(folder, '.git/objects/info/alternates'), `${emptyFolder()}\n`),
      ['!info .git/objects/info/alternates'],
    ],
    [
      'a branch made of what the attempt committed',
      ({ path }) => {
        asUser(path, 'switch', '-qc', 'feature');
        asUser(path, 'commit', '-q', '--allow-empty', '-m', 'x');
      },
      ['ref refs/heads/feature'],
    ],
    [
      'the user’s branch, moved to what the attempt committed',
      ({ path }) => {
        asUser(path, 'commit', '-q', '--allow-empty', '-m', 'x');
        asUser(path, 'update-ref', 'refs/heads/main', 'HEAD');
        asUser(path, 'commit', '-q', '--allow-empty', '-m', 'y');
      },
      ['ref HEAD (fails)', 'ref refs/heads/main (fails)'],
    ],
    [
      'a branch that is gone',
      ({ folder }) => asUser(folder, 'branch', '-D', '-q', 'other'),
      ['ref refs/heads/other'],
    ],
    [
      'the user’s branch, moved to a commit that was there',
      ({ path, env }) => asAttempt(path, env, 'update-ref', 'refs/heads/main', 'main~1'),
      ['ref HEAD (fails)', 'ref refs/heads/main (fails)'],
    ],
    [
      'the user’s branch, moved by hand so that no log tells of it',
      ({ folder, path }) =>
        writeFileSync(join(folder, '.git/refs/heads/main'), asUser(path, 'rev-parse', 'main~1')),
      ['ref HEAD', 'ref refs/heads/main'],
    ],
    [
      'the user’s checkout, committed in',
      ({ folder, env }) => asAttempt(folder, env, 'commit', '-q', '--allow-empty', '-m', 'x'),
      ['ref HEAD (fails)', 'ref refs/heads/main (fails)'],
    ],
    [
      'the user’s checkout, switched to another branch',
      ({ folder, env }) => asAttempt(folder, env, 'switch', '-q', 'same'),
      ['ref HEAD (fails)'],
    ],
    ['the user’s stash, taken', ({ path }) => asUser(path, 'stash', 'drop', '-q'), ['stash']],
    [
      'the user’s stash, put on',
      ({ path, env }) => {
        putFiles(path, { 'a.txt': 'changed' });
        asAttempt(path, env, 'stash', '-q');
      },
      ['stash'],
    ],
    [
      'the user’s index, staged in',
      ({ folder }) => {
        putFiles(folder, { 'a.txt': 'changed' });
        asUser(folder, 'add', 'a.txt');
      },
      ['index index'],
    ],
    [
      'the worktree’s tie to the repository',
      ({ path }) => rmSync(join(path, '.git')),
      ['worktree .orchestrator/worktrees/1-PRP-1.1.1-1/.git'],
    ],
  ])('is found: %s', async (_, act, expected) => {
    const attempt = await beginAttempt(FILES, {
      prepare: (folder) => {
        writeFileSync(join(folder, '.git/hooks/given'), '#!/bin/sh\n', { mode: 0o644 });
        mkdirSync(join(folder, '.githooks'));
        asUser(folder, 'commit', '-q', '--allow-empty', '-m', 'second');
        asUser(folder, 'branch', 'other', 'main~1');
        asUser(folder, 'branch', 'same');
        putFiles(folder, { 'a.txt': 'stashed' });
        asUser(folder, 'stash', '-q');
        asUser(folder, 'config', 'core.hooksPath', '.githooks');
      },
    });
    const env = {
      ...cleanEnvironment(attempt.folder),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'agent',
      GIT_AUTHOR_EMAIL: 'agent@example.com',
      GIT_COMMITTER_NAME: 'agent',
      GIT_COMMITTER_EMAIL: attemptAddress(TOKEN),
    };
    expect(await foundAfter(attempt, () => act({ ...attempt, env }))).toEqual(expected);
  });

  test.each([
    ['nowhere', 'git symbolic-ref HEAD refs/heads/main'],
    ['other', 'git switch main'],
  ])('of a HEAD that was set to the branch %s is told with the way back', async (branch, back) => {
    const begun = await beginAttempt(FILES, {
      prepare: (made) => {
        asUser(made, 'commit', '-q', '--allow-empty', '-m', 'second');
        asUser(made, 'branch', 'other', 'main~1');
      },
    });
    const ground = { ...begun.ground, token: TOKEN };
    const { folder } = begun;
    const mark = await markRepository(ground);
    if (!mark.ok) throw new Error(mark.problems[0]?.message);
    const env = {
      ...cleanEnvironment(folder),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_COMMITTER_NAME: 'agent',
      GIT_COMMITTER_EMAIL: attemptAddress(TOKEN),
    };
    asAttempt(folder, env, 'symbolic-ref', 'HEAD', `refs/heads/${branch}`);
    const found = await tamperingSince(mark.value, ground);
    if (!found.ok) throw new Error(found.problems[0]?.message);
    const told = found.value.find(({ what }) => what === 'HEAD')?.message;
    expect(told).toContain(`Your checkout was on main; to go back: ${back}`);
  });

  test.each<[string, (folder: string) => unknown, string]>([
    ['on a branch', () => {}, 'refs/heads/main'],
    ['on no branch', (folder) => asUser(folder, 'switch', '-q', '--detach'), ''],
    ['on a branch whose ref is packed', (folder) => asUser(folder, 'pack-refs', '--all'), 'refs/heads/main'],
    [
      'on a branch without a commit',
      (folder) => asUser(folder, 'switch', '-q', '--orphan', 'new'),
      'refs/heads/new',
    ],
    [
      'on a name for another branch',
      (folder) => {
        asUser(folder, 'symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
        asUser(folder, 'symbolic-ref', 'HEAD', 'refs/heads/alias');
      },
      'refs/heads/main',
    ],
    [
      'another repository by now',
      (folder) => {
        const other = emptyFolder();
        asUser(other, 'init', '-q', '-b', 'theirs');
        asUser(other, 'commit', '-q', '--allow-empty', '-m', 'other');
        renameSync(join(folder, '.git'), join(folder, 'away'));
        writeFileSync(join(folder, '.git'), `gitdir: ${other}/.git\n`);
      },
      'refs/heads/theirs',
    ],
  ])('a checkout that is %s is marked as git says that it is', async (_state, change, branch) => {
    const { ground, folder } = await beginAttempt(FILES);
    change(folder);
    const mark = await markRepository(ground);
    if (!mark.ok) throw new Error(mark.problems[0]?.message);
    let head = '';
    try {
      head = asUser(folder, 'rev-parse', '--verify', '--quiet', 'HEAD').trim();
    } catch {
      // There is no commit yet.
    }
    expect(mark.value.branch).toBe(branch);
    expect(mark.value.refs.get('HEAD')).toBe(head);
  });

  test.each<[string, (made: RefCase) => unknown, (made: RefCase) => unknown, string]>([
    [
      'is packed in a list that is a link',
      ({ folder }) => {
        asUser(folder, 'pack-refs', '--all');
        renameSync(join(folder, '.git/packed-refs'), join(folder, '.git/list'));
        symlinkSync('list', join(folder, '.git/packed-refs'));
      },
      ({ folder, first, second }) => {
        const list = readFileSync(join(folder, '.git/list'), 'utf8');
        const moved = list.replace(`${second} refs/heads/other`, `${first} refs/heads/other`);
        writeFileSync(join(folder, '.git/list'), moved);
      },
      'refs/heads/other',
    ],
    [
      'stands below the name of a branch of a batch',
      ({ folder }) => asUser(folder, 'branch', 'orchestrator-batch-7/mine'),
      ({ folder, first }) =>
        writeFileSync(join(folder, '.git/refs/heads/orchestrator-batch-7/mine'), `${first}\n`),
      'refs/heads/orchestrator-batch-7/mine',
    ],
    [
      'has a name that is no UTF-8',
      ({ folder, second }) => writeFileSync(latin(folder), `${second}\n`),
      ({ folder, first }) => writeFileSync(latin(folder), `${first}\n`),
      'refs/heads/caf\uFFFD',
    ],
    [
      'is a name for a branch of a batch',
      ({ folder }) => {
        asUser(folder, 'branch', 'orchestrator-batch-7');
        asUser(folder, 'symbolic-ref', 'refs/heads/other', 'refs/heads/orchestrator-batch-7');
      },
      ({ folder, first }) =>
        writeFileSync(join(folder, '.git/refs/heads/orchestrator-batch-7'), `${first}\n`),
      'refs/heads/other',
    ],
  ])('of a ref is found where the ref %s', async (_case, prepare, act, ref) => {
    const attempt = await beginAttempt(FILES);
    const { folder } = attempt;
    asUser(folder, 'commit', '-q', '--allow-empty', '-m', 'second');
    asUser(folder, 'branch', 'other');
    const [second = '', first = ''] = asUser(folder, 'rev-parse', 'HEAD', 'HEAD~1').split('\n');
    prepare({ folder, first, second });
    expect(await foundAfter(attempt, () => act({ folder, first, second }))).toEqual([`ref ${ref} (fails)`]);
  });

  test.each([
    ['in its record', false],
    ['in the copy of it that a sandbox has', true],
  ])('is found where an attempt says what a worktree has, %s', async (_case, isCopy) => {
    const attempt = await beginAttempt(FILES);
    const { ground, folder } = attempt;
    const record = join(folder, '.git/worktrees', ground.worktree.name);
    const copy = ownRecord(ground.repository, ground.worktree.name);
    const found = await foundAfter(attempt, () => {
      if (isCopy) cpSync(record, copy, { recursive: true });
      putFiles(isCopy ? copy : record, { 'info/sparse-checkout': '/src/\n' });
    });
    expect(found).toEqual([`worktree .git/worktrees/${ground.worktree.name}/info/sparse-checkout`]);
  });

  test('of a ref is found where the checkout was led to a copy of its repository', async () => {
    const [store, copy] = [join(emptyFolder(), 'store'), join(emptyFolder(), 'copy')];
    const attempt = await beginAttempt(FILES, {
      prepare: (folder) => asUser(folder, 'init', '-q', `--separate-git-dir=${store}`),
    });
    const { folder, base } = attempt;
    asUser(folder, 'commit', '-q', '--allow-empty', '-m', 'second');
    asUser(folder, 'branch', 'other');
    cpSync(store, copy, { recursive: true });
    writeFileSync(join(folder, '.git'), `gitdir: ${copy}\n`);
    const found = await foundAfter(attempt, () => writeFileSync(join(copy, 'refs/heads/other'), `${base}\n`));
    expect(found).toEqual(['ref refs/heads/other (fails)']);
  });

  test('of a ref is found where the settings say that refs are kept elsewhere', async () => {
    const attempt = await beginAttempt(FILES);
    const elsewhere = emptyFolder();
    asUser(elsewhere, 'init', '-q', '-b', 'main');
    asUser(elsewhere, 'commit', '-q', '--allow-empty', '-m', 'first');
    asUser(elsewhere, 'commit', '-q', '--allow-empty', '-m', 'second');
    const { git } = attempt.ground;
    // As git from 2.54 on does it.
    const run: Git['run'] = async (cwd, args, options) => {
      const outcome = await git.run(args[0] === 'for-each-ref' ? elsewhere : cwd, args, options);
      const setting = Buffer.from(`local\0extensions.refstorage\nfiles://${elsewhere}/.git\0`);
      return args[0] === 'config' && outcome.kind === 'ended'
        ? { ...outcome, stdout: Buffer.concat([outcome.stdout, setting]) }
        : outcome;
    };
    const ground = { ...attempt.ground, git: { ...git, run } };
    const first = asUser(elsewhere, 'rev-parse', 'HEAD~1');
    const found = await foundAfter({ ...attempt, ground }, () =>
      writeFileSync(join(elsewhere, '.git/refs/heads/main'), first),
    );
    expect(found).toContain('ref refs/heads/main');
  });

  test('is not looked for when it is called off, and told so', async () => {
    const { ground } = await beginAttempt(FILES);
    const marked = await markRepository({ ...ground, signal: AbortSignal.abort() });
    expect(marked).toMatchObject({ ok: false, cause: 'interrupted' });
  });
});

describe('the ref of an attempt', () => {
  test('keeps what the attempt left, again when it is taken again', async () => {
    const attempt = await beginAttempt(FILES);
    const { ground, folder, path } = attempt;
    for (const text of ['one', 'two']) {
      putFiles(path, { 'a.txt': text });
      const { commit } = await snapshotOf(attempt);
      const name = { batch: 7, phase: '2.1', attempt: 3, commit: commit ?? '' };
      const pinned = await pinAttempt(ground.git, ground.repository, name);
      expect(pinned).toEqual({ ok: true, value: { ref: 'refs/orchestrator/batches/7/attempts/2__1-3' } });
      expect(asUser(folder, 'rev-parse', attemptRef(name)).trim()).toBe(commit);
    }
  });

  test('is one that git takes, and another for every phase, whatever their ids', async () => {
    const { folder } = await beginAttempt(FILES);
    const ids = [
      'a',
      'A',
      'a.b',
      'a..b',
      '.x',
      'x.lock',
      '-',
      '--',
      '.',
      '..',
      'a-1',
      'a-',
      'HEAD',
      'x'.repeat(60),
      'X'.repeat(60),
    ];
    const refs = ids.map((phase) => attemptRef({ batch: 1, phase, attempt: 1 }));
    for (const ref of refs) expect(() => asUser(folder, 'check-ref-format', ref), ref).not.toThrow();
    expect(new Set(refs.map((ref) => ref.toLowerCase())).size).toBe(ids.length);
    expect(attemptRef({ batch: 1, phase: 'a-1', attempt: 2 })).not.toBe(
      attemptRef({ batch: 1, phase: 'a', attempt: 12 }),
    );
  });

  test('that can’t be made is a failure', async () => {
    const { ground, folder } = await beginAttempt(FILES);
    const name = { batch: 1, phase: 'a', attempt: 1, commit: 'f'.repeat(40) };
    expect(await pinAttempt(ground.git, ground.repository, name)).toMatchObject({
      ok: false,
      problems: [{ code: 'pin-failed' }],
    });
    expect(existsSync(join(folder, '.git', attemptRef(name)))).toBe(false);
  });
});
