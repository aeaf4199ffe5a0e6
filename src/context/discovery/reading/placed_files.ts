import type { PathIndex } from '../path_index.ts';

/** Files by their folders and names, for patterns that would be slow on each path of a project. */
export type PlacedFiles = {
  readonly endings: ReadonlySet<string>;
  readonly name: RegExp;
  readonly path: RegExp;
};

/**
 * Joins pairs of a folder, with the slash at its end, and a name.
 *
 * @param endings - of all these names, without the dot, separated by blanks
 */
export function placedFiles(endings: string, ...pairs: readonly (readonly [RegExp, RegExp])[]): PlacedFiles {
  const flags = pairs.some(([, name]) => name.ignoreCase) ? 'iu' : 'u';
  return {
    endings: new Set(endings.split(' ')),
    name: new RegExp(pairs.map(([, name]) => `^(?:${name.source})$`).join('|'), flags),
    path: new RegExp(
      pairs.map(([folder, name]) => `^(?:${folder.source})(?:${name.source})$`).join('|'),
      flags,
    ),
  };
}

/** The files of the index in their places, except for those in some folders. */
export function filesPlaced(
  { where }: Pick<PathIndex, 'where'>,
  { endings, name, path }: PlacedFiles,
  outside: RegExp,
): string[] {
  return where({ endings, name, outside }).filter((each) => path.test(each));
}
