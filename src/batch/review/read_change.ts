import type { Diff, DiffFile } from './diff/diff.ts';
import {
  GENERATED_HEADER,
  isFixture,
  isGeneratedName,
  isProse,
  isTestFile,
  languageOf,
} from './file_kind.ts';
import { type Change, type ChangedFile, changeRules, fileRules, type Seen } from './rules/index.ts';

export type { Change, Seen };

/** Prepares a diff for the rules, computed once. @param heads - the first lines of files, where they have been read */
export function changeOf({ files }: Diff, heads: ReadonlyMap<string, string> = new Map()): Change {
  const lines = (kind: 'added' | 'removed') =>
    new Set(
      files.flatMap(({ hunks }) =>
        hunks.flatMap((hunk) =>
          hunk.lines.filter((line) => line.kind === kind).map(({ text }) => text.trim()),
        ),
      ),
    );
  const [added, removed] = [lines('added'), lines('removed')];
  return {
    files: files.map((file): ChangedFile => {
      const { path } = file;
      return {
        ...file,
        language: languageOf(path),
        isTest: isTestFile(path),
        isFixture: isFixture(path),
        isProse: isProse(path),
        isGenerated: isGeneratedName(path) || GENERATED_HEADER.test(headOf(file, heads)),
        isNew: (text) => !removed.has(text.trim()),
        isGone: (text) => !added.has(text.trim()),
      };
    }),
  };
}

/** Number of lines at the top of a file that may mark it as generated. */
const HEAD_LINES = 12;

function headOf({ path, hunks }: DiffFile, heads: ReadonlyMap<string, string>): string {
  const known = heads.get(path);
  if (known !== undefined) return known.split('\n').slice(0, HEAD_LINES).join('\n');
  return hunks
    .flatMap(({ lines }) => lines)
    .filter(({ after }) => after > 0 && after <= HEAD_LINES)
    .map(({ text }) => text.slice(0, 300))
    .join('\n');
}

/** Everything that the rules see in a change. Pure. */
export function seeChange(change: Change): Seen[] {
  return [
    ...changeRules.flatMap((rule) => rule(change)),
    ...change.files.flatMap((file) => fileRules.flatMap((rule) => rule(file, change))),
  ];
}
