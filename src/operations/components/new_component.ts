import { failure, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { unknownKind } from './component_kind.ts';
import { isComponentKind } from './components.ts';
import {
  type ComponentScaffold,
  type NewComponentProblemCode,
  planComponent,
  writeComponent,
} from './plan_component.ts';

/** A request for a new component. */
export type NewComponentRequest = WorkspaceOptions & {
  readonly kind: string;
  /** Its file name, with or without the ending. */
  readonly name: string;
  /** Opens it in an editor, if there is one. */
  readonly edit?: boolean;
  readonly dryRun?: boolean;
};

/** Events of creating a component. */
export type NewComponentEvent =
  | { readonly kind: 'begun'; readonly scaffold: ComponentScaffold; readonly isDryRun: boolean }
  /** It was to be opened in an editor, but nobody is there to edit it. */
  | { readonly kind: 'not-opened' }
  /** The editor failed; the component was created anyway. */
  | { readonly kind: 'not-edited'; readonly failed: EditorFailure };

type EditorFailure = Extract<Awaited<ReturnType<NonNullable<Port['editFile']>>>, { readonly ok: false }>;

/** Error codes of {@link newComponent}. */
type NewComponentCode = NewComponentProblemCode | WorkspaceProblemCode | 'unknown-kind';

/** Creates a component, in this project or otherwise for this user. */
export async function newComponent(
  context: OperationContext,
  request: NewComponentRequest,
  port: Port<NewComponentEvent>,
): Promise<VerbResult<'orchestrator.components-new/1', NewComponentCode>> {
  const { kind, name, edit = false, dryRun = false } = request;
  const known = { dryRun };
  if (!isComponentKind(kind)) return { ...unknownKind(kind), known };
  const workspace = await openWorkspace(context, request);
  const planned = workspace.ok ? planComponent(context, workspace.value, { kind, wanted: name }) : workspace;
  if (!planned.ok) return { ...failure(planned.cause, ...planned.problems), known };
  const scaffold = planned.value;
  const written = dryRun ? undefined : await writeComponent(scaffold);
  if (written?.ok === false) return { ...written, known };
  await port.show({ kind: 'begun', scaffold, isDryRun: dryRun });
  if (edit && !dryRun) await openScaffold(scaffold, port);
  const { file, layer, path, text, hides } = scaffold;
  return success(
    makeDocument('orchestrator.components-new/1', {
      ...{ ok: true, dryRun, component: { kind, file, layer, path, hides, text }, problems: [] },
    }),
  );
}

async function openScaffold({ path }: ComponentScaffold, port: Port<NewComponentEvent>): Promise<void> {
  if (port.editFile === undefined || !(await port.canAsk())) return port.show({ kind: 'not-opened' });
  const edited = await port.editFile(path);
  if (!edited.ok) await port.show({ kind: 'not-edited', failed: edited });
}
