/** Names of folders whose files say little about the project itself, as alternatives of a pattern. */
const NAMES = {
  thirdParty: 'node_modules|vendor(?:ed)?|third[_-]?party',
  fixtures: '__?fixtures?__?|fixtures?|testdata',
  tests: 'tests?',
  examples: 'examples?|samples?',
  templates: 'templates?',
  docs: 'docs?',
  built: 'dist|\\.yarn',
} as const;

/** A kind of folder whose files say little about the project itself. */
export type MinorFolder = keyof typeof NAMES;

/**
 * Returns a pattern for paths inside folders of some kinds, at any depth.
 *
 * @param others - names of further folders, as alternatives of a pattern
 */
export function inFolders(kinds: readonly MinorFolder[], others: readonly string[] = []): RegExp {
  return new RegExp(`(?:^|/)(?:${[...kinds.map((kind) => NAMES[kind]), ...others].join('|')})/`, 'u');
}
