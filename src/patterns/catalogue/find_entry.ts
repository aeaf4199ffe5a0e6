import { nearest } from '../../lib/index.ts';
import type { CatalogEntry } from './catalog_entry.ts';
import type { SearchIndex } from './search_index.ts';

/** The result of looking a name up. */
export type CatalogFound =
  | {
      readonly kind: 'found';
      readonly entry: CatalogEntry;
      readonly index: SearchIndex;
      /** The wanted name, where it is a former name of the entry. */
      readonly renamedFrom?: string;
    }
  | { readonly kind: 'several'; readonly ids: readonly string[] }
  | { readonly kind: 'none'; readonly nearest: string | undefined };

/**
 * Finds the entry that a name means: an id whole, else without its source, else the bare name of a plugin, else that of an agent,
 * a skill or a command; a plugin's former name as well.
 */
export function findEntry(indexes: readonly SearchIndex[], wanted: string): CatalogFound {
  const all = indexes.flatMap((index) => index.entries.map((entry) => ({ entry, index })));
  const name = wanted.trim();
  for (const names of NAMINGS) {
    const found = all.filter(({ entry, index }) => names(entry, index.source.name) === name);
    const [first] = found;
    if (first && found.length === 1) return { kind: 'found', ...first };
    if (first) return { kind: 'several', ids: found.map(({ entry }) => shownId(entry)).sort() };
  }
  for (const index of indexes) {
    const to: unknown = Object.getOwnPropertyDescriptor(index.renames, name.replace(/@.*$/u, ''))?.value;
    if (typeof to !== 'string' || (name.includes('@') && !name.endsWith(`@${index.source.name}`))) continue;
    const entry = index.entries.find((one) => one.kind === 'plugin' && one.name === to);
    if (entry) return { kind: 'found', entry, index, renamedFrom: name };
  }
  const candidates = all.flatMap(({ entry }) => [entry.name, entry.id.replace(/@.*$/u, '')]);
  return { kind: 'none', nearest: nearest(name, candidates) };
}

const NAMINGS: readonly ((entry: CatalogEntry, source: string) => string | undefined)[] = [
  (entry) => `${entry.kind} ${entry.id}`,
  ({ id }) => id,
  (entry) => `${entry.kind} ${bareId(entry)}`,
  bareId,
  ({ kind, name }) => (kind === 'plugin' ? name : undefined),
  ({ name }) => name,
];

function bareId({ kind, plugin, name }: CatalogEntry): string {
  return kind === 'plugin' ? plugin : `${plugin}:${name}`;
}

/** An agent and a command of a plugin may share a name, so the kind comes before it. */
function shownId({ kind, id }: CatalogEntry): string {
  return kind === 'plugin' ? id : `${kind} ${id}`;
}
