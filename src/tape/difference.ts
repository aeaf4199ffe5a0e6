/** The place where two texts differ: the line, from 1, and each text's content there. */
export type Difference = {
  readonly line: number;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/**
 * Returns the first line in which two texts differ; `undefined` if they are equal. A line that frames a text contains an id
 * derived from the whole text: it counts as first only if nothing else differs.
 */
export function firstDifference(before: string, after: string): Difference | undefined {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let around: Difference | undefined;
  for (let at = 0; at < Math.max(old.length, now.length); at++) {
    const found = { line: at + 1, before: old[at], after: now[at] };
    if (found.before === found.after) continue;
    if (withoutIds(found.before) !== withoutIds(found.after)) return found;
    around ??= found;
  }
  return around;
}

function withoutIds(line: string | undefined): string | undefined {
  return line?.replace(/={5}(BEGIN|END) ([^=]{1,80}) [0-9a-f]{6,40}={5}/gu, '$1 $2');
}

/** Returns the share of a text's lines that another one contains, from 0 to 1. */
export function similarity(text: string, other: string): number {
  const lines = text.split('\n');
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  let common = 0;
  const others = other.split('\n');
  for (const line of others) {
    const left = counts.get(line) ?? 0;
    if (left === 0) continue;
    counts.set(line, left - 1);
    common += 1;
  }
  return common / Math.max(lines.length, others.length);
}

/** Returns a line for a message, starting a little before the place where it differs from the other. */
export function excerpt(line: string | undefined, other: string | undefined): string {
  if (line === undefined) return '(nothing)';
  let start = 0;
  while (other !== undefined && start < line.length && line[start] === other[start]) start += 1;
  const from = Math.max(0, start - BEFORE);
  const piece = line.slice(from, from + LONGEST);
  return `${from > 0 ? '…' : ''}${piece}${from + LONGEST < line.length ? '…' : ''}`;
}

const BEFORE = 30;
const LONGEST = 90;
