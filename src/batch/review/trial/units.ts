import { diffLines } from '../../../lib/index.ts';
import { createSecrets } from '../../../tape/index.ts';
import { commentIn } from '../comments.ts';
import type { Diff, DiffFile, DiffHunk } from '../diff/diff.ts';
import { isFixture, isGeneratedName, isProse, isTestFile, languageOf } from '../file_kind.ts';
import { entriesOf } from './entries.ts';
import { membersOf } from './members.ts';
import { settledHunks } from './settle.ts';
import { unrelatedLines } from './unrelated_lines.ts';

/** A part of a change that can be removed on its own: some lines of a file that replace some others. */
export type Unit = {
  readonly path: string;
  /** Lines of the file before the change, from 1; without lines, `line` is the one before the position. */
  readonly before: { readonly line: number; readonly count: number };
  /** Lines of the file after the change. */
  readonly after: { readonly line: number; readonly count: number };
  /** Number of empty lines at its beginning. */
  readonly empty: number;
  /** Its first meaningful line. */
  readonly quote: string;
  /**
   * Its members that can be removed on their own where it is needed as a whole: methods of a class, entries of a list; none where
   * it replaces other lines.
   */
  readonly members: readonly Unit[];
};

/** The parts of a change, and what is not tried, with the reason. */
export type Units = {
  readonly units: readonly Unit[];
  readonly left: readonly { readonly why: string; readonly count: number }[];
};

/** The most parts of one phase that are tried. */
const MAX_UNITS = 1_000;

/**
 * Splits a change into parts. Lines that were only added are split at empty lines where a new part of the file begins. Excludes
 * tests, which do the proving, as well as prose, which no gate can notice, and comments.
 *
 * @param diff - with the unchanged lines around the changed ones that show where a block ends
 * @param commands - of the gates: prose that one of them names can be noticed
 */
export function unitsOf(diff: Diff, commands: readonly string[] = []): Units {
  const files = diff.files.map((file) => ({ ...file, hunks: file.hunks.flatMap(settledHunks) }));
  const left = new Map<string, number>();
  const leave = (why: string, count = 1) => left.set(why, (left.get(why) ?? 0) + count);
  const moved = movedIn(files);
  const all = files.flatMap((file): Unit[] => {
    const why = whyNotTried(file, commands);
    if (why !== undefined) {
      leave(why, Math.max(1, file.hunks.length));
      return [];
    }
    return file.hunks.flatMap((hunk) => {
      if (moved(file, hunk)) {
        leave('lines that were only moved: restored, they would be there twice');
        return [];
      }
      const parts = partsOf(file, hunk);
      const meaningful = parts.filter((part) => saysSomething(file, part.texts));
      if (meaningful.length < parts.length)
        leave('comments and empty lines: no gate can notice them', parts.length - meaningful.length);
      return meaningful.map((part) => unitOf(file, part));
    });
  });
  if (all.length > MAX_UNITS) leave(`more than ${MAX_UNITS} hunks of one phase`, all.length - MAX_UNITS);
  return {
    units: all.slice(0, MAX_UNITS),
    left: [...left].map(([why, count]) => ({ why, count })),
  };
}

function whyNotTried(
  { path, isBinary, hunks, oldMode, newMode }: DiffFile,
  commands: readonly string[],
): string | undefined {
  if (isTestFile(path) || isFixture(path)) return 'hunks of tests: they are the evidence, not what is tested';
  const isNamed = commands.some((command) => command.includes(path.slice(path.lastIndexOf('/') + 1)));
  if (isProse(path) && !path.endsWith('.txt') && !isNamed) return 'hunks of prose: no gate can notice them';
  if (isGeneratedName(path)) return 'hunks of generated files';
  if (isBinary || hunks.length === 0) return 'files without lines: binary ones, empty ones, changed modes';
  if ([oldMode, newMode].some((mode) => mode === '160000' || mode === '120000'))
    return 'links and submodules';
  return undefined;
}

/** The share of equal lines from which a removed file counts as the old place of another. */
const RENAMED = 0.5;

/** Fewer meaningful lines occur in many places by chance. */
const FEWEST_MOVED = 2;

