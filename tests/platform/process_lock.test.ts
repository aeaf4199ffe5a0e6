import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockOwner, ownIdentity, takeLock, waitForLock } from '../../src/platform/index.ts';
import { afterTest } from '../support/after_test.ts';
import { startWorkers } from '../support/parallel.ts';
import { emptyFolder } from '../support/program.ts';

/** A lock's folder as an owner leaves it that died. */
function lockOfDead(): string {
  const folder = join(emptyFolder(), 'lock');
  mkdirSync(folder);
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(join(folder, '7'), JSON.stringify({ ...ownIdentity(), pid, startTime: '1' }));
  return folder;
}

describe('a lock', () => {
  test('is held by one, who is named, until it is let go', () => {
    const folder = join(emptyFolder(), 'a/lock');
    const first = takeLock(folder);
    if (first.kind !== 'taken') throw new Error('not taken');
    const held = { kind: 'held', owner: ownIdentity(), standing: 'running', since: expect.any(Number) };
    expect(takeLock(folder)).toEqual(held);
    expect(lockOwner(folder)).toEqual(ownIdentity());
    first.lock.release();
    expect(lockOwner(folder)).toBeUndefined();
    const second = takeLock(folder);
    expect(second).toMatchObject({ kind: 'taken', lock: { number: first.lock.number + 1 } });
    // Letting go once more does not take it from the next owner.
    first.lock.release();
    expect(takeLock(folder)).toMatchObject({ kind: 'held' });
    expect(readdirSync(folder)).toEqual(['2']);
  });

  test('of a dead owner is free, and so is one that a power cut emptied or damaged', () => {
    const folder = lockOfDead();
    expect(lockOwner(folder)).toBeUndefined();
    expect(takeLock(folder)).toMatchObject({ kind: 'taken', lock: { number: 8 } });
    for (const text of ['', '{"pid":', '{"pid":"1"}', 'null', '\0\0\0']) {
      const damaged = emptyFolder();
      writeFileSync(join(damaged, '3'), text);
      expect(takeLock(damaged)).toMatchObject({ kind: 'taken', lock: { number: 4 } });
    }
  });

  test.each([
    ['a pid that is another process by now', { startTime: '1' }, 'taken'],
    ['a machine that was started again since', { bootId: 'another' }, 'taken'],
    ['another host', { host: 'another', bootId: 'another', pid: 2 ** 22 }, 'held'],
  ])('of %s: %o is %s', (_, difference, kind) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, '1'), JSON.stringify({ ...ownIdentity(), ...difference }));
    expect(takeLock(folder).kind).toBe(kind);
  });

  test('is waited for, or not when the wait is called off', async () => {
    const folder = emptyFolder();
    const first = takeLock(folder);
    const controller = new AbortController();
    const called = waitForLock(folder, controller.signal);
    controller.abort();
    expect(await called).toBeUndefined();
    const waiting = waitForLock(folder, new AbortController().signal);
    if (first.kind === 'taken') first.lock.release();
    expect(await waiting).toMatchObject({ number: 2 });
  });

  test('has one owner when 8 processes take it at the same time, 20 times, each from a dead one', async () => {
    const workers = startWorkers(
      `import { takeLock } from './src/platform/index.ts';
       const answer = (folder) => { const { kind, owner } = takeLock(folder); return { kind, pid: owner?.pid ?? process.pid }; };`,
      8,
    );
    afterTest(() => workers.forEach(({ child }) => void child.kill('SIGKILL')));
    for (let round = 0; round < 20; round++) {
      const folder = lockOfDead();
      const answers = (await Promise.all(workers.map(({ ask }) => ask(folder)))) as {
        kind: string;
        pid: number;
      }[];
      expect(answers.filter(({ kind }) => kind === 'taken')).toHaveLength(1);
      expect(new Set(answers.map(({ pid }) => pid)).size).toBe(1);
      expect(readdirSync(folder)).toEqual(['8']);
    }
  });

  test('keeps what it guards whole while owners come, go and are killed', async () => {
    const workers = startWorkers(
      `import { readFileSync, writeFileSync } from 'node:fs';
       import { waitForLock } from './src/platform/index.ts';
       const answer = async ({ folder, file, die }) => {
         const lock = await waitForLock(folder, new AbortController().signal);
         writeFileSync(file, String(Number(readFileSync(file, 'utf8')) + 1));
         if (die) process.kill(process.pid, 'SIGKILL');
         lock.release();
       };`,
      6,
    );
    afterTest(() => workers.forEach(({ child }) => void child.kill('SIGKILL')));
    const folder = join(emptyFolder(), 'lock');
    const file = join(emptyFolder(), 'count');
    writeFileSync(file, '0');
    const work = workers.map(async ({ child, ask }, index) => {
      for (let turn = 0; turn < 40; turn++) await ask({ folder, file });
      if (index % 2 === 1) return;
      const ended = once(child, 'exit');
      void ask({ folder, file, die: true });
      await ended;
    });
    await Promise.all(work);
    expect(readFileSync(file, 'utf8')).toBe(String(6 * 40 + 3));
  });
});
