import type { LineEdit } from './line_diff.ts';

/** An unchanged line, or all the lines removed and added in one place. */
export type LineRun =
  | Extract<LineEdit, { kind: 'same' }>
  | { readonly kind: 'changed'; readonly removed: readonly number[]; readonly added: readonly number[] };

/** A diff with neighbouring changes joined. */
export function runsOf(edits: readonly LineEdit[]): LineRun[] {
  const runs: LineRun[] = [];
  let change: { kind: 'changed'; removed: number[]; added: number[] } | undefined;
  for (const edit of edits) {
    if (edit.kind === 'same') {
      change = undefined;
      runs.push(edit);
      continue;
    }
    if (change === undefined) {
      change = { kind: 'changed', removed: [], added: [] };
      runs.push(change);
    }
    if (edit.kind === 'removed') change.removed.push(edit.before);
    else change.added.push(edit.after);
  }
  return runs;
}
