import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepIntent } from '../../src/batch/git/delivery/intent.ts';
import { ranBatch, sharedWith } from '../support/done_batch.ts';
import { documentOf, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';
import { asUser, commitOf, filesOf, putFiles, userState } from '../support/repository.ts';

const merge = (cwd: string, ...flags: readonly string[]) => run(['batch', 'merge', '1', ...flags], { cwd });
const status = (cwd: string) => asUser(cwd, 'status', '--porcelain', '--untracked-files=no');
const at = (cwd: string, revision: string) => asUser(cwd, 'rev-parse', revision).trim();

describe('batch merge', () => {
  test('[promise:batch-merge] moves a branch forward that has not moved, and says it is done when it is', async () => {
    const { cwd, head, base } = await ranBatch();
    const before = userState(cwd);
    const dry = await merge(cwd, '--dry-run', '--json');
    expect(documentOf(dry)).toMatchObject({ ok: true, dryRun: true, how: 'fast-forward', branch: 'main' });
    expect(userState(cwd)).toEqual(before);
    const done = await merge(cwd);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain('Batch 1 is in main: 3 of 3 phases, 4 files changed.');
    expect(done.out).toContain(`git reset --keep ${base.slice(0, 12)}`);
    expect(at(cwd, 'main')).toBe(head);
    expect(status(cwd)).toBe('');
    expect(readFileSync(join(cwd, 'shared.txt'), 'utf8')).toBe(sharedWith(1, 2, 3));
    expect(asUser(cwd, 'for-each-ref', 'refs/orchestrator/batches/1/delivery')).toBe('');
    const again = await merge(cwd);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('nothing to do') });
    expect(documentOf(await merge(cwd, '--json'))).toMatchObject({ ok: true, how: 'already', problems: [] });
  });

  test('merges into a branch that has moved on, runs no hook, and leaves other changes as they are', async () => {
    const { cwd, head } = await ranBatch();
    putFiles(cwd, { 'mine.txt': 'mine\n' });
    asUser(cwd, 'add', 'mine.txt');
    asUser(cwd, 'commit', '-q', '-m', 'mine');
    for (const hook of [
      'post-checkout',
      'post-merge',
      'pre-commit',
      'reference-transaction',
      'post-index-change',
    ]) {
      writeFileSync(join(cwd, '.git/hooks', hook), `#!/bin/sh\ntouch ${join(cwd, 'ran')}\n`);
      chmodSync(join(cwd, '.git/hooks', hook), 0o755);
    }
    putFiles(cwd, { 'other.txt': 'changed\n', 'staged.txt': 'staged\n', 'untracked.txt': 'u\n' });
    asUser(cwd, '-c', 'core.hooksPath=/dev/null', 'add', 'staged.txt');
    const mine = at(cwd, 'main');
    const done = await merge(cwd, '--json');
    expect(documentOf(done)).toMatchObject({ ok: true, how: 'merge', from: mine });
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
    expect(at(cwd, 'main^1')).toBe(mine);
    expect(at(cwd, 'main^2')).toBe(head);
    expect(asUser(cwd, 'log', '-1', '--format=%B')).toMatch(
      /^Merge batch 1: A plan\n\nPRP-1\.1\.1: Part 1\n/u,
    );
    expect(status(cwd)).toBe(' M other.txt\nA  staged.txt\n');
    expect(readFileSync(join(cwd, 'untracked.txt'), 'utf8')).toBe('u\n');
    expect(filesOf(cwd, 'main')).toMatchObject({ 'mine.txt': 'mine\n', 'shared.txt': sharedWith(1, 2, 3) });
  });

  test('tells everything that is in the way at once, and changes nothing', async () => {
    const { cwd } = await ranBatch();
    writeFileSync(join(cwd, '.git/info/exclude'), 'part2.txt\n');
    putFiles(cwd, {
      'shared.txt': 'mine\n',
      'part1.txt': 'mine\n',
      'part2.txt': 'ignored\n',
      'part3.txt/a': 'a\n',
    });
    asUser(cwd, 'checkout', '-q', '--detach');
    const before = userState(cwd);
    const refused = await merge(cwd, '--json');
    expect(refused.code).toBe(1);
    expect(documentOf(refused).problems.map(({ code, file }) => [code, file])).toEqual([
      ['detached-head', null],
      ['file-in-the-way', 'part1.txt'],
      ['file-in-the-way', 'part2.txt'],
      ['file-in-the-way', 'part3.txt/a'],
      ['file-changed', 'shared.txt'],
    ]);
    expect(userState(cwd)).toEqual(before);
  });

  test('names the files in conflict and leaves them to the user', async () => {
    const { cwd } = await ranBatch();
    putFiles(cwd, { 'shared.txt': sharedWith().replace('4\n', 'mine\n'), 'part1.txt': 'mine\n' });
    asUser(cwd, 'add', '-A', 'shared.txt', 'part1.txt');
    asUser(cwd, 'commit', '-q', '-m', 'mine');
    const before = userState(cwd);
    const refused = await merge(cwd, '--json');
    expect(refused.code).toBe(1);
    expect(documentOf(refused).problems.map(({ code, file }) => [code, file])).toEqual([
      ['merge-conflict', 'part1.txt'],
      ['merge-conflict', 'shared.txt'],
    ]);
    expect(userState(cwd)).toEqual(before);
  });

  test('asks before it merges a batch of which a part is missing', async () => {
    const { cwd, head } = await ranBatch([2]);
    expect(await merge(cwd)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(at(cwd, 'main')).not.toBe(head);
    expect((await merge(cwd, '--yes')).out).toContain('1 of 3 phases');
    expect(at(cwd, 'main')).toBe(head);
  });

  test('says what else keeps it from it: no run yet, a merge under way, no such batch', async () => {
    const { cwd } = await ranBatch();
    expect(await run(['batch', 'generate', 'plan.md'], { cwd })).toMatchObject({ code: 0 });
    const codes = async (number: string) =>
      documentOf(await run(['batch', 'merge', number, '--json'], { cwd })).problems.map(({ code }) => code);
    expect(await codes('2')).toEqual(['never-ran']);
    expect(await codes('9')).toEqual(['batch-absent']);
    asUser(cwd, 'update-ref', 'MERGE_HEAD', 'HEAD');
    expect(await codes('1')).toEqual(['merge-under-way']);
  });
});

