import type { Span } from './members.ts';

/** Lines of one side of a hunk that are unrelated to its other changed lines; positions are those of that side. */
export type UnrelatedLines = Span & { readonly side: 'removed' | 'added' };

/** A longer hunk counts as rewritten, and no line of it as unrelated. */
const MAX = 40;

/**
 * The lines at the beginning or the end of a hunk that removes and adds lines which share no name with any other changed line of
 * it, such as a line that was removed beside one that was changed. Where as many lines were removed as added, each may replace
 * another, and none is reported; neither is a line whose names are used elsewhere, such as an import.
 */
export function unrelatedLines(removed: readonly string[], added: readonly string[]): UnrelatedLines[] {
  if (removed.length === 0 || removed.length === added.length || removed.length + added.length > MAX)
    return [];
  const side = removed.length > added.length ? 'removed' : 'added';
  const [more, fewer] = side === 'removed' ? [removed, added] : [added, removed];
  const spare = more.length - fewer.length;
  const tied = tiedLines(more, fewer);
  const first = tied.indexOf(true);
  const last = tied.lastIndexOf(true);
  // Nothing says which of them replaces the other side.
  if (first < 0) return [];
  const spans: Span[] = [
    { from: 0, count: first },
    { from: last + 1, count: more.length - last - 1 },
  ].filter(({ count }) => count > 0);
  const all = spans.reduce((sum, { count }) => sum + count, 0);
  return all > spare ? [] : spans.map((span) => ({ ...span, side }));
}

/** Finds lines that share a name with the other side, also indirectly, or define names used out of sight. */
function tiedLines(lines: readonly string[], others: readonly string[]): boolean[] {
  const names = lines.map(namesIn);
  const known = new Set(others.flatMap(namesIn));
  const tied = lines.map((line) => BINDS.test(line));
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const [at, own] of names.entries()) {
      if (tied[at] || !own.some((name) => known.has(name))) continue;
      tied[at] = true;
      isMore = true;
    }
    for (const [at, own] of names.entries()) if (tied[at]) for (const name of own) known.add(name);
  }
  // A line without names, such as a bracket, belongs to the lines around it.
  return tied.map((isTied, at) => isTied || names[at]?.length === 0);
}

/**
 * Matches imports, exports, parts of a list or of a type, and brackets: lines that mean something only with those around them.
 */
const BINDS =
  /^\s*(?:import|from|export|use|using|require|include|package|public|private|protected|pub|static|@|#\s*include)\b|^\s*[)\]}.|&?:]|[,({[]\s*$/u;

function namesIn(line: string): string[] {
  return (line.match(/[\p{L}_$][\p{L}\p{N}_$]*|\d+/gu) ?? []).filter((word) => !KEYWORDS.has(word));
}

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'and as async await begin break case catch class const continue def default do done elif else end extends false False final finally fn for fun func ' +
    'function if in int is let let mut new nil None not null or pass raise return self string struct switch then this throw true True try type undefined ' +
    'unless until val var void while with yield'
  ).split(' '),
);
