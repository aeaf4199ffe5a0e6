import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { countOf } from '../../lib/index.ts';
import { describeSystemError, remedyFor, startCreation } from '../../platform/index.ts';
import { unknownKind } from '../components/component_kind.ts';
import { isComponentKind } from '../components/components.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { type ImportedComponent, type PlanImportCode, planImport } from './plan_import.ts';

/** A request to turn prompt files into components. */
export type ImportPromptsRequest = WorkspaceOptions & {
  readonly files: readonly string[];
  /** The kind of component to make, in place of the one that the format implies. */
  readonly kind?: string;
  /** The component's name, in place of the one given in the single file. */
  readonly name?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
};

/** Events of an import of prompt files. */
export type ImportPromptsEvent =
  | { readonly kind: 'planned'; readonly components: readonly ImportedComponent[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'done'; readonly components: readonly ImportedComponent[]; readonly isDryRun: boolean };

/** The codes with which {@link importPrompts} can fail. */
type ImportPromptsCode =
  | NotConfirmedCode
  | PlanImportCode
  | WorkspaceProblemCode
  | 'cannot-write'
  | 'import-name'
  | 'no-writable-layer'
  | 'unknown-kind';

/** Turns prompt files of other tools into components: all of them or none, and never over an existing one. */
export async function importPrompts(
  context: OperationContext,
  request: ImportPromptsRequest,
  port: Port<ImportPromptsEvent>,
): Promise<VerbResult<'orchestrator.import/1', ImportPromptsCode>> {
  const { files, kind, name, dryRun = false, yes = false } = request;
  const known = { dryRun };
  if (kind !== undefined && !isComponentKind(kind)) return { ...unknownKind(kind), known };
  if (name !== undefined && files.length > 1) return { ...failure('usage', ONE_NAME), known };
  const workspace = await openWorkspace(context, request);
  if (!workspace.ok) return { ...workspace, known };
  const planned = await planImport(context, workspace.value, { files, kind, name });
  if (!planned.ok) return { ...planned, known };
  const { components, problems } = planned.value;
  const fields = { components: components.map(toldComponent) };
  await port.show({ kind: 'problems', problems });
  await port.show({ kind: 'planned', components });
  if (!dryRun) {
    const question = `Write ${countOf(components.length, 'component')}?`;
    const refused = yes ? undefined : await confirmChange(port, question);
    if (refused) return { ...refused, known: { ...known, ...fields } };
    const written = await writeAll(components);
    if (!written.ok) return { ...written, known: { ...known, ...fields } };
  }
  await port.show({ kind: 'done', components, isDryRun: dryRun });
  const outcome = dryRun ? 'previewed' : 'written';
  return success(
    makeDocument('orchestrator.import/1', { ok: true, outcome, dryRun, ...fields, problems: [...problems] }),
  );
}

/** Writes all components or none: if one cannot be written, those written before it are removed. */
async function writeAll(
  components: readonly ImportedComponent[],
): Promise<Result<'written', 'cannot-write' | 'component-exists'>> {
  const creation = startCreation();
  for (const { path, shown, text } of components) {
    try {
      if ((await creation.create(path, text)) === 'created') continue;
      return failure('problems', { ...CAME_MEANWHILE, file: shown, ...left(creation.takeBack()) });
    } catch (error) {
      const why = describeSystemError(error);
      const message = `The component cannot be written: ${why}. No component was written.`;
      const undone = left(creation.takeBack());
      return failure('environment', {
        ...{ severity: 'error', code: 'cannot-write', message, file: shown, ...remedyFor(why) },
        ...undone,
      });
    }
  }
  return success('written');
}

function left(count: number): Pick<Problem, 'message'> | undefined {
  if (count === 0) return undefined;
  return { message: `It cannot be written, and ${countOf(count, 'component')} could not be removed again.` };
}

function toldComponent({ kind, file, layer, path, source, format, reason, text }: ImportedComponent) {
  return { kind, file, layer, path, source, format, reason, text };
}

const ONE_NAME: Problem<'import-name'> = {
  severity: 'error',
  code: 'import-name',
  message: '--name works with one file, and several were given.',
  hint: 'Import that file by itself.',
};

const CAME_MEANWHILE: Problem<'component-exists'> = {
  severity: 'error',
  code: 'component-exists',
  message: 'A component was created there in the meantime; it was left as it is, and nothing was written.',
  hint: 'Run it again.',
};