describe('a batch whose beginning has left the branch', () => {
  /** The batch began at a commit with a secret in it, which the user has amended since. */
  async function amended() {
    const ran = await ranBatch([1, 2, 3], { 'secret.env': 'PASSWORD\n', 'b.txt': 'b\n' });
    const { cwd } = ran;
    asUser(cwd, 'rm', '-q', '--cached', 'secret.env');
    rmSync(join(cwd, 'secret.env'));
    asUser(cwd, 'commit', '-q', '--amend', '-m', 'second');
    return { ...ran, mine: at(cwd, 'main') };
  }

  test('is not merged without a word, also not with --yes, and the ways out are named', async () => {
    const { cwd, base, mine } = await amended();
    const dry = await merge(cwd, '--dry-run');
    expect(dry.out).toContain(`${base.slice(0, 12)}  second`);
    expect(dry.out).toContain('--yes refuses that without --allow-rewritten');
    for (const flags of [[], ['--yes'], ['--yes', '--json']]) {
      const refused = await merge(cwd, ...flags);
      expect(refused.code).toBe(1);
      expect(refused.err + refused.out).toContain('--allow-rewritten');
      expect(refused.err + refused.out).toContain(base.slice(0, 12));
    }
    expect(at(cwd, 'main')).toBe(mine);
    expect(status(cwd)).toBe('');
    const [way = ''] = /git cherry-pick -m 1(?: [0-9a-f]{16})+/u.exec((await merge(cwd)).err) ?? [];
    const picked = spawnSync('sh', ['-c', way.replace('git ', GIT_AS_USER)], { cwd, encoding: 'utf8' });
    expect(picked.status, picked.stderr).toBe(0);
    expect(Object.keys(filesOf(cwd, 'main')).sort()).toEqual(
      expect.arrayContaining(['part1.txt', 'part2.txt', 'part3.txt']),
    );
    expect(filesOf(cwd, 'main')).not.toHaveProperty(['secret.env']);
  });

  test('and that conflicts names what would come back, and no merge by hand that brings it', async () => {
    const { cwd, base } = await ranBatch([1, 2, 3], { 'secret.env': 'user\nPASSWORD\n' });
    putFiles(cwd, { 'secret.env': 'user\n' });
    asUser(cwd, 'commit', '-q', '--amend', '-am', 'second');
    for (const flags of [['--yes'], ['--dry-run'], ['--yes', '--allow-rewritten']]) {
      const refused = await merge(cwd, ...flags);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain(`${base.slice(0, 12)} "second"`);
      expect(refused.err).toContain('secret.env: error');
      expect(refused.err).toContain('git cherry-pick');
      expect(refused.err).not.toContain('git merge');
    }
  });

  test('is asked about in a terminal, and merged when that is allowed', async () => {
    const { cwd, mine } = await amended();
    const terminal = runInTerminal(['batch', 'merge', '1'], { cwd, columns: 200 });
    await terminal.asks('Merge anyway?');
    terminal.type('\r');
    expect((await terminal.ends()).code).toBe(0);
    expect(at(cwd, 'main')).toBe(mine);
    const done = await merge(cwd, '--allow-rewritten', '--json');
    expect(documentOf(done)).toMatchObject({ ok: true, how: 'merge', brings: [{ subject: 'second' }] });
    expect(filesOf(cwd, 'main')).toHaveProperty(['secret.env']);
  });
});

