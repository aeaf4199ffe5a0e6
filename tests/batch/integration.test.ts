import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  headOf,
  isAncestor,
  mergeAttempt,
  missingCommits,
  moveHead,
  planUndo,
  prepareHead,
} from '../../src/batch/git/integration/index.ts';
import { parseMergeTree } from '../../src/batch/git/integration/merge_tree_output.ts';
import { openRepository } from '../../src/batch/git/worktrees/repository.ts';
import type { WorktreeContext } from '../../src/batch/git/worktrees/worktrees.ts';
import { createGit } from '../../src/platform/index.ts';
import { cleanEnvironment } from '../support/program.ts';
import { asUser, commitOf, filesOf, repositoryWith, userState } from '../support/repository.ts';

const git = createGit({ ...cleanEnvironment('/nonexistent'), GIT_CONFIG_GLOBAL: '/dev/null' });

async function contextOf(folder: string): Promise<WorktreeContext> {
  const repository = await openRepository(git, folder);
  if (!repository.ok) throw new Error(repository.problems[0]?.message);
  return { git, repository: repository.value, signal: new AbortController().signal };
}

function at(folder: string, revision: string): string {
  return asUser(folder, 'rev-parse', '--verify', revision).trim();
}

/** A repository with a batch's head, and an attempt that puts files over it. */
async function batchWith(files: Readonly<Record<string, string>>) {
  const folder = repositoryWith(files);
  const context = await contextOf(folder);
  const prepared = await prepareHead(context, 7);
  if (!prepared.ok) throw new Error(prepared.problems[0]?.message);
  const { head } = prepared.value;
  const attempt = (changes: Readonly<Record<string, string | null>>, on = head) =>
    commitOf(folder, { on, changes });
  const merge = (commit: string, onto = head) =>
    mergeAttempt(context, { head: onto, attempt: commit, base: head, message: 'PRP-7.1.1: A phase\n' });
  return { folder, context, head, attempt, merge };
}

async function merged(outcome: ReturnType<typeof mergeAttempt>) {
  const merge = await outcome;
  if (merge.kind !== 'merged') throw new Error(JSON.stringify(merge));
  return merge;
}

