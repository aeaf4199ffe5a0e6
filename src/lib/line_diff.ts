/** One step from an old list of lines to a new one. Places are 0-based. */
export type LineEdit =
  | { readonly kind: 'same'; readonly before: number; readonly after: number }
  | { readonly kind: 'removed'; readonly before: number }
  | { readonly kind: 'added'; readonly after: number };

/** Maximum number of differing lines before the rest is treated as replaced as a whole. */
const MAX_EDITS = 2000;

/**
 * The shortest way from one list of lines to another, in order; removed lines come before those added in their place.
 * Past {@link MAX_EDITS} differences it is still correct, but no longer the shortest.
 *
 * The greedy algorithm of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), figure 2.
 */
export function diffLines(before: readonly string[], after: readonly string[]): LineEdit[] {
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const [from, to] = interned(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  const middle = removedFirst(changes(from, to));
  return [
    ...Array.from({ length: start }, (_, place) => same(place, place)),
    ...middle.map((edit) => moveEdit(edit, start, start)),
    ...Array.from({ length: end }, (_, place) =>
      same(before.length - end + place, after.length - end + place),
    ),
  ];
}

/** A step of a diff that is part of a larger one, moved down by so many lines on each side. */
export function moveEdit(edit: LineEdit, before: number, after: number): LineEdit {
  switch (edit.kind) {
    case 'same':
      return same(edit.before + before, edit.after + after);
    case 'removed':
      return removed(edit.before + before);
    case 'added':
      return added(edit.after + after);
  }
}

/** A text's lines, each with its line feed if it has one. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}

function commonStart(before: readonly string[], after: readonly string[]): number {
  const most = Math.min(before.length, after.length);
  for (let place = 0; place < most; place++) if (before[place] !== after[place]) return place;
  return most;
}

function commonEnd(before: readonly string[], after: readonly string[], start: number): number {
  const most = Math.min(before.length, after.length) - start;
  for (let count = 0; count < most; count++) if (before.at(-1 - count) !== after.at(-1 - count)) return count;
  return most;
}

/** The lines as numbers, equal for equal lines, since lines are compared many times. */
function interned(before: readonly string[], after: readonly string[]): [Int32Array, Int32Array] {
  const known = new Map<string, number>();
  const numbers = (lines: readonly string[]) =>
    Int32Array.from(lines, (line) => {
      const number = known.get(line) ?? known.size;
      known.set(line, number);
      return number;
    });
  return [numbers(before), numbers(after)];
}

function changes(from: Int32Array, to: Int32Array): LineEdit[] {
  const reached: Int32Array[] = [];
  const most = Math.min(from.length + to.length, MAX_EDITS);
  let furthest = new Int32Array(3);
  for (let depth = 0; depth <= most; depth++) {
    // Diagonal k is at index k + depth + 1; there is one beyond each end.
    const next = new Int32Array(2 * depth + 3).fill(-1);
    for (let k = -depth; k <= depth; k += 2) {
      let x = depth === 0 ? 0 : startOn(furthest, k, depth);
      while (x < from.length && x - k < to.length && from[x] === to[x - k]) x += 1;
      next[k + depth + 1] = x;
      if (x >= from.length && x - k >= to.length) return walkBack(reached, from.length, to.length, depth);
    }
    reached.push(next);
    furthest = next;
  }
  return [...Array.from(from, (_, place) => removed(place)), ...Array.from(to, (_, place) => added(place))];
}

/** Where diagonal `k` is entered with `depth` edits: from the one above by adding, or from the one below by removing. */
function startOn(furthest: Int32Array, k: number, depth: number): number {
  const above = at(furthest, k + 1, depth - 1);
  const below = at(furthest, k - 1, depth - 1);
  return k === -depth || (k !== depth && below < above) ? above : below + 1;
}

function at(furthest: Int32Array, k: number, depth: number): number {
  return furthest[k + depth + 1] ?? -1;
}

function walkBack(reached: readonly Int32Array[], length: number, height: number, last: number): LineEdit[] {
  const edits: LineEdit[] = [];
  let [x, y] = [length, height];
  for (let depth = last; depth > 0; depth--) {
    const furthest = reached[depth - 1] ?? new Int32Array(0);
    const k = x - y;
    const above = at(furthest, k + 1, depth - 1);
    const below = at(furthest, k - 1, depth - 1);
    const adds = k === -depth || (k !== depth && below < above);
    const [fromX, fromY] = adds ? [above, above - k - 1] : [below, below - k + 1];
    for (; x > fromX && y > fromY; x--, y--) edits.push(same(x - 1, y - 1));
    edits.push(adds ? added(fromY) : removed(fromX));
    [x, y] = [fromX, fromY];
  }
  for (; x > 0; x--, y--) edits.push(same(x - 1, y - 1));
  return edits.reverse();
}

/** Puts removals before additions within each run of changes. */
function removedFirst(edits: readonly LineEdit[]): LineEdit[] {
  const sorted: LineEdit[] = [];
  const additions: LineEdit[] = [];
  for (const edit of edits) {
    if (edit.kind === 'added') additions.push(edit);
    else {
      if (edit.kind === 'same') for (const each of additions.splice(0)) sorted.push(each);
      sorted.push(edit);
    }
  }
  return sorted.concat(additions);
}

function same(before: number, after: number): LineEdit {
  return { kind: 'same', before, after };
}

function removed(before: number): LineEdit {
  return { kind: 'removed', before };
}

function added(after: number): LineEdit {
  return { kind: 'added', after };
}
