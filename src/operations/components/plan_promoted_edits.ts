import { dirname, join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type Component,
  type ComponentProblemCode,
  FOLDERS,
  raiseHeadings,
  reviseComponent,
} from '../../framework/index.ts';
import { unifiedDiff } from '../../lib/index.ts';
import { displayPath, isWithin, readText } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { PreparedFramework } from '../create/prepare_framework.ts';
import type { ComponentEdit } from '../frameworks/edits_of_components.ts';
import { editsOfFramework, isFrameworkStale } from '../frameworks/edits_of_framework.ts';
import type { StoredFramework } from '../frameworks/open_framework.ts';
import { NO_LOSSES, type RenderAgainCode, renderAgain } from '../frameworks/plan_update.ts';
import { NO_CHANGES } from '../frameworks/update_request.ts';
import type { Workspace } from '../workspace.ts';
import type { Promotion } from './plan_promotion.ts';
import { writableLayer, writableLayers } from './writable_layers.ts';

/** New versions of components, made from manual edits to a framework. */
export type PromotedEdits = {
  readonly promotions: readonly Promotion[];
  /** Edits that stay in the framework only, as notes. */
  readonly left: readonly Problem<PromotedEditsProblemCode>[];
};

export type PromotedEditsProblemCode =
  | 'framework-stale'
  | 'conflicts-remain'
  | 'no-such-layer'
  | 'library-outside-project'
  | 'component-unreadable'
  | 'edit-spans-components';

const LARGEST = 1024 * 1024;

/**
 * Proposes the edits of a framework that fall within one component's text as a new version of that component, in the layer
 * that has it; a built-in one becomes a copy in the project's layer, or the user's. Reads, writes nothing.
 *
 * @param wanted.file - only this component
 * @param wanted.to - the layer to write to
 */
export async function planPromotedEdits(
  context: OperationContext,
  workspace: Workspace,
  stored: StoredFramework,
  wanted: { readonly file?: string; readonly to?: 'user' | 'project' },
): Promise<Result<PromotedEdits, PlanPromotedEditsCode | RenderAgainCode>> {
  const now = await renderAgain(context, workspace, stored, { changes: NO_CHANGES, leave: NO_LOSSES });
  if (!now.ok) return now;
  const isStale = isFrameworkStale(stored, now.value);
  if (isStale || stored.state === 'unresolved') return failure('problems', notSettled(stored, isStale));
  const found = editsOfFramework(stored, now.value.composed);
  if (!found.ok) return found;
  const edits = found.value.inside.filter(({ component }) => isWanted(component.file, wanted.file));
  const left = found.value.loose.map(({ shown, line }) => spans(shown, line));
  return propose(context, workspace, now.value, { edits, left, to: wanted.to });
}

type PlanPromotedEditsCode = ComponentProblemCode | PromotedEditsProblemCode | 'front-matter-not-editable';

async function propose(
  context: OperationContext,
  workspace: Workspace,
  { composed: { components } }: PreparedFramework,
  {
    edits,
    left,
    to,
  }: {
    readonly edits: readonly ComponentEdit[];
    left: readonly Problem<PromotedEditsProblemCode>[];
    to: 'user' | 'project' | undefined;
  },
): Promise<Result<PromotedEdits, PlanPromotedEditsCode>> {
  const promotions: Promotion[] = [];
  for (const { component } of components) {
    if (component === undefined) continue;
    const own = edits.filter(
      (edit) => edit.component.kind === component.kind && edit.component.file === component.file,
    );
    if (own.length === 0) continue;
    const promotion = await promotionOf(context, workspace, component, {
      text: revisedText(component, own),
      to,
    });
    if (!promotion.ok) return promotion;
    promotions.push(promotion.value);
  }
  return success({ promotions, left });
}

async function promotionOf(
  { cwd }: OperationContext,
  { library }: Workspace,
  component: Component,
  { text, to: asked }: { readonly text: string; readonly to: 'user' | 'project' | undefined },
): Promise<Result<Promotion, PlanPromotedEditsCode>> {
  const home = component.layer === 'built-in' ? writableLayers(library)[0]?.name : component.layer;
  const to = asked ?? home;
  const layer = to && writableLayer(library, to);
  if (to === undefined || layer === undefined) return failure('usage', noSuchLayer());
  const path = join(layer.folder, FOLDERS[component.kind], component.file);
  const target = { path, shown: displayPath(cwd, path) };
  if (!isWithin(dirname(layer.folder), path)) return failure('problems', outside(target.shown));
  const from = { path: component.path, shown: displayPath(cwd, component.path) };
  const source = readText(from.path, LARGEST);
  if (source.kind !== 'text') return failure('problems', unreadable(from.shown));
  const there = readText(path, LARGEST);
  if (there.kind !== 'text' && there.kind !== 'absent') return failure('problems', unreadable(target.shown));
  const revised = await reviseComponent(source.text, from.shown, text);
  if (!revised.ok) return revised;
  return success({
    ...{ component, to, from, target },
    moves: false,
    text: revised.value,
    replaced: there.kind === 'text' ? there.text : undefined,
    diff: unifiedDiff(source.text, revised.value, target.shown),
  });
}

/** Applies the edits to the text, last first so that the positions of the others stay valid. */
function revisedText({ kind, text }: Component, edits: readonly ComponentEdit[]): string {
  const lines = text.split('\n').map((line) => ({ line, isNew: false }));
  for (const { from, count, lines: added } of [...edits].sort((a, b) => b.from - a.from))
    lines.splice(from - 1, count, ...added.map((line) => ({ line, isNew: true })));
  const edited = lines.map(({ line }) => line).join('\n');
  // In the framework, a protocol's headings are one level lower.
  return kind === 'protocol' ? raiseHeadings(text, edited, (place) => lines[place]?.isNew === true) : edited;
}

function isWanted(file: string, wanted: string | undefined): boolean {
  return wanted === undefined || file === wanted || file.replace(/\.(txt|md)$/u, '') === wanted;
}

function notSettled({ place }: StoredFramework, isStale: boolean): Problem<PromotedEditsProblemCode> {
  return {
    severity: 'error',
    code: isStale ? 'framework-stale' : 'conflicts-remain',
    message: isStale
      ? 'The framework would render differently now, so the component of each edited line is unknown.'
      : 'Conflicts of an earlier update are not resolved yet.',
    file: place.shown,
    hint: isStale
      ? `Run \`orchestrator update ${place.shown}\` first.`
      : 'Resolve them, then run this again.',
  };
}

function spans(file: string, line: number): Problem<PromotedEditsProblemCode> {
  return {
    severity: 'note',
    code: 'edit-spans-components',
    message: 'The edit here is not inside the text of one component; it stays only in the framework.',
    file,
    line,
  };
}

function noSuchLayer(): Problem<PromotedEditsProblemCode> {
  return {
    severity: 'error',
    code: 'no-such-layer',
    message: 'There is no library to write to.',
    hint: 'Run `orchestrator init` here first, set HOME, or name a folder with --library.',
  };
}

function outside(file: string): Problem<PromotedEditsProblemCode> {
  return {
    severity: 'error',
    code: 'library-outside-project',
    message: 'A link in the path leads out of the library; nothing was written.',
    file,
    hint: 'Remove the link, or give the intended folder with --library.',
  };
}

function unreadable(file: string): Problem<PromotedEditsProblemCode> {
  const message = 'The component cannot be read; nothing was written.';
  return { severity: 'error', code: 'component-unreadable', message, file };
}