/**
 * Tells whether lines that were only removed occur in one other place after the change, in the same order; for a whole file,
 * whether most of them do. Added lines are the new place of one removed run only: the next query gets the next place.
 */
function movedIn(files: readonly DiffFile[]): (file: DiffFile, hunk: DiffHunk) => boolean {
  const places = files.map(({ hunks }) => ({
    free: hunks.flatMap((hunk) => textsOf(hunk, 'added')).filter(tells),
  }));
  return ({ status }, hunk) => {
    if (hunk.lines.some(({ kind }) => kind === 'added')) return false;
    const gone = textsOf(hunk, 'removed').filter(tells);
    const needed = Math.max(FEWEST_MOVED, gone.length * (status === 'deleted' ? RENAMED : 1));
    if (gone.length < needed) return false;
    const wanted = new Set(gone);
    for (const place of places) {
      if (place.free.filter((text) => wanted.has(text)).length < needed) continue;
      const same = diffLines(gone, place.free).flatMap((edit) => (edit.kind === 'same' ? [edit.after] : []));
      if (same.length < needed) continue;
      const used = new Set(same);
      place.free = place.free.filter((_, at) => !used.has(at));
      return true;
    }
    return false;
  };
}

function textsOf({ lines }: DiffHunk, wanted: 'added' | 'removed'): string[] {
  return lines.filter(({ kind }) => kind === wanted).map(({ text }) => text.trim());
}

/** Whether a line does more than begin, end or leave a block. */
function tells(text: string): boolean {
  return /\w/u.test(
    text.replace(/\b(?:begin|break|continue|do|done|else|end|esac|fi|finally|pass|return|then|try)\b/gu, ''),
  );
}

type Part = Omit<Unit, 'empty' | 'quote' | 'members'> & {
  readonly texts: readonly string[];
  /** Parts that are unrelated to the rest of it. */
  readonly beside?: readonly Omit<Part, 'beside'>[];
};

function unitOf(file: DiffFile, { beside = [], ...part }: Part): Unit {
  const isOnlyAdded = part.before.count === 0 && languageOf(file.path) !== undefined;
  const inside =
    beside.length > 0 || !isOnlyAdded
      ? beside
      : membersOf(part.texts).map(({ from, count }) => ({
          ...part,
          after: { line: part.after.line + from, count },
          texts: part.texts.slice(from, from + count),
        }));
  return { ...toldOf(file, part), members: inside.map((member) => toldOf(file, member)) };
}

function toldOf(file: DiffFile, { texts, ...span }: Omit<Part, 'beside'>): Unit {
  const empty = Math.max(
    0,
    texts.findIndex((text) => text.trim() !== ''),
  );
  return { ...span, empty, quote: firstOf(file, texts), members: [] };
}

function partsOf({ path }: DiffFile, { before, after, lines }: DiffHunk): Part[] {
  const added = lines.filter(({ kind }) => kind === 'added').map(({ text }) => text);
  const removed = lines.filter(({ kind }) => kind === 'removed').map(({ text }) => text);
  const whole = { path, before, after, texts: added.length > 0 ? added : removed };
  if (added.length === 0) return [whole];
  const isCode = languageOf(path) !== undefined;
  const starts = isCode ? startsIn(added) : [0];
  const beside = starts.length > 1 ? [] : partsBeside({ path, before, after }, { removed, added }, isCode);
  if (beside.length > 0) return [{ ...whole, beside }];
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? added.length;
    // Removed lines belong to the first part; the others were added after it.
    const behind = { line: before.count === 0 ? before.line : before.line + before.count - 1, count: 0 };
    return {
      path,
      before: index === 0 ? before : behind,
      after: { line: after.line + start, count: end - start },
      texts: added.slice(start, end),
    };
  });
}

/**
 * The positions in added lines where new parts of a file begin: after empty lines, at the left margin. With empty lines before
 * the first, each has its own.
 */
