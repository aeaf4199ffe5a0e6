import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Looks for changes below a folder; `true` when something was made, changed or removed since it last said so. */
export type ChangeProbe = () => boolean;

/**
 * Watches a folder by looking at it, which works on every file system and costs nothing in between. Each look goes through
 * a part of a large folder, so that none takes long; what changed is told when all of it was gone through once more. Links
 * are not followed.
 *
 * Every entry counts with its time of change, which no program can set, unlike the time of modification.
 *
 * @param options.skips - folders and files that do not count, by name or by path
 * @param options.entries - how many entries one look takes in
 */
export function watchChanges(
  folder: string,
  options: { readonly skips: (name: string, path: string) => boolean; readonly entries?: number },
): ChangeProbe {
  const { skips, entries = 2_000 } = options;
  let known: number | undefined;
  let round = newRound(folder);
  return () => {
    if (!continueWalk(round, entries, skips)) return false;
    const isChanged = known !== undefined && known !== round.sum;
    known = round.sum;
    round = newRound(folder);
    return isChanged;
  };
}

/** How far a look through all of it has come. */
type Round = {
  /** Yet to be entered. */
  readonly folders: string[];
  /** The folder that is gone through, and what is left of it. */
  path: string;
  rest: Dirent[];
  /** Of all entries seen; in any order the same. */
  sum: number;
};

function newRound(folder: string): Round {
  return { folders: [folder], path: folder, rest: [], sum: 0 };
}

/** Goes on with a round for so many entries; `true` when it is over. */
function continueWalk(round: Round, most: number, skips: (name: string, path: string) => boolean): boolean {
  for (let count = 0; count < most; count++) {
    const entry = round.rest.pop();
    if (entry === undefined) {
      const path = round.folders.pop();
      if (path === undefined) return true;
      round.path = path;
      round.rest = entriesIn(path);
      round.sum = (round.sum + weigh(path)) % LARGEST;
      continue;
    }
    const path = join(round.path, entry.name);
    if (skips(entry.name, path)) continue;
    if (entry.isDirectory()) round.folders.push(path);
    else round.sum = (round.sum + weigh(path)) % LARGEST;
  }
  return false;
}

/** Sums stay exact below this. */
const LARGEST = 2 ** 52;

/** A figure that is another one when the entry changes or is replaced; 0 when it went meanwhile, or can't be looked at. */
function weigh(path: string): number {
  try {
    const { ctimeMs, size, ino } = lstatSync(path);
    return (Math.round(ctimeMs * 1_000) + size * 31 + ino * 8_191) % LARGEST;
  } catch {
    return 0;
  }
}

function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The number that the file system has for what is at a path: the same wherever that is shared, and another one for each copy. */
export function entryNumber(path: string): string | undefined {
  try {
    return String(lstatSync(path, { bigint: true }).ino);
  } catch {
    return undefined;
  }
}

/** Whether two paths lead to one and the same file or folder. */
export function isSameEntry(one: string, other: string): boolean {
  try {
    const [a, b] = [one, other].map((path) => statSync(path, { bigint: true }));
    return a !== undefined && a.dev === b?.dev && a.ino === b.ino;
  } catch {
    return false;
  }
}

/**
 * A text that is another one whenever the file at a path was written or replaced; `undefined` where nothing is there. A link
 * stands for itself.
 */
export function fileStamp(path: string): string | undefined {
  try {
    const { ctimeNs, size, ino } = lstatSync(path, { bigint: true });
    return `${ctimeNs} ${size} ${ino}`;
  } catch {
    return undefined;
  }
}
