import type { CatalogEntry, EntryKind } from './catalog_entry.ts';
import { FIELDS, type SearchIndex } from './search_index.ts';
import { type QueryWord, queryWords } from './words.ts';

/** An entry that fits, and the reasons. */
export type CatalogHit = {
  readonly entry: CatalogEntry;
  readonly score: number;
  /** The query's words that it has, as the query has them. */
  readonly matched: readonly string[];
  /** The share of the query that those words make up, weighted by how rare they are, from 0 to 1. */
  readonly share: number;
  /**
   * The share of the query that it is about, weighted likewise: words of its name or description, or words that its text often
   * repeats.
   */
  readonly about: number;
  /** The share of the query in its name or description, weighted likewise. */
  readonly said: number;
  /** The ids of copies: an entry that several plugins bring takes one place. */
  readonly copies: readonly string[];
};

/** The entries that fit a query, the best first. */
export type CatalogHits = {
  readonly hits: readonly CatalogHit[];
  /** The best entry that was not good enough, where nothing fits. */
  readonly nearest: CatalogHit | null;
};

/**
 * Weights of the fields and the figures of BM25+ (Lv and Zhai, Lower-Bounding Term Frequency Normalization, CIKM 2011), chosen
 * on the sentences "use when" of components of a public marketplace: docs/evals/catalogue.md has the figures.
 */
const WEIGHTS: Readonly<Record<(typeof FIELDS)[number], number>> = {
  name: 1,
  description: 2,
  text: 2,
  plugin: 0.5,
};
const SATURATION = 4;
const LENGTH = 0.9;
const FLOOR = 0.2;

/**
 * The thresholds for a fit, chosen on one half of the components and of the wishes off topic (docs/evals/catalogue.md): one of
 * the first three hits has this share of the query, or a lower one if it has many of its words; and either that hit is about
 * enough of the query or has enough of its words, or another of the three is about more. For a short query, some of its words
 * have to be in the hit's name or description, or its text has to repeat them all: few words are soon found in a long text.
 */
const MIN_SHARE = 0.42;
const MIN_SHARE_OF_MANY = 0.36;
const MIN_ABOUT = 0.2;
const MIN_ABOUT_BESIDE = 0.3;
const MANY_WORDS = 5;
const SHORT = 5;
const MIN_SAID = 0.1;
const ALL_ABOUT = 0.9;

/**
 * Finds the entries that fit a query in all sources together; a word repeated in the query counts twice. Nothing fits where none
 * of the first three has enough of the query, weighted by how rare its words are, and more than one of several words; or where
 * they only mention these, and are about something else.
 */
export function searchCatalog(
  indexes: readonly SearchIndex[],
  query: string,
  { kind, most = 10 }: { readonly kind?: EntryKind | undefined; readonly most?: number } = {},
): CatalogHits {
  const words = queryWords(query).slice(0, MAX_WORDS);
  const count = indexes.reduce((sum, { entries }) => sum + entries.length, 0);
  const averages = FIELDS.map(
    (_, at) =>
      indexes.reduce((sum, { lengths }) => sum + lengths.reduce((all, one) => all + (one[at] ?? 0), 0), 0) /
      Math.max(1, count),
  );
  const found = new Map<
    string,
    {
      index: SearchIndex;
      place: number;
      score: number;
      weight: number;
      about: number;
      said: number;
      matched: QueryWord[];
    }
  >();
  let whole = 0;
  for (const word of words) {
    const postings = indexes.flatMap((index, at) =>
      postingsOf(index, word.stem).map((posting) => ({ ...posting, index, at })),
    );
    const rarity = word.isSubject ? word.times * rarityOf(postings.length, count) : 0;
    whole += rarity;
    const having = FIELDS.map((_, field) => postings.filter(({ counts }) => (counts[field] ?? 0) > 0).length);
    for (const { index, at, place, counts } of postings) {
      const key = `${at} ${place}`;
      const one = found.get(key) ?? { index, place, score: 0, weight: 0, about: 0, said: 0, matched: [] };
      for (const [field, name] of FIELDS.entries()) {
        const times = counts[field] ?? 0;
        if (times === 0) continue;
        const length = (index.lengths[place]?.[field] ?? 0) / Math.max(1, averages[field] ?? 1);
        const frequency = (times * (SATURATION + 1)) / (times + SATURATION * (1 - LENGTH + LENGTH * length));
        one.score += word.times * WEIGHTS[name] * rarityOf(having[field] ?? 0, count) * (FLOOR + frequency);
      }
      one.weight += rarity * (isMentionedOnce(counts) ? ONE_MENTION : 1);
      if (isTopic(counts)) one.about += rarity;
      if (isSaid(counts)) one.said += rarity;
      one.matched.push(word);
      found.set(key, one);
    }
  }
  const ranked = [...found.values()]
    .flatMap(({ index, place, score, weight, about, said, matched }) => {
      const entry = index.entries[place];
      if (entry === undefined || (kind !== undefined && entry.kind !== kind)) return [];
      // Each further word adds more than its own weight.
      const total = score * Math.sqrt(matched.length) * (entry.kind === 'plugin' ? WHOLE_PLUGIN : 1);
      const of = (part: number) => (whole === 0 ? 0 : part / whole);
      const hit: CatalogHit = {
        ...{ entry, score: total, matched: matched.map(({ written }) => written) },
        ...{ share: of(weight), about: of(about), said: of(said), copies: [] },
      };
      return [{ hit, subjects: matched.filter(({ isSubject }) => isSubject).length }];
    })
    .sort((a, b) => b.hit.score - a.hit.score || (a.hit.entry.id < b.hit.entry.id ? -1 : 1));
  const hits = withoutCopies(ranked.map(({ hit }) => hit));
  return isFit(ranked.slice(0, 3), words.filter(({ isSubject }) => isSubject).length)
    ? { hits: hits.slice(0, most), nearest: null }
    : { hits: [], nearest: hits[0] ?? null };
}

