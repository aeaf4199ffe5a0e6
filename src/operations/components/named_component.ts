import { basename, dirname, join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type Component,
  type ComponentKind,
  type ComponentName,
  type ComponentProblemCode,
  FOLDERS,
  findComponent,
  KINDS,
  type Library,
} from '../../framework/index.ts';
import { displayPath, entryKind, realPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { namedComponents, unknownComponent } from './components.ts';

/** A component as named by a person. */
export type ComponentReference = {
  /** Its name, with or without the ending, or a path to it. */
  readonly wanted: string;
  /** Selects one where several kinds have that name. */
  readonly kind: ComponentKind | undefined;
};

/** A component's name, and the layers to search for it. */
export type NamedComponent = { readonly name: ComponentName; readonly library: Library };

export type NamedComponentProblemCode = 'ambiguous-component' | 'component-not-in-library';

/**
 * Resolves a name or a path to components. A name is looked up in all layers; a path only in the layer that it leads into.
 * A file in the working directory does not take precedence over a component of the same name.
 */
export function resolveComponent(
  { cwd }: OperationContext,
  workspace: Workspace,
  { wanted, kind }: ComponentReference,
): Result<NamedComponent, NamedComponentProblemCode | 'unknown-component'> {
  const { library } = workspace;
  const names = namedComponents(library, wanted, kind);
  if (names.length > 1) return failure('usage', ambiguous(wanted));
  if (names[0] !== undefined) return success({ name: names[0], library });
  const path = resolve(cwd, wanted);
  if (['absent', 'folder'].includes(entryKind(path))) return unknownComponent(workspace, wanted, kind);
  const [found] = placesOf(library, path, kind);
  return found === undefined ? failure('usage', notInLibrary(displayPath(cwd, path))) : success(found);
}

/** Error codes of {@link findNamedComponent}. */
export type FindNamedCode = ComponentProblemCode | NamedComponentProblemCode | 'unknown-component';

/** Reads the component that a person names, from the first layer that has it. */
export async function findNamedComponent(
  context: OperationContext,
  workspace: Workspace,
  wanted: ComponentReference,
): Promise<Result<Component, FindNamedCode>> {
  const named = resolveComponent(context, workspace, wanted);
  if (!named.ok) return named;
  return readNamedComponent(context, workspace, wanted, named.value);
}

/** Reads a component from the first of the given layers that has it. */
export async function readNamedComponent(
  { cwd }: OperationContext,
  workspace: Workspace,
  { wanted, kind }: ComponentReference,
  { name, library }: NamedComponent,
): Promise<Result<Component, ComponentProblemCode | 'unknown-component'>> {
  const found = await findComponent(library, name, cwd);
  if (!found.ok) return found;
  return found.value ? success(found.value) : unknownComponent(workspace, wanted, kind);
}

/** The layers and kinds whose folder contains a path. The folder may be a link; the file itself is matched by its name. */
function placesOf(library: Library, path: string, kind: ComponentKind | undefined): NamedComponent[] {
  const folder = realPath(dirname(path));
  return library.flatMap((layer) =>
    KINDS.filter((candidate) => kind === undefined || candidate === kind)
      .filter((candidate) => realPath(join(layer.folder, FOLDERS[candidate])) === folder)
      .map((candidate) => ({ name: { kind: candidate, file: basename(path) }, library: [layer] })),
  );
}

function ambiguous(wanted: string): Problem<NamedComponentProblemCode> {
  return {
    severity: 'error',
    code: 'ambiguous-component',
    message: `Several components are called ${JSON.stringify(wanted.slice(0, 100))}.`,
    hint: 'Name the file with its ending, and say which kind with --kind, or give its path.',
  };
}

function notInLibrary(file: string): Problem<NamedComponentProblemCode> {
  return {
    severity: 'error',
    code: 'component-not-in-library',
    message: 'The file is in no layer of the library.',
    file,
    hint: 'Put it into personas/, protocols/ or constraints/ of a library, or name that library with --library.',
  };
}