describe('the head of a batch', () => {
  test('begins at the user’s commit, with a branch that shows it, and is only read later', async () => {
    const { folder, context, head } = await batchWith({ 'a.txt': 'a\n' });
    expect(head).toBe(at(folder, 'main'));
    expect(at(folder, 'orchestrator-batch-7')).toBe(head);
    asUser(folder, 'commit', '-q', '--allow-empty', '-m', 'goes on');
    const again = await prepareHead(await contextOf(folder), 7);
    expect(again).toEqual({ ok: true, value: { base: head, head } });
    expect(await headOf(context, 7)).toBe(head);
    expect(await headOf(context, 8)).toBeUndefined();
  });

  test.each([['orchestrator-batch-7'], ['orchestrator-batch-7/mine']])(
    'is not made where the user has a branch %s',
    async (branch) => {
      const folder = repositoryWith({ 'a.txt': 'a\n' });
      asUser(folder, 'branch', branch);
      const before = asUser(folder, 'for-each-ref', 'refs/heads');
      const prepared = await prepareHead(await contextOf(folder), 7);
      expect(prepared).toMatchObject({ ok: false, problems: [{ code: 'branch-taken' }] });
      expect(asUser(folder, 'for-each-ref', 'refs/heads')).toBe(before);
      expect(await headOf(await contextOf(folder), 7)).toBeUndefined();
    },
  );

  test.each([[[]], [['refs/heads/orchestrator-batch-7']], [['refs/orchestrator/batches/7/head']]])(
    'is made by who comes after a crash half-way, or a full disk (made: the base, %j)',
    async (made) => {
      const folder = repositoryWith({ 'a.txt': 'a\n' });
      const base = at(folder, 'main');
      asUser(folder, 'update-ref', 'refs/orchestrator/batches/7/base', base);
      for (const ref of made) asUser(folder, 'update-ref', ref, base);
      asUser(folder, 'commit', '-q', '--allow-empty', '-m', 'goes on');
      const prepared = await prepareHead(await contextOf(folder), 7);
      expect(prepared).toEqual({ ok: true, value: { base, head: base } });
      expect(at(folder, 'orchestrator-batch-7')).toBe(base);
    },
  );

  test('moves by compare-and-swap: who comes second is told where it is, and can do the same again', async () => {
    const { folder, context, head, attempt } = await batchWith({ 'a.txt': 'a\n' });
    const [one, two] = [attempt({ 'b.txt': 'b\n' }), attempt({ 'c.txt': 'c\n' })];
    const moves = await Promise.all([one, two].map((to) => moveHead(context, { batch: 7, from: head, to })));
    const winner = moves.findIndex(({ kind }) => kind === 'moved');
    const actual = [one, two][winner];
    expect(moves[winner]).toEqual({ kind: 'moved', visible: 'moved' });
    expect(moves[1 - winner]).toEqual({ kind: 'elsewhere', actual });
    expect(await headOf(context, 7)).toBe(actual);
    expect(at(folder, 'orchestrator-batch-7')).toBe(actual);
    expect(await moveHead(context, { batch: 7, from: head, to: actual as string })).toEqual({
      kind: 'moved',
      visible: 'moved',
    });
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    ['checked out', (folder) => asUser(folder, 'checkout', '-q', 'orchestrator-batch-7'), /checked out in/u],
    [
      'moved',
      (folder) =>
        asUser(
          folder,
          'branch',
          '-f',
          'orchestrator-batch-7',
          commitOf(folder, { on: 'main', changes: { x: 'x' } }),
        ),
      /another process moved/u,
    ],
    ['removed', (folder) => asUser(folder, 'branch', '-D', 'orchestrator-batch-7'), /was removed/u],
    [
      'a name for another',
      (folder) => asUser(folder, 'symbolic-ref', 'refs/heads/orchestrator-batch-7', 'refs/heads/main'),
      /name for another/u,
    ],
  ])('leaves the branch alone that was %s, and moves all the same', async (_, change, why) => {
    const { folder, context, head, attempt } = await batchWith({ 'a.txt': 'a\n' });
    const to = attempt({ 'b.txt': 'b\n' });
    change(folder);
    const before = asUser(folder, 'for-each-ref', 'refs/heads');
    const move = await moveHead(context, { batch: 7, from: head, to });
    expect(move).toEqual({ kind: 'moved', visible: { 'not-moved': expect.stringMatching(why) } });
    expect(asUser(folder, 'for-each-ref', 'refs/heads')).toBe(before);
    expect(await headOf(context, 7)).toBe(to);
  });

  test('lets a branch catch up that stayed behind while it was checked out', async () => {
    const { folder, context, head, attempt } = await batchWith({ 'a.txt': 'a\n' });
    const one = attempt({ 'b.txt': 'b\n' });
    const two = attempt({ 'c.txt': 'c\n' }, one);
    asUser(folder, 'checkout', '-q', 'orchestrator-batch-7');
    await moveHead(context, { batch: 7, from: head, to: one });
    asUser(folder, 'checkout', '-q', 'main');
    await moveHead(context, { batch: 7, from: one, to: two });
    expect(at(folder, 'orchestrator-batch-7')).toBe(two);
  });

  test('knows which commits are there and which come from which', async () => {
    const { context, head, attempt } = await batchWith({ 'a.txt': 'a\n' });
    const later = attempt({ 'b.txt': 'b\n' });
    const none = 'f'.repeat(40);
    expect(await isAncestor(context, head, later)).toBe(true);
    expect(await isAncestor(context, later, head)).toBe(false);
    expect(await isAncestor(context, none, head)).toBe(false);
    expect(await missingCommits(context, [head, none, later])).toEqual(new Set([none]));
    expect(await missingCommits(context, [])).toEqual(new Set());
  });
});

