import { diffLines } from './line_diff.ts';
import { runsOf } from './line_runs.ts';

/** A stretch of a merge: merged lines, or two versions of the same place to choose from. */
export type MergePart =
  | { readonly kind: 'merged'; readonly lines: readonly string[] }
  | { readonly kind: 'conflict'; readonly yours: readonly string[]; readonly theirs: readonly string[] };

/**
 * Merges two versions of the same lines. A change of one side is taken; if both changed the same place, or places with
 * no unchanged line between them, differently, it is a conflict. It takes about as long as two diffs.
 *
 * The method of S. Khanna, K. Kunal and B. C. Pierce, "A Formal Investigation of Diff3" (2007), with conflicts cut down to
 * where the two sides differ.
 */
export function mergeLines(
  base: readonly string[],
  yours: readonly string[],
  theirs: readonly string[],
): MergePart[] {
  const changes = [
    ...changesOf(base, yours).map((change) => ({ ...change, side: 'yours' as const })),
    ...changesOf(base, theirs).map((change) => ({ ...change, side: 'theirs' as const })),
  ].sort((a, b) => a.from - b.from || a.to - b.to);
  const parts = new Parts();
  let place = 0;
  for (let next = 0; next < changes.length; ) {
    const first = changes[next];
    if (first === undefined) break;
    const group: SideChange[] = [];
    let end = first.to;
    for (let change = changes[next]; change && (group.length === 0 || change.from <= end); ) {
      group.push(change);
      end = Math.max(end, change.to);
      next += 1;
      change = changes[next];
    }
    parts.merged(base.slice(place, first.from));
    parts.settle({
      base: base.slice(first.from, end),
      yours: sideOf(group, 'yours', { base, from: first.from, to: end }),
      theirs: sideOf(group, 'theirs', { base, from: first.from, to: end }),
    });
    place = end;
  }
  parts.merged(base.slice(place));
  return parts.all();
}

/** The lines of the base from `from` up to `to`, `to` not included, have become these. */
type Change = { readonly from: number; readonly to: number; readonly lines: readonly string[] };
type SideChange = Change & { readonly side: 'yours' | 'theirs' };

function changesOf(base: readonly string[], side: readonly string[]): Change[] {
  let place = 0;
  return runsOf(diffLines(base, side)).flatMap((run): Change[] => {
    if (run.kind === 'same') {
      place = run.before + 1;
      return [];
    }
    const from = place;
    place += run.removed.length;
    return [{ from, to: place, lines: run.added.map((added) => side[added] ?? '') }];
  });
}

/** One side's text for a stretch of the base: its changes there, and the base between them. */
function sideOf(
  group: readonly SideChange[],
  side: SideChange['side'],
  { base, from, to }: { readonly base: readonly string[]; readonly from: number; readonly to: number },
): string[] {
  const lines: string[] = [];
  let place = from;
  for (const change of group) {
    if (change.side !== side) continue;
    for (const line of base.slice(place, change.from)) lines.push(line);
    for (const line of change.lines) lines.push(line);
    place = change.to;
  }
  return [...lines, ...base.slice(place, to)];
}

/** Collects the parts of a merge. */
class Parts {
  readonly #parts: MergePart[] = [];

  merged(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const last = this.#parts.at(-1);
    if (last?.kind !== 'merged') this.#parts.push({ kind: 'merged', lines });
    else this.#parts.splice(-1, 1, { kind: 'merged', lines: [...last.lines, ...lines] });
  }

  /** Takes the side that changed, or the text on which both agree. */
  settle({ base, yours, theirs }: Record<'base' | 'yours' | 'theirs', readonly string[]>): void {
    if (isSame(yours, theirs) || isSame(base, theirs)) this.merged(yours);
    else if (isSame(base, yours)) this.merged(theirs);
    else this.#conflict(yours, theirs);
  }

  /** Without the lines that both have in common at its ends. */
  #conflict(yours: readonly string[], theirs: readonly string[]): void {
    const most = Math.min(yours.length, theirs.length);
    let start = 0;
    while (start < most && yours[start] === theirs[start]) start += 1;
    let end = 0;
    while (end < most - start && yours.at(-1 - end) === theirs.at(-1 - end)) end += 1;
    this.merged(yours.slice(0, start));
    this.#parts.push({
      kind: 'conflict',
      yours: yours.slice(start, yours.length - end),
      theirs: theirs.slice(start, theirs.length - end),
    });
    this.merged(yours.slice(yours.length - end));
  }

  all(): MergePart[] {
    return this.#parts;
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, place) => line === b[place]);
}
