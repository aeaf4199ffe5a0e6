import { type Host, readHost } from '../../../platform/index.ts';

/** The package sources of known programs. */
const SOURCES: readonly { readonly programs: RegExp; readonly hosts: readonly string[] }[] = [
  { programs: /^(?:npm|npx|pnpm|pnpx|bun|bunx|corepack)$/u, hosts: ['registry.npmjs.org'] },
  { programs: /^(?:yarn|yarnpkg)$/u, hosts: ['registry.npmjs.org', 'registry.yarnpkg.com'] },
  { programs: /^(?:pip3?|uvx?|poetry|pipenv|pdm)$/u, hosts: ['files.pythonhosted.org', 'pypi.org'] },
  { programs: /^cargo$/u, hosts: ['index.crates.io', 'static.crates.io'] },
  { programs: /^go$/u, hosts: ['proxy.golang.org', 'sum.golang.org'] },
  { programs: /^(?:bundle|gem)$/u, hosts: ['index.rubygems.org', 'rubygems.org'] },
  { programs: /^composer$/u, hosts: ['packagist.org', 'repo.packagist.org'] },
];

/** Returns the hosts a command fetches packages from, by the programs it names, with or without a shell. */
export function fetchedFrom(words: readonly string[]): Host[] {
  const programs = words
    .flatMap((word) => word.split(/[\s;&|()"'`]+/u))
    .map((word) => word.replace(/^.*\//u, ''));
  return SOURCES.filter(({ programs: known }) => programs.some((program) => known.test(program))).flatMap(
    ({ hosts }) => hosts.flatMap((host) => readHost(host) ?? []),
  );
}
