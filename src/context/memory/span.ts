import { shortHash } from '../../lib/index.ts';
import { sha256 } from '../../platform/index.ts';
import type { SpanMark } from './types.ts';

/** A file's lines that are not blank, without white space that means nothing. */
export type SolidLines = {
  readonly lines: readonly SolidLine[];
  /** How many lines there are with the blank ones. */
  readonly count: number;
  readonly indents: boolean;
};

type SolidLine = {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Its indentation in columns, a tab leading to the next of eight. */
  readonly indent: number;
};

/** A place in a file. */
export type Place = { readonly from: number; readonly to: number };

/**
 * Takes a file apart for {@link markSpan} and {@link findSpan}. Line ends, blank lines, white space at both ends of a line and how
 * much of it stands between words do not count. Where indentation is part of a language, which line is deeper than which does.
 *
 * @param path - says which language it is: the path as it was cited, also where the file is called otherwise now
 */
export function solidLines(text: string, path: string): SolidLines {
  const all = text.replace(/^\ufeff/u, '').split(/\r\n|\n|\r/u);
  // What stands behind the last line end is no line.
  const count = all.at(-1) === '' ? all.length - 1 : all.length;
  const lines = all.flatMap((line, place): SolidLine[] => {
    const shown = line.trim().replace(/\s+/gu, ' ');
    return shown === '' ? [] : [{ number: place + 1, text: shown, indent: indentOf(line) }];
  });
  return { lines, count, indents: INDENTED.test(path) };
}

/** Languages in which indentation says what belongs to what. */
const INDENTED =
  /\.(?:py|pyi|pyx|ya?ml|sass|styl|pug|jade|haml|slim|coffee|nim|fs|fsx|hs|elm|purs|gd|rst|md|mdx|markdown)$|(?:^|\/)(?:GNUm|[Mm])akefile$|\.mk$/u;

function indentOf(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === ' ') columns += 1;
    else if (character === '\t') columns += 8 - (columns % 8);
    else break;
  }
  return columns;
}

/** What lines are known again by; `undefined` where there is nothing but blank ones. */
export function markSpan(file: SolidLines, { from, to }: Place): SpanMark | undefined {
  const start = file.lines.findIndex(({ number }) => number >= from);
  const first = file.lines[start];
  if (first === undefined || first.number > to) return undefined;
  const solid = file.lines.filter(({ number }) => number >= from && number <= to).length;
  const hash = hashAt(file, start, solid);
  const alike = placesOf(file, { hash, solid, first: shortHash(first.text) });
  return {
    ...{ hash, solid },
    first: shortHash(first.text),
    before: neighbour(file, start - 1),
    after: neighbour(file, start + solid),
    copy: alike.indexOf(start) + 1,
    copies: alike.length,
  };
}

/** Where lines are in a file now. */
export type FoundSpan =
  | { readonly kind: 'found'; readonly place: Place }
  | { readonly kind: 'gone' }
  /** There are lines like these, and which of them are meant can't be told. */
  | { readonly kind: 'ambiguous'; readonly places: readonly Place[]; readonly copies: number };

/**
 * Finds marked lines again, wherever in the file they stand now. Where the same lines stand in several places, neighbours say which are
 * meant, or their order as long as there are as many as there were. Pure.
 */
export function findSpan(file: SolidLines, mark: SpanMark): FoundSpan {
  const starts = placesOf(file, mark);
  const [only] = starts;
  if (only === undefined) return { kind: 'gone' };
  const found = (start: number): FoundSpan => ({ kind: 'found', place: placeAt(file, start, mark.solid) });
  if (starts.length === 1 && mark.copies === 1) return found(only);
  const scored = starts.map((start) => ({ start, score: likeness(file, start, mark) }));
  const best = Math.max(...scored.map(({ score }) => score));
  const nearest = scored.filter(({ score }) => score === best);
  if (nearest.length === 1 && nearest[0] && best > 0) {
    // Of several that there were, one neighbour may be alike in all of them.
    if (best === 2 || starts.length >= mark.copies) return found(nearest[0].start);
  }
  const inOrder = starts[mark.copy - 1];
  if (starts.length === mark.copies && inOrder !== undefined) return found(inOrder);
  return {
    kind: 'ambiguous',
    places: starts.map((start) => placeAt(file, start, mark.solid)),
    copies: mark.copies,
  };
}

/** Whether lines say enough to be known again in a file that nothing else leads to. */
export function isTelling(file: SolidLines, { from, to }: Place, mark: SpanMark): boolean {
  const start = file.lines.findIndex(({ number }) => number >= from);
  if (start === -1) return false;
  if (likeness(file, start, mark) === 2 && mark.solid > 1) return true;
  const text = file.lines.filter(({ number }) => number >= from && number <= to).map((line) => line.text);
  return text.join('').replace(/[^\p{L}\p{N}]/gu, '').length >= ENOUGH_TO_KNOW;
}

/** So many letters and digits are not written twice by chance. */
const ENOUGH_TO_KNOW = 20;

/** How many of its two neighbours a place has. */
function likeness(file: SolidLines, start: number, { before, after, solid }: SpanMark): number {
  const same = [neighbour(file, start - 1) === before, neighbour(file, start + solid) === after];
  return same.filter(Boolean).length;
}

function placesOf(file: SolidLines, mark: Pick<SpanMark, 'hash' | 'solid' | 'first'>): number[] {
  return file.lines.flatMap(({ text }, start) =>
    shortHash(text) === mark.first &&
    start + mark.solid <= file.lines.length &&
    hashAt(file, start, mark.solid) === mark.hash
      ? [start]
      : [],
  );
}

function placeAt(file: SolidLines, start: number, solid: number): Place {
  return { from: file.lines[start]?.number ?? 1, to: file.lines[start + solid - 1]?.number ?? 1 };
}

function neighbour({ lines }: SolidLines, place: number): string {
  const line = lines[place];
  return line === undefined ? '' : shortHash(line.text);
}

function hashAt({ lines, indents }: SolidLines, start: number, solid: number): string {
  const span = lines.slice(start, start + solid);
  const levels = indents ? levelsOf(span.map(({ indent }) => indent)) : [];
  return sha256(span.map(({ text }, place) => `${'>'.repeat(levels[place] ?? 0)}${text}`).join('\n'));
}

/** How deep each line stands among the others, whatever a step in is worth. */
function levelsOf(indents: readonly number[]): number[] {
  const steps = [...new Set(indents)].sort((a, b) => a - b);
  return indents.map((indent) => steps.indexOf(indent));
}
