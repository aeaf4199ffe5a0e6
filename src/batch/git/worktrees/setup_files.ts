import { ownValue } from '../../../lib/index.ts';
import type { Repository } from './repository.ts';
import { lockFileNames } from './suggestions.ts';

/** Files that list the packages to install, in addition to those with exact versions: an install fails if the two disagree. */
const MANIFESTS = [
  ...['package.json', '.npmrc', 'pnpm-workspace.yaml', 'pyproject.toml', 'Pipfile', 'Gemfile'],
  ...['composer.json', 'mix.exs', 'pubspec.yaml'],
];

/** The files a program reads by default. */
const READS: Readonly<Record<string, readonly string[]>> = {
  make: ['Makefile', 'makefile', 'GNUmakefile'],
  just: ['justfile', 'Justfile'],
  rake: ['Rakefile'],
};

/** The most names looked up for one command. */
const MAX_NAMES = 50;

/**
 * Returns the files a setup command depends on, as far as that is visible from outside, as pathspecs from the repository's top:
 * lock files and manifests of packages anywhere, and any path in the project named by a word of the command.
 */
export function setupPathspecs(
  command: string | undefined,
  { prefix }: Pick<Repository, 'prefix'>,
): string[] {
  const anywhere = [...lockFileNames(), ...MANIFESTS].map((name) => `:(top,glob)**/${name}`);
  return [...anywhere, ...namesIn(command ?? '').map((name) => `:(top,literal)${prefix}${name}`)];
}

/** Words that may be a path in the project; not the whole project, nor paths outside it. */
function namesIn(command: string): string[] {
  const words = command.match(/[^\s'"`$();|&<>{}=,\0]+/gu) ?? [];
  const paths = words
    .flatMap((word) => [word, ...(ownValue(READS, word) ?? [])])
    .map((word) => word.replace(/^(?:\.\/+)+/u, '').replace(/\/+$/u, ''))
    .filter((word) => !/^(?:-|\/|\.?$)|(?:^|\/)\.\.(?:\/|$)/u.test(word));
  return [...new Set(paths)].slice(0, MAX_NAMES);
}
