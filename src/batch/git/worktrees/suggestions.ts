/** A command that makes a fresh worktree ready, and the file that shows it is needed. */
export type SetupSuggestion = { readonly file: string; readonly command: string };

/**
 * Suggests setup commands for a fresh worktree, from the lock files among these paths. Only suggestions: nothing runs before a
 * person has approved it. Languages whose build tools fetch packages themselves need nothing.
 *
 * @param files - of the project, relative to it with `/` as separator
 * @returns sorted by file; at most one for each folder and kind of package
 */
export function suggestSetup(files: readonly string[]): SetupSuggestion[] {
  const taken = new Set<string>();
  const found: SetupSuggestion[] = [];
  for (const { name, kind, command } of LOCK_FILES) {
    for (const file of files) {
      const folder = file.slice(0, file.lastIndexOf('/') + 1);
      if (file !== `${folder}${name}` || taken.has(`${kind} ${folder}`)) continue;
      taken.add(`${kind} ${folder}`);
      // For a folder below, only if the name needs no quoting; a person can still write the command by hand.
      if (folder === '') found.push({ file, command });
      else if (/^[\w./-]+$/u.test(folder) && !folder.startsWith('-')) {
        found.push({ file, command: `cd ${folder.slice(0, -1)} && ${command}` });
      }
    }
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** In order of preference if a folder has several of one kind. The commands install the locked versions and change no file. */
const LOCK_FILES = [
  { name: 'pnpm-lock.yaml', kind: 'node', command: 'pnpm install --frozen-lockfile' },
  { name: 'yarn.lock', kind: 'node', command: 'yarn install --frozen-lockfile' },
  { name: 'bun.lock', kind: 'node', command: 'bun install --frozen-lockfile' },
  { name: 'bun.lockb', kind: 'node', command: 'bun install --frozen-lockfile' },
  { name: 'package-lock.json', kind: 'node', command: 'npm ci' },
  { name: 'npm-shrinkwrap.json', kind: 'node', command: 'npm ci' },
  { name: 'uv.lock', kind: 'python', command: 'uv sync --frozen' },
  { name: 'poetry.lock', kind: 'python', command: 'poetry install' },
  { name: 'pdm.lock', kind: 'python', command: 'pdm sync' },
  { name: 'Pipfile.lock', kind: 'python', command: 'pipenv sync --dev' },
  { name: 'Gemfile.lock', kind: 'ruby', command: 'bundle install' },
  { name: 'composer.lock', kind: 'php', command: 'composer install' },
  { name: 'mix.lock', kind: 'elixir', command: 'mix deps.get' },
  { name: 'pubspec.lock', kind: 'dart', command: 'dart pub get --enforce-lockfile' },
  { name: '.gitmodules', kind: 'submodules', command: 'git submodule update --init --recursive' },
] as const;

/** The names of files that define the installed packages: when one changes, a worktree must be set up again. */
export function lockFileNames(): string[] {
  return LOCK_FILES.map(({ name }) => name);
}
