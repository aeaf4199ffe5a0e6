import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { takeLock } from '../../src/platform/index.ts';
import { emptyFolder } from '../support/program.ts';

/** The calls of the system that a full disk refuses for now. */
const refused = vi.hoisted(() => new Set<string>());

vi.mock(import('node:fs'), async (original) => {
  const real = await original();
  const refusing = <Call extends (...given: never[]) => unknown>(name: string, call: Call): Call =>
    ((...given: never[]) => {
      if (refused.has(name))
        throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: 'ENOSPC' });
      return call(...given);
    }) as Call;
  return {
    ...real,
    rmSync: refusing('remove', real.rmSync),
    truncateSync: refusing('empty', real.truncateSync),
    writeFileSync: refusing('write', real.writeFileSync),
    linkSync: refusing('link', real.linkSync),
  };
});

beforeEach(() => refused.clear());

function lockFolder(): string {
  const folder = join(emptyFolder(), 'lock');
  mkdirSync(folder);
  return folder;
}

test('a lock that was taken is taken, though what is past cannot be removed', () => {
  const folder = lockFolder();
  const first = takeLock(folder);
  if (first.kind !== 'taken') expect.unreachable();
  first.lock.release();
  refused.add('remove');
  const second = takeLock(folder);
  expect(second.kind).toBe('taken');
  refused.clear();
  if (second.kind === 'taken') second.lock.release();
  expect(takeLock(folder).kind).toBe('taken');
});

test('a lock that could not be let go is not waited for by its own process', () => {
  const folder = lockFolder();
  const first = takeLock(folder);
  if (first.kind !== 'taken') expect.unreachable();
  refused.add('empty');
  expect(() => first.lock.release()).toThrow('ENOSPC');
  refused.clear();
  expect(takeLock(folder).kind).toBe('taken');
});

test.each(['write', 'link'])('a lock that could not be taken (%s) is nobody’s', (call) => {
  const folder = lockFolder();
  refused.add(call);
  expect(() => takeLock(folder)).toThrow('ENOSPC');
  refused.clear();
  expect(takeLock(folder).kind).toBe('taken');
});
