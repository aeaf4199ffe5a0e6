import type { Component, FrontMatterValue } from '../../framework/index.ts';

/**
 * A component that cannot be used in one framework with another.
 *
 * - `names-it`: this one's `conflicts_with` names it
 * - `named-by-it`: its `conflicts_with` names this one
 * - `owns-the-same`: both own the same behaviour, given in `owns`
 */
export type Clash = {
  readonly kind: Component['kind'] | null;
  /** The file, or the name in `conflicts_with` where no layer has such a component. */
  readonly file: string;
  readonly how: 'names-it' | 'named-by-it' | 'owns-the-same';
  readonly owns: readonly string[];
};

/** Finds the components that clash with one, according to the front matter of all of them. */
export function clashesOf(component: Component, library: readonly Component[]): Clash[] {
  const others = library.filter((other) => !isSame(other, component));
  const named = listOf(component.metadata.conflicts_with);
  return [
    ...named.flatMap((name) => namedClash(name, others)),
    ...others
      .filter((other) => listOf(other.metadata.conflicts_with).some((name) => isNamed(component, name)))
      .map(({ kind, file }): Clash => ({ kind, file, how: 'named-by-it', owns: [] })),
    ...others.flatMap((other) => ownsClash(component, other)),
  ];
}

function namedClash(name: string, others: readonly Component[]): Clash[] {
  const found = others.filter((other) => isNamed(other, name));
  if (found.length === 0) return [{ kind: null, file: name, how: 'names-it', owns: [] }];
  return found.map(({ kind, file }) => ({ kind, file, how: 'names-it', owns: [] }));
}

function ownsClash(component: Component, other: Component): Clash[] {
  const own = new Set(listOf(component.metadata.owns));
  const owns = listOf(other.metadata.owns).filter((value) => own.has(value));
  return owns.length === 0 ? [] : [{ kind: other.kind, file: other.file, how: 'owns-the-same', owns }];
}

function isSame(a: Component, b: Component): boolean {
  return a.kind === b.kind && a.file === b.file;
}

/** Whether the name is the component's id, stem or file. */
function isNamed({ file, metadata }: Component, name: string): boolean {
  return name === file || name === file.replace(/\.(txt|md)$/u, '') || name === metadata.id;
}

function listOf(value: FrontMatterValue | undefined): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((item): item is string => typeof item === 'string');
}
