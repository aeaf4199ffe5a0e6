import { describe, expect, test } from 'vitest';
import type { BatchProject } from '../support/batch_project.ts';
import { copyOf, type Fault, faultsOf, runWithFault, smallBatch } from '../support/faulty_batch.ts';
import { figuresFor, TRIES_ALL } from '../support/seed.ts';
import { quickAgent } from '../support/torture.ts';

/*
 * The run of a small batch in which one call fails that writes, makes, moves or removes a file or takes it to the device, or one
 * call of git. Here one of each kind, chosen by the seed of the run; `FAULTS=all` tries every one (about two hours on two processors),
 * `FAULTS=all FAULT_KIND=git` those whose name begins so.
 */

const LONG = 3 * 60 * 60_000;

/** With how many calls there are at least, of which one is chosen. */
const KINDS: readonly (Omit<Fault, 'at'> & { readonly calls: number })[] = [
  { on: 'files', code: 'ENOSPC', stays: false, calls: 120 },
  { on: 'files', code: 'ENOSPC', stays: true, calls: 120 },
  { on: 'files', code: 'EIO', stays: false, calls: 220 },
  { on: 'files', code: 'EACCES', stays: true, calls: 220 },
  { on: 'files', code: 'EROFS', stays: false, calls: 220 },
  { on: 'git', code: 'EIO', stays: false, calls: 60 },
  { on: 'git', code: 'ENOSPC', stays: true, calls: 60 },
  { on: 'git-after', code: 'EIO', stays: false, calls: 60 },
];

const nameOf = ({ on, code, stays }: Omit<Fault, 'at'>) => `${on} ${code}${stays ? ' for good' : ''}`;

const chosen = KINDS.filter((kind) => nameOf(kind).startsWith(process.env.FAULT_KIND ?? ''));

describe.concurrent('a batch in which a call fails ends by itself, goes on, loses nothing and merges nothing twice', () => {
  const small = smallBatch();
  test.each(chosen.map((kind) => [nameOf(kind), kind] as const))(
    '%s',
    {
      timeout: TRIES_ALL ? LONG : 60_000,
    },
    async (name, { calls, ...kind }) => {
      const places = TRIES_ALL ? await everyPlace(await small, kind) : [placeOf(name, calls)];
      const wrong: string[] = [];
      for (const at of places) wrong.push(...(await faultsOf(await small, { ...kind, at })));
      expect(wrong.join('\n\n')).toBe('');
    },
  );
});

async function everyPlace(small: BatchProject, kind: Omit<Fault, 'at'>): Promise<number[]> {
  const clean = copyOf(small);
  const { code, count } = await runWithFault(clean, { ...kind, at: 0 }, quickAgent(clean));
  expect(code).toBe(0);
  return Array.from({ length: count }, (_, place) => place + 1);
}

/** Another on every run. */
function placeOf(name: string, calls: number): number {
  return 1 + Math.floor(figuresFor(name)() * calls);
}
