import { type ComponentName, componentNames, type ResolvedComponent } from '../../framework/index.ts';
import type { Workspace } from '../workspace.ts';

/** Why a component is still missing, and what to do about it. */
export type Unmet = ComponentName & Why;

/** Why something is not there, and what to do about it. */
export type Why = { readonly reason: string; readonly remedy: string };

/**
 * What a person can do about a component that no layer has: everywhere the same, the likeliest first.
 *
 * @param name.kind - `undefined` where nothing tells it
 */
export function missingRemedy({
  kind,
  file,
  similar,
}: {
  readonly kind: ComponentName['kind'] | undefined;
  readonly file: string;
  readonly similar?: string | undefined;
}): string {
  const near = similar === undefined ? '' : `Did you mean ${similar}? Then name that one. Else write it: `;
  // What is no word of a command is not put into one.
  const command = `orchestrator components new ${kind ?? 'KIND'} ${/^[\w.-]{1,104}$/u.test(file) ? file : 'NAME'}`;
  return `${near === '' ? 'Write it: ' : near}\`${command}\`; or have a model write it: \`orchestrator config set model NAME\`, then make a framework of the goal.`;
}

/** Whether the library has a component of that name, but of another kind. */
export function isOfAnotherKind({ library }: Workspace, { kind, file }: ComponentName): boolean {
  const stem = stemOf(file);
  return componentNames(library).some((other) => other.kind !== kind && stemOf(other.file) === stem);
}

function stemOf(file: string): string {
  return file.replace(/\.(?:txt|md)$/u, '');
}

/** The sentence that says so. */
export function notFound(file: string): string {
  return `The required component ${file} was not found.`;
}

/** The file that may have been meant by one that is missing. */
export function similarTo(
  { components }: { readonly components: Components },
  kind: string,
  file: string,
): string | undefined {
  const resolved = byName(components).get(`${kind} ${file}`);
  return resolved?.component === undefined ? resolved?.similar : undefined;
}

type Components = readonly ResolvedComponent[];

/** They are asked for one by one, and there may be thousands. */
const indexes = new WeakMap<Components, ReadonlyMap<string, Components[number]>>();

function byName(components: Components): ReadonlyMap<string, Components[number]> {
  // Of one name, the first counts.
  const index =
    indexes.get(components) ??
    new Map([...components].reverse().map((each) => [`${each.kind} ${each.file}`, each] as const));
  indexes.set(components, index);
  return index;
}

/** Why a component was not generated, as the beginning of a hint; empty where nothing is known of that. */
export function unmetReason(
  unmet: readonly Unmet[],
  { kind, file }: { readonly kind: string; readonly file: string },
): string {
  const why = unmet.find((candidate) => candidate.kind === kind && candidate.file === file);
  if (why === undefined) return '';
  return `It was not generated: ${why.reason.replace(/\.$/u, '')}. ${why.remedy.replace(/\.?$/u, '.')} `;
}
