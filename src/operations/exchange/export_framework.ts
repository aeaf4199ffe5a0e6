import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  EXPORT_FORMS,
  type ExportForm,
  type ExportProblemCode,
  exportFiles,
  pluginOf,
} from '../../exchange/index.ts';
import { PLACEHOLDER_MARK } from '../../framework/index.ts';
import { nearest, unifiedDiff } from '../../lib/index.ts';
import {
  createFile,
  describeSystemError,
  entryKind,
  fileMode,
  readText,
  remedyFor,
  replaceFile,
} from '../../platform/index.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import {
  openWorkspace,
  type Workspace,
  type WorkspaceOptions,
  type WorkspaceProblemCode,
} from '../workspace.ts';
import { type ExportObstacle, exportProblem } from './export_problems.ts';
import { exportableGroup, type FindExportablesCode, findExportables } from './find_exportable.ts';
import { inOneChange, type PlannedExport, planExport } from './plan_export.ts';

/** A request to export something as files of other tools. */
export type ExportRequest = WorkspaceOptions & {
  /** A framework's name or folder, a goal's name or number, a component's name, or `mcp-prompts`. */
  readonly wanted: string;
  readonly as: string;
  /** The folder of such files; relative to the working directory. */
  readonly to?: string;
  /** Keeps the edit where an edit by hand and the new text change the same lines. */
  readonly keepEdits?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
};

/** Events of an export. */
export type ExportEvent =
  | { readonly kind: 'planned'; readonly files: readonly PlannedText[] }
  | { readonly kind: 'done'; readonly files: readonly ToldFile[]; readonly problems: readonly Problem[] };

/** A file as it will be, and its difference from the current one. */
export type PlannedText = { readonly file: string; readonly text: string; readonly diff: string };

type ToldFile = DocumentOf<'orchestrator.export/1'>['files'][number];

type ExportFrameworkCode =
  | NotConfirmedCode
  | PlanExportsCode
  | WorkspaceProblemCode
  | 'cannot-write'
  | 'export-form';

/** Exports something as files that other tools read. Never overwrites a file written by anyone else, and loses no edit. */
export async function exportFramework(
  context: OperationContext,
  request: ExportRequest,
  port: Port<ExportEvent>,
): Promise<VerbResult<'orchestrator.export/1', ExportFrameworkCode>> {
  const { as, dryRun = false, yes = false } = request;
  if (!isForm(as)) return { ...unknownForm(as), known: { dryRun } };
  const known = { dryRun, form: as };
  const workspace = await openWorkspace(context, request);
  if (!workspace.ok) return { ...workspace, known };
  const planned = await planExports(context, workspace.value, { ...request, as });
  if (!planned.ok) return { ...planned, known };
  const files = planned.value.flatMap((one) => one.files);
  const changed = files.filter(({ outcome }) => outcome !== 'unchanged');
  const reportFiles = (isDone: boolean): ToldFile[] =>
    files.map(({ shown, after, outcome }) => ({
      ...{ file: shown, text: after },
      outcome: isDone || outcome === 'unchanged' ? outcome : 'previewed',
    }));
  const shown = dryRun ? files : changed;
  if (shown.length > 0)
    await port.show({
      kind: 'planned',
      files: shown.map((one) => ({
        ...{ file: one.shown, text: one.after },
        diff: unifiedDiff(one.before, one.after, one.shown),
      })),
    });
  if (changed.length > 0 && !dryRun) {
    const names =
      changed.length > 3 ? `${changed.length} files` : changed.map((one) => one.shown).join(' and ');
    const refused = yes ? undefined : await confirmChange(port, `Write this to ${names}?`);
    if (refused) return { ...refused, known: { ...known, files: reportFiles(false) } };
  }
  if (!dryRun) {
    const written = await writeExports(planned.value);
    if (!written.ok) return { ...written, known: { ...known, files: reportFiles(false) } };
  }
  const problems = files.flatMap(({ after, shown: file }) => unfinished(after, file));
  await port.show({ kind: 'done', files: reportFiles(!dryRun), problems });
  return success(
    makeDocument('orchestrator.export/1', { ok: true, ...known, files: reportFiles(!dryRun), problems }),
  );
}

