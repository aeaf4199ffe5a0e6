import { shortHash } from '../../lib/index.ts';
import { sha256 } from '../../platform/index.ts';
import type { SpanMark } from './memory_fact.ts';

/** A file's lines that are not blank, without insignificant white space. */
export type NonBlankLines = {
  readonly lines: readonly SolidLine[];
  /** Number of lines, including blank ones. */
  readonly count: number;
  readonly indents: boolean;
};

type SolidLine = {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Its indentation in columns; a tab advances to the next multiple of eight. */
  readonly indent: number;
};

/** A place in a file. */
export type Place = { readonly from: number; readonly to: number };

/**
 * Splits a file into lines for {@link markSpan} and {@link findSpan}. Line ends, blank lines, white space at both ends of a line
 * and its amount between words are ignored. In languages with significant indentation, the relative depth of lines counts.
 *
 * @param path - identifies the language: the path as cited, even if the file has since been renamed
 */
export function nonBlankLines(text: string, path: string): NonBlankLines {
  const all = text.replace(/^\ufeff/u, '').split(/\r\n|\n|\r/u);
  // There is no line after the last line end.
  const count = all.at(-1) === '' ? all.length - 1 : all.length;
  const lines = all.flatMap((line, place): SolidLine[] => {
    const shown = line.trim().replace(/\s+/gu, ' ');
    return shown === '' ? [] : [{ number: place + 1, text: shown, indent: indentOf(line) }];
  });
  return { lines, count, indents: INDENTED.test(path) };
}

/** Languages in which indentation determines structure. */
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

/** The mark by which lines are recognized; `undefined` if all are blank. */
export function markSpan(file: NonBlankLines, { from, to }: Place): SpanMark | undefined {
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

/** The current place of lines in a file. */
export type FoundSpan =
  | { readonly kind: 'found'; readonly place: Place }
  | { readonly kind: 'gone' }
  /** There are several matching lines, and the cited ones cannot be determined. */
  | { readonly kind: 'ambiguous'; readonly places: readonly Place[]; readonly copies: number };

/**
 * Finds marked lines again, anywhere in the file. If the same lines occur in several places, their neighbours decide, or their
 * order as long as their number is unchanged. Pure.
 */
export function findSpan(file: NonBlankLines, mark: SpanMark): FoundSpan {
  const starts = placesOf(file, mark);
  const [only] = starts;
  if (only === undefined) return { kind: 'gone' };
  const found = (start: number): FoundSpan => ({ kind: 'found', place: placeAt(file, start, mark.solid) });
  if (starts.length === 1 && mark.copies === 1) return found(only);
  const scored = starts.map((start) => ({ start, score: likeness(file, start, mark) }));
  const best = Math.max(...scored.map(({ score }) => score));
  const nearest = scored.filter(({ score }) => score === best);
  if (nearest.length === 1 && nearest[0] && best > 0) {
    // If there were several copies, one neighbour may be the same for all of them.
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

/** Whether lines are distinctive enough to be recognized in a file that nothing else points to. */
export function isDistinctive(file: NonBlankLines, { from, to }: Place, mark: SpanMark): boolean {
  const start = file.lines.findIndex(({ number }) => number >= from);
  if (start === -1) return false;
  if (likeness(file, start, mark) === 2 && mark.solid > 1) return true;
  const text = file.lines.filter(({ number }) => number >= from && number <= to).map((line) => line.text);
  return text.join('').replace(/[^\p{L}\p{N}]/gu, '').length >= ENOUGH_TO_KNOW;
}

/** This many letters and digits do not coincide by chance. */
const ENOUGH_TO_KNOW = 20;

/** Number of a place's two neighbours that match. */
function likeness(file: NonBlankLines, start: number, { before, after, solid }: SpanMark): number {
  const same = [neighbour(file, start - 1) === before, neighbour(file, start + solid) === after];
  return same.filter(Boolean).length;
}

function placesOf(file: NonBlankLines, mark: Pick<SpanMark, 'hash' | 'solid' | 'first'>): number[] {
  return file.lines.flatMap(({ text }, start) =>
    shortHash(text) === mark.first &&
    start + mark.solid <= file.lines.length &&
    hashAt(file, start, mark.solid) === mark.hash
      ? [start]
      : [],
  );
}

function placeAt(file: NonBlankLines, start: number, solid: number): Place {
  return { from: file.lines[start]?.number ?? 1, to: file.lines[start + solid - 1]?.number ?? 1 };
}

function neighbour({ lines }: NonBlankLines, place: number): string {
  const line = lines[place];
  return line === undefined ? '' : shortHash(line.text);
}

function hashAt({ lines, indents }: NonBlankLines, start: number, solid: number): string {
  const span = lines.slice(start, start + solid);
  const levels = indents ? levelsOf(span.map(({ indent }) => indent)) : [];
  return sha256(span.map(({ text }, place) => `${'>'.repeat(levels[place] ?? 0)}${text}`).join('\n'));
}

/** The depth of each line relative to the others, whatever the width of an indent. */
function levelsOf(indents: readonly number[]): number[] {
  const steps = [...new Set(indents)].sort((a, b) => a - b);
  return indents.map((indent) => steps.indexOf(indent));
}
