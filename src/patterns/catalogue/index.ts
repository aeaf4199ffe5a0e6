export * from './catalog_entry.ts';
export { type Catalog, readCatalog, removeSource, writeSource } from './catalog_store.ts';
export { type CatalogFound, findEntry } from './find_entry.ts';
export { isPlainName } from './list.ts';
export { readCatalogSource } from './read_source.ts';
export { type CatalogHit, type CatalogHits, searchCatalog } from './search.ts';
export { indexSource, type SearchIndex } from './search_index.ts';
