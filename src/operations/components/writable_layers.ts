import type { LayerName, Library } from '../../framework/index.ts';

/** A layer that a person's own components stand in. */
export type WritableLayer = Extract<Library[number], { readonly name: 'project' | 'user' }>;

/** The layer of a name, if it is there and can be written. */
export function writableLayer(library: Library, name: LayerName): WritableLayer | undefined {
  return writableLayers(library).find((layer) => layer.name === name);
}

/** The layers that can be written, the first to look in first. */
export function writableLayers(library: Library): WritableLayer[] {
  return library.filter((layer): layer is WritableLayer => layer.name !== 'built-in');
}
