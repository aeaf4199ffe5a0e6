import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Looks for changes below a folder; `true` if an entry was created, changed or removed since the last `true`. */
export type ChangeProbe = () => boolean;

/**
 * Watches a folder by polling, which works on every file system and costs nothing in between. Each poll covers a part of a large
 * folder, so that none takes long; changes are reported once a full round is complete. Links are not followed.
 *
 * Every entry counts with its change time, which no program can set, unlike the modification time.
 *
 * @param options.skips - folders and files to ignore, by name or by path
 * @param options.entries - the number of entries per poll
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

/** The progress of a round through the whole folder. */
type Round = {
  /** Not yet entered. */
  readonly folders: string[];
  /** The folder being read, and its remaining entries. */
  path: string;
  rest: Dirent[];
  /** The sum over all entries seen, independent of their order. */
  sum: number;
};

function newRound(folder: string): Round {
  return { folders: [folder], path: folder, rest: [], sum: 0 };
}

/** Continues a round for a number of entries; `true` when it is over. */
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

/** Returns a number that differs when the entry changes or is replaced; 0 if it disappeared meanwhile, or cannot be read. */
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

/** Returns the file system's number for a path: the same wherever the entry is shared, and different for each copy. */
export function entryNumber(path: string): string | undefined {
  try {
    return String(lstatSync(path, { bigint: true }).ino);
  } catch {
    return undefined;
  }
}

/** Whether two paths lead to the same file or folder. */
export function isSameEntry(one: string, other: string): boolean {
  try {
    const [a, b] = [one, other].map((path) => statSync(path, { bigint: true }));
    return a !== undefined && a.dev === b?.dev && a.ino === b.ino;
  } catch {
    return false;
  }
}

/**
 * Returns a text that changes whenever the file at a path is written or replaced; `undefined` if there is none. A link is not
 * followed.
 */
export function fileStamp(path: string): string | undefined {
  try {
    const { ctimeNs, size, ino } = lstatSync(path, { bigint: true });
    return `${ctimeNs} ${size} ${ino}`;
  } catch {
    return undefined;
  }
}
