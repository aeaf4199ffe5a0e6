import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { HalfDoneError, repairFolder, replaceTogether, settledPath } from '../../src/platform/index.ts';
import { emptyFolder } from '../support/program.ts';

/** Which moves fail: the number of moves that still go well, and whether only one fails or all that follow. */
const faults = vi.hoisted(() => ({ after: Number.POSITIVE_INFINITY, sticky: false, kills: false }));

vi.mock(import('node:fs'), async (original) => {
  const real = await original();
  const renameSync: typeof real.renameSync = (from, to) => {
    if (faults.after <= 0) {
      if (!faults.sticky) faults.after = Number.POSITIVE_INFINITY;
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    }
    faults.after -= 1;
    real.renameSync(from, to);
  };
  return { ...real, renameSync };
});

const NAMES = ['first.md', 'second.md', 'proof.json'];
const NEW = NAMES.map((name) => ({ name, text: `new ${name}` }));

function folderWithOld(names: readonly string[] = NAMES): string {
  const folder = join(emptyFolder(), 'framework');
  mkdirSync(folder);
  for (const name of names) writeFileSync(join(folder, name), `old ${name}`);
  return folder;
}

/** The texts in a folder, as they stand, or as a reader sees them while a write is half done. */
function texts(folder: string, path: (name: string) => string | null = (name) => join(folder, name)) {
  return NAMES.map((name) => {
    const file = path(name);
    try {
      return file === null ? 'none' : readFileSync(file, 'utf8');
    } catch {
      return 'none';
    }
  });
}

const OLD_TEXTS = NAMES.map((name) => `old ${name}`);
const NEW_TEXTS = NEW.map(({ text }) => text);

beforeEach(() => {
  faults.after = Number.POSITIVE_INFINITY;
  faults.sticky = false;
});

/** A folder in which a write of the new set has stopped after so many moves, the one into the commit folder included. */
async function halfDone(moves: number, names?: readonly string[]): Promise<string> {
  const folder = folderWithOld(names);
  faults.after = moves;
  faults.sticky = true;
  const failed = expect(replaceTogether(folder, NEW)).rejects;
  if (moves > 0) await failed.toThrow(HalfDoneError);
  else await failed.toThrow('no space');
  faults.after = Number.POSITIVE_INFINITY;
  return folder;
}

describe('an error while files are moved', () => {
  test.each([0, 1, 2, 3])(
    'after %i moves is undone at once: all is as it was, and nothing is left',
    async (after) => {
      const folder = folderWithOld(NAMES.slice(1));
      faults.after = after;
      await expect(replaceTogether(folder, NEW)).rejects.toThrow('no space');
      expect(texts(folder)).toEqual(['none', ...OLD_TEXTS.slice(1)]);
      expect(readdirSync(folder).sort()).toEqual([...NAMES.slice(1)].sort());
    },
  );

  test.each([1, 2, 3])(
    'after %i moves that cannot be undone either is finished by who writes next',
    async (moves) => {
      const folder = await halfDone(moves);
      const left = readdirSync(folder, { recursive: true });
      expect(texts(folder, (name) => settledPath(folder, name))).toEqual(NEW_TEXTS);
      expect(readdirSync(folder, { recursive: true })).toEqual(left);
      expect(repairFolder(folder, NAMES)).toBe('finished');
      expect(texts(folder)).toEqual(NEW_TEXTS);
      expect(readdirSync(folder)).toHaveLength(3);
    },
  );
});

describe('an edit since then', () => {
  test.each([1, 2, 3])('is kept, and what was moved is taken back, after %i moves', async (moves) => {
    for (const edited of NAMES) {
      const folder = await halfDone(moves, NAMES.slice(1));
      writeFileSync(join(folder, edited), 'MINE');
      const expected = NAMES.map((name) =>
        name === edited ? 'MINE' : name === 'first.md' ? 'none' : `old ${name}`,
      );
      expect(texts(folder, (name) => settledPath(folder, name))).toEqual(expected);
      expect(repairFolder(folder, NAMES)).toBe('rolled-back');
      expect(texts(folder)).toEqual(expected);
      expect(repairFolder(folder, NAMES)).toBe('whole');
    }
  });

  test('is not taken back where all was in place already', async () => {
    const folder = await halfDone(3);
    renameSync(join(folder, '.orchestrator-commit/proof.json'), join(folder, 'proof.json'));
    writeFileSync(join(folder, 'first.md'), 'MINE');
    expect(repairFolder(folder, NAMES)).toBe('finished');
    expect(readdirSync(folder)).toHaveLength(3);
    expect(texts(folder)).toEqual(['MINE', ...NEW_TEXTS.slice(1)]);
  });

  test('stays when taking back is itself cut short, at any point', async () => {
    for (const cut of [0, 1, 2]) {
      const folder = await halfDone(3);
      writeFileSync(join(folder, 'second.md'), 'MINE');
      faults.after = cut;
      faults.sticky = true;
      try {
        repairFolder(folder, NAMES);
      } catch {
        // The next one goes on.
      }
      faults.after = Number.POSITIVE_INFINITY;
      repairFolder(folder, NAMES);
      expect(texts(folder)).toEqual(['old first.md', 'MINE', 'old proof.json']);
      expect(readdirSync(folder)).toHaveLength(3);
    }
  });
});