const GIT_AS_USER = 'git -c user.name=user -c user.email=user@example.com ';

describe('a merge that was cut short is finished by doing it again', () => {
  const cases: [string, (cwd: string, head: string) => void][] = [
    ['before anything was written', () => {}],
    [
      'half-way through the files',
      (cwd) => {
        putFiles(cwd, { 'part1.txt': '1\n', 'shared.txt': sharedWith(1, 2, 3) });
      },
    ],
    [
      'between taking a file away and writing it',
      (cwd) => {
        putFiles(cwd, { 'part1.txt': '1\n' });
        rmSync(join(cwd, 'shared.txt'));
      },
    ],
    ['when files and index were written', (cwd, head) => asUser(cwd, 'read-tree', '-m', '-u', 'HEAD', head)],
    [
      'when the branch had moved',
      (cwd, head) => {
        asUser(cwd, 'read-tree', '-m', '-u', 'HEAD', head);
        asUser(cwd, 'update-ref', 'refs/heads/main', head);
      },
    ],
  ];

  test.each(cases)('%s', async (_, crash) => {
    const { cwd, head, base, context } = await ranBatch();
    putFiles(cwd, { 'other.txt': 'changed\n', 'untracked.txt': 'u\n' });
    await keepIntent(context, 1, { branch: 'refs/heads/main', from: base, to: head });
    crash(cwd, head);
    const done = await merge(cwd, '--json');
    expect(documentOf(done)).toMatchObject({ ok: true, how: 'finished', from: base, to: head });
    expect(at(cwd, 'main')).toBe(head);
    expect(status(cwd)).toBe(' M other.txt\n');
    expect(readFileSync(join(cwd, 'untracked.txt'), 'utf8')).toBe('u\n');
    expect(asUser(cwd, 'for-each-ref', 'refs/orchestrator/batches/1/delivery')).toBe('');
  });

  test('unless the user has gone on since, whose files are then as the user left them', async () => {
    const { cwd, head, base, context } = await ranBatch();
    await keepIntent(context, 1, { branch: 'refs/heads/main', from: base, to: head });
    const mine = commitOf(cwd, { on: 'main', changes: { 'mine.txt': 'mine\n' } });
    asUser(cwd, 'reset', '-q', '--hard', mine);
    mkdirSync(join(cwd, 'below'));
    const done = await merge(join(cwd, 'below'), '--json');
    expect(documentOf(done)).toMatchObject({ ok: true, how: 'merge', from: mine });
    expect(status(cwd)).toBe('');
    expect(filesOf(cwd, 'main')).toMatchObject({ 'mine.txt': 'mine\n', 'shared.txt': sharedWith(1, 2, 3) });
  });
});