/** Reports the unfinished parts of a prompt: users of the file would be given them in place of instructions. */
function unfinished(text: string, file: string): Problem[] {
  const place = text.split('\n').findIndex((line) => line.includes(PLACEHOLDER_MARK));
  return place < 0 ? [] : [{ ...UNFINISHED, file, line: place + 1 }];
}

const UNFINISHED = {
  severity: 'warning',
  code: 'export-unfinished',
  message: `A part of it is not written yet: it still holds ${PLACEHOLDER_MARK}.`,
  hint: 'Write it in the component it comes from, update the framework, and export again.',
} as const;

type PlanExportsCode = FindExportablesCode | ExportProblemCode | ExportObstacle;

/** Decides which exports go where: returns all of them, or the obstacles to any of them. */
export async function planExports(
  context: OperationContext,
  workspace: Workspace,
  request: Pick<ExportRequest, 'wanted' | 'to' | 'keepEdits'> & { readonly as: ExportForm },
): Promise<Result<readonly PlannedExport[], PlanExportsCode>> {
  const { wanted, as, to, keepEdits = false } = request;
  const wish = { cwd: context.cwd, form: as, to, keepEdits };
  const group = as === 'plugin' ? exportableGroup(wanted) : undefined;
  if (group !== undefined) {
    const made = pluginOf(group, wanted);
    const plan = made.ok ? planExport({ ...wish, wanted, name: group.name }, made.value) : made;
    return plan.ok ? success([plan.value]) : plan;
  }
  const found = await findExportables(context, workspace, wanted);
  if (!found.ok) return found;
  const planned: PlannedExport[] = [];
  const problems: Problem<ExportProblemCode | ExportObstacle>[] = [];
  for (const one of found.value) {
    const made = exportFiles(as, one, one.shown);
    const earlier = planned.flatMap(({ files }) => files);
    const plan = made.ok
      ? planExport({ ...wish, wanted: one.wanted, name: one.name }, made.value, earlier)
      : made;
    if (plan.ok) planned.push(plan.value);
    else problems.push(...plan.problems);
  }
  return problems.length > 0 ? failure('problems', ...problems) : success(inOneChange(planned));
}

const LARGEST = 16 * 1024 * 1024;

/** Writes the planned files: none if a file has changed since, and each file whole. */
export async function writeExports(
  planned: readonly PlannedExport[],
): Promise<Result<undefined, ExportObstacle | 'cannot-write'>> {
  const changed = planned.flatMap(({ files }) => files.filter(({ outcome }) => outcome !== 'unchanged'));
  for (const { path, shown, before } of changed) {
    const now = entryKind(path) === 'absent' ? undefined : readText(path, LARGEST, 'keep');
    if ((now?.kind === 'text' ? now.text : undefined) !== before)
      return failure('problems', exportProblem('export-changed', shown));
  }
  const done: string[] = [];
  const bases = planned.flatMap(({ base }) => (base === undefined || base.isSame ? [] : [base]));
  const writes = [
    ...changed.map(({ path, shown, before, after }) => ({
      path,
      shown,
      text: after,
      isNew: before === undefined,
    })),
    // Last: after an interruption before this, the next run finds the files up to date, and writes the base.
    ...bases.map(({ path, text }) => ({ path, shown: path, text, isNew: false })),
  ];
  for (const { path, shown, text, isNew } of writes) {
    try {
      if (!isNew) await replaceFile(path, text, fileMode(path));
      else if ((await createFile(path, text)) === 'exists')
        return failure('problems', exportProblem('export-changed', shown));
      done.push(shown);
    } catch (error) {
      const why = describeSystemError(error);
      const rest = done.length === 0 ? 'What was there is as it was.' : `Written before: ${done.join(', ')}.`;
      return failure('environment', {
        ...{ severity: 'error', code: 'cannot-write', file: shown, ...remedyFor(why) },
        message: `It cannot be written: ${why}. ${rest}`,
      });
    }
  }
  return success(undefined);
}

function isForm(text: string): text is ExportForm {
  return EXPORT_FORMS.some((form) => form === text);
}

function unknownForm(text: string) {
  const meant = nearest(text, EXPORT_FORMS);
  return failure('usage', {
    severity: 'error',
    code: 'export-form',
    message: `There is no export form ${JSON.stringify(text.slice(0, 60))}.`,
    hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}The forms are: ${EXPORT_FORMS.join(', ')}.`,
  });
}
