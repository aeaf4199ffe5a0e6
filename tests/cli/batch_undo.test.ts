import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createWorktree } from '../../src/batch/git/worktrees/worktrees.ts';
import { folderStore } from '../../src/batch/index.ts';
import { ranBatch, sharedWith } from '../support/done_batch.ts';
import { documentOf, run } from '../support/program.ts';
import { asUser, filesOf, userState } from '../support/repository.ts';

const HEAD = 'refs/orchestrator/batches/1/head';
const at = (cwd: string, revision: string) => asUser(cwd, 'rev-parse', revision).trim();
const batch = (cwd: string, verb: string, ...flags: readonly string[]) =>
  run(['batch', verb, '1', ...flags], { cwd });
const codesOf = (done: Awaited<ReturnType<typeof run>>) => documentOf(done).problems.map(({ code }) => code);

describe('batch undo', () => {
  test('[promise:batch-undo] takes one phase out, which waits again, and leaves the others and the user alone', async () => {
    const { cwd, head } = await ranBatch();
    const before = userState(cwd);
    const done = await batch(cwd, 'undo', '--phase', '2', '--yes', '--json');
    expect(documentOf(done)).toMatchObject({ ok: true, phases: [{ id: '2' }], from: head, merged: false });
    expect(at(cwd, `${HEAD}^1`)).toBe(head);
    expect(at(cwd, 'orchestrator-batch-1')).toBe(at(cwd, HEAD));
    const files = filesOf(cwd, HEAD);
    expect(files['shared.txt']).toBe(sharedWith(1, 3));
    expect(files['part2.txt']).toBeUndefined();
    expect(userState(cwd)).toEqual(before);
    expect(codesOf(await batch(cwd, 'undo', '--phase', '2', '--yes', '--json'))).toEqual(['phase-not-done']);
  });

  test('refuses a phase that done ones depend on, unless they are named or asked for', async () => {
    const { cwd, head, base } = await ranBatch();
    const refused = await batch(cwd, 'undo', '--phase', '1', '--yes');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('--phase 1 --phase 3') });
    expect(at(cwd, HEAD)).toBe(head);
    const dry = await batch(cwd, 'undo', '--phase', '1', '--with-dependents', '--dry-run', '--json');
    expect(documentOf(dry)).toMatchObject({ ok: true, phases: [{ id: '1' }, { id: '3' }], to: null });
    expect(at(cwd, HEAD)).toBe(head);
    expect((await batch(cwd, 'undo', '--phase', '1', '--phase', '3', '--yes')).code).toBe(0);
    expect(filesOf(cwd, HEAD)['shared.txt']).toBe(sharedWith(2));
    expect((await batch(cwd, 'undo', '--yes')).code).toBe(0);
    expect(at(cwd, `${HEAD}^{tree}`)).toBe(at(cwd, `${base}^{tree}`));
    expect(codesOf(await batch(cwd, 'undo', '--yes', '--json'))).toEqual(['nothing-done']);
  });

  test('says that the user’s branch has it already, and the next merge takes it out there', async () => {
    const { cwd } = await ranBatch();
    await batch(cwd, 'merge');
    expect(await batch(cwd, 'undo')).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    const done = await batch(cwd, 'undo', '--phase', '2', '--yes');
    expect(done.out).toContain('orchestrator batch merge 1');
    expect((await batch(cwd, 'merge', '--yes')).code).toBe(0);
    expect(filesOf(cwd, 'main')['shared.txt']).toBe(sharedWith(1, 3));
    expect(asUser(cwd, 'status', '--porcelain', '--untracked-files=no')).toBe('');
  });

  test('finishes one that was recorded and cut short before the head moved', async () => {
    const { cwd, head } = await ranBatch();
    await batch(cwd, 'undo', '--phase', '2', '--yes');
    const undone = at(cwd, HEAD);
    // As a crash between the two leaves it.
    asUser(cwd, 'update-ref', HEAD, head);
    asUser(cwd, 'update-ref', 'refs/heads/orchestrator-batch-1', head);
    expect((await batch(cwd, 'undo', '--phase', '3', '--yes')).code).toBe(0);
    expect(at(cwd, `${HEAD}^1`)).toBe(undone);
    expect(filesOf(cwd, HEAD)['shared.txt']).toBe(sharedWith(1));
    // The same once more says what was left, and does it; before that nothing may say that the branch has nothing of it.
    const [now, then] = [at(cwd, HEAD), undone];
    asUser(cwd, 'update-ref', HEAD, then);
    asUser(cwd, 'update-ref', 'refs/heads/orchestrator-batch-1', then);
    const seen = await batch(cwd, 'undo', '--phase', '3', '--dry-run');
    expect(seen.out).toContain('was recorded but interrupted before its branch moved; it would be finished');
    expect(at(cwd, HEAD)).toBe(then);
    const again = await batch(cwd, 'undo', '--phase', '3');
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('is finished')]);
    expect([at(cwd, HEAD), at(cwd, 'orchestrator-batch-1')]).toEqual([now, now]);
    expect(codesOf(await batch(cwd, 'undo', '--phase', '3', '--yes', '--json'))).toEqual(['phase-not-done']);
    asUser(cwd, 'update-ref', HEAD, at(cwd, 'main'));
    asUser(cwd, 'update-ref', HEAD, asUser(cwd, 'commit-tree', '-m', 'x', `${head}^{tree}`).trim());
    expect(codesOf(await batch(cwd, 'undo', '--yes', '--json'))).toEqual(['head-elsewhere']);
  });

  test.each(['merge', 'undo', 'archive', 'prune', 'retry'])(
    '%s names the process that holds the batch',
    async (verb) => {
      const { cwd, project } = await ranBatch([2]);
      const held = await folderStore(cwd).hold(project, 1);
      if (!held.ok) throw new Error('not held');
      const flags = verb === 'retry' ? ['--phase', '1'] : ['--yes'];
      const refused = await batch(cwd, verb, ...flags, '--json');
      held.value.release();
      expect(refused.code).toBe(1);
      expect(documentOf(refused).problems).toMatchObject([
        { code: 'batch-held', message: expect.stringContaining(`Process ${process.pid} `) },
      ]);
    },
  );
});

