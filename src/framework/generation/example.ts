import type { Component, ComponentName, Library } from '../library/index.ts';

/**
 * A good component of the same kind to learn from: a shipped one that is none of the siblings, the same one each time for
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
