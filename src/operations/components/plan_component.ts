import { dirname, join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  COMPONENT_FILE,
  type ComponentKind,
  type ComponentName,
  componentNames,
  FOLDERS,
  type LayerName,
  scaffoldComponent,
} from '../../framework/index.ts';
import { createFile, describeSystemError, displayPath, entryKind, isWithin } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { outsideLibrary } from './library_place.ts';
import { writableLayers } from './writable_layers.ts';

/** The file of a new component, not written yet. */
export type ComponentScaffold = ComponentName & {
  readonly layer: LayerName;
  /** Absolute. */
  readonly path: string;
  /** The path as the user would write it. */
  readonly shown: string;
  readonly text: string;
  /** Whether it takes precedence over a component of that name in another layer. */
  readonly hides: boolean;
};

export type NewComponentProblemCode =
  | 'bad-component-name'
  | 'no-writable-layer'
  | 'component-exists'
  | 'library-outside-project'
  | 'cannot-write';

/** A request for a new component. */
export type NewComponent = {
  readonly kind: ComponentKind;
  /** Its file name, with or without the ending. */
  readonly wanted: string;
  /** The goals that it is meant for. */
  readonly goals?: readonly string[];
};

/** Decides the path and the content of a new component. Writes nothing. */
export function planComponent(
  { cwd }: OperationContext,
  { library }: Workspace,
  { kind, wanted, goals }: NewComponent,
): Result<ComponentScaffold, NewComponentProblemCode> {
  const file = COMPONENT_FILE.test(wanted) ? wanted : `${wanted}.txt`;
  if (!COMPONENT_FILE.test(file)) return failure('usage', badName(wanted, kind));
  const [layer] = writableLayers(library);
  if (layer === undefined) return failure('environment', noLayer());
  const path = join(layer.folder, FOLDERS[kind], file);
  const shown = displayPath(cwd, path);
  if (!isWithin(dirname(layer.folder), path)) return failure('problems', outsideLibrary(shown));
  if (entryKind(path) !== 'absent') return failure('usage', exists(shown));
  const name = { kind, file };
  const hides = componentNames(library, kind).some((other) => other.file === file);
  return success({ ...name, layer: layer.name, path, shown, text: scaffoldComponent(name, goals), hides });
}

/** Writes a new component: completely or not at all, and never over an existing file. */
export async function writeComponent({
  path,
  shown,
  text,
}: ComponentScaffold): Promise<Result<'created', NewComponentProblemCode>> {
  try {
    return (await createFile(path, text)) === 'created'
      ? success('created')
      : failure('usage', exists(shown));
  } catch (error) {
    return failure('environment', {
      severity: 'error',
      code: 'cannot-write',
      message: `The component cannot be written: ${describeSystemError(error)}. Nothing was written.`,
      file: shown,
      hint: 'Make room or give permission there, or name another place with --library.',
    });
  }
}

function badName(wanted: string, kind: ComponentKind): Problem<NewComponentProblemCode> {
  return {
    severity: 'error',
    code: 'bad-component-name',
    message: `${JSON.stringify(wanted.slice(0, 100))} cannot be the name of a component.`,
    hint: `Use only letters, digits, _ and -, as in my_${kind}, optionally with .txt or .md.`,
  };
}

function noLayer(): Problem<NewComponentProblemCode> {
  return {
    severity: 'error',
    code: 'no-writable-layer',
    message: 'There is no folder to put it in: no goal map of a project, and no home folder.',
    hint: 'Run `orchestrator init` here first, or name a folder with --library.',
  };
}

function exists(file: string): Problem<NewComponentProblemCode> {
  return {
    severity: 'error',
    code: 'component-exists',
    message: 'That component is there already; it was left as it is.',
    file,
    hint: 'Edit it, or choose another name.',
  };
}
