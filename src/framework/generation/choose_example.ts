import type { Component, ComponentName, Library } from '../library/index.ts';

/**
 * Chooses a good component of the same kind as an example: a shipped one that is not among the siblings, always the same one for
 * the same name.
 */
export function chooseExample(
  library: Library,
  wanted: ComponentName,
  siblings: readonly Component[],
): Component | undefined {
  const shipped = library.find((layer) => layer.name === 'built-in');
  if (shipped?.name !== 'built-in') return undefined;
  const taken = new Set(siblings.map(({ kind, file }) => `${kind}/${file}`));
  const name = shipped.components.find(
    ({ kind, file }) => kind === wanted.kind && !taken.has(`${kind}/${file}`),
  );
  return name && { ...shipped.read(name), layer: 'built-in', path: '' };
}
