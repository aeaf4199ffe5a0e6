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
  /** Every name that a file has. */
  readonly names: () => Iterable<string>;
  /** The folders that hold files themselves, in the order of their first file. */
  readonly folders: () => readonly FolderFiles[];
  /** Whether a folder, without a slash at its end, holds files at any depth. */
  readonly hasFolder: (folder: string) => boolean;
};

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
  for (const [place, path] of paths.entries()) {
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

  const where = ({ endings: wanted, name, folder, outside, either }: Where): string[] => {
    const isName = testOf(name);
    const isFolder = testOf(folder);
    /** 0 before it is judged, 1 for no, 2 for yes, 3 for yes and {@link Where.either}. */
    const verdicts = new Uint8Array(folders.texts.length);
    const judgeFolder = (number: number): number => {
      const text = folders.texts[number] ?? '';
      const isIn = (isFolder === undefined || isFolder(text)) && outside?.test(text) !== true;
      const verdict = isIn ? (either?.test(text) === true ? 3 : 2) : 1;
      verdicts[number] = verdict;
      return verdict;
    };
    /** 1 for a name that passes, 2 for one that does if its folder matches {@link Where.either}. */
    const passes = new Uint8Array(names.texts.length);
    const passing: number[] = [];
    let count = 0;
    const judgeName = (number: number): void => {
      const text = names.texts[number] ?? '';
      if (isName !== undefined && !isName(text)) return;
      passes[number] = either === undefined || either.test(text) ? 1 : 2;
      passing.push(number);
      count += placesByName[number]?.length ?? 0;
    };
    if (wanted === undefined && isName === undefined && either === undefined) {
      // There are fewer folders than names, and a choice by folders alone often finds none.
      if (!folders.texts.some((_, number) => judgeFolder(number) === 2)) return [];
      passes.fill(1);
      count = paths.length;
    } else if (wanted === undefined)
      for (let number = 0; number < names.texts.length; number++) judgeName(number);
    else for (const ending of wanted) for (const number of endings().get(ending) ?? []) judgeName(number);
    const found: string[] = [];
    const look = (place: number): void => {
      const pass = passes[nameOfPath[place] ?? 0] ?? 0;
      if (pass === 0) return;
      const folder = folderOfPath[place] ?? 0;
      if ((verdicts[folder] || judgeFolder(folder)) > pass) found.push(paths[place] ?? '');
    };
    if (count * FEW < paths.length)
      passing
        .flatMap((number) => placesByName[number] ?? [])
        .sort((left, right) => left - right)
        .forEach(look);
    else for (let place = 0; place < paths.length; place++) look(place);
    return found;
  };
  return {
    where,
    named: (name) => (placesByName[names.numbers.get(name) ?? -1] ?? []).map((place) => paths[place] ?? ''),
    names: () => names.texts,
    folders: () => {
      filled ??= filledFolders(paths, folders.texts, names.texts, folderOfPath, nameOfPath);
      return filled;
    },
    hasFolder: (folder) => {
      all ??= withThoseAbove(folders.texts);
      return all.has(folder);
    },
  };
}

/** Up to one path in this many, the paths are looked up by their names, and sorted. */
const FEW = 4;

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
  for (const [place, path] of paths.entries()) {
    const one = filled[folderOfPath[place] ?? 0];
    one?.paths.push(path);
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
