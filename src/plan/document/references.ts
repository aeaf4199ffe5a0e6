import { LatePattern } from '../../lib/index.ts';
import type { Phase, Reference } from '../plan.ts';
import { trimCapacity } from '../trim_capacity.ts';
import { UNIT_WORD } from '../words/unit_words.ts';
import { cut, partsOf, plain, saysLater, saysNone } from './inline.ts';
import type { TextLine } from './markdown_block.ts';
import type { UnresolvedPhase } from './phase.ts';

/** More dependencies than this, with ranges written out, are a mistake or an attack. */
export const MAX_DEPENDENCIES = 5_000_000;

/** Names that mean no phase take longest to read, and each of them is a problem of its own. */
export const MAX_UNKNOWN = 1000;

/** The limit that is exceeded, and the line that exceeds it. */
export type TooMany = { readonly what: 'dependencies' | 'unknown names'; readonly line: TextLine };

/**
 * Finds the phases that every dependency names, by id, label or title.
 *
 * @returns where there were too many, so that the rest was not looked at, or `undefined`
 */
export function resolveReferences(phases: readonly UnresolvedPhase[]): TooMany | undefined {
  const index = new PhaseIndex(phases.map(({ phase }) => phase));
  let count = 0;
  let unknown = 0;
  for (const [place, { names, dependencies }] of phases.entries()) {
    if (dependencies === undefined) continue;
    const references: Reference[] = [];
    for (const line of names) {
      for (const reference of referencesIn(line, { index, place })) {
        references.push(reference);
        count += reference.isMany ? reference.phases.length : 1;
        if (count > MAX_DEPENDENCIES) return { what: 'dependencies', line };
        if (reference.phases.length === 0) unknown += 1;
        if (unknown > MAX_UNKNOWN) return { what: 'unknown names', line };
      }
    }
    dependencies.references = trimCapacity(references);
  }
  return undefined;
}

type Where = {
  readonly index: PhaseIndex;
  /** The index of the dependent phase. */
  readonly place: number;
  /** Whether nothing but an id or title is looked for: no range, and no remark after a label. */
  readonly isWholeTitle?: boolean;
};

function* referencesIn(line: TextLine, where: Where): Generator<Reference> {
  if (saysNone(line.text) || saysLater(line.text)) return;
  const parts = partsOf(line);
  for (let start = 0; start < parts.length; ) {
    const { length, found } = longestTitle(line, { parts, start, where });
    yield* found;
    start += length;
  }
}

/** A title may contain commas, so that several parts together may be one name. */
function longestTitle(
  line: TextLine,
  { parts, start, where }: { parts: readonly TextLine[]; start: number; where: Where },
): { readonly length: number; readonly found: Reference[] } {
  const first = parts[start] as TextLine;
  const furthest = where.index.mayBeListed(line.text) ? Math.min(parts.length, start + MAX_COMMAS) : start;
  for (let end = furthest; end > start + 1; end--) {
    const last = parts[end - 1] as TextLine;
    const from = first.column - line.column;
    const text = cut(line, from, last.column - line.column + last.text.length);
    const joined = referenceIn(text, { ...where, isWholeTitle: true });
    if (joined.phases.length > 0) return { length: end - start, found: [joined] };
  }
  return { length: 1, found: split(first, where) };
}

const MAX_COMMAS = 4;

/** A longer text names nothing; to look at it closely would take long. */
const LONGEST_NAME = 500;

/** A part that names nothing by itself may be several: "Phase 1 and 2", "1/2", "1 + 2". */
function split(part: TextLine, where: Where): Reference[] {
  const whole = referenceIn(part, where);
  if (whole.phases.length > 0 || saysLater(part.text)) return whole.phases.length > 0 ? [whole] : [];
  if (part.text.length > LONGEST_NAME) return [whole];
  const pieces: TextLine[] = [];
  let from = 0;
  for (const match of withoutBrackets(part.text).matchAll(/\s+(?:and|plus)\s+|^and\s+|\s*[&+/]\s*/giu)) {
    pieces.push(cut(part, from, match.index));
    from = match.index + match[0].length;
  }
  pieces.push(cut(part, from, part.text.length));
  const found = pieces.filter(({ text }) => text !== '').map((piece) => referenceIn(piece, where));
  if (found.some(({ phases }) => phases.length > 0)) return found;
  const mentioned = mentionedIn(part, where);
  return mentioned.length > 0 ? mentioned : [whole];
}

/**
 * The phases that a sentence names by their labels: "All depend on Phase 1", "Phase 1. Independent of Phase 2". A phase that it
 * says it does not need is no dependency.
 */
function mentionedIn(part: TextLine, { index, place }: Where): Reference[] {
  const references: Reference[] = [];
  // Every label has a digit, and most texts that name nothing have none.
  if (!/\d/u.test(part.text)) return references;
  for (const sentence of part.text.matchAll(/[^.;!?。]+(?:[.](?=\d)[^.;!?。]+)*/gu)) {
    if (NOT_NEEDED.test(sentence[0])) continue;
    for (const match of sentence[0].matchAll(MENTION.pattern)) {
      const found = index.named(match[0].trim(), place);
      if (found.phases.length === 0) continue;
      const at = cut(part, sentence.index + match.index, sentence.index + match.index + match[0].length);
      references.push(referenceTo(at, match[0].trim(), found, part.text));
    }
  }
  return references;
}

