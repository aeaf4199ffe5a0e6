import { createHash } from 'node:crypto';
import {
  indexSource,
  type ReadEntry,
  readCatalogSource,
  searchCatalog,
} from '../src/patterns/catalogue/index.ts';

/** Requests for which nothing fits, split into the half used for tuning and the held-out half. */
export type OffTopic = Readonly<Record<Half, readonly string[]>>;

type Half = 'tune' | 'report';

/** The figures of one half. */
export type HalfFigures = {
  readonly half: Half;
  readonly components: number;
  readonly queries: number;
  readonly hit1: number;
  readonly hit5: number;
  /** Number of on-topic queries for which nothing was found. */
  readonly refused: number;
  readonly offTopic: number;
  readonly nothingFits: number;
};

/**
 * Measures how well a marketplace's components are found by the sentences in which their descriptions say when to use them; these
 * are removed from the index first. Components are split in halves by a hash of their name, so that tuning on one half cannot
 * leak into the other.
 *
 * @param kinds - whether plugins are entries as well, or only their contents
 */
export function measure(folder: string, offTopic: OffTopic, kinds: 'parts' | 'all'): readonly HalfFigures[] {
  const read = readCatalogSource(folder);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  const entries = read.value.entries.filter(({ kind }) => kinds === 'all' || kind !== 'plugin');
  const queries: { readonly entry: ReadEntry; readonly query: string }[] = [];
  const without = entries.map((entry) => {
    const said =
      entry.kind === 'plugin' ? [] : sentencesOf(entry.description).filter((text) => WHEN.test(text));
    const query = said.join(' ');
    if (query.split(' ').length >= MIN_WORDS) queries.push({ entry, query });
    const cut = (text: string) =>
      said.reduce((rest, one) => rest.replaceAll(one, ' '), text.replace(/\s+/gu, ' '));
    return { ...entry, description: cut(entry.description), text: cut(entry.text) };
  });
  const source = { name: read.value.name, description: '', folder, commit: null, read: '' };
  const index = indexSource(source, { ...read.value, entries: without });
  return (['tune', 'report'] as const).map((half): HalfFigures => {
    const own = queries.filter(({ entry }) => halfOf(entry.name) === half);
    let [hit1, hit5, refused] = [0, 0, 0];
    for (const { entry, query } of own) {
      const { hits } = searchCatalog([index], query, { most: 5 });
      if (hits.length === 0) refused += 1;
      const isRight = hits.map(
        ({ entry: found }) =>
          found.name === entry.name ||
          queries.some((other) => other.entry.name === found.name && other.query === query),
      );
      if (isRight[0]) hit1 += 1;
      if (isRight.includes(true)) hit5 += 1;
    }
    const nothingFits = offTopic[half].filter(
      (wish) => searchCatalog([index], wish).hits.length === 0,
    ).length;
    return {
      ...{ half, components: entries.length, queries: own.length, refused },
      ...{ hit1: hit1 / own.length, hit5: hit5 / own.length },
      ...{ offTopic: offTopic[half].length, nothingFits },
    };
  });
}

/** The half that a component belongs to, by its name. */
function halfOf(name: string): Half {
  return (createHash('sha256').update(name).digest()[0] ?? 0) % 2 === 0 ? 'tune' : 'report';
}

const MIN_WORDS = 4;

/** Matches the beginning of a sentence that says when something is to be used. */
const WHEN = /^(?:Use (?:when|this|for|proactively|PROACTIVELY)|Invoke|Trigger|MUST BE USED)/u;

function sentencesOf(description: string): string[] {
  return description.replace(/\s+/gu, ' ').split(/(?<=[.!?])\s+(?=[A-Z])/u);
}
