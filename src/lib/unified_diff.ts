import { hunkHeader, hunksOf } from './hunks.ts';
import { diffLines, linesOf } from './line_diff.ts';

/**
 * The difference of two texts in the unified format, with three lines around each change; empty when they are the same.
 *
 * @param before - `undefined` where there is no file yet
 * @param shown - the file's name
 */
export function unifiedDiff(before: string | undefined, after: string, shown: string): string {
  const [old, now] = [linesOf(before ?? ''), linesOf(after)];
  const hunks = hunksOf(diffLines(old, now), 3);
  if (hunks.length === 0) return '';
  const lines = hunks.flatMap((hunk) => [
    hunkHeader(hunk),
    ...hunk.edits.map((edit) => {
      const [sign, line = ''] =
        edit.kind === 'added'
          ? (['+', now[edit.after]] as const)
          : ([edit.kind === 'same' ? ' ' : '-', old[edit.before]] as const);
      return sign + line.replace(/\n$/u, '');
    }),
  ]);
  return `--- ${before === undefined ? '/dev/null' : shown}\n+++ ${shown}\n${lines.join('\n')}\n`;
}
