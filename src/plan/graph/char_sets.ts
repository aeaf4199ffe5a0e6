/** A set of characters as code points: pairs of a first and a last one, ascending and apart from each other. */
export type CharSet = readonly number[];

const SLASH = 0x2f;
const LAST = 0x10ffff;

/** Every character that a name can hold. */
export const ANY_CHARACTER: CharSet = [0, SLASH - 1, SLASH + 1, LAST];

/** The set of ranges in any order, overlapping or not, without the slash: no bracket matches one. */
export function charSet(ranges: readonly (readonly [number, number])[], negated: boolean): CharSet {
  const sorted = [...ranges, ...(negated ? [[SLASH, SLASH] as const] : [])].sort((a, b) => a[0] - b[0]);
  const joined: number[] = [];
  for (const [first, last] of sorted) {
    const end = joined.at(-1);
    if (end !== undefined && first <= end + 1) joined[joined.length - 1] = Math.max(end, last);
    else if (first <= last) joined.push(first, last);
  }
  return negated ? complement(joined) : withoutSlash(joined);
}

/** Whether some character is in both. */
export function shareCharacter(a: CharSet, b: CharSet): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [endA, endB] = [a[i + 1] as number, b[j + 1] as number];
    if ((a[i] as number) <= endB && (b[j] as number) <= endA) return true;
    if (endA < endB) i += 2;
    else j += 2;
  }
  return false;
}

function complement(set: CharSet): CharSet {
  const rest: number[] = [];
  let next = 0;
  for (let place = 0; place < set.length; place += 2) {
    if (next < (set[place] as number)) rest.push(next, (set[place] as number) - 1);
    next = (set[place + 1] as number) + 1;
  }
  if (next <= LAST) rest.push(next, LAST);
  return rest;
}

function withoutSlash(set: CharSet): CharSet {
  const kept: number[] = [];
  for (let place = 0; place < set.length; place += 2) {
    const [first, last] = [set[place] as number, set[place + 1] as number];
    if (first < SLASH) kept.push(first, Math.min(last, SLASH - 1));
    if (last > SLASH) kept.push(Math.max(first, SLASH + 1), last);
  }
  return kept;
}