describe('merging an attempt', () => {
  test('makes one commit of the head and the attempt, also where the head could simply move', async () => {
    const { folder, head, attempt, merge } = await batchWith({ 'a.txt': 'a\n' });
    const before = userState(folder);
    const work = attempt({ 'b.txt': 'b\n' });
    const { commit } = await merged(merge(work));
    expect(asUser(folder, 'rev-list', '--parents', '-n', '1', commit).trim()).toBe(
      `${commit} ${head} ${work}`,
    );
    expect(asUser(folder, 'log', '-1', '--format=%s|%an|%ce', commit).trim()).toBe(
      'PRP-7.1.1: A phase|orchestrator|orchestrator@localhost',
    );
    expect(filesOf(folder, commit)).toEqual({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
    expect(userState(folder)).toEqual(before);
  });

  test('leaves the tree as it is where the head has all of it already', async () => {
    const { folder, head, attempt, merge } = await batchWith({ 'a.txt': 'a\n' });
    const first = await merged(merge(attempt({ 'b.txt': 'b\n' })));
    const again = attempt({ 'b.txt': 'b\n', 'a.txt': 'a\n' });
    expect((await merged(merge(again, first.commit))).tree).toBe(first.tree);
    expect((await merged(merge(head))).tree).toBe(at(folder, `${head}^{tree}`));
  });

  test('tells of a conflict with the files and the places, and writes nothing but objects', async () => {
    const { folder, context, attempt, merge } = await batchWith({ 'a.txt': 'a\n', 'd.txt': 'd\n' });
    const first = await merged(merge(attempt({ 'a.txt': 'left\n', 'd.txt': 'changed\n' })));
    const before = userState(folder);
    const conflict = await merge(attempt({ 'a.txt': 'right\n', 'd.txt': null }), first.commit);
    expect(conflict).toMatchObject({ kind: 'conflict', files: ['a.txt', 'd.txt'] });
    const { evidence } = conflict as { evidence: string };
    expect(evidence).toContain('Merge conflict in a.txt');
    expect(evidence).toMatch(/<<<<<<< .*\nleft\n=======\nright\n>>>>>>> /u);
    expect(userState(folder)).toEqual(before);
    expect(await headOf(context, 7)).toBe(at(folder, 'main'));
  });

  test.each([
    ['in the repository', '.git/info/attributes', 'evil'],
    ['by what is committed', '.gitattributes', 'evil'],
    ['under a name with signs in it', '.git/info/attributes', 'e=v.il'],
  ])('runs no program that settings name for merging: %s', async (_, attributes, name) => {
    const { folder, attempt, merge } = await batchWith({ 'a.txt': '1\n2\n3\n4\n5\n', 'b.txt': 'b\n' });
    const ran = join(folder, 'ran');
    asUser(folder, 'config', `merge.${name}.driver`, `touch ${ran}; true`);
    asUser(folder, 'config', 'merge.default', name);
    writeFileSync(join(folder, attributes), `* merge=${name}\n`);
    const given = attributes === '.gitattributes' ? { '.gitattributes': `* merge=${name}\n` } : {};
    const first = await merged(merge(attempt({ 'a.txt': 'one\n2\n3\n4\n5\n', 'b.txt': 'left\n', ...given })));
    const clean = await merged(merge(attempt({ 'a.txt': '1\n2\n3\n4\nfive\n' }), first.commit));
    expect(filesOf(folder, clean.commit)['a.txt']).toBe('one\n2\n3\n4\nfive\n');
    expect(await merge(attempt({ 'b.txt': 'right\n' }), first.commit)).toMatchObject({
      kind: 'conflict',
      files: ['b.txt'],
      evidence: expect.stringMatching(/left\n=======\nright/u),
    });
    expect(existsSync(ran)).toBe(false);
  });

  test('obeys the attributes that are committed, not those that somebody is just writing', async () => {
    const { folder, attempt, merge } = await batchWith({
      '.gitattributes': 'log.txt merge=union\nlock -merge\n',
      'log.txt': 'begin\n',
      lock: '1\n2\n3\n4\n5\n',
      'sub/.gitattributes': '*.x merge=union\n',
      'sub/f.x': 'begin\n',
    });
    writeFileSync(join(folder, '.gitattributes'), '* merge=union\n');
    const add = (who: string) => ({ 'log.txt': `begin\n${who}\n`, 'sub/f.x': `begin\n${who}\n` });
    const first = await merged(merge(attempt({ ...add('one'), lock: 'one\n2\n3\n4\n5\n' })));
    const second = await merged(merge(attempt(add('two')), first.commit));
    const union = 'begin\none\ntwo\n';
    expect(filesOf(folder, second.commit)).toMatchObject({ 'log.txt': union, 'sub/f.x': union });
    const lock = merge(attempt({ lock: '1\n2\n3\n4\nfive\n' }), first.commit);
    expect(await lock).toMatchObject({ kind: 'conflict', files: ['lock'] });
  });

  test('follows renames whatever the settings say', async () => {
    const text = Array.from({ length: 20 }, (_, line) => `${line}\n`).join('');
    const { folder, attempt, merge } = await batchWith({ 'a.txt': text });
    asUser(folder, 'config', 'merge.renames', 'false');
    const first = await merged(merge(attempt({ 'a.txt': null, 'b.txt': text })));
    const second = await merged(merge(attempt({ 'a.txt': text.replace('3\n', 'three\n') }), first.commit));
    expect(filesOf(folder, second.commit)).toEqual({ 'b.txt': text.replace('3\n', 'three\n') });
  });

  test('copes with names of every kind', async () => {
    const names = ['with space', 'line\nend', 'tab\there', '"quoted"', 'ünï', '-dash', ':colon'];
    const all = (text: string) => Object.fromEntries(names.map((name) => [name, text]));
    const { attempt, merge } = await batchWith(all('a\n'));
    const first = await merged(merge(attempt(all('left\n'))));
    const conflict = await merge(attempt(all('right\n')), first.commit);
    expect(conflict).toMatchObject({ kind: 'conflict', files: [...names].sort() });
  });

  test('is a fault, with git’s words, where a commit is not there', async () => {
    const { merge } = await batchWith({ 'a.txt': 'a\n' });
    expect(await merge('f'.repeat(40))).toMatchObject({ kind: 'fault', why: expect.stringMatching(/fff/u) });
  });
});

describe('taking phases out', () => {
  test('leaves what others brought, and the head goes forward', async () => {
    const { folder, context, attempt, merge } = await batchWith({ 'a.txt': '1\n2\n3\n4\n5\n' });
    const one = await merged(merge(attempt({ 'a.txt': 'one\n2\n3\n4\n5\n', 'new.txt': 'n\n' })));
    const two = await merged(merge(attempt({ 'a.txt': '1\n2\n3\n4\nfive\n' }), one.commit));
    const options = { head: two.commit, message: 'Undo\n' };
    const plan = await planUndo(context, { ...options, merges: [one.commit] });
    if (plan.kind !== 'undone') throw new Error(plan.kind);
    expect(filesOf(folder, plan.commit)).toEqual({ 'a.txt': '1\n2\n3\n4\nfive\n' });
    expect(asUser(folder, 'rev-list', '--parents', '-n', '1', plan.commit).trim()).toBe(
      `${plan.commit} ${two.commit}`,
    );
    const both = await planUndo(context, { ...options, merges: [two.commit, one.commit] });
    expect(both).toMatchObject({ kind: 'undone', tree: at(folder, 'main^{tree}'), nothingNew: false });
    const all = await planUndo(context, { ...options, merges: { all: true, base: at(folder, 'main') } });
    expect(all).toMatchObject({ kind: 'undone', tree: at(folder, 'main^{tree}') });
    const again = await planUndo(context, { ...options, head: plan.commit, merges: [one.commit] });
    expect(again).toMatchObject({ kind: 'undone', nothingNew: true });
  });

  test('tells of a conflict where a later phase changed the same lines', async () => {
    const { context, attempt, merge } = await batchWith({ 'a.txt': 'a\n' });
    const one = await merged(merge(attempt({ 'a.txt': 'b\n' })));
    const two = await merged(merge(attempt({ 'a.txt': 'c\n' }, one.commit), one.commit));
    const plan = await planUndo(context, { head: two.commit, merges: [one.commit], message: 'Undo\n' });
    expect(plan).toMatchObject({ kind: 'conflict', files: ['a.txt'] });
  });
});

test('what git prints of a merge is taken apart as it is specified', () => {
  const text = ['t', '100644 aa 1\tx', '100644 bb 2\tx', '', '1', 'x', 'Auto-merging', 'Auto-merging x\n'];
  const conflict = ['2', 'x', 'y z', 'CONFLICT (rename)', 'CONFLICT (rename): x\n', ''];
  expect(parseMergeTree([...text, ...conflict].join('\0'))).toEqual({
    tree: 't',
    files: ['x', 'y z'],
    messages: ['CONFLICT (rename): x'],
  });
  expect(parseMergeTree('t\0')).toEqual({ tree: 't', files: [], messages: [] });
});
