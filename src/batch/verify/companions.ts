/**
 * Files that change along with a declared one, and are therefore in scope.
 *
 * @example `{ of: 'package.json', companion: 'package-lock.json', where: 'beside-or-above' }`
 * @example `{ of: '*', companion: '__snapshots__/*.snap', where: 'beside' }` makes `src/__snapshots__/a.ts.snap` a companion of
 * `src/a.ts`
 */
export type CompanionRule = {
  /** The name of the declared file; `*` matches any part of it. */
  readonly of: string;
  /** The companion, relative to the folder of the declared file; `*`, at most once, is replaced by its whole name. */
  readonly companion: string;
  /** Whether it may also be in a folder above: a workspace has one lock file for all its manifests. */
  readonly where: 'beside' | 'beside-or-above';
};

/**
 * The rules that apply unless a project overrides them: lock files written by a manifest's tool, and snapshots written by a
 * test's.
 */
export const COMPANIONS: readonly CompanionRule[] = [
  ...lockFiles('package.json', [
    'package-lock.json',
    'npm-shrinkwrap.json',
    'pnpm-lock.yaml',
    'yarn.lock',
    'bun.lock',
    'bun.lockb',
  ]),
  ...lockFiles('deno.json', ['deno.lock']),
  ...lockFiles('deno.jsonc', ['deno.lock']),
  ...lockFiles('pyproject.toml', ['uv.lock', 'poetry.lock', 'pdm.lock', 'pylock.toml']),
  ...lockFiles('Pipfile', ['Pipfile.lock']),
  ...lockFiles('requirements.in', ['requirements.txt']),
  ...lockFiles('Cargo.toml', ['Cargo.lock']),
  ...lockFiles('go.mod', ['go.sum']),
  ...lockFiles('go.work', ['go.work.sum']),
  ...lockFiles('Gemfile', ['Gemfile.lock']),
  ...lockFiles('*.gemspec', ['Gemfile.lock']),
  ...lockFiles('composer.json', ['composer.lock']),
  ...lockFiles('mix.exs', ['mix.lock']),
  ...lockFiles('pubspec.yaml', ['pubspec.lock']),
  ...lockFiles('Package.swift', ['Package.resolved']),
  ...lockFiles('*.csproj', ['packages.lock.json']),
  ...lockFiles('flake.nix', ['flake.lock']),
  { of: '*', companion: '__snapshots__/*.snap', where: 'beside' },
  { of: '*', companion: '*.snap', where: 'beside' },
  { of: '*', companion: '*.snapshot', where: 'beside' },
];

function lockFiles(of: string, names: readonly string[]): CompanionRule[] {
  return names.map((companion) => ({ of, companion, where: 'beside-or-above' }));
}
