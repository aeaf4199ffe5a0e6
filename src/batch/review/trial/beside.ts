import type { Span } from './members.ts';

/** Lines of one side of a hunk that have nothing to do with its other changed lines; places are those of that side. */
export type Beside = Span & { readonly side: 'removed' | 'added' };

/** More lines than that were written anew, and no line of them is beside the others. */
const MOST = 40;

/**
 * The lines at the begin or the end of a hunk that removes and adds lines which share no name with any other changed line of it: a line that was
 * dropped beside one that was changed, say. Where as many lines went as came, each may stand for another, and none is told; nor is one that
 * names what others use elsewhere, such as an import.
 */
export function besideOf(removed: readonly string[], added: readonly string[]): Beside[] {
  if (removed.length === 0 || removed.length === added.length || removed.length + added.length > MOST)
    return [];
  const side = removed.length > added.length ? 'removed' : 'added';
  const [more, fewer] = side === 'removed' ? [removed, added] : [added, removed];
  const spare = more.length - fewer.length;
  const tied = tiedLines(more, fewer);
  const first = tied.indexOf(true);
  const last = tied.lastIndexOf(true);
  // Nothing says which of them stands for what is on the other side.
  if (first < 0) return [];
  const spans: Span[] = [
    { from: 0, count: first },
    { from: last + 1, count: more.length - last - 1 },
  ].filter(({ count }) => count > 0);
  const all = spans.reduce((sum, { count }) => sum + count, 0);
  return all > spare ? [] : spans.map((span) => ({ ...span, side }));
}

/** Which lines share a name with the other side, also by way of each other, or bind what is used where nobody sees it. */
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
  // What has no name, such as a bracket, belongs to whatever is around it.
  return tied.map((isTied, at) => isTied || names[at]?.length === 0);
}

/** Imports, exports, parts of a list or of a type, and brackets: what stands for itself only with what is around it. */
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
