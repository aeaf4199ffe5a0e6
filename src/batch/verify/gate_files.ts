import { posix } from 'node:path';
import { splitShellWords } from '../../lib/index.ts';
import { parsePathPattern, patternCovers } from '../../plan/index.ts';
import type { FileChange } from './changes.ts';
import { declaredFilter } from './scope.ts';

/**
 * Returns the files that a phase's gates use and that the attempt changed or removed without declaring them: files named in a
 * gate's command, and tests in the folders and globs it names. A file that did not exist before is not included.
 *
 * @param declared - paths and globs, relative to the project
 * @returns sorted, relative to the project
 */
export function testFilesTouched(
  gates: readonly { readonly command: string | null }[],
  changes: readonly FileChange[],
  declared: readonly string[],
): readonly string[] {
  const isDeclared = declaredFilter(declared);
  const touched = changes
    .filter(({ path, change }) => change !== 'added' && !isDeclared(path))
    .map(({ path }) => path);
  if (touched.length === 0) return [];
  const named = gates.flatMap(({ command }) => (command === null ? [] : pathsIn(command)));
  return touched.filter((path) => named.some((name) => isNamed(path, name))).sort();
}

function isNamed(path: string, name: string): boolean {
  if (path === name) return true;
  const pattern = parsePathPattern(name);
  return pattern !== undefined && looksLikeTest(path) && patternCovers(pattern, path);
}

/** Returns the words of a command that may be paths, relative to its starting folder and to the targets of its `cd` commands. */
function pathsIn(command: string): string[] {
  const split = splitShellWords(command);
  const words = 'words' in split ? split.words : roughWords(command);
  const isFolder = (index: number): boolean => FOLDER_OPTIONS.has(words[index - 1] ?? '');
  const folders = ['.', ...words.filter((_, index) => isFolder(index))];
  const names = words.flatMap((word, index) => {
    // `--config=a.ts`, `test_a.py::test_one`, `a.test.ts:12`.
    const value = word.replace(/^-[\w-]*=/u, '').replace(/(?:::.*|:\d+(?:[:-]\d+)?)$/su, '');
    return isFolder(index) || /^(?:-.*|\.?\/?)$/su.test(value) ? [] : [value];
  });
  return folders.flatMap((folder) => names.map((name) => posix.normalize(posix.join(folder, name))));
}

const FOLDER_OPTIONS: ReadonlySet<string> = new Set([
  'cd',
  'pushd',
  '-C',
  '--cwd',
  '--prefix',
  '--dir',
  '--root',
  '--rootdir',
]);

/** Splits shell text into words, as far as possible without being a shell. */
function roughWords(command: string): string[] {
  return command
    .split(/[\s|&;<>()]+/u)
    .map((word) => word.replace(/["'\\]/gu, ''))
    .filter((word) => word !== '');
}

function looksLikeTest(path: string): boolean {
  return /(?:^|[/._-])(?:tests?|specs?|__tests__|e2e|testdata|fixtures?|__snapshots__|conftest)(?=$|[/._-])|(?:Tests?|Spec)\.\w+$/u.test(
    path,
  );
}
