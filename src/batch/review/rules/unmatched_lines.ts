import { type ChangedFile, isReadable } from './rule.ts';

/** A marked line, at its position on its side of the change. */
export type MarkedLine = { readonly text: string; readonly line: number };

/** Marked lines, by the path of their file. */
export type MarkedLines = ReadonlyMap<string, readonly MarkedLine[]>;

/**
 * The marked lines of one side of a change without an equal on the other. They are counted: marks such as `@Test` are the same
 * line everywhere, so that one added mark makes up for one removed mark, and not for all of them.
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

/** The marked lines of a file by their text, with the number of such lines on the other side. */
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
