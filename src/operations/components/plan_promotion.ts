import { dirname, join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type Component,
  type ComponentKind,
  type ComponentName,
  componentNames,
  FOLDERS,
  type Library,
} from '../../framework/index.ts';
import { unifiedDiff } from '../../lib/index.ts';
import { displayPath, entryKind, isWithin, readText, realPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { outsideLibrary } from './library_place.ts';
import { type FindNamedCode, readNamedComponent, resolveComponent } from './named_component.ts';
import { writableLayer, writableLayers } from './writable_layers.ts';

/** A component's planned move from one layer to another. */
export type Promotion = {
  readonly component: Component;
  readonly to: 'user' | 'project';
  /** Whether it is removed from its old place; a built-in one stays. */
  readonly moves: boolean;
  readonly from: Place;
  readonly target: Place;
  /** The file's text. */
  readonly text: string;
  /** The current text at the target; `undefined` for none. */
  readonly replaced: string | undefined;
  /** A unified diff from that text to the new one; empty when they are the same. */
  readonly diff: string;
};

/** A file, and its name in messages. */
export type Place = {
  /** Absolute. */
  readonly path: string;
  /** The path as the user would write it. */
  readonly shown: string;
};

export type PromoteProblemCode =
  | 'no-such-layer'
  | 'nothing-to-promote'
  | 'component-unreadable'
  | 'library-outside-project'
  | 'changed-meanwhile'
  | 'cannot-write';

/** The largest file that can be moved, in bytes. */
export const LARGEST_MOVED = 1024 * 1024;

/** Plans moving or copying a component to another layer. Reads, writes nothing. */
export async function planPromotion(
  context: OperationContext,
  workspace: Workspace,
  request: {
    readonly wanted: string;
    readonly kind: ComponentKind | undefined;
    readonly to: 'user' | 'project';
  },
): Promise<Result<Promotion, FindNamedCode | PromoteProblemCode>> {
  const { cwd } = context;
  const { wanted, kind, to } = request;
  const layer = writableLayer(workspace.library, to);
  if (layer === undefined) return failure('usage', noSuchLayer(to));
  const named = resolveComponent(context, workspace, { wanted, kind });
  if (!named.ok) return named;
  const library = named.value.library.filter(({ name }) => name !== to);
  if (!hasName(library, named.value.name)) return failure('usage', isThere(wanted, to));
  const found = await readNamedComponent(
    context,
    workspace,
    { wanted, kind },
    { name: named.value.name, library },
  );
  if (!found.ok) return found;
  const component = found.value;
  const path = join(layer.folder, FOLDERS[component.kind], component.file);
  const from = { path: component.path, shown: displayPath(cwd, component.path) };
  const target = { path, shown: displayPath(cwd, path) };
  if (!isWithin(dirname(layer.folder), path)) return failure('problems', outsideLibrary(target.shown));
  // Two layers can be the same folder; removing the file from one would remove it from both.
  if (realPath(from.path) === realPath(path)) return failure('usage', isThere(wanted, to));
  const text = textAt(from);
  if (!text.ok) return text;
  const replaced = entryKind(path) === 'absent' ? success(undefined) : textAt(target);
  if (!replaced.ok) return replaced;
  const moves = writableLayers(library).some(({ name }) => name === component.layer);
  // A shipped component can be restored at any time, a person's own version cannot.
  if (!moves && replaced.value !== undefined && replaced.value !== text.value)
    return failure('usage', hasOwn(component, target, to));
  return success({
    ...{ component, to, from, target, text: text.value, replaced: replaced.value, moves },
    diff: unifiedDiff(replaced.value, text.value, target.shown),
  });
}

function hasName(library: Library, { kind, file }: ComponentName): boolean {
  return componentNames(library, kind).some((name) => name.file === file);
}

function textAt({ path, shown }: Place): Result<string, PromoteProblemCode> {
  const read = readText(path, LARGEST_MOVED);
  if (read.kind === 'text') return success(read.text);
  return failure('problems', {
    severity: 'error',
    code: 'component-unreadable',
    message: `What is there cannot be used: it is ${read.kind.replaceAll('-', ' ')}. Nothing was written.`,
    file: shown,
    hint: 'Move it away, then run this again.',
  });
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
        message: 'There is no user folder: the environment names no home.',
        hint: 'Set HOME or XDG_CONFIG_HOME.',
      };
}

function isThere(wanted: string, to: string): Problem<PromoteProblemCode> {
  return {
    severity: 'error',
    code: 'nothing-to-promote',
    message: `Only the ${to}'s components have ${JSON.stringify(wanted.slice(0, 100))}: it is already where it should go.`,
  };
}

function hasOwn({ file }: Component, { shown }: Place, to: string): Problem<PromoteProblemCode> {
  return {
    severity: 'error',
    code: 'nothing-to-promote',
    message: `The ${to}'s components have their own ${file}, which differs from the built-in one. It was left as it is.`,
    file: shown,
    hint: 'To start again from the built-in one, move that file away first.',
  };
}
