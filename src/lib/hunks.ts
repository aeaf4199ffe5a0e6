import type { LineEdit } from './line_diff.ts';

/** A run of changes with some unchanged lines around it. Line numbers are 1-based, as in a unified diff. */
export type Hunk = {
  readonly before: { readonly line: number; readonly count: number };
  readonly after: { readonly line: number; readonly count: number };
  readonly edits: readonly LineEdit[];
};

/** The changed parts of a diff, each with so many unchanged lines around it; empty if nothing changed. */
export function hunksOf(edits: readonly LineEdit[], context: number): Hunk[] {
  const hunks: Hunk[] = [];
  const position = { before: 0, after: 0 };
  let place = 0;
  for (const [from, to] of changedRanges(edits, context)) {
    for (; place < from; place++) step(position, edits[place]);
    const start = { ...position };
    for (; place < to; place++) step(position, edits[place]);
    hunks.push({
      before: side(start.before, position.before),
      after: side(start.after, position.after),
      edits: edits.slice(from, to),
    });
  }
  return hunks;
}

/** `@@ -3,7 +3,8 @@` */
export function hunkHeader({ before, after }: Hunk): string {
  return `@@ -${before.line},${before.count} +${after.line},${after.count} @@`;
}

/** Ranges of edits with changes, the end not included; adjacent ones are joined. */
function changedRanges(edits: readonly LineEdit[], context: number): [number, number][] {
  const ranges: [number, number][] = [];
  edits.forEach((edit, place) => {
    if (edit.kind === 'same') return;
    const from = Math.max(0, place - context);
    const to = Math.min(edits.length, place + context + 1);
    const last = ranges.at(-1);
    if (last && from <= last[1]) last[1] = to;
    else ranges.push([from, to]);
  });
  return ranges;
}

function step(position: { before: number; after: number }, edit: LineEdit | undefined): void {
  if (edit?.kind !== 'added') position.before += 1;
  if (edit?.kind !== 'removed') position.after += 1;
}

/** A side without a line names the line before it, as GNU diff does. */
function side(from: number, to: number): { line: number; count: number } {
  return { line: to > from ? from + 1 : from, count: to - from };
}
