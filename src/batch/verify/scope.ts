import picomatch from 'picomatch';
import { type PathPattern, parsePathPattern, patternCovers } from '../../plan/index.ts';
import type { FileChange } from './changes.ts';
import { COMPANIONS, type CompanionRule } from './companions.ts';

/** The changes of an attempt that its phase did not declare. Both lists are sorted. */
export type ScopeCheck = {
  /** Neither declared nor a companion. */
  readonly outside: readonly string[];
  /** In scope only as companions of a declared file. */
  readonly companions: readonly string[];
};

/**
 * Compares the changes with the declared files. A pattern has the same meaning as for the scheduler, which keeps apart two phases
 * that may touch one file; a folder covers everything below it. A companion counts if its file is declared by name, or is in
 * scope and was changed as well.
 *
 * @param declared - paths and globs, relative to the project
 */
export function checkScope(
  changes: readonly FileChange[],
  { declared, companions: rules }: { declared: readonly string[]; companions: readonly CompanionRule[] },
): ScopeCheck {
  const isDeclared = declaredFilter(declared);
  const inside = changes.map(({ path }) => path).filter(isDeclared);
  const isCompanion = companionFilter([...declared, ...inside], isDeclared, rules);
  const rest = changes.map(({ path }) => path).filter((path) => !isDeclared(path));
  return {
    outside: rest.filter((path) => !isCompanion(path)).sort(),
    companions: rest.filter(isCompanion).sort(),
  };
}

/** Returns the files a phase may change: its own, or any if they are only expected. */
export function limitOf({
  files,
  filesExpected,
}: {
  readonly files: readonly string[];
  readonly filesExpected?: boolean;
}): readonly string[] {
  return filesExpected === true ? ANY_FILE : files;
}

const ANY_FILE: readonly string[] = ['**'];

/** Returns the files a phase names: empty if it may touch any, whether stated or left out in the plan. */
export function namedFilesOf({ files }: { readonly files: readonly string[] }): readonly string[] {
  return files.filter((file) => !ANY_FILE.includes(file));
}

/** Whether a phase may touch any file, and names none. */
export function namesNoFile(phase: { readonly files: readonly string[] }): boolean {
  return phase.files.length > 0 && namedFilesOf(phase).length === 0;
}

/** The plan's statement about a phase's files, as documents show it: the limit, and the files that are only expected. */
type FilesSaid = {
  /** Empty where files are only expected, and where the plan names none. */
  readonly declared: string[];
  /** Left out where files are declared; empty where the plan names none. */
  readonly expected?: string[];
  /** Changed files that were not expected, sorted; left out where files are declared. */
  readonly unexpected?: string[];
};

/**
 * Returns the plan's statement about a phase's files, with the changes beyond those only expected.
 *
 * @param changed - paths, relative to the project
 */
export function filesInWords(
  { files, filesExpected }: Parameters<typeof limitOf>[0],
  changed: readonly string[],
): FilesSaid {
  // Nothing was expected, so no change is unexpected.
  if (namesNoFile({ files })) return { declared: [], expected: [], unexpected: [] };
  if (filesExpected !== true) return { declared: [...files] };
  const changes = changed.map((path) => ({ path, change: 'modified' as const }));
  const { outside } = checkScope(changes, { declared: files, companions: COMPANIONS });
  return { declared: [], expected: [...files], unexpected: [...outside] };
}

/** Returns a filter for declared paths. */
export function declaredFilter(declared: readonly string[]): (path: string) => boolean {
  const filters = declared.flatMap((written) => {
    const pattern = parsePathPattern(written);
    return pattern === undefined ? [] : [filterOf(pattern)];
  });
  // A name matches itself first, whatever it would mean as a pattern.
  const names = new Set(declared.map((written) => written.replace(/^(?:\.\/)+/u, '')));
  return (path) => names.has(path) || filters.some((covers) => covers(path));
}

function filterOf(pattern: PathPattern): (path: string) => boolean {
  const isKnown = pattern.kind === 'path' || pattern.exact || pattern.text.length > LONGEST_UNKNOWN;
  if (isKnown) return (path) => patternCovers(pattern, path);
  // The scheduler matches more than such a pattern, to be safe; here that would admit undeclared files.
  return picomatch(pattern.text, { dot: true, posix: true, nonegate: true });
}

/** Longer ones are matched the way the scheduler does. */
const LONGEST_UNKNOWN = 1000;

/** Returns a filter for paths that are companions of one of these files, or of any declared file. */
function companionFilter(
  files: readonly string[],
  isDeclared: (path: string) => boolean,
  rules: readonly CompanionRule[],
): (path: string) => boolean {
  const named = rules.filter(({ companion }) => !companion.includes('*'));
  const derived = rules.filter(({ companion }) => companion.includes('*'));
  const known = new Set(
    named.flatMap(({ of, companion, where }) => {
      const isOf = nameFilter(of);
      return files
        .filter((file) => isOf(nameOf(file)))
        .flatMap((file) => foldersOf(file, where).map((folder) => folder + companion));
    }),
  );
  return (path) =>
    known.has(path) ||
    derived.some(({ of, companion }) => {
      const [before = '', after = ''] = companion.split('*');
      const name = nameBetween(path, before, after);
      return name !== undefined && nameFilter(of)(name.name) && isDeclared(name.folder + name.name);
    });
}

/** The folder of a file, as a prefix, and those above it if they count. */
function foldersOf(file: string, where: CompanionRule['where']): string[] {
  const names = file
    .replace(/^(?:\.\/)+/u, '')
    .split('/')
    .slice(0, -1);
  const own = names.map((name) => `${name}/`).join('');
  if (where === 'beside') return [own];
  return [...names.keys(), names.length].map((count) =>
    names
      .slice(0, count)
      .map((name) => `${name}/`)
      .join(''),
  );
}

/** Reads a companion's path backwards: returns the name of its file. */
function nameBetween(
  path: string,
  before: string,
  after: string,
): { readonly folder: string; readonly name: string } | undefined {
  if (!path.endsWith(after)) return undefined;
  const rest = path.slice(0, path.length - after.length);
  const name = nameOf(rest).slice(before.slice(before.lastIndexOf('/') + 1).length);
  const folder = rest.slice(0, rest.length - name.length - before.length);
  const fits = name !== '' && rest === folder + before + name && (folder === '' || folder.endsWith('/'));
  return fits ? { folder, name } : undefined;
}

function nameFilter(of: string): (name: string) => boolean {
  const [before = '', after] = of.split('*');
  if (after === undefined) return (name) => name === of;
  return (name) => name.length >= of.length - 1 && name.startsWith(before) && name.endsWith(after);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
