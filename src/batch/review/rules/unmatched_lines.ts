import { type ChangedFile, isReadable } from './rule.ts';

/** A line with a mark, at its place on the side of the change that it stands on. */
export type MarkedLine = { readonly text: string; readonly line: number };

/** Lines with a mark, by the path of their file. */
export type MarkedLines = ReadonlyMap<string, readonly MarkedLine[]>;

/**
 * The marked lines of one side of a change that have no equal on the other. They are counted: marks such as `@Test` are the same line
 * wherever they stand, so that one that was added makes up for one that was removed, and not for all of them.
 */
export function unmatchedLines(
  files: readonly ChangedFile[],
  mark: RegExp,
  side: 'added' | 'removed',
): MarkedLines {
  const marked = files.map((file) => ({ path: file.path, own: markedLines(file, mark, side) }));
  const rest = new Map<string, number>();
  for (const { own } of marked)
    for (const [text, { lines, others }] of own)
      rest.set(text, (rest.get(text) ?? 0) + lines.length - others);
  return new Map(
    marked.map(({ path, own }) => {
      const unmatched = [...own].flatMap(([text, { lines, others }]) => {
        const left = rest.get(text) ?? 0;
        const count = Math.max(0, Math.min(lines.length - others, left));
        rest.set(text, left - count);
        return count === 0 ? [] : lines.slice(0, count);
      });
      return [path, unmatched.sort((one, other) => one.line - other.line)];
    }),
  );
}

/** The marked lines of a file by their text, and how many such lines are on the other side. */
function markedLines({ hunks }: ChangedFile, mark: RegExp, side: 'added' | 'removed') {
  const found = new Map<string, { readonly lines: MarkedLine[]; others: number }>();
  for (const { kind, text, before, after } of hunks.flatMap(({ lines }) => lines)) {
    if (kind === 'same' || !isReadable(text) || !mark.test(text)) continue;
    const known = found.get(text.trim()) ?? { lines: [], others: 0 };
    found.set(text.trim(), known);
    if (kind === side) known.lines.push({ text, line: kind === 'added' ? after : before });
    else known.others += 1;
  }
  return found;
}
