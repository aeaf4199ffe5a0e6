import { nameOf } from './plain_text.ts';

/** A choice of files by the parts of their paths; every condition that is given must hold. */
type Where = {
  /** Endings without the dot. */
  readonly endings?: ReadonlySet<string>;
  readonly name?: RegExp | ((name: string) => boolean);
  /** A test of the folder, written with a slash at its end; empty at the root. */
  readonly folder?: RegExp | ((folder: string) => boolean);
  /** A pattern that the folder must not match. */
  readonly outside?: RegExp;
  /** A pattern that the name or the folder must match. */
  readonly either?: RegExp;
};

/** The files of one folder. */
export type FolderFiles = {
  /** With a slash at its end; empty at the root. */
  readonly folder: string;
  readonly paths: readonly string[];
  readonly names: readonly string[];
};

/** The paths of a project by their parts. Tests look at each name and each folder once, however many files have it. */
export type PathIndex = {
  /** The files of a choice, in the order of all paths. */
  readonly where: (choice: Where) => string[];
  /** The files of that name, in the order of all paths. */
  readonly named: (name: string) => readonly string[];
  readonly has: (path: string) => boolean;
  /** The folders that hold files themselves, in the order of their first file. */
  readonly folders: () => readonly FolderFiles[];
  /** Whether a folder, without a slash at its end, holds files at any depth. */
  readonly hasFolder: (folder: string) => boolean;
};

const FEW = 100;

type Numbered = { readonly texts: string[]; readonly numbers: Map<string, number> };

/** Indexes paths. */
export function indexPaths(paths: readonly string[]): PathIndex {
  const names: Numbered = { texts: [], numbers: new Map() };
  const folders: Numbered = { texts: [], numbers: new Map() };
  const nameOfPath = new Uint32Array(paths.length);
  const folderOfPath = new Uint32Array(paths.length);
  const placesByName: number[][] = [];
  let last = '/';
  let lastNumber = 0;
  for (let place = 0; place < paths.length; place++) {
    const path = paths[place] ?? '';
    // In sorted paths most files are in the folder of the one before.
    if (!path.startsWith(last) || path.indexOf('/', last.length) >= 0) {
      last = path.slice(0, path.lastIndexOf('/') + 1);
      lastNumber = numberOf(folders, last);
      // Every path starts with an empty text.
      if (last === '') last = '/';
    }
    folderOfPath[place] = lastNumber;
    const name = numberOf(names, nameOf(path));
    nameOfPath[place] = name;
    const same = placesByName[name];
    if (same === undefined) placesByName[name] = [place];
    else same.push(place);
  }
  let byEnding: Map<string, number[]> | undefined;
  const endings = () => (byEnding ??= numbersByEnding(names.texts));
  let all: Set<string> | undefined;
  let filled: readonly FolderFiles[] | undefined;
  const inFolders = (): readonly FolderFiles[] => {
    filled ??= filledFolders(paths, folders.texts, names.texts, folderOfPath, nameOfPath);
    return filled;
  };
  const namesByFolder = new Map<number, ReadonlySet<string>>();

  const where = ({ endings: wanted, name, folder, outside, either }: Where): string[] => {
    const isName = testOf(name);
    const isFolder = testOf(folder);
    /** The numbers of the names that pass. */
    const passing: number[] = [];
    const judge = (number: number): void => {
      if (isName === undefined || isName(names.texts[number] ?? '')) passing.push(number);
    };
    if (wanted === undefined) for (let number = 0; number < names.texts.length; number++) judge(number);
    else for (const ending of wanted) for (const number of endings().get(ending) ?? []) judge(number);
    if (passing.length === 0) return [];
    /** 0 before it is judged, 1 for no, 2 for yes, 3 for yes and {@link Where.either}. */
    const verdicts = new Uint8Array(folders.texts.length);
    const verdictOf = (number: number): number => {
      const text = folders.texts[number] ?? '';
      const isIn = (isFolder === undefined || isFolder(text)) && outside?.test(text) !== true;
      return isIn ? (either?.test(text) === true ? 3 : 2) : 1;
    };
    const found: number[] = [];
    for (const name of passing) {
      // A name that does not match either needs a folder that does.
      const least = either === undefined || either.test(names.texts[name] ?? '') ? 2 : 3;
      for (const place of placesByName[name] ?? []) {
        const number = folderOfPath[place] ?? 0;
        let verdict = verdicts[number] ?? 0;
        if (verdict === 0) {
          verdict = verdictOf(number);
          verdicts[number] = verdict;
        }
        if (verdict >= least) found.push(place);
      }
    }
    return pathsAt(found);
  };
  /** The paths at some places, in the order of all. */
  const pathsAt = (places: number[]): string[] => {
    const found: string[] = [];
    if (places.length < FEW) {
      for (const place of places.sort((a, b) => a - b)) found.push(paths[place] ?? '');
      return found;
    }
    // To mark many places and pass over all is faster than to sort.
    const isFound = new Uint8Array(paths.length);
    for (const place of places) isFound[place] = 1;
    for (let place = 0; place < isFound.length; place++)
      if (isFound[place] === 1) found.push(paths[place] ?? '');
    return found;
  };
  return {
    where,
    named: (name) => (placesByName[names.numbers.get(name) ?? -1] ?? []).map((place) => paths[place] ?? ''),
    has: (path) => {
      const slash = path.lastIndexOf('/') + 1;
      const number = folders.numbers.get(path.slice(0, slash));
      if (number === undefined) return false;
      // Detectors ask about few folders, those near the root.
      const known = namesByFolder.get(number) ?? new Set(inFolders()[number]?.names);
      namesByFolder.set(number, known);
      return known.has(path.slice(slash));
    },
    folders: inFolders,
    hasFolder: (folder) => {
      all ??= withThoseAbove(folders.texts);
      return all.has(folder);
    },
  };
}

function numberOf({ texts, numbers }: Numbered, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, texts.length);
  return texts.push(text) - 1;
}

function testOf(test: Where['name']): ((text: string) => boolean) | undefined {
  return test instanceof RegExp ? (text) => test.test(text) : test;
}

function numbersByEnding(names: readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [number, name] of names.entries()) {
    const dot = name.lastIndexOf('.');
    if (dot < 0) continue;
    const ending = name.slice(dot + 1);
    const same = found.get(ending);
    if (same === undefined) found.set(ending, [number]);
    else same.push(number);
  }
  return found;
}

function filledFolders(
  paths: readonly string[],
  folders: readonly string[],
  names: readonly string[],
  folderOfPath: Uint32Array,
  nameOfPath: Uint32Array,
): readonly FolderFiles[] {
  const filled = folders.map((folder) => ({ folder, paths: [] as string[], names: [] as string[] }));
  for (let place = 0; place < paths.length; place++) {
    const one = filled[folderOfPath[place] ?? 0];
    one?.paths.push(paths[place] ?? '');
    one?.names.push(names[nameOfPath[place] ?? 0] ?? '');
  }
  return filled;
}

function withThoseAbove(folders: readonly string[]): Set<string> {
  const all = new Set<string>();
  for (const folder of folders)
    for (let slash = folder.lastIndexOf('/'); slash > 0; slash = folder.lastIndexOf('/', slash - 1)) {
      const above = folder.slice(0, slash);
      if (all.has(above)) break;
      all.add(above);
    }
  return all;
}
