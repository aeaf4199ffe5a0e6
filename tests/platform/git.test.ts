import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGit, type GitOutcome, gitFault, identityOf, processState } from '../../src/platform/index.ts';
import { afterTest } from '../support/after_test.ts';
import { cleanEnvironment, emptyFolder } from '../support/program.ts';
import { asUser, putFiles, repositoryWith } from '../support/repository.ts';

const env = cleanEnvironment('/nonexistent');
const git = createGit(env);

function text(outcome: GitOutcome): string {
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new Error(gitFault(outcome));
  return outcome.stdout.toString('utf8');
}

/** The git that is there. */
function gitFile(): string {
  const file = (env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, 'git'))
    .find((path) => existsSync(path));
  if (file === undefined) throw new Error('there is no git');
  return file;
}

/** A program in the place of git. */
function gitThatIs(script: string) {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'git'), 0o755);
  return { folder, git: createGit({ ...env, PATH: `${folder}:${env.PATH}` }) };
}

describe('git', () => {
  test('works in the folder that it is given, whatever GIT_* says', async () => {
    const here = repositoryWith({ 'here.txt': 'x' });
    const there = repositoryWith({ 'there.txt': 'x' });
    const led = createGit({
      ...env,
      GIT_DIR: join(there, '.git'),
      GIT_WORK_TREE: there,
      GIT_INDEX_FILE: '/nowhere',
    });
    expect(text(await led.run(here, ['ls-files']))).toBe('here.txt\n');
  });

  test('takes standard input, an index of its own and dates', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    const blob = text(await git.run(folder, ['hash-object', '-w', '--stdin'], { input: 'new' })).trim();
    const indexFile = join(emptyFolder(), 'index');
    await git.run(folder, ['update-index', '--add', '--cacheinfo', `100644,${blob},b.txt`], { indexFile });
    const tree = text(await git.run(folder, ['write-tree'], { indexFile })).trim();
    const dates = { GIT_AUTHOR_DATE: '1700000000 +0000', GIT_COMMITTER_DATE: '1700000000 +0000' };
    const commit = text(await git.run(folder, ['commit-tree', tree, '-m', 'one'], { env: dates })).trim();
    expect(text(await git.run(folder, ['cat-file', 'commit', commit]))).toBe(
      `tree ${tree}\nauthor orchestrator <orchestrator@localhost> 1700000000 +0000\n` +
        'committer orchestrator <orchestrator@localhost> 1700000000 +0000\n\none\n',
    );
    expect(asUser(folder, 'status', '--porcelain')).toBe('');
  });

  test('runs no hook, file monitor or signing program of the repository', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    const ran = join(emptyFolder(), 'ran');
    const trap = join(emptyFolder(), 'trap');
    writeFileSync(trap, `#!/bin/sh\necho "$0" >>'${ran}'\nexit 1\n`);
    chmodSync(trap, 0o755);
    for (const hook of ['pre-commit', 'post-checkout', 'reference-transaction', 'post-index-change']) {
      writeFileSync(join(folder, '.git/hooks', hook), readFileSync(trap));
      chmodSync(join(folder, '.git/hooks', hook), 0o755);
    }
    asUser(folder, 'config', 'core.fsmonitor', trap);
    asUser(folder, 'config', 'gpg.program', trap);
    asUser(folder, 'config', 'commit.gpgsign', 'true');
    putFiles(folder, { 'a.txt': 'b' });
    expect(text(await git.run(folder, ['status', '--porcelain']))).toBe(' M a.txt\n');
    text(await git.run(folder, ['commit', '-q', '-a', '-m', 'two']));
    text(await git.run(folder, ['checkout', '-q', '--detach', 'HEAD~1']));
    expect(existsSync(ran)).toBe(false);
  });

  test('tells a call that failed from one that did not start and one that was ended', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    const failed = await git.run(folder, ['rev-parse', '--verify', 'nothing']);
    expect(failed).toMatchObject({ kind: 'ended', code: 128 });
    expect(gitFault(failed)).toContain('Needed a single revision');
    const nowhere = await git.run(join(folder, 'nowhere'), ['status']);
    expect(nowhere).toEqual({ kind: 'not-started', why: `${join(folder, 'nowhere')} is not a folder` });
    const without = createGit({ PATH: emptyFolder() });
    expect(await without.run(folder, ['status'])).toMatchObject({ kind: 'not-started' });
    const killed = gitThatIs('case "$*" in *--version) echo git version 2.40.0;; *) kill -9 $$;; esac');
    expect(await killed.git.run(folder, ['status'])).toEqual({
      kind: 'killed',
      signal: 'SIGKILL',
      stderr: '',
    });
  });

  test.each([
    ['git version 2.37.9', '2.37.9'],
    ['git version 1.99.0', '1.99.0'],
    ['something else', 'something else'],
  ])('says of %s that it is too old', async (said, version) => {
    const { folder, git: old } = gitThatIs(`echo '${said}'`);
    const outcome = await old.run(folder, ['status']);
    expect(outcome).toEqual({ kind: 'too-old', version, needed: '2.38' });
    expect(gitFault(outcome)).toBe(`git ${version} is too old: 2.38 or newer is needed`);
    expect(await old.records(folder, ['status'], () => {})).toEqual(outcome);
  });

  test.each(['2.38.0', '2.100.1', '3.0.0', '2.39.5 (Apple Git-154)', '2.45.windows.1'])(
    'takes %s, and asks once',
    async (version) => {
      const { folder, git: fit } = gitThatIs(
        `case "$*" in *--version) echo asked >>"$0.log"; echo 'git version ${version}';; esac`,
      );
      await Promise.all([
        fit.run(folder, ['status']),
        fit.run(folder, ['status']),
        fit.run(folder, ['status']),
      ]);
      expect(await fit.run(folder, ['status'])).toMatchObject({ kind: 'ended', code: 0 });
      expect(readFileSync(join(folder, 'git.log'), 'utf8')).toBe('asked\n');
    },
  );

  test.each(['run', 'records'] as const)(
    '%s does not fail at a worktree that another git is just adding',
    async (way) => {
      const folder = repositoryWith({ 'a.txt': 'a' });
      // As it is between the moment at which git makes the file and the one at which it writes it.
      putFiles(folder, { '.git/worktrees/other/commondir': '', '.git/worktrees/other/gitdir': '/x/.git\n' });
      const later = gitThatIs(
        `'${gitFile()}' "$@"; code=$?\ncase "$*" in *worktree*) rm -rf '${folder}/.git/worktrees';; esac\nexit $code`,
      );
      const args = ['worktree', 'list', '--porcelain', '-z'];
      const given: string[] = [];
      const outcome = await (way === 'run'
        ? later.git.run(folder, args)
        : later.git.records(folder, args, (record) => given.push(record)));
      const found = way === 'run' ? text(outcome).split('\0') : given;
      expect(found.filter((record) => record.startsWith('worktree '))).toEqual([`worktree ${folder}`]);
    },
  );

  test('fails at a worktree whose record stays half written, with what git says', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    putFiles(folder, { '.git/worktrees/other/commondir': '', '.git/worktrees/other/gitdir': '/x/.git\n' });
    const outcome = await git.run(folder, ['worktree', 'list']);
    expect(gitFault(outcome)).toContain('worktrees/other/commondir');
  });

  test.each([
    ['waits for a lock that another git holds', true],
    ['makes no call again that was not said to be repeatable', false],
  ])('%s', async (_, isRepeatable) => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    putFiles(folder, { '.git/index.lock': '' });
    // The other git is done once this one has met its lock.
    const later = gitThatIs(
      `'${gitFile()}' "$@"; code=$?\ncase "$*" in *reset*) rm -f '${folder}/.git/index.lock';; esac\nexit $code`,
    );
    const outcome = await later.git.run(folder, ['reset', '--quiet', '--hard'], { isRepeatable });
    expect(outcome).toMatchObject({ kind: 'ended', code: isRepeatable ? 0 : 128 });
    expect(gitFault(outcome) ?? '').toContain(isRepeatable ? '' : 'index.lock');
  });

  test('fails at a lock that nobody lets go, with what git says', async () => {
    const folder = repositoryWith({ 'a.txt': 'a' });
    putFiles(folder, { '.git/refs/heads/other.lock': '' });
    const args = ['update-ref', '--stdin'];
    const input = 'create refs/heads/other HEAD\n';
    expect(gitFault(await git.run(folder, args, { input, isRepeatable: true }))).toContain('other.lock');
  });

  test('holds no more than the limit', async () => {
    const folder = repositoryWith({ 'a.txt': 'x'.repeat(300_000) });
    expect(await git.run(folder, ['show', 'HEAD:a.txt'], { limit: 200_000 })).toEqual({
      kind: 'too-large',
      limit: 200_000,
    });
    expect(text(await git.run(folder, ['show', 'HEAD:a.txt'], { limit: 300_000 }))).toHaveLength(300_000);
  });

  test('hands on records one by one, whatever the pieces that they come in', async () => {
    const names = Array.from(
      { length: 3_000 },
      (_, index) => `${'folder/'.repeat(index % 9)}naïve ${index}\n.txt`,
    );
    const folder = repositoryWith(Object.fromEntries(names.map((name) => [name, ''])));
    const records: string[] = [];
    const outcome = await git.records(folder, ['ls-files', '-z'], (record) => records.push(record));
    expect(outcome).toMatchObject({ kind: 'ended', code: 0 });
    expect(records.sort()).toEqual(names.sort());
    const none = await git.records(folder, ['show', 'HEAD'], () => {}, { limit: 1_000 });
    expect(none).toEqual({ kind: 'too-large', limit: 1_000 });
  });

  test('ends what it runs, with all that it started, when it is called off', async () => {
    const { folder, git: slow } = gitThatIs(
      `case "$*" in *--version) echo git version 2.40.0;; *) sleep 600 & echo $! >"$0.pid"; printf 'x\\0'; wait;; esac`,
    );
    const controller = new AbortController();
    const outcome = await slow.records(folder, ['status'], () => controller.abort(), {
      signal: controller.signal,
    });
    expect(outcome).toEqual({ kind: 'aborted' });
    const pid = Number(readFileSync(join(folder, 'git.pid'), 'utf8'));
    // Its remains may wait to be collected.
    const left = identityOf(pid);
    expect(left !== undefined && processState(left) === 'running').toBe(false);
    expect(await slow.run(folder, ['status'], { signal: controller.signal })).toEqual({ kind: 'aborted' });
  });

  /** What stays of a call may hold its standard error open, as the shared connection to a host does; it is in a session of its own. */
  const HOLDS = `setsid sleep 600 >/dev/null </dev/null & echo $! >"$0.pid"`;
  const letGo = (folder: string) => {
    afterTest(() => process.kill(Number(readFileSync(join(folder, 'git.pid'), 'utf8')), 'SIGKILL'));
  };

  test('is over when it was cancelled, though something that it cannot end holds its standard error', async () => {
    const { folder, git: held } = gitThatIs(
      `case "$*" in *--version) echo git version 2.40.0;; *) ${HOLDS}; printf 'x\\0'; sleep 600;; esac`,
    );
    const controller = new AbortController();
    const outcome = await held.records(folder, ['status'], () => controller.abort(), {
      signal: controller.signal,
    });
    letGo(folder);
    expect(outcome).toEqual({ kind: 'aborted' });
  });

  test.each([
    ['has nothing more to tell', 'sleep 600'],
    ['is over, and its standard error is not', 'exit 0'],
  ])('ends where it %s for longer than it may', async (_, then) => {
    const { folder, git: stalls } = gitThatIs(
      `case "$*" in *--version) echo git version 2.40.0;; *) ${HOLDS}; echo begun >&2; ${then};; esac`,
    );
    const outcome = await stalls.run(folder, ['push'], { quietMs: 300 });
    letGo(folder);
    expect(outcome).toEqual({ kind: 'stalled', quietMs: 300 });
    expect(gitFault(outcome)).toBe('git was stopped because it made no progress for 0.3 s');
  });

  test('goes on as long as it says how far it is, of which nothing is kept', async () => {
    const { folder, git: slow } = gitThatIs(
      `case "$*" in *--version) echo git version 2.40.0;; *) for n in 1 2 3 4 5 6 7 8; do printf 'Writing %s%%\\r' $n >&2; sleep 0.2; done; echo 'fatal: no' >&2; exit 128;; esac`,
    );
    const outcome = await slow.run(folder, ['push'], { quietMs: 1_000 });
    expect(outcome).toMatchObject({ kind: 'ended', code: 128, stderr: 'fatal: no\n' });
  });
});
