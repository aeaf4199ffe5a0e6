import type { Diff } from './diff.ts';

/** The position of a line on the other side of a diff; `line` is `null` where it is gone. */
export type OtherPlace = { readonly file: string; readonly line: number | null };

/** Maps a line of the old side of a diff to the new side. Pure. */
export function lineAfter({ files }: Pick<Diff, 'files'>, file: string, line: number): OtherPlace {
  const changed = files.find(
    ({ path, from, status }) => (status === 'copied' ? path : (from ?? path)) === file,
  );
  if (changed === undefined) return { file, line };
  if (changed.status === 'deleted' || changed.isBinary) return { file, line: null };
  let moved = 0;
  for (const { before, after, lines } of changed.hunks) {
    // A hunk that removes nothing comes after the line that it names.
    if (line < before.line + (before.count === 0 ? 1 : 0)) break;
    if (line < before.line + before.count) {
      const same = lines.find((each) => each.kind === 'same' && each.before === line);
      return { file: changed.path, line: same?.after ?? null };
    }
    moved += after.count - before.count;
  }
  return { file: changed.path, line: line + moved };
}