/** Each entry once, at its first place: of one kind, with the same name and the same description. */
function withoutCopies(hits: readonly CatalogHit[]): CatalogHit[] {
  const found = new Map<string, { readonly hit: CatalogHit; readonly copies: string[] }>();
  for (const hit of hits) {
    const { kind, name, description, id } = hit.entry;
    // An entry without a description may be anything.
    const key = description === '' ? id : JSON.stringify([kind, name, description]);
    const first = found.get(key);
    if (first === undefined) found.set(key, { hit, copies: [] });
    else first.copies.push(id);
  }
  return [...found.values()].map(({ hit, copies }) => ({ ...hit, copies }));
}

/** An entry found, and the number of the query's subject words that it has. */
type Ranked = { readonly hit: CatalogHit; readonly subjects: number };

/** Whether the best entries really fit, instead of being only the least unlike. */
function isFit(best: readonly Ranked[], words: number): boolean {
  const having = best.filter(
    ({ hit: { share, about, said }, subjects }) =>
      share >= (subjects > MANY_WORDS ? MIN_SHARE_OF_MANY : MIN_SHARE) &&
      (subjects > 1 || words < 3) &&
      (words > SHORT || said >= MIN_SAID || about >= ALL_ABOUT),
  );
  return having.some(
    ({ hit: { about }, subjects }) =>
      about >= MIN_ABOUT ||
      subjects >= MANY_WORDS ||
      best.some(({ hit: other }) => other.about >= MIN_ABOUT_BESIDE),
  );
}

const MAX_WORDS = 200;

/** Whether a word is in the text alone, and only once: a long text mentions many things once that it is not about. */
function isMentionedOnce(counts: readonly number[]): boolean {
  return counts.every((count, field) => (FIELDS[field] === 'text' ? count < 2 : count === 0));
}

/** Whether an entry's name or description has a word. */
function isSaid(counts: readonly number[]): boolean {
  return counts.some(
    (count, field) => (FIELDS[field] === 'name' || FIELDS[field] === 'description') && count > 0,
  );
}

/** Whether a word is part of an entry's subject: its name or description contains it, or its text often does. */
function isTopic(counts: readonly number[]): boolean {
  return counts.some((count, field) =>
    FIELDS[field] === 'text' ? count >= OFTEN : FIELDS[field] !== 'plugin' && count > 0,
  );
}

const OFTEN = 3;

/** A plugin is found by its README as well, but people look for the things that it brings. */
const WHOLE_PLUGIN = 0.7;

const ONE_MENTION = 0.7;

/** Inverse document frequency, never negative (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009). */
function rarityOf(having: number, count: number): number {
  return Math.log(1 + (count - having + 0.5) / (having + 0.5));
}

function postingsOf(
  { postings }: SearchIndex,
  word: string,
): { readonly place: number; readonly counts: readonly number[] }[] {
  const packed: unknown = Object.getOwnPropertyDescriptor(postings, word)?.value;
  if (typeof packed !== 'string' || packed === '') return [];
  return packed.split(' ').map((one) => {
    const [place = '', counts = ''] = one.split(':');
    return { place: Number(place), counts: counts.split(',').map(Number) };
  });
}
