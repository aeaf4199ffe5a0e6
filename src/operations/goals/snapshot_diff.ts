import { alignSources, type Source, sourceKey } from '../../framework/index.ts';
import {
  diffLines,
  type Hunk,
  hunkHeader,
  hunksOf,
  type LineEdit,
  linesOf,
  moveEdit,
} from '../../lib/index.ts';
import { isFileHead, type SnapshotLine } from './snapshot_text.ts';

/** A changed place in a snapshot. A change that is the same in several cases is reported once. */
export type SnapshotChange = {
  /** `@@ -3,7 +3,8 @@` */
  readonly at: string;
  /** The case that it belongs to. */
  readonly case: string;
  /** Number of other places where the same lines change in the same way. */
  readonly repeats: number;
  readonly lines: readonly ChangedLine[];
};

/** A line of a diff. Every changed line has the sources that caused it. */
export type ChangedLine = {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
  readonly sources: readonly Source[];
};

/** Unchanged lines shown around a change. */
const CONTEXT = 3;

/**
 * Compares a stored snapshot with a current rendering.
 *
 * @param ownerOf - finds the only component with a line that is no longer rendered
 */
export function diffSnapshot(
  stored: string,
  now: readonly SnapshotLine[],
  ownerOf: (line: string) => Source | undefined,
): SnapshotChange[] {
  const sections = pairSections(linesOf(stored), now);
  const aligned = sections.flatMap((section) => alignSources(section.before, section.now));
  const edits = sections.flatMap(diffSection);
  const changes = new Map<string, SnapshotChange>();
  for (const hunk of hunksOf(edits, CONTEXT)) {
    const change = changeOf(hunk, aligned, now, ownerOf);
    // The heading of a case near a change gives its location, not its content.
    const shown = change.lines.filter(({ sign, text }) => sign !== ' ' || !isFileHead(text));
    const key = JSON.stringify(shown.map(({ sign, text }) => sign + text));
    const known = changes.get(key);
    changes.set(key, known ? { ...known, repeats: known.repeats + 1 } : change);
  }
  return [...changes.values()];
}

/** The same file of the same case, as stored and as rendered now. */
type Section = {
  readonly before: readonly string[];
  readonly now: readonly SnapshotLine[];
  /** The first line of each in its snapshot. */
  readonly offset: { readonly before: number; readonly now: number };
};

/** Compares each case with itself, since cases are much alike; compares everything at once if the cases are not the same. */
function pairSections(before: readonly string[], now: readonly SnapshotLine[]): readonly Section[] {
  const texts = now.map(({ text }) => text);
  const [old, next] = [headsIn(before), headsIn(texts)];
  const isSame =
    old.length === next.length && old.every((at, place) => before[at] === texts[next[place] ?? 0]);
  const heads = isSame ? old.map((at, place) => ({ before: at, now: next[place] ?? 0 })) : [];
  const starts = [{ before: 0, now: 0 }, ...heads];
  return starts.map((offset, place) => ({
    before: before.slice(offset.before, starts[place + 1]?.before),
    now: now.slice(offset.now, starts[place + 1]?.now),
    offset,
  }));
}

function headsIn(lines: readonly string[]): number[] {
  return lines.flatMap((line, place) => (isFileHead(line) ? [place] : []));
}

/** A section's diff, with line numbers in the whole snapshot. */
function diffSection({ before, now, offset }: Section): LineEdit[] {
  const texts = now.map(({ text }) => text);
  return diffLines(before, texts).map((edit) => moveEdit(edit, offset.before, offset.now));
}

function changeOf(
  hunk: Hunk,
  before: readonly { readonly text: string; readonly sources: readonly Source[] }[],
  now: readonly SnapshotLine[],
  ownerOf: (line: string) => Source | undefined,
): SnapshotChange {
  const lines = hunk.edits.map((edit): ChangedLine => {
    if (edit.kind === 'same') return { sign: ' ', text: now[edit.after]?.text ?? '', sources: [] };
    if (edit.kind === 'added') {
      const { text = '', sources = [] } = now[edit.after] ?? {};
      return { sign: '+', text, sources };
    }
    const { text = '', sources = [] } = before[edit.before] ?? {};
    const owner = ownerOf(text);
    const isKnown = owner === undefined || sources.some((source) => sourceKey(source) === sourceKey(owner));
    return { sign: '-', text, sources: isKnown ? sources : [owner] };
  });
  const place = hunk.edits.flatMap((edit) => (edit.kind === 'removed' ? [] : [edit.after])).at(-1) ?? 0;
  return { at: hunkHeader(hunk), case: now[place]?.case ?? '', repeats: 0, lines };
}