describe('batch retry', () => {
  test('has a failed phase tried again, and frees what it blocked; refuses any other', async () => {
    const { cwd } = await ranBatch([2]);
    const codes = async (phase: string) => codesOf(await batch(cwd, 'retry', '--phase', phase, '--json'));
    expect(await codes('2')).toEqual(['phase-not-failed']);
    expect(await codes('9')).toEqual(['unknown-phase']);
    const dry = await batch(cwd, 'retry', '--phase', '1', '--dry-run', '--json');
    expect(documentOf(dry)).toMatchObject({ ok: true, dryRun: true, phase: '1' });
    const done = await batch(cwd, 'retry', '--phase', 'PRP-1.1.1');
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('orchestrator batch run 1') });
    expect(await codes('1')).toEqual(['phase-not-failed']);
  });
});

describe('batch retry of several phases', () => {
  test('has all of them tried again, or none where one has not failed', async () => {
    const { cwd } = await ranBatch([]);
    const standings = async () => {
      const { phases } = documentOf(await batch(cwd, 'status', '--json'));
      return (phases as { state: string }[]).map(({ state }) => state);
    };
    const before = await standings();
    expect(before.slice(0, 2)).toEqual(['failed', 'failed']);
    const refused = await batch(cwd, 'retry', '--phase', '1', '--phase', '3', '--json');
    expect(codesOf(refused)).toEqual(['phase-not-failed']);
    expect(await standings()).toEqual(before);
    const done = await batch(cwd, 'retry', '--phase', '1', '--phase', '2', '--json');
    expect(documentOf(done)).toMatchObject({ ok: true, phases: [{ id: '1' }, { id: '2' }] });
    expect((await standings()).slice(0, 2)).toEqual(['waiting', 'waiting']);
  });
});

