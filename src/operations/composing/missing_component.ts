import { type ComponentName, componentNames } from '../../framework/index.ts';
import type { Workspace } from '../workspace.ts';

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
