import { diffLines } from '../../../lib/index.ts';
import { createSecrets } from '../../../tape/index.ts';
import { commentIn } from '../comments.ts';
import type { Diff, DiffFile, DiffHunk } from '../diff/types.ts';
import { isFixture, isGeneratedName, isProse, isTestFile, languageOf } from '../file_kind.ts';
import { besideOf } from './beside.ts';
import { membersOf } from './members.ts';

/** A part of a change that can be taken out by itself: some lines of a file in the place of some others. */
export type Unit = {
  readonly path: string;
  /** Lines of the file before, from 1; without lines, `line` is the one before the place. */
  readonly before: { readonly line: number; readonly count: number };
  /** Lines of the file after. */
  readonly after: { readonly line: number; readonly count: number };
  /** The first line of it that says something. */
  readonly quote: string;
  /** What of it can be taken out by itself where it is needed as a whole: methods of a class; none of a part that stands for something. */
  readonly members: readonly Unit[];
};

/** The parts of a change, and what of it is not tried, with the reason. */
export type Units = {
  readonly units: readonly Unit[];
  readonly left: readonly { readonly why: string; readonly count: number }[];
};

/** The most parts of one phase that are tried. */
const MOST_UNITS = 1_000;

/**
 * Takes a change apart. Lines that were only added are taken apart at empty lines where a new part of the file begins. Tests are no
 * part: they show, and are not what is shown; nor is prose, which no gate can notice, nor comments.
 *
 * @param diff - without unchanged lines around the changed ones
 * @param commands - of the gates: prose that one of them names can be noticed
 */
export function unitsOf({ files }: Diff, commands: readonly string[] = []): Units {
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
        leave('lines that were only moved: put back, they would be there twice');
        return [];
      }
      const parts = partsOf(file, hunk);
      const told = parts.filter((part) => saysSomething(file, part.texts));
      if (told.length < parts.length)
        leave('comments and empty lines: no gate can notice them', parts.length - told.length);
      return told.map((part) => unitOf(file, part));
    });
  });
  if (all.length > MOST_UNITS) leave(`more than ${MOST_UNITS} hunks of one phase`, all.length - MOST_UNITS);
  return {
    units: all.slice(0, MOST_UNITS),
    left: [...left].map(([why, count]) => ({ why, count })),
  };
}

function whyNotTried(
  { path, isBinary, hunks, oldMode, newMode }: DiffFile,
  commands: readonly string[],
): string | undefined {
  if (isTestFile(path) || isFixture(path)) return 'hunks of tests: they show, and are not what is shown';
  const isNamed = commands.some((command) => command.includes(path.slice(path.lastIndexOf('/') + 1)));
  if (isProse(path) && !path.endsWith('.txt') && !isNamed) return 'hunks of prose: no gate can notice them';
  if (isGeneratedName(path)) return 'hunks of files that a program writes';
  if (isBinary || hunks.length === 0) return 'files without lines: binary ones, empty ones, changed modes';
  if ([oldMode, newMode].some((mode) => mode === '160000' || mode === '120000'))
    return 'links and submodules';
  return undefined;
}

/** The share of the lines of a file which make one that is removed the old place of another. */
const RENAMED = 0.5;

/** Fewer lines that say something stand in many places by chance. */
const FEWEST_MOVED = 2;

/**
 * Tells of lines that were only removed whether they stand in one other place after the change, in the same order; of a whole file, whether most
 * of them do. What was added is the new place of one removed line only: asked again, it tells of the next.
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

/** Whether a line says more than that a block begins, ends or is left. */
function tells(text: string): boolean {
  return /\w/u.test(
    text.replace(/\b(?:begin|break|continue|do|done|else|end|esac|fi|finally|pass|return|then|try)\b/gu, ''),
  );
}

type Part = Omit<Unit, 'quote' | 'members'> & {
  readonly texts: readonly string[];
  /** What has nothing to do with the rest of it. */
  readonly beside?: readonly Omit<Part, 'beside'>[];
};

function unitOf(file: DiffFile, { texts, beside = [], ...part }: Part): Unit {
  if (beside.length > 0) {
    const members = beside.map(({ texts: own, ...span }) => ({
      ...span,
      quote: firstOf(file, own),
      members: [],
    }));
    return { ...part, quote: firstOf(file, texts), members };
  }
  const isOnlyAdded = part.before.count === 0 && languageOf(file.path) !== undefined;
  const members = (isOnlyAdded ? membersOf(texts) : []).map(({ from, count }): Unit => {
    const own = texts.slice(from, from + count);
    const after = { line: part.after.line + from, count };
    return { ...part, after, quote: firstOf(file, own), members: [] };
  });
  return { ...part, quote: firstOf(file, texts), members };
}

function partsOf({ path }: DiffFile, { before, after, lines }: DiffHunk): Part[] {
  const added = lines.filter(({ kind }) => kind === 'added').map(({ text }) => text);
  const removed = lines.filter(({ kind }) => kind === 'removed').map(({ text }) => text);
  const whole = { path, before, after, texts: added.length > 0 ? added : removed };
  if (added.length === 0 || languageOf(path) === undefined) return [whole];
  const starts = added.flatMap((text, place) =>
    place === 0 || (added[place - 1]?.trim() === '' && /^[^\s)\]}]/u.test(text)) ? [place] : [],
  );
  const beside = starts.length > 1 ? [] : partsBeside({ path, before, after }, { removed, added });
  if (beside.length > 0) return [{ ...whole, beside }];
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? added.length;
    // What is gone belongs to the first part; the others were added behind it.
    const behind = { line: before.count === 0 ? before.line : before.line + before.count - 1, count: 0 };
    return {
      path,
      before: index === 0 ? before : behind,
      after: { line: after.line + start, count: end - start },
      texts: added.slice(start, end),
    };
  });
}

/** What in a hunk that changes lines has nothing to do with the others, and says something. */
function partsBeside(
  { path, before, after }: Pick<Unit, 'path' | 'before' | 'after'>,
  { removed, added }: { readonly removed: readonly string[]; readonly added: readonly string[] },
): Omit<Part, 'beside'>[] {
  return besideOf(removed, added)
    .map(({ side, from, count }) => {
      if (side === 'added')
        return {
          ...{ path, before: { line: before.line + before.count - 1, count: 0 } },
          ...{ after: { line: after.line + from, count }, texts: added.slice(from, from + count) },
        };
      // Put back where it stood: before all that was added, or behind it.
      const place = from === 0 ? after.line - 1 : after.line + after.count - 1;
      return {
        ...{ path, before: { line: before.line + from, count }, after: { line: place, count: 0 } },
        texts: removed.slice(from, from + count),
      };
    })
    .filter(({ texts }) => texts.some((text) => !isSilent(text, path)));
}

function saysSomething({ path }: DiffFile, texts: readonly string[]): boolean {
  return texts.some((text) => !isSilent(text, path));
}

function firstOf({ path }: DiffFile, texts: readonly string[]): string {
  // Before it is cut: half a key has not its look any more.
  return createSecrets()
    .clean((texts.find((text) => !isSilent(text, path)) ?? '').trim())
    .slice(0, 200);
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

/** A file without some parts of a change: there, what was before. Bytes stay as they are. */
export function without(
  { before, after }: { readonly before: string; readonly after: string },
  gone: readonly Unit[],
): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const out: string[] = [];
  let place = 0;
  for (const unit of [...gone].sort((a, b) => a.after.line - b.after.line || a.before.line - b.before.line)) {
    // Lines of the file after, up to this part; behind it, what was there before.
    const start = unit.after.count === 0 ? unit.after.line : unit.after.line - 1;
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
