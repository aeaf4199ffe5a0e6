import { hunkHeader, hunksOf } from './hunks.ts';
import { diffLines, linesOf } from './line_diff.ts';

/**
 * A unified diff of two texts under the name of a file; empty when they are the same.
 *
 * @param before - `undefined` where there was no file
 */
export function unifiedDiff(before: string | undefined, after: string, name: string): string {
  const [old, now] = [linesOf(before ?? ''), linesOf(after)];
  const hunks = hunksOf(diffLines(old, now), CONTEXT);
  if (hunks.length === 0) return '';
  const lines = hunks.flatMap((hunk) => [
    hunkHeader(hunk),
    ...hunk.edits.map((edit) => {
      if (edit.kind === 'added') return line('+', now[edit.after]);
      return line(edit.kind === 'same' ? ' ' : '-', old[edit.before]);
    }),
  ]);
  return `--- ${before === undefined ? '/dev/null' : name}\n+++ ${name}\n${lines.join('\n')}\n`;
}

/** Unchanged lines that are shown around a change. */
const CONTEXT = 3;

function line(sign: string, text = ''): string {
  return text.endsWith('\n') ? sign + text.slice(0, -1) : `${sign}${text}\n\\ No newline at end of file`;
}
