import { ownValue } from '../../../lib/index.ts';
import type { Repository } from './repository.ts';
import { lockFileNames } from './suggestions.ts';

/** Files that say what is to be installed, beside those that say which version exactly: an install fails where the two disagree. */
const MANIFESTS = [
  ...['package.json', '.npmrc', 'pnpm-workspace.yaml', 'pyproject.toml', 'Pipfile', 'Gemfile'],
  ...['composer.json', 'mix.exs', 'pubspec.yaml'],
];

/** What a program reads without being told. */
const READS: Readonly<Record<string, readonly string[]>> = {
  make: ['Makefile', 'makefile', 'GNUmakefile'],
  just: ['justfile', 'Justfile'],
  rake: ['Rakefile'],
};

/** The most names that are looked for in one command. */
const MOST_NAMES = 50;

/**
 * The files that a setup command goes by, as far as it can be told from outside, as pathspecs from the repository's top: lock files
 * and manifests of packages anywhere, and whatever in the project is named by a word of the command.
 */
export function setupPathspecs(
  command: string | undefined,
  { prefix }: Pick<Repository, 'prefix'>,
): string[] {
  const anywhere = [...lockFileNames(), ...MANIFESTS].map((name) => `:(top,glob)**/${name}`);
  return [...anywhere, ...namesIn(command ?? '').map((name) => `:(top,literal)${prefix}${name}`)];
}

/** Words that may be a path in the project; the whole project, and what is outside of it, is none. */
function namesIn(command: string): string[] {
  const words = command.match(/[^\s'"`$();|&<>{}=,\0]+/gu) ?? [];
  const paths = words
    .flatMap((word) => [word, ...(ownValue(READS, word) ?? [])])
    .map((word) => word.replace(/^(?:\.\/+)+/u, '').replace(/\/+$/u, ''))
    .filter((word) => !/^(?:-|\/|\.?$)|(?:^|\/)\.\.(?:\/|$)/u.test(word));
  return [...new Set(paths)].slice(0, MOST_NAMES);
}
