import type { LayerName, Library } from '../../framework/index.ts';

/** A layer for a person's own components. */
export type WritableLayer = Extract<Library[number], { readonly name: 'project' | 'user' }>;

/** The layer of that name, if it exists and is writable. */
export function writableLayer(library: Library, name: LayerName): WritableLayer | undefined {
  return writableLayers(library).find((layer) => layer.name === name);
}

/** The writable layers, in the order in which they are searched. */
export function writableLayers(library: Library): WritableLayer[] {
  return library.filter((layer): layer is WritableLayer => layer.name !== 'built-in');
}
