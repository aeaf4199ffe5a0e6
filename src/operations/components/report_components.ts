import { type Result, success } from '../../diagnostics/index.ts';
import type { ComponentKind, ComponentProblemCode } from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import {
  openWorkspace,
  type Workspace,
  type WorkspaceOptions,
  type WorkspaceProblemCode,
} from '../workspace.ts';
import { unknownKind } from './component_kind.ts';
import type { ComponentReport } from './component_report.ts';
import {
  type ComponentList,
  isComponentKind,
  listComponents,
  type ShownComponents,
  searchComponents,
  showComponent,
} from './components.ts';
import { leftoverFilesIn } from './ignored_files.ts';

/** A selection of components. */
export type ComponentsRequest = WorkspaceOptions & {
  /** Only those of this kind. */
  readonly kind?: string;
};

/** The event with several components. */
export type ComponentListEvent = { readonly kind: 'listed'; readonly list: ComponentList };

/** Lists the components of the library. */
export async function reportComponents(
  context: OperationContext,
  request: ComponentsRequest,
  port: Port<ComponentListEvent>,
): Promise<VerbResult<'orchestrator.components-list/1', WorkspaceProblemCode | 'unknown-kind'>> {
  const opened = await openLibrary(context, request);
  if (!opened.ok) return opened;
  const { workspace, kind } = opened.value;
  const listed = await listComponents(workspace, context.cwd, kind);
  const list = {
    ...listed,
    problems: [...listed.problems, ...leftoverFilesIn(workspace.library, context.cwd)],
  };
  await port.show({ kind: 'listed', list });
  return success(makeDocument('orchestrator.components-list/1', listPart(list)));
}

/** Finds the components that match the words, best first. */
export async function findComponents(
  context: OperationContext,
  { words, ...request }: ComponentsRequest & { readonly words: readonly string[] },
  port: Port<ComponentListEvent>,
): Promise<VerbResult<'orchestrator.components-search/1', WorkspaceProblemCode | 'unknown-kind'>> {
  const opened = await openLibrary(context, request);
  if (!opened.ok) return opened;
  const { workspace, kind } = opened.value;
  const { components, problems } = await searchComponents(workspace, context.cwd, words.join(' '));
  const list = {
    components: components.filter(({ component }) => kind === undefined || component.kind === kind),
    problems: [...problems, ...leftoverFilesIn(workspace.library, context.cwd)],
  };
  await port.show({ kind: 'listed', list });
  return success(makeDocument('orchestrator.components-search/1', listPart(list)));
}

/** The event with the components of one name. */
export type ComponentShowEvent = { readonly kind: 'components' } & ShownComponents;

type TellComponentCode = ComponentProblemCode | WorkspaceProblemCode | 'unknown-component' | 'unknown-kind';

/** Reports everything that is known about a component. */
export async function reportComponent(
  context: OperationContext,
  { file, ...request }: ComponentsRequest & { readonly file: string },
  port: Port<ComponentShowEvent>,
): Promise<VerbResult<'orchestrator.components-show/1', TellComponentCode>> {
  const opened = await openLibrary(context, request);
  if (!opened.ok) return opened;
  const { workspace, kind } = opened.value;
  const shown = await showComponent(workspace, context.cwd, file, kind);
  if (!shown.ok) return shown;
  const { problems } = shown.value;
  await port.show({ kind: 'components', ...shown.value });
  const components = shown.value.components.map((item) => ({
    ...componentPart(item),
    ...{ clashes: item.clashes, effects: item.effects, text: item.component.text },
  }));
  return success(
    makeDocument('orchestrator.components-show/1', { ok: isSound(problems, false), components, problems }),
  );
}

/** Opens the library, and checks the requested kind. */
async function openLibrary(
  context: OperationContext,
  { kind, ...options }: ComponentsRequest,
): Promise<
  Result<
    { readonly workspace: Workspace; readonly kind: ComponentKind | undefined },
    WorkspaceProblemCode | 'unknown-kind'
  >
> {
  if (kind !== undefined && !isComponentKind(kind)) return unknownKind(kind);
  const workspace = await openWorkspace(context, options);
  return workspace.ok ? success({ workspace: workspace.value, kind }) : workspace;
}

function listPart({ components, problems }: ComponentList) {
  return { ok: isSound(problems, false), components: components.map(componentPart), problems };
}

function componentPart({ component, goals }: ComponentReport) {
  const { kind, file, layer, origin, path, sha256, metadata } = component;
  return { kind, file, layer, origin, path, sha256, goals, metadata };
}