const NOT_NEEDED =
  /\b(?:independent(?:ly)?|not|no|never|without|parallel|unrelated|nothing|or|either)\b|n['’]t\b|независим|параллельно|不依赖|并行|並行|병렬/iu;

/** Blanks out the text in brackets, so that places stay. */
function withoutBrackets(text: string): string {
  return text.replace(/\([^()]*\)/gu, (note) => ' '.repeat(note.length));
}

function referenceIn(line: TextLine, { index, place, isWholeTitle = false }: Where): Reference {
  const { text } = line;
  if (text.length > LONGEST_NAME) return referenceTo(line, text, UNDEFINED);
  const find = (name: string) =>
    isWholeTitle ? (index.called(name) ?? UNDEFINED) : index.named(name, place);
  const exact = index.mayBeNoted(text) ? index.called(nameIn(text)) : undefined;
  if (exact !== undefined) return referenceTo(line, text, exact);
  const { name, note } = NOTED.exec(text)?.groups ?? {};
  if (name !== undefined) {
    const noted = find(nameIn(name));
    const beside = note?.trim() || noted.note;
    if (noted.phases.length > 0) return referenceTo(line, name, noted, beside);
  }
  return referenceTo(line, text, find(nameIn(text)));
}

function referenceTo(
  { line, column }: TextLine,
  text: string,
  { phases, isMany, note }: Found,
  beside = note,
): Reference {
  return { text, note: beside, phases, isMany, line, column };
}

/** A name, and a remark in brackets after it. */
const NOTED = /^(?<name>[^(]*[^(\s])\s*\((?<note>[^()]*(?:\([^()]*\)[^()]*)*)\)[.:]?$/u;

/** A name without emphasis, code marks, links and the words around it. */
function nameIn(text: string): string {
  if (/^Phase \w+$/u.test(text)) return text;
  const shown = text.startsWith('[') ? text.replace(/^\[(.+)\]\([^)]*\)/u, '$1') : text;
  const bare = shown.includes('`') ? shown.replace(/`/gu, '') : shown;
  return plain(bare.trim())
    .replace(/^(?:after|requires?|needs?|depends on|blocked by|completion of|once)\s+/iu, '')
    .replace(/\s+(?:(?:is|are|must be|to be)\s+)?(?:completed?|done|finished)$/iu, '')
    .replace(/(?<=\S)[.:]$/u, '');
}

type Found = Pick<Reference, 'phases' | 'isMany' | 'note'>;

/** The phases by their names. */
class PhaseIndex {
  readonly #ids = new Map<string, number[]>();
  readonly #phases: readonly Phase[];
  /** Whether no title looks like a label or has marks, brackets or commas, as in most plans. */
  readonly #hasPlainTitles: boolean;
  /** Made when a name first asks for it: a plan with only plain labels never does. */
  #titles: ReadonlyMap<string, readonly number[]> | undefined;
  /** Phases whose ids are whole numbers, in the order of these; made when a range first asks for it. */
  #numbered: readonly (readonly [number: number, place: number])[] | undefined;

  #lastLine = '';
  #isParted = false;
  #lastNamed: { readonly name: string; readonly place: number; readonly found: Found } | undefined;

  constructor(phases: readonly Phase[]) {
    this.#phases = phases;
    this.#hasPlainTitles = !phases.some(({ title }) => /phase|[`*(,;]/iu.test(title));
    for (const [place, { id }] of phases.entries()) add(this.#ids, foldedId(id), place);
  }

  /**
   * Whether a name may continue after a comma. Only titles have commas; where other brackets, or those in code spans, split the
   * line in another way than a remark is found, it may as well.
   */
  mayBeListed(line: string): boolean {
    if (!this.#hasPlainTitles) return true;
    // This is called for every name on a line, and a line may have very many.
    if (line !== this.#lastLine) [this.#lastLine, this.#isParted] = [line, /[[\]{}`]/u.test(line)];
    return this.#isParted;
  }

  /** Whether a name may have brackets of its own: only titles and links have. */
  mayBeNoted(text: string): boolean {
    return !this.#hasPlainTitles || !text.includes('(') || text.includes('[');
  }

  /** The phases that a name means for the phase at a place. A line may repeat one name many times. */
  named(name: string, place: number): Found {
    if (this.#lastNamed?.name === name && this.#lastNamed.place === place) return this.#lastNamed.found;
    const found =
      this.called(name) ??
      this.#labelAndMore(name) ??
      this.#range(name) ??
      this.#allBefore(name, place) ??
      UNDEFINED;
    this.#lastNamed = { name, place, found };
    return found;
  }

  /** The phases that have exactly this id, label or title. */
  called(name: string): Found | undefined {
    const plainly = this.#plainlyLabelled(name);
    if (plainly !== undefined) return { phases: plainly, isMany: false, note: undefined };
    const titled = this.#titled(name);
    const label = LABEL.exec(name)?.[1];
    const labelled = label === undefined ? NOBODY : (this.#ids.get(foldedId(label)) ?? NOBODY);
    if (titled.length > 0 || labelled.length > 0)
      return { phases: union(labelled, titled), isMany: false, note: undefined };
    const whole = this.#labelAndMore(name);
    return whole?.note === undefined ? whole : undefined;
  }

  /** `Phase 2a`, where no title could be meant: the fast path for most plans. */
  #plainlyLabelled(name: string): readonly number[] | undefined {
    const id = this.#hasPlainTitles ? /^Phase (\w{1,40})$/u.exec(name)?.[1] : undefined;
    return id === undefined ? undefined : this.#ids.get(foldedId(id));
  }

  #titled(title: string): readonly number[] {
    this.#titles ??= placesOfTitles(this.#phases);
    return this.#titles.get(foldedTitle(title)) ?? NOBODY;
  }

  /** "Phase 1: Setup", "1. Setup", "Phase 1 – for the schema": the label decides, unless the rest is another's title. */
  #labelAndMore(name: string): Found | undefined {
    const { id = '', digits, more = '' } = LABEL_AND_MORE.exec(name)?.groups ?? {};
    const labelled = this.#ids.get(foldedId(digits ?? id));
    if (labelled === undefined || NAMES_OTHERS.test(more)) return undefined;
    const titled = this.#titled(more);
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
    if (end - first > MAX_DEPENDENCIES || end <= first) return undefined;
    const phases = this.#numbered.slice(first, end).map(([, place]) => place);
    return { phases, isMany: true, note: undefined };
  }

  #allBefore(name: string, place: number): Found | undefined {
    if (
      !/^all (?:of )?(?:the )?(?:previous|prior|preceding|earlier|above|other previous)(?: (?:phases|stages|steps|tasks|milestones|sprints|parts|ones|work|waves|weeks))?$|^(?:все предыдущие(?: (?:фазы|этапы|шаги|задачи))?|todas las (?:fases|tareas) anteriores|todas as (?:fases|tarefas) anteriores|toutes les (?:phases|étapes) précédentes|alle vorherigen (?:phasen|schritte)|所有前置阶段|前面所有阶段|以上全部)$/iu.test(
        name,
      )
    )
      return undefined;
    return { phases: Array.from({ length: place }, (_, index) => index), isMany: true, note: undefined };
  }
}

const NOBODY: readonly number[] = [];
const UNDEFINED: Found = { phases: NOBODY, isMany: false, note: undefined };

/** Words for a phase in its heading. */
const WORD = `(?:(?:phase|step|task|stage|milestone|part|sprint)|${UNIT_WORD})`;
const MENTION = new LatePattern(
  () =>
    String.raw`(?:(?:${WORD})s?\s*)#?\d{1,4}(?:[.-]\d{1,4})*[a-z]?(?:\s*(?:-|–|to|through)\s*(?:${WORD}s?\s*)?\d{1,4})?(?![\p{L}\p{N}]|-[\p{L}\p{N}])`,
  'giu',
);
const LABEL = new LatePattern(() => String.raw`^(?:${WORD}s?\s*)?#?([\w.-]{1,40})$`, 'iu');
/** Text after a label, and a remark in brackets, followed by further names of phases. */
const NAMES_OTHERS =
  /^(?:(?:or|and|plus|to|through|thru)\b|[&+/–—-])|^(?:\([^()]*\)\s*)+(?:(?:or|and|plus|to)\b|[&+/])|\bphases?\s*#?\d/iu;
const LABEL_AND_MORE = new LatePattern(
  () =>
    String.raw`^(?:${WORD}\s*#?(?<id>\d+(?:[.-]\d+)*(?:-?[a-z])?(?![a-z0-9])|[a-z]{1,4}(?=\s*:))|#?(?<digits>\d+(?:\.\d+)*[a-z]?)(?=[:.)]\s|\s+[-–—]\s))(?:\s*[:.)]\s*|\s*[–—-]\s+(?!\d)|\s+)(?<more>.+)$`,
  'iu',
);
const RANGE = new LatePattern(
  () =>
    String.raw`^(?:${WORD}s?\s*)?(?<from>\d{1,9})\s*(?:-|–|—|\.\.|to|through|thru)\s*(?:${WORD}s?\s*)?(?<to>\d{1,9})$`,
  'iu',
);

function placesOfTitles(phases: readonly Phase[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [place, { title }] of phases.entries()) if (title !== '') add(places, foldedTitle(title), place);
  return places;
}

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
  const lower = title.toLowerCase();
  if (!/[`*]|\s\s|[^\S ]|[.:]$/u.test(lower)) return lower.trim();
  return lower.replace(/[`*]/gu, '').replace(/\s+/gu, ' ').replace(/[.:]$/u, '').trim();
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
