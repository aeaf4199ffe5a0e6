import type { Phase, Reference } from '../types.ts';
import type { TextLine } from './blocks.ts';
import { cut, partsOf, plain, saysLater, saysNone } from './inline.ts';
import type { UnresolvedPhase } from './phase.ts';

/** More dependencies than this, ranges written out, are a mistake or an attack. */
export const MOST_DEPENDENCIES = 5_000_000;

/**
 * Finds the phases that every dependency names, by id, label or title.
 *
 * @returns the line on which there were too many, or `undefined`
 */
export function resolveReferences(phases: readonly UnresolvedPhase[]): TextLine | undefined {
  const index = new PhaseIndex(phases.map(({ phase }) => phase));
  let count = 0;
  for (const [place, { names, references }] of phases.entries()) {
    for (const line of names) {
      for (const reference of referencesIn(line, { index, place })) {
        references.push(reference);
        count += reference.isMany ? reference.phases.length : 1;
        if (count > MOST_DEPENDENCIES) return line;
      }
    }
  }
  return undefined;
}

type Where = {
  readonly index: PhaseIndex;
  /** The index of the phase that depends. */
  readonly place: number;
  /** Whether nothing but an id or title is looked for: no range, and no remark behind a label. */
  readonly isWholeTitle?: boolean;
};

function referencesIn(line: TextLine, where: Where): Reference[] {
  if (saysNone(line.text) || saysLater(line.text)) return [];
  const parts = partsOf(line);
  const references: Reference[] = [];
  for (let start = 0; start < parts.length; ) {
    const { length, found } = longestTitle(line, { parts, start, where });
    references.push(...found);
    start += length;
  }
  return references;
}

/** A title may have commas of its own, so that more parts than one may make one name. */
function longestTitle(
  line: TextLine,
  { parts, start, where }: { parts: readonly TextLine[]; start: number; where: Where },
): { readonly length: number; readonly found: Reference[] } {
  const first = parts[start] as TextLine;
  for (let end = Math.min(parts.length, start + MOST_COMMAS); end > start + 1; end--) {
    const last = parts[end - 1] as TextLine;
    const from = first.column - line.column;
    const text = cut(line, from, last.column - line.column + last.text.length);
    const joined = referenceIn(text, { ...where, isWholeTitle: true });
    if (joined.phases.length > 0) return { length: end - start, found: [joined] };
  }
  return { length: 1, found: split(first, where) };
}

const MOST_COMMAS = 4;

/** A part that names nothing by itself may be several: "Phase 1 and 2", "1/2", "1 + 2". */
function split(part: TextLine, where: Where): Reference[] {
  const whole = referenceIn(part, where);
  if (whole.phases.length > 0 || saysLater(part.text)) return whole.phases.length > 0 ? [whole] : [];
  const pieces: TextLine[] = [];
  let from = 0;
  for (const match of withoutBrackets(part.text).matchAll(/\s+(?:and|plus)\s+|^and\s+|\s*[&+/]\s*/giu)) {
    pieces.push(cut(part, from, match.index));
    from = match.index + match[0].length;
  }
  pieces.push(cut(part, from, part.text.length));
  const found = pieces.filter(({ text }) => text !== '').map((piece) => referenceIn(piece, where));
  return found.some(({ phases }) => phases.length > 0) ? found : [whole];
}

/** What stands in brackets, blanked out, so that places stay. */
function withoutBrackets(text: string): string {
  return text.replace(/\([^()]*\)/gu, (note) => ' '.repeat(note.length));
}

function referenceIn(line: TextLine, { index, place, isWholeTitle = false }: Where): Reference {
  const { line: row, column, text } = line;
  const find = (name: string) =>
    isWholeTitle ? (index.called(name) ?? UNDEFINED) : index.named(name, place);
  const exact = index.called(nameIn(text));
  if (exact !== undefined) return { text, line: row, column, ...exact };
  const { name, note } = NOTED.exec(text)?.groups ?? {};
  if (name !== undefined) {
    const noted = find(nameIn(name));
    const beside = note?.trim() || noted.note;
    if (noted.phases.length > 0) return { text: name, line: row, column, ...noted, note: beside };
  }
  return { text, line: row, column, ...find(nameIn(text)) };
}