function startsIn(added: readonly string[]): number[] {
  const isEmpty = (place: number) => added[place]?.trim() === '';
  const starts = added.flatMap((text, place) => {
    if (place === 0) return [0];
    if (!isEmpty(place - 1) || !/^[^\s)\]}]/u.test(text)) return [];
    let start = place;
    while (isEmpty(0) && start > 0 && isEmpty(start - 1)) start -= 1;
    return [start];
  });
  return [...new Set(starts)];
}

/** The meaningful parts of a hunk that are unrelated to its other changed lines. */
function partsBeside(
  { path, before, after }: Pick<Unit, 'path' | 'before' | 'after'>,
  { removed, added }: { readonly removed: readonly string[]; readonly added: readonly string[] },
  isCode: boolean,
): Omit<Part, 'beside'>[] {
  const behind = before.count === 0 ? before.line : before.line + before.count - 1;
  const ofAdded = (from: number, count: number) => ({
    ...{ path, before: { line: behind, count: 0 }, after: { line: after.line + from, count } },
    texts: added.slice(from, from + count),
  });
  // Put back in its old position: before everything that was added, or after it.
  const ofRemoved = (from: number, count: number) => ({
    ...{ path, before: { line: before.line + from, count } },
    after: { line: from === 0 ? after.line - 1 : after.line + after.count - 1, count: 0 },
    texts: removed.slice(from, from + count),
  });
  const entries = entriesOf(removed, added).flatMap((entry) => {
    if (entry.added === undefined) return entry.removed === undefined ? [] : [ofRemoved(entry.removed, 1)];
    const part = ofAdded(entry.added, 1);
    if (entry.removed === undefined) return [part];
    return [{ ...part, before: { line: before.line + entry.removed, count: 1 } }];
  });
  const others = isCode ? unrelatedLines(removed, added) : [];
  return [
    ...others.map(({ side, from, count }) =>
      side === 'added' ? ofAdded(from, count) : ofRemoved(from, count),
    ),
    ...entries,
  ].filter(({ texts }) => texts.some((text) => !isSilent(text, path)));
}

function saysSomething({ path }: DiffFile, texts: readonly string[]): boolean {
  return texts.some((text) => !isSilent(text, path));
}

/**
 * The length of a line that is cleaned: more than a key and a quote, and little enough for a regular expression to backtrack in.
 */
const CLEANED = 100_000;

function firstOf({ path }: DiffFile, texts: readonly string[]): string {
  const first = (texts.find((text) => !isSilent(text, path)) ?? '').trim();
  // Cleaned before it is cut to a quote: half a key does not look like one.
  return createSecrets().clean(first.slice(0, CLEANED)).slice(0, 200);
}

function isSilent(text: string, path: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return true;
  const language = languageOf(path);
  const comment = language === undefined ? undefined : commentIn(text, language);
  return (
    comment !== undefined &&
    !trimmed
      .replace(/^(?:\/\/+|#+|\/?\*+\/?)/u, '')
      .trimStart()
      .startsWith('!') &&
    isWholeComment(trimmed)
  );
}

function isWholeComment(trimmed: string): boolean {
  return /^(?:\/\/|#(?![[!])|\/\*|\*(?:\s|$|\/))/u.test(trimmed);
}

/** A file without some parts of a change, which revert to the old lines. Preserves all bytes. */
export function without(
  { before, after }: { readonly before: string; readonly after: string },
  gone: readonly Unit[],
): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const out: string[] = [];
  let place = 0;
  // A part without lines in the new file comes after its line, and before whatever begins there.
  const startOf = ({ after: { line, count } }: Unit) => (count === 0 ? line : line - 1);
  const inOrder = [...gone].sort(
    (a, b) =>
      startOf(a) - startOf(b) ||
      Math.min(a.after.count, 1) - Math.min(b.after.count, 1) ||
      a.before.line - b.before.line,
  );
  for (const unit of inOrder) {
    const start = startOf(unit);
    // Lines of the new file up to this part; then the old lines.
    out.push(...now.slice(place, start));
    const from = unit.before.count === 0 ? unit.before.line : unit.before.line - 1;
    out.push(...old.slice(from, from + unit.before.count));
    place = start + unit.after.count;
  }
  out.push(...now.slice(place));
  return out.join('');
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}
