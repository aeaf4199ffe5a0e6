import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import {
  type ComponentName,
  componentNames,
  FOLDERS,
  type Library,
  type ResolvedComponent,
  type SuggestedComponent,
  similarFile,
} from '../../framework/index.ts';
import { printableLine } from '../../lib/index.ts';
import { displayPath, entryKind } from '../../platform/index.ts';
import type { Workspace } from '../workspace.ts';

/** The reason why a component is still missing, and a remedy. */
export type UnmetComponent = ComponentName & MissingReason;

/** The reason why something is missing, and a remedy. */
export type MissingReason = { readonly reason: string; readonly remedy: string };

/**
 * The remedies for a component that no layer has, likeliest first; the same text everywhere.
 *
 * @param name.kind - `undefined` if unknown
 */
export function missingRemedy({
  kind,
  file,
  similar,
  otherKind,
}: SuggestedComponent & {
  readonly kind: ComponentName['kind'] | undefined;
  readonly file: string;
}): string {
  const elsewhere =
    otherKind === undefined
      ? ''
      : `${printableLine(file)} is a ${otherKind}, not ${kind === undefined ? 'a component of this kind' : `a ${kind}`}. `;
  const close = similar === undefined ? '' : `Did you mean ${similar}? If not, write it: `;
  const near = `${elsewhere}${close === '' ? 'Write it: ' : close}`;
  // A file name is put into the command only if it is safe to type.
  const command = `orchestrator components new ${kind ?? 'KIND'} ${/^[\w.-]{1,104}$/u.test(file) ? file : 'NAME'}`;
  return `${near}\`${command}\`; or have a model write it: \`orchestrator config set model NAME\`, then create a framework for the goal.`;
}

function namesake(library: Library, { kind, file }: ComponentName): ComponentName | undefined {
  const stem = stemOf(file);
  const alike = componentNames(library).filter((other) => stemOf(other.file) === stem);
  // A component of the same kind with another ending is a likelier match.
  return alike.some((other) => other.kind === kind) ? undefined : alike[0];
}

/**
 * The problem when a named component exists only as another kind: its place, and similar components of the right kind.
 *
 * @returns `undefined` if no component has that name
 */
export function ofAnotherKind(
  { library }: Pick<Workspace, 'library'>,
  name: ComponentName,
  cwd: string,
): Problem<'misspelt-component'> | undefined {
  const other = namesake(library, name);
  if (other === undefined) return undefined;
  const layer = library.find(
    ({ name: of, folder }) =>
      of !== 'built-in' && entryKind(join(folder, FOLDERS[other.kind], other.file)) === 'file',
  );
  const whose = layer === undefined ? 'built-in ' : '';
  const near = nearOfKind(library, name);
  const isAll = near.length === 0;
  const list = isAll ? componentNames(library, name.kind).map(({ file }) => file) : near;
  const shown = list.slice(0, MAX_SHOWN).join(', ');
  const meant = isAll ? `The ${name.kind}s are: ${shown}` : `Near it: ${shown}`;
  const all = `\`orchestrator components list --kind ${name.kind}\``;
  return {
    severity: 'error',
    code: 'misspelt-component',
    message: `${name.file} is not a ${name.kind}: the component of that name is a ${whose}${other.kind}.`,
    ...(layer === undefined
      ? {}
      : { file: displayPath(cwd, join(layer.folder, FOLDERS[other.kind], other.file)) }),
    hint: `To use it as one: --${other.kind} ${other.file}. ${list.length === 0 ? `There is no ${name.kind} yet` : `${meant}${list.length > MAX_SHOWN ? ', …' : ''}`}; all of them: ${all}.`,
  };
}

const MAX_SHOWN = 5;

/** The components of a kind that a name may refer to: the closest one, and those that share a word with it. */
function nearOfKind(library: Library, { kind, file }: ComponentName): string[] {
  const words = new Set(wordsOf(file));
  const closest = similarFile(library, { kind, file });
  const alike = componentNames(library, kind)
    .map((each) => ({ file: each.file, shared: wordsOf(each.file).filter((word) => words.has(word)).length }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared);
  return [...new Set([...(closest === undefined ? [] : [closest]), ...alike.map((each) => each.file)])];
}

/** The words long enough to be significant, cut to their stems. */
function wordsOf(file: string): string[] {
  return stemOf(file)
    .toLowerCase()
    .split(/[_-]+/u)
    .filter((word) => word.length > 3)
    .map((word) => word.slice(0, 5));
}

function stemOf(file: string): string {
  return file.replace(/\.(?:txt|md)$/u, '');
}

/** The message for a missing component. */
export function notFound(file: string): string {
  return `The required component ${file} was not found.`;
}

/** The component that a missing one may have been meant to be. */
export function intendedComponent(
  { components }: { readonly components: Components },
  { kind, file }: ComponentName,
): SuggestedComponent {
  const resolved = byName(components).get(`${kind} ${file}`);
  return resolved === undefined || resolved.component !== undefined
    ? { similar: undefined, otherKind: undefined }
    : { similar: resolved.similar, otherKind: resolved.otherKind };
}

type Components = readonly ResolvedComponent[];

/** Cached, since names are looked up one by one and there may be thousands. */
const indexes = new WeakMap<Components, ReadonlyMap<string, Components[number]>>();

function byName(components: Components): ReadonlyMap<string, Components[number]> {
  // The first component of a name takes precedence.
  const index =
    indexes.get(components) ??
    new Map([...components].reverse().map((each) => [`${each.kind} ${each.file}`, each] as const));
  indexes.set(components, index);
  return index;
}

/** The reason why a component was not generated, as the beginning of a hint; empty if unknown. */
export function unmetReason(
  unmet: readonly UnmetComponent[],
  { kind, file }: { readonly kind: string; readonly file: string },
): string {
  const why = unmet.find((candidate) => candidate.kind === kind && candidate.file === file);
  if (why === undefined) return '';
  return `It was not generated: ${why.reason.replace(/\.$/u, '')}. ${why.remedy.replace(/\.?$/u, '.')} `;
}
