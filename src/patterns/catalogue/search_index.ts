import type { CatalogEntry, CatalogSource, ReadEntry, ReadSource } from './catalog_entry.ts';
import { wordsOf } from './words.ts';

/** The parts of an entry in which words are searched, in the order of their figures in postings. */
export const FIELDS = ['name', 'description', 'text', 'plugin'] as const;

/**
 * A source as it is kept: its entries, and for every word the entries that contain it. A query reads the postings of its own
 * words only, and the rest of the file stays one long text: that keeps it quick with thousands of entries, where an index of
 * objects takes longer to load than to search.
 */
export type SearchIndex = {
  readonly format: typeof INDEX_FORMAT;
  readonly source: CatalogSource;
  readonly renames: Readonly<Record<string, string>>;
  readonly entries: readonly CatalogEntry[];
  /** For every entry the number of words in each field. */
  readonly lengths: readonly (readonly number[])[];
  /** For every word `entry:count,count,count,count` of the entries that have it, with a blank between them. */
  readonly postings: Readonly<Record<string, string>>;
};

/** The name of the format; an index in another format is built again from its source. */
export const INDEX_FORMAT = 'orchestrator.catalog-index/2';

/** Makes the index of a source. */
export function indexSource(source: CatalogSource, { entries, renames }: ReadSource): SearchIndex {
  const postings = new Map<string, string[]>();
  const lengths: number[][] = [];
  for (const [place, entry] of entries.entries()) {
    const counts = new Map<string, number[]>();
    const length = FIELDS.map((field, at) => {
      const words = wordsOf(fieldOf(entry, field));
      for (const word of words) {
        const figures = counts.get(word) ?? FIELDS.map(() => 0);
        figures[at] = (figures[at] ?? 0) + 1;
        counts.set(word, figures);
      }
      return words.length;
    });
    lengths.push(length);
    for (const [word, figures] of counts) {
      const list = postings.get(word) ?? [];
      list.push(`${place}:${figures.join(',')}`);
      postings.set(word, list);
    }
  }
  const naming = namesIn(entries, source.name);
  return {
    format: INDEX_FORMAT,
    source,
    renames,
    entries: entries.map(({ text: _, ...entry }, place) => ({
      id: idOf(entry, source.name),
      ...entry,
      names: naming[place] ?? [],
    })),
    lengths,
    postings: Object.fromEntries(
      [...postings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, list]) => [word, list.join(' ')]),
    ),
  };
}

/** The name of an entry in the whole catalogue. */
export function idOf(
  { kind, plugin, name }: Pick<CatalogEntry, 'kind' | 'plugin' | 'name'>,
  source: string,
): string {
  return kind === 'plugin' ? `${plugin}@${source}` : `${plugin}:${name}@${source}`;
}

function fieldOf(entry: ReadEntry, field: (typeof FIELDS)[number]): string {
  switch (field) {
    case 'name':
      return entry.name;
    case 'description':
      return entry.description;
    case 'text':
      return entry.text;
    case 'plugin':
      return entry.plugin;
  }
}

/** For every entry the others that its text names: names of one plain word say too little. */
function namesIn(entries: readonly ReadEntry[], source: string): string[][] {
  const byName = new Map<string, string>();
  for (const entry of entries)
    if (/[-_]/u.test(entry.name) && !byName.has(entry.name.toLowerCase()))
      byName.set(entry.name.toLowerCase(), idOf(entry, source));
  return entries.map((entry) => {
    const words = new Set(entry.text.toLowerCase().match(/[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)+/gu) ?? []);
    const own = idOf(entry, source);
    return [...words]
      .flatMap((word) => byName.get(word) ?? [])
      .filter((id) => id !== own)
      .slice(0, MAX_NAMED)
      .sort();
  });
}

const MAX_NAMED = 12;
