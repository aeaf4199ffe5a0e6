import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeSnapshot } from '../../src/batch/verify/index.ts';
import { createGit } from '../../src/platform/index.ts';
import { type Attempt, beginAttempt, snapshotOf } from '../support/attempt.ts';
import { cleanEnvironment, emptyFolder } from '../support/program.ts';
import { asUser, putFiles, repositoryWith } from '../support/repository.ts';

const FILES = { 'a.txt': 'a', 'src/b.txt': 'b', '.gitignore': 'out/\n*.log\n' };

/** The one change that all ways of leaving work have in common. */
function work(path: string): void {
  putFiles(path, { 'a.txt': 'changed', 'src/new.txt': 'new' });
  rmSync(join(path, 'src/b.txt'));
}
const WORK = ['a.txt modified', 'src/b.txt deleted', 'src/new.txt added'];

function makePipe(path: string): void {
  execFileSync('/bin/sh', ['-c', 'mkfifo "$1"', 'sh', path]);
}

async function problemsOf({ ground, base }: Attempt, more: { limitMs?: number } = {}) {
  const taken = await takeSnapshot(ground, { base, left: [], message: 'x', ...more });
  return taken.ok ? [] : taken.problems.map(({ code }) => code);
}

describe('the snapshot of an attempt', () => {
  test('of a worktree left as it was is no commit and no change', async () => {
    const attempt = await beginAttempt(FILES);
    const { commit, changes, tree } = await snapshotOf(attempt);
    expect({ commit, changes }).toEqual({ commit: null, changes: [] });
    expect(tree).toBe(asUser(attempt.folder, 'rev-parse', 'HEAD^{tree}').trim());
  });

  test('is a commit on the base with what was changed, added and removed, and the given message', async () => {
    const attempt = await beginAttempt(FILES);
    work(attempt.path);
    const { commit, told, tree, text } = await snapshotOf(attempt);
    expect(told).toEqual(WORK);
    expect(text('src/new.txt')).toBe('new');
    expect(asUser(attempt.folder, 'log', '-1', '--format=%T %P %an %s', commit ?? '')).toBe(
      `${tree} ${attempt.base} orchestrator PRP-1.1.1: attempt 1\n`,
    );
  });

  test('changes nothing of the worktree, its index, the user’s repository and its refs', async () => {
    const attempt = await beginAttempt(FILES);
    const { path, folder } = attempt;
    work(path);
    asUser(path, 'add', 'a.txt');
    const state = () => ({
      status: asUser(path, 'status', '--porcelain'),
      refs: asUser(folder, 'for-each-ref'),
      userStatus: asUser(folder, 'status', '--porcelain'),
      index: readFileSync(join(folder, '.git/index'), 'hex'),
      own: readFileSync(asUser(path, 'rev-parse', '--git-path', 'index').trim(), 'hex'),
      git: readdirSync(join(folder, '.git')).sort(),
    });
    const before = state();
    await snapshotOf(attempt);
    expect(state()).toEqual(before);
  });

  test.each<[string, (path: string, folder: string) => void]>([
    ['nothing more', () => {}],
    ['staged', (path) => asUser(path, 'add', '-A')],
    [
      'staged in part, and changed again',
      (path) => {
        putFiles(path, { 'a.txt': 'half' });
        asUser(path, 'add', '-A');
        putFiles(path, { 'a.txt': 'changed' });
      },
    ],
    ['committed', (path) => asUser(path, 'commit', '-qam', 'done')],
    [
      'committed and amended',
      (path) => {
        asUser(path, 'add', '-A');
        asUser(path, 'commit', '-qm', 'one');
        asUser(path, 'commit', '-q', '--amend', '-m', 'two');
      },
    ],
    [
      'committed on a branch of its own',
      (path) => {
        asUser(path, 'switch', '-qc', 'feature');
        asUser(path, 'add', '-A');
        asUser(path, 'commit', '-qm', 'done');
      },
    ],
    [
      'committed, and reset to before the files it had',
      (path) => {
        asUser(path, 'add', '-A');
        asUser(path, 'commit', '-qm', 'one');
        asUser(path, 'reset', '-q', '--soft', 'HEAD~1');
      },
    ],
    ['on a branch without a past', (path) => asUser(path, 'checkout', '-q', '--orphan', 'fresh')],
    [
      'hidden by bits of its index',
      (path) => {
        asUser(path, 'update-index', '--assume-unchanged', 'a.txt');
        asUser(path, 'update-index', '--skip-worktree', 'a.txt');
      },
    ],
    [
      'with its index broken',
      (path) => {
        writeFileSync(asUser(path, 'rev-parse', '--git-path', 'index').trim(), 'no index');
      },
    ],
    [
      'with a lock left on its index',
      (path) => {
        writeFileSync(`${asUser(path, 'rev-parse', '--git-path', 'index').trim()}.lock`, '');
      },
    ],
    ['with .git removed', (path) => rmSync(join(path, '.git'))],
    [
      'with .git pointing at another repository',
      (path) => {
        writeFileSync(join(path, '.git'), `gitdir: ${join(repositoryWith({ x: 'x' }), '.git')}\n`);
      },
    ],
    [
      'with a repository of its own in place of the worktree’s',
      (path) => {
        rmSync(join(path, '.git'));
        asUser(path, 'init', '-q');
        asUser(path, 'add', '-A');
        asUser(path, 'commit', '-qm', 'all mine');
      },
    ],
    [
      'with the worktree unknown to git',
      (_, folder) => rmSync(join(folder, '.git/worktrees'), { recursive: true }),
    ],
    [
      'with a stash of before',
      (path) => {
        asUser(path, 'add', '-A');
        asUser(path, 'stash', 'push', '-q');
        asUser(path, 'stash', 'apply', '-q');
      },
    ],
  ])('is of the files, %s', async (_, leave) => {
    const attempt = await beginAttempt(FILES);
    work(attempt.path);
    leave(attempt.path, attempt.folder);
    expect((await snapshotOf(attempt)).told).toEqual(WORK);
  });

  test('is empty when all was put away in a stash or on a branch', async () => {
    const attempt = await beginAttempt(FILES);
    putFiles(attempt.path, { 'a.txt': 'changed' });
    asUser(attempt.path, 'stash', 'push', '-q');
    expect((await snapshotOf(attempt)).commit).toBeNull();
  });

  test('runs nothing that the attempt told git to run', async () => {
    const attempt = await beginAttempt(FILES);
    const { path, folder } = attempt;
    const ran = join(emptyFolder(), 'ran');
    const program = join(folder, '.git/evil');
    writeFileSync(program, `#!/bin/sh\ntouch '${ran}'\n`);
    chmodSync(program, 0o755);
    mkdirSync(join(path, 'inner'));
    for (const place of [path, join(path, 'inner')]) {
      if (place !== path) asUser(place, 'init', '-q');
      asUser(place, 'config', 'core.fsmonitor', program);
      asUser(place, 'config', 'core.hooksPath', join(folder, '.git'));
    }
    putFiles(path, { 'inner/x.txt': 'x', 'inner/.gitattributes': '* filter=evil' });
    asUser(join(path, 'inner'), 'config', 'filter.evil.clean', program);
    for (const hook of ['post-index-change', 'pre-commit', 'reference-transaction']) {
      renameSync(program, join(folder, '.git', hook));
      writeFileSync(program, readFileSync(join(folder, '.git', hook)), { mode: 0o755 });
    }
    rmSync(ran, { force: true });
    await snapshotOf(attempt);
    expect(existsSync(ran)).toBe(false);
  });

  test('has names of every kind, links as links, and modes', async () => {
    const attempt = await beginAttempt({ ...FILES, 'run.sh': 'x', was_file: 'x' });
    const { path } = attempt;
    const names = [
      ' lead',
      'two words',
      'line\nend',
      'tab\there',
      'ünï',
      '🙂',
      '-dash',
      ':(top)magic',
      '*',
      'q"uote',
      'back\\slash',
    ];
    putFiles(path, Object.fromEntries(names.map((name) => [name, name])));
    chmodSync(join(path, 'run.sh'), 0o755);
    rmSync(join(path, 'was_file'));
    symlinkSync('/etc/passwd', join(path, 'was_file'));
    symlinkSync('nowhere', join(path, 'dangling'));
    mkdirSync(join(path, 'empty'));
    const taken = await snapshotOf(attempt);
    expect(new Set(taken.told)).toEqual(
      new Set([
        ...names.map((name) => `${name} added`),
        'run.sh modified',
        'was_file type',
        'dangling added',
      ]),
    );
    expect(taken.told).toEqual([...taken.told].sort());
    expect(taken.text('was_file')).toBe('/etc/passwd');
    expect(taken.entries()).toEqual(
      expect.arrayContaining(['100755 run.sh', '120000 was_file', '120000 dangling']),
    );
  });

  test('leaves out what is no part of the work, and keeps what the base has of it', async () => {
    const attempt = await beginAttempt({ ...FILES, 'task.json': 'base' });
    const { path } = attempt;
    putFiles(path, {
      'task.json': 'beat',
      'node_modules/x.js': 'x',
      'odd [name]*.json': 'r',
      'src/kept.txt': 'k',
    });
    const left = [join(path, 'task.json'), 'node_modules', 'odd [name]*.json'];
    expect((await snapshotOf(attempt, left)).told).toEqual(['src/kept.txt added']);
  });

  test('leaves out what is ignored, but never what the base tracks or the attempt added by force', async () => {
    const attempt = await beginAttempt(FILES, {
      prepare: (folder) => {
        putFiles(folder, { 'tracked.log': 'base' });
        asUser(folder, 'add', '-f', 'tracked.log');
        asUser(folder, 'commit', '-qm', 'second');
      },
    });
    const { path } = attempt;
    putFiles(path, {
      'tracked.log': 'changed',
      'plain.log': 'ignored',
      'out/made': 'ignored',
      'out/wanted': 'forced',
      'a.txt': 'hidden?',
      'fresh.txt': 'hidden',
      '.gitignore': 'out/\n*.log\na.txt\nfresh.txt\n',
    });
    asUser(path, 'add', '-f', 'out/wanted');
    expect((await snapshotOf(attempt)).told).toEqual([
      '.gitignore modified',
      'a.txt modified',
      'out/wanted added',
      'tracked.log modified',
    ]);
  });

  test.each<[string, (inner: string) => void]>([
    ['fresh', () => {}],
    [
      'with commits',
      (inner) => {
        asUser(inner, 'add', '-A');
        asUser(inner, 'commit', '-qm', 'inner');
      },
    ],
    [
      'with another in it',
      (inner) => {
        mkdirSync(join(inner, 'deep/er'), { recursive: true });
        asUser(join(inner, 'deep/er'), 'init', '-q');
        putFiles(inner, { 'deep/er/z.txt': 'z', 'deep/er/z.log': 'ignored' });
      },
    ],
  ])('has the files of a repository that the attempt made, %s, and tells of it', async (_, more) => {
    const attempt = await beginAttempt(FILES);
    const inner = join(attempt.path, 'web app');
    mkdirSync(inner);
    asUser(inner, 'init', '-q');
    putFiles(inner, {
      'package.json': '{}',
      'node_modules/x.js': 'x',
      '.gitignore': 'node_modules/\n',
      'out/made': 'ignored above',
    });
    more(inner);
    const taken = await snapshotOf(attempt);
    expect(taken.embedded).toEqual(['web app']);
    expect(taken.told.filter((line) => !line.includes('deep'))).toEqual([
      'web app/.gitignore added',
      'web app/package.json added',
    ]);
    expect(taken.told.filter((line) => line.includes('deep'))).toEqual(
      existsSync(join(inner, 'deep')) ? ['web app/deep/er/z.txt added'] : [],
    );
    expect(taken.entries().filter((entry) => entry.startsWith('160000'))).toEqual([]);
  });

  test('has the files of a folder of the base that the attempt made a repository of', async () => {
    const attempt = await beginAttempt(FILES);
    asUser(join(attempt.path, 'src'), 'init', '-q');
    putFiles(attempt.path, { 'src/b.txt': 'changed', 'src/c.txt': 'c' });
    asUser(join(attempt.path, 'src'), 'add', '-A');
    asUser(join(attempt.path, 'src'), 'commit', '-qm', 'inner');
    expect((await snapshotOf(attempt)).told).toEqual(['src/b.txt modified', 'src/c.txt added']);
  });

  describe('with a submodule', () => {
    const begin = async () => {
      const library = repositoryWith({ 'lib.txt': 'one' });
      const attempt = await beginAttempt(FILES, {
        prepare: (folder) => {
          asUser(folder, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library, 'lib');
          asUser(folder, 'commit', '-qm', 'with lib');
        },
      });
      return { attempt, library, inner: join(attempt.path, 'lib') };
    };

    test('leaves it as it is when nothing was fetched, and when what was fetched is what the base has', async () => {
      const { attempt, inner } = await begin();
      expect((await snapshotOf(attempt)).commit).toBeNull();
      asUser(attempt.path, '-c', 'protocol.file.allow=always', 'submodule', 'update', '-q', '--init');
      expect(existsSync(join(inner, 'lib.txt'))).toBe(true);
      expect((await snapshotOf(attempt)).commit).toBeNull();
    });

    test('has the commit that the attempt moved it to, and runs nothing of what it was told to run', async () => {
      const { attempt, inner } = await begin();
      asUser(attempt.path, '-c', 'protocol.file.allow=always', 'submodule', 'update', '-q', '--init');
      asUser(inner, 'commit', '-q', '--allow-empty', '-m', 'next');
      const ran = join(emptyFolder(), 'ran');
      asUser(inner, 'config', 'core.fsmonitor', `touch '${ran}'; false`);
      const next = asUser(inner, 'rev-parse', 'HEAD').trim();
      putFiles(inner, { 'lib.txt': 'dirty' });
      const taken = await snapshotOf(attempt);
      expect(taken.told).toEqual(['lib modified']);
      expect(asUser(attempt.folder, 'ls-tree', taken.tree, 'lib')).toContain(next);
      expect(existsSync(ran)).toBe(false);
    });

    test('has its files when it became a plain folder, and not it when it was removed', async () => {
      const { attempt, inner } = await begin();
      putFiles(inner, { 'own.txt': 'own' });
      expect((await snapshotOf(attempt)).told).toEqual(['lib deleted', 'lib/own.txt added']);
      rmSync(inner, { recursive: true });
      expect((await snapshotOf(attempt)).told).toEqual(['lib deleted']);
    });
  });

  test('is in the form that the repository keeps: line ends and filters', async () => {
    const attempt = await beginAttempt(
      { ...FILES, '.gitattributes': '*.txt text\n*.up filter=up\n' },
      {
        prepare: (folder) => {
          asUser(folder, 'config', 'core.autocrlf', 'true');
          asUser(folder, 'config', 'filter.up.clean', 'tr a-z A-Z');
        },
      },
    );
    putFiles(attempt.path, { 'lines.txt': 'one\r\ntwo\r\n', 'name.up': 'loud' });
    const { text, told } = await snapshotOf(attempt);
    expect(told).toEqual(['lines.txt added', 'name.up added']);
    expect([text('lines.txt'), text('name.up')]).toEqual(['one\ntwo\n', 'LOUD']);
  });

  test('of a sparse checkout takes what was not brought for what is still there', async () => {
    const attempt = await beginAttempt(
      { ...FILES, 'far/c.txt': 'c', 'far/d.txt': 'd' },
      {
        prepare: (folder) => asUser(folder, 'sparse-checkout', 'set', 'src'),
      },
    );
    expect(existsSync(join(attempt.path, 'far'))).toBe(false);
    putFiles(attempt.path, { 'src/new.txt': 'n', 'far/d.txt': 'written all the same' });
    expect((await snapshotOf(attempt)).told).toEqual(['far/d.txt modified', 'src/new.txt added']);
  });

  test('of a project in a subfolder names files from there, and those outside as such', async () => {
    const attempt = await beginAttempt(
      { 'apps/web/a.txt': 'a', 'apps/api/b.txt': 'b', 'c.txt': 'c' },
      { project: 'apps/web' },
    );
    putFiles(attempt.path, { 'apps/web/a.txt': 'A', 'apps/api/b.txt': 'B', 'c.txt': 'C' });
    expect((await snapshotOf(attempt)).told).toEqual([
      '../../c.txt modified',
      '../api/b.txt modified',
      'a.txt modified',
    ]);
  });

  test('works where the repository has settings that would get in its way', async () => {
    const attempt = await beginAttempt(FILES, {
      prepare: (folder) => {
        for (const [name, value] of Object.entries({
          'core.splitIndex': 'true',
          'core.untrackedCache': 'true',
          'add.ignoreErrors': 'true',
          'diff.ignoreSubmodules': 'all',
          'diff.renames': 'copies',
          'commit.gpgsign': 'true',
          'user.useConfigOnly': 'true',
          'status.showUntrackedFiles': 'no',
        }))
          asUser(folder, 'config', name, value);
      },
    });
    renameSync(join(attempt.path, 'a.txt'), join(attempt.path, 'z.txt'));
    expect((await snapshotOf(attempt)).told).toEqual(['a.txt deleted', 'z.txt added']);
    expect(
      readdirSync(join(attempt.folder, '.git')).filter((name) => name.startsWith('sharedindex')),
    ).toEqual([]);
  });

  test('is refused when the worktree is gone, or something else stands in its place', async () => {
    const attempt = await beginAttempt(FILES);
    const elsewhere = join(emptyFolder(), 'moved');
    renameSync(attempt.path, elsewhere);
    expect(await problemsOf(attempt)).toEqual(['worktree-gone']);
    symlinkSync(elsewhere, attempt.path);
    expect(await problemsOf(attempt)).toEqual(['worktree-gone']);
    rmSync(attempt.path);
    writeFileSync(attempt.path, 'a file');
    expect(await problemsOf(attempt)).toEqual(['worktree-gone']);
  });

  test('is refused when a link leads to the worktree, or a pipe stands in place of a file', async () => {
    const attempt = await beginAttempt(FILES);
    rmSync(join(attempt.path, 'a.txt'));
    makePipe(join(attempt.path, 'a.txt'));
    expect(await problemsOf(attempt)).toEqual(['snapshot-failed']);
    const above = join(attempt.path, '..');
    renameSync(above, `${above}-moved`);
    symlinkSync(`${above}-moved`, above);
    expect(await problemsOf(attempt)).toEqual(['worktree-gone']);
  });

  test('of a worktree that was emptied has everything removed', async () => {
    const attempt = await beginAttempt(FILES);
    rmSync(attempt.path, { recursive: true });
    mkdirSync(attempt.path);
    expect((await snapshotOf(attempt)).told).toEqual([
      '.gitignore deleted',
      'a.txt deleted',
      'src/b.txt deleted',
    ]);
  });

  test('is given up when git can’t end', async () => {
    const attempt = await beginAttempt(FILES);
    rmSync(join(attempt.path, '.gitignore'));
    makePipe(join(attempt.path, '.gitignore'));
    expect(await problemsOf(attempt, { limitMs: 300 })).toEqual(['snapshot-failed']);
  });

  test('is refused when it is called off, when the base is none, and when git can’t be used', async () => {
    const attempt = await beginAttempt(FILES);
    const { ground } = attempt;
    expect(await problemsOf({ ...attempt, ground: { ...ground, signal: AbortSignal.abort() } })).toEqual([
      'interrupted',
    ]);
    expect(await problemsOf({ ...attempt, base: 'f'.repeat(40) })).toEqual(['snapshot-failed']);
    const git = createGit({ ...cleanEnvironment('/nonexistent'), PATH: emptyFolder() });
    expect(await problemsOf({ ...attempt, ground: { ...ground, git } })).toEqual(['snapshot-failed']);
  });

  test('of a whole checkout has no file that was removed, also where a bit of the index hides that', async () => {
    const attempt = await beginAttempt(FILES);
    asUser(attempt.path, 'update-index', '--skip-worktree', 'a.txt');
    rmSync(join(attempt.path, 'a.txt'));
    expect((await snapshotOf(attempt)).told).toEqual(['a.txt deleted']);
  });

  test('of a whole checkout that was sparse once has no file that was removed and hidden', async () => {
    const attempt = await beginAttempt(
      { ...FILES, 'src/b.txt': 'b' },
      {
        prepare: (folder) => {
          asUser(folder, 'sparse-checkout', 'set', 'src');
          asUser(folder, 'sparse-checkout', 'disable');
        },
      },
    );
    asUser(attempt.path, 'update-index', '--skip-worktree', 'a.txt');
    rmSync(join(attempt.path, 'a.txt'));
    expect((await snapshotOf(attempt)).told).toEqual(['a.txt deleted']);
  });

  test('of a worktree that its setup made sparse takes what is not there for what is still there', async () => {
    const attempt = await beginAttempt({ ...FILES, 'src/b.txt': 'b', 'far/c.txt': 'c' });
    asUser(attempt.path, 'sparse-checkout', 'set', 'src');
    expect(existsSync(join(attempt.path, 'far'))).toBe(false);
    expect((await snapshotOf(attempt)).told).toEqual([]);
  });

  test('has no pipe, and takes a folder that was a file and a file that was a folder', async () => {
    const attempt = await beginAttempt(FILES);
    const { path } = attempt;
    makePipe(join(path, 'pipe'));
    rmSync(join(path, 'a.txt'));
    putFiles(path, { 'a.txt/inside': 'x' });
    rmSync(join(path, 'src'), { recursive: true });
    writeFileSync(join(path, 'src'), 'a file now');
    expect((await snapshotOf(attempt)).told).toEqual([
      'a.txt deleted',
      'a.txt/inside added',
      'src added',
      'src/b.txt deleted',
    ]);
  });
});
