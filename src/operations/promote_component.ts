import { dirname, join } from 'node:path';
import { failure, type Problem, type Result, success } from '../diagnostics/index.ts';
import {
  type Component,
  type ComponentKind,
  FOLDERS,
  findComponent,
  type Library,
} from '../framework/index.ts';
import { unifiedDiff } from '../lib/index.ts';
import {
  createFile,
  describeSystemError,
  displayPath,
  entryKind,
  isWithin,
  readText,
  realPath,
  removeFile,
  replaceFile,
} from '../platform/index.ts';
import { namedComponents, unknownComponent } from './components.ts';
import type { OperationContext } from './context.ts';
import type { Workspace } from './workspace.ts';
import { writableLayer, writableLayers } from './writable_layers.ts';

/** A component's way from one layer to another, not gone yet. */
export type Promotion = {
  readonly component: Component;
  readonly to: 'user' | 'project';
  /** Whether it is gone from where it was afterwards; a built-in one stays. */
  readonly moves: boolean;
  readonly from: Place;
  readonly target: Place;
  /** The file's text. */
  readonly text: string;
  /** What stands at the target; `undefined` for nothing. */
  readonly replaced: string | undefined;
  /** A unified diff of that and the text; empty when they are the same. */
  readonly diff: string;
};

type Place = {
  /** Absolute. */
  readonly path: string;
  /** As the user would name it. */
  readonly shown: string;
};

export type PromoteProblemCode =
  | 'no-such-layer'
  | 'nothing-to-promote'
  | 'ambiguous-component'
  | 'component-unreadable'
  | 'library-outside-project'
  | 'changed-meanwhile'
  | 'cannot-write';

const LARGEST = 1024 * 1024;

/** Finds a component by name in the first layer that has it; of several kinds, one has to be named. */
export async function findNamed(
  { cwd }: OperationContext,
  workspace: Workspace,
  { library, wanted, kind }: { library: Library; wanted: string; kind: ComponentKind | undefined },
): Promise<Result<Component>> {
  const names = namedComponents(library, wanted, kind);
  if (names.length > 1) return failure('usage', ambiguous(wanted));
  const [name] = names;
  if (name === undefined) return unknownComponent(workspace, wanted, kind);
  const found = await findComponent(library, name, cwd);
  if (!found.ok) return found;
  return found.value ? success(found.value) : unknownComponent(workspace, wanted, kind);
}

/** Decides how a component gets into another layer. Reads, writes nothing. */
export async function planPromotion(
  context: OperationContext,
  workspace: Workspace,
  request: {
    readonly wanted: string;
    readonly kind: ComponentKind | undefined;
    readonly to: 'user' | 'project';
  },
): Promise<Result<Promotion>> {
  const { cwd } = context;
  const { wanted, kind, to } = request;
  const layer = writableLayer(workspace.library, to);
  if (layer === undefined) return failure('usage', noSuchLayer(to));
  const library = workspace.library.filter(({ name }) => name !== to);
  if (
    namedComponents(library, wanted, kind).length === 0 &&
    namedComponents([layer], wanted, kind).length > 0
  )
    return failure('usage', isThere(wanted, to));
  const found = await findNamed(context, workspace, { library, wanted, kind });
  if (!found.ok) return found;
  const component = found.value;
  const path = join(layer.folder, FOLDERS[component.kind], component.file);
  const from = { path: component.path, shown: displayPath(cwd, component.path) };
  const target = { path, shown: displayPath(cwd, path) };
  if (!isWithin(dirname(layer.folder), path)) return failure('problems', outside(target.shown));
  // Two layers can be one folder; taking the file away from one would take it away from both.
  if (realPath(from.path) === realPath(path)) return failure('usage', isThere(wanted, to));
  const text = textAt(from);
  if (!text.ok) return text;
  const replaced = entryKind(path) === 'absent' ? success(undefined) : textAt(target);
  if (!replaced.ok) return replaced;
  return success({
    ...{ component, to, from, target, text: text.value, replaced: replaced.value },
    moves: writableLayers(library).some(({ name }) => name === component.layer),
    diff: unifiedDiff(replaced.value, text.value, target.shown),
  });
}

/**
 * Takes a component to its new layer: the new file is whole and on the device before the old one goes, so that there is
 * always one of them.
 */
export async function carryOut(
  promotion: Promotion,
): Promise<Result<'moved' | 'copied', PromoteProblemCode>> {
  const { from, target, text, replaced, moves } = promotion;
  try {
    if (replaced === undefined) {
      if ((await createFile(target.path, text)) === 'exists')
        return failure('problems', changedMeanwhile(target));
    } else if (replaced !== text) {
      if (!holds(target, replaced)) return failure('problems', changedMeanwhile(target));
      await replaceFile(target.path, text);
    }
    if (!moves) return success('copied');
    if (!holds(from, text)) return failure('problems', changedMeanwhile(from));
    removeFile(from.path);
    return success('moved');
  } catch (error) {
    return failure('environment', cannotWrite(target, from, error));
  }
}

function textAt({ path, shown }: Place): Result<string, PromoteProblemCode> {
  const read = readText(path, LARGEST);
  if (read.kind === 'text') return success(read.text);
  return failure('problems', {
    severity: 'error',
    code: 'component-unreadable',
    message: `What stands there can not be used: it is ${read.kind.replaceAll('-', ' ')}. Nothing was written.`,
    file: shown,
    hint: 'Move it away, then run this again.',
  });
}

function holds({ path }: Place, text: string): boolean {
  const read = readText(path, LARGEST);
  return read.kind === 'text' && read.text === text;
}

function noSuchLayer(to: 'user' | 'project'): Problem<PromoteProblemCode> {
  return to === 'project'
    ? {
        severity: 'error',
        code: 'no-such-layer',
        message: 'There is no project here: no goal_map.json from this folder upward.',
        hint: 'Run `orchestrator init` here first, or name a folder with --library.',
      }
    : {
        severity: 'error',
        code: 'no-such-layer',
        message: 'There is no folder of the user: the environment names no home.',
        hint: 'Set HOME or XDG_CONFIG_HOME.',
      };
}

function isThere(wanted: string, to: string): Problem<PromoteProblemCode> {
  return {
    severity: 'error',
    code: 'nothing-to-promote',
    message: `Only the ${to}'s components have ${JSON.stringify(wanted.slice(0, 100))}: it is where it should go.`,
  };
}

function ambiguous(wanted: string): Problem<PromoteProblemCode> {
  return {
    severity: 'error',
    code: 'ambiguous-component',
    message: `Several components are called ${JSON.stringify(wanted.slice(0, 100))}.`,
    hint: 'Name the file with its ending, and say which kind with --kind.',
  };
}

function outside(file: string): Problem<PromoteProblemCode> {
  return {
    severity: 'error',
    code: 'library-outside-project',
    message: 'A link on the way leads out of the library; nothing was written.',
    file,
    hint: 'Remove the link, or name the folder that is meant with --library.',
  };
}

function changedMeanwhile({ shown }: Place): Problem<PromoteProblemCode> {
  return {
    severity: 'error',
    code: 'changed-meanwhile',
    message: 'The file has changed since it was looked at; it was left as it is.',
    file: shown,
    hint: 'Run this again to see how the two differ now.',
  };
}

function cannotWrite(target: Place, from: Place, error: unknown): Problem<PromoteProblemCode> {
  return {
    severity: 'error',
    code: 'cannot-write',
    message: `The component can not be moved: ${describeSystemError(error)}. It is still at ${from.shown}.`,
    file: target.shown,
    hint: 'Make room or give permission there, then run this again.',
  };
}