describe('batch prune and archive', () => {
  test('prune drops merged and given-up attempts with their logs; what is under way and the branch stay', async () => {
    const { cwd, head, folder } = await ranBatch([2]);
    const refs = () => asUser(cwd, 'for-each-ref', '--format=%(refname)', 'refs/orchestrator').split('\n');
    const before = refs();
    expect(await batch(cwd, 'prune')).toMatchObject({ code: 2 });
    const dry = documentOf(await batch(cwd, 'prune', '--dry-run', '--json'));
    expect(dry.attempts).toMatchObject([
      { phase: '1', why: 'given up' },
      { phase: '2', why: 'merged' },
    ]);
    expect(refs()).toEqual(before);
    expect((await batch(cwd, 'prune', '--yes')).code).toBe(0);
    expect(refs().filter((ref) => ref.includes('/attempts/'))).toEqual([
      'refs/orchestrator/batches/1/attempts/3-1',
    ]);
    expect(at(cwd, HEAD)).toBe(head);
    expect(at(cwd, 'orchestrator-batch-1')).toBe(head);
    expect(readdirSync(join(folder, 'logs'))).toHaveLength(1);
    expect(await batch(cwd, 'prune')).toMatchObject({ code: 0, out: expect.stringContaining('nothing') });
  });

  test('archive moves the folder, removes the worktrees and keeps the refs; its number is not used again', async () => {
    const { cwd, head, folder, context } = await ranBatch();
    const made = await createWorktree(context, { name: '1-integration', commit: head });
    expect(made.ok).toBe(true);
    const done = await batch(cwd, 'archive', '--json');
    expect(documentOf(done)).toMatchObject({ ok: true, worktrees: ['1-integration'] });
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(join(cwd, '.orchestrator/archive/1/journal.ndjson'))).toBe(true);
    expect(readdirSync(join(cwd, '.orchestrator/worktrees'))).toEqual([]);
    expect(at(cwd, HEAD)).toBe(head);
    expect(codesOf(await batch(cwd, 'merge', '--json'))).toEqual(['batch-absent']);
    expect(documentOf(await run(['batch', 'list', '--json'], { cwd }))).toMatchObject({ batches: [] });
    expect(documentOf(await run(['batch', 'list', '--all', '--json'], { cwd }))).toMatchObject({
      batches: [{ batch: 1, archived: true }],
    });
    expect((await run(['batch', 'generate', 'plan.md'], { cwd })).out).toContain('Batch 2');
  });

  test('archive refuses what is there already, and work that is kept nowhere else', async () => {
    const { cwd, folder, base, context, project } = await ranBatch();
    mkdirSync(join(cwd, '.orchestrator/archive/1'), { recursive: true });
    writeFileSync(join(cwd, '.orchestrator/archive/1/x'), 'x');
    expect(codesOf(await batch(cwd, 'archive', '--json'))).toEqual(['archive-taken']);
    expect(existsSync(folder)).toBe(true);
    await batch(cwd, 'undo', '--phase', '2', '--yes');
    const made = await createWorktree(context, { name: '1-PRP-1.1.2-2', commit: base });
    const held = await folderStore(cwd).hold(project, 1);
    if (!held.ok || !made.ok) throw new Error('not held');
    const started = { event: 'attempt-started', phase: '2', attempt: 2, executor: 'x' } as const;
    await held.value.record({ ...started, argv: [], worktree: made.value.path, base, token: 't' });
    held.value.release();
    expect(codesOf(await batch(cwd, 'archive', '--yes', '--json'))).toEqual(['work-not-kept']);
    expect(documentOf(await batch(cwd, 'prune', '--dry-run', '--json')).worktrees).toEqual([]);
    expect(existsSync(made.value.path)).toBe(true);
  });
});
