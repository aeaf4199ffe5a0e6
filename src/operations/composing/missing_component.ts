import { type ComponentName, componentNames } from '../../framework/index.ts';
import type { Workspace } from '../workspace.ts';

/** What a person can do about a component that no layer has: everywhere the same, the likeliest first. */
export function missingRemedy({
  kind,
  file,
  similar,
}: ComponentName & { readonly similar?: string | undefined }): string {
  const near = similar === undefined ? '' : `Did you mean ${similar}? Then name that one. Else write it: `;
  return `${near === '' ? 'Write it: ' : near}\`orchestrator components new ${kind} ${file}\`; or have a model write it: \`orchestrator config set model NAME\`, then make a framework of the goal.`;
}

/** Whether the library has a component of that name, but of another kind. */
export function isOfAnotherKind({ library }: Workspace, { kind, file }: ComponentName): boolean {
  const stem = stemOf(file);
  return componentNames(library).some((other) => other.kind !== kind && stemOf(other.file) === stem);
}

function stemOf(file: string): string {
  return file.replace(/\.(?:txt|md)$/u, '');
}
