import type { DiffHunk, DiffLine } from '../diff/diff.ts';

/**
 * The changed lines of a hunk without the unchanged ones around them, in runs. An added run that contains the end of one block
 * and all but the end of the next becomes two: git may take either end for the old one, and only with the second is the next
 * block complete.
 */
export function settledHunks({ before, after, lines }: DiffHunk): DiffHunk[] {
  const runs: DiffHunk[] = [];
  const next = { before: firstLine(before), after: firstLine(after) };
  for (let place = 0; place < lines.length; ) {
    const end = endOf(lines, place, (line) => line.kind !== 'same');
    const run = lines.slice(place, end);
    const unchanged = lines.slice(
      end,
      endOf(lines, end, (line) => line.kind === 'same'),
    );
    const removed = run.filter(({ kind }) => kind === 'removed');
    const added = run.filter(({ kind }) => kind === 'added');
    if (run.length > 0) runs.push(...settled({ removed, added, unchanged, next: { ...next } }));
    next.before += removed.length + unchanged.length;
    next.after += added.length + unchanged.length;
    place = end + unchanged.length;
  }
  return runs;
}

type Run = {
  readonly removed: readonly DiffLine[];
  readonly added: readonly DiffLine[];
  /** The unchanged lines after it. */
  readonly unchanged: readonly DiffLine[];
  /** The numbers of its first lines. */
  readonly next: { readonly before: number; readonly after: number };
};

function settled({ removed, added, unchanged, next }: Run): DiffHunk[] {
  const found = blockEnd(added, unchanged);
  if (found === undefined) return [hunkOf(removed, added, next)];
  const [first, second] = [
    added.slice(0, found.place),
    [...added.slice(found.place + found.count), ...unchanged.slice(0, found.count)],
  ];
  const behind = {
    before: next.before + removed.length,
    after: next.after + found.place + found.count,
  };
  return [
    ...(removed.length + first.length > 0 ? [hunkOf(removed, first, next)] : []),
    hunkOf(
      [],
      second.map((line) => ({ ...line, kind: 'added' })),
      behind,
    ),
  ];
}

/** The position in an added run where the lines after it occur as the end of a block, followed by another block. */
function blockEnd(
  added: readonly DiffLine[],
  unchanged: readonly DiffLine[],
): { readonly place: number; readonly count: number } | undefined {
  for (let count = unchanged.length; count > 0; count -= 1) {
    const ends = unchanged.slice(0, count).map(({ text }) => text);
    if (!ends.every((text) => CLOSES.test(text))) continue;
    const place = added.findIndex(
      (_, at) =>
        ends.every((text, index) => added[at + index]?.text === text) && isBoundary(added, at + count),
    );
    if (place >= 0) return { place, count };
  }
  return undefined;
}

/** Whether the line after the end of a block is as deep as that, and is no further end. */
function isBoundary(added: readonly DiffLine[], place: number): boolean {
  const end = added[place - 1]?.text ?? '';
  const begin = added.slice(place).find(({ text }) => text.trim() !== '')?.text;
  return begin !== undefined && depthOf(begin) === depthOf(end) && !CLOSES.test(begin);
}

const CLOSES = /^\s*(?:[)\]}]|(?:end|fi|done|esac)\b)/u;

function depthOf(text: string): number {
  return text.length - text.trimStart().length;
}

function hunkOf(removed: readonly DiffLine[], added: readonly DiffLine[], { before, after }: Run['next']) {
  return {
    before: { line: removed.length === 0 ? before - 1 : before, count: removed.length },
    after: { line: added.length === 0 ? after - 1 : after, count: added.length },
    lines: [...removed, ...added],
  };
}

/** The number of a side's next line; without lines, a side begins after its number. */
function firstLine({ line, count }: DiffHunk['before']): number {
  return count === 0 ? line + 1 : line;
}

function endOf(lines: readonly DiffLine[], from: number, holds: (line: DiffLine) => boolean): number {
  let end = from;
  for (let line = lines[end]; line !== undefined && holds(line); line = lines[end]) end += 1;
  return end;
}