/** A name, and a remark in brackets behind it. */
const NOTED = /^(?<name>[^(]*[^(\s])\s*\((?<note>[^()]*(?:\([^()]*\)[^()]*)*)\)[.:]?$/u;

/** A name without emphasis, code marks, links and the words around it. */
function nameIn(text: string): string {
  if (/^Phase \w+$/u.test(text)) return text;
  const bare = text.replace(/^\[(.+)\]\([^)]*\)/u, '$1').replace(/`/gu, '');
  return plain(bare.trim())
    .replace(/^(?:after|requires?|needs?|depends on|blocked by|completion of|once)\s+/iu, '')
    .replace(/\s+(?:(?:is|are|must be|to be)\s+)?(?:completed?|done|finished)$/iu, '')
    .replace(/(?<=\S)[.:]$/u, '');
}

type Found = Pick<Reference, 'phases' | 'isMany' | 'note'>;

/** The phases by what they can be called. */
class PhaseIndex {
  readonly #ids = new Map<string, number[]>();
  readonly #titles = new Map<string, number[]>();
  readonly #phases: readonly Phase[];
  /** Phases whose ids are whole numbers, in the order of these; made when a range first asks for it. */
  #numbered: readonly (readonly [number: number, place: number])[] | undefined;

  constructor(phases: readonly Phase[]) {
    this.#phases = phases;
    for (const [place, { id, title }] of phases.entries()) {
      add(this.#ids, foldedId(id), place);
      if (title !== '') add(this.#titles, foldedTitle(title), place);
    }
  }

  /** What a name means for the phase at a place. */
  named(name: string, place: number): Found {
    return (
      this.called(name) ??
      this.#labelAndMore(name) ??
      this.#range(name) ??
      this.#allBefore(name, place) ??
      UNDEFINED
    );
  }

  /** The phases that have exactly this id, label or title. */
  called(name: string): Found | undefined {
    const titled = this.#titles.get(foldedTitle(name)) ?? NOBODY;
    const label = LABEL.exec(name)?.[1];
    const labelled = label === undefined ? NOBODY : (this.#ids.get(foldedId(label)) ?? NOBODY);
    if (titled.length > 0 || labelled.length > 0)
      return { phases: union(labelled, titled), isMany: false, note: undefined };
    const whole = this.#labelAndMore(name);
    return whole?.note === undefined ? whole : undefined;
  }

  /** "Phase 1: Setup", "1. Setup", "Phase 1 – for the schema": the label decides, unless the rest is another's title. */
  #labelAndMore(name: string): Found | undefined {
    const { id = '', digits, more = '' } = LABEL_AND_MORE.exec(name)?.groups ?? {};
    const labelled = this.#ids.get(foldedId(digits ?? id));
    if (
      labelled === undefined ||
      /^(?:(?:or|and|plus|to|through|thru)\b|[&+/–—-])|\bphases?\s*#?\d/iu.test(more)
    )
      return undefined;
    const titled = this.#titles.get(foldedTitle(more)) ?? NOBODY;
    const both = labelled.filter((place) => titled.includes(place));
    if (both.length > 0) return { phases: both, isMany: false, note: undefined };
    const note = titled.length > 0 ? undefined : more;
    return { phases: union(labelled, titled), isMany: false, note };
  }

  /** "Phases 1-3", "Phase 1 through Phase 3": both ends have to be there. */
  #range(name: string): Found | undefined {
    const { from, to } = RANGE.exec(name)?.groups ?? {};
    if (from === undefined || to === undefined) return undefined;
    if (!this.#ids.has(foldedId(from)) || !this.#ids.has(foldedId(to))) return undefined;
    this.#numbered ??= numbered(this.#phases);
    const first = lowerBound(this.#numbered, Number(from));
    const end = lowerBound(this.#numbered, Number(to) + 1);
    if (end - first > MOST_DEPENDENCIES || end <= first) return undefined;
    const phases = this.#numbered.slice(first, end).map(([, place]) => place);
    return { phases, isMany: true, note: undefined };
  }

  #allBefore(name: string, place: number): Found | undefined {
    if (!/^all (?:of )?(?:the )?(?:previous|prior|preceding|earlier|other previous) phases$/iu.test(name))
      return undefined;
    return { phases: Array.from({ length: place }, (_, index) => index), isMany: true, note: undefined };
  }
}

const NOBODY: readonly number[] = [];
const UNDEFINED: Found = { phases: NOBODY, isMany: false, note: undefined };

const LABEL = /^(?:phases?\s*)?#?([\w.-]{1,40})$/iu;
const LABEL_AND_MORE =
  /^(?:phase\s*#?(?<id>\d+(?:[.-]\d+)*(?:-?[a-z])?(?![a-z0-9])|[a-z]{1,4}(?=\s*:))|#?(?<digits>\d+(?:\.\d+)*[a-z]?)(?=[:.)]\s|\s+[-–—]\s))(?:\s*[:.)]\s*|\s*[–—-]\s+(?!\d)|\s+)(?<more>.+)$/iu;
const RANGE =
  /^(?:phases?\s*)?(?<from>\d{1,9})\s*(?:-|–|—|\.\.|to|through|thru)\s*(?:phases?\s*)?(?<to>\d{1,9})$/iu;

function add(map: Map<string, number[]>, key: string, place: number): void {
  const places = map.get(key);
  if (places === undefined) map.set(key, [place]);
  else places.push(place);
}

/** Ids without regard to case and to zeros in front. */
export function foldedId(id: string): string {
  const lower = id.toLowerCase();
  return lower.includes('0') ? lower.replace(/(?<!\d)0+(?=\d)/gu, '') : lower;
}

/** Titles without regard to case, marks, white space and a final stop. */
export function foldedTitle(title: string): string {
  return title.toLowerCase().replace(/[`*]/gu, '').replace(/\s+/gu, ' ').replace(/[.:]$/u, '').trim();
}

function union(a: readonly number[], b: readonly number[]): readonly number[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  return [...new Set([...a, ...b])].sort((one, other) => one - other);
}

function numbered(phases: readonly Phase[]): (readonly [number, number])[] {
  return phases
    .flatMap(({ id }, place) => (/^\d{1,9}$/u.test(id) ? [[Number(id), place] as const] : []))
    .sort(([a, one], [b, other]) => a - b || one - other);
}

function lowerBound(sorted: readonly (readonly [number, number])[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.[0] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
