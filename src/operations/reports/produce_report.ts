import { basename, join, resolve } from 'node:path';
import { type ExpectedErrorCode, type ReportDocument, reportPlace, writeReport } from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { displayPath, entryKind, isFolder } from '../../platform/index.ts';
import type { OpenBatchCode } from '../batches/batch_lookup.ts';
import { viewBatch } from '../batches/batch_view.ts';
import { catchRefusals } from '../batches/catch_refusals.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { makeReport } from './make_report.ts';
import { type OpenedBatch, openStoredBatch } from './open_stored_batch.ts';
import { formNotes, formText, type ReportForm, readForm, reportName } from './report_form.ts';

/** The report to make, and its destination. */
export type ReportRequest = {
  /** Its number (default: the newest). */
  readonly batch?: string | undefined;
  /** Its format; at most one (default: text). */
  readonly forms?: readonly string[];
  /** A file, or an existing folder; if omitted or `-`, it is passed to the port. */
  readonly out?: string | undefined;
  /** Whether it goes into the batch's own folder. */
  readonly isKept?: boolean;
  /** Whether to overwrite a file that was edited. */
  readonly yes?: boolean;
};

/** Events of a report. */
export type ReportEvent =
  /** The whole report, in its format. */
  | {
      readonly kind: 'report';
      readonly form: ReportForm;
      readonly text: string;
      readonly report: ReportDocument;
    }
  /** The report was written. */
  | { readonly kind: 'written'; readonly file: string; readonly report: ReportDocument }
  /** Notes for the user. */
  | { readonly kind: 'notes'; readonly problems: readonly Problem[] };

type TellReportCode = OpenBatchCode | WriteReportCode | 'usage';

/** Reports on a batch in one of several formats, or writes that to a file. */
export async function produceReport(
  context: OperationContext,
  { batch, forms = [], out: named, isKept = false, yes = false }: ReportRequest,
  port: Port<ReportEvent>,
): Promise<VerbResult<'orchestrator.batch-report/1', TellReportCode>> {
  if (forms.length > 1) return failure('usage', oneForm(forms));
  const out = named === '-' ? undefined : named;
  const form = readForm(forms[0] ?? 'text');
  if (!form.ok) return form;
  const kept = await openStoredBatch(context, batch);
  if (!kept.ok) return kept;
  const seen = await viewBatch(context, kept.value.stored);
  const report = await makeReport(context, kept.value, seen);
  const text = formText(report, form.value);
  if (out === undefined && !isKept) await port.show({ kind: 'report', form: form.value, text, report });
  else {
    const written = await writeReportTo(context, kept.value, { form: form.value, text, out, yes }, port);
    if (!written.ok) return written;
    await port.show({ kind: 'written', file: written.value, report });
  }
  const notes = [
    ...(form.value === 'text' || form.value === 'json' ? [] : report.problems),
    ...formNotes(report, form.value),
  ];
  await port.show({ kind: 'notes', problems: form.value === 'text' ? report.problems : notes });
  return success(makeDocument('orchestrator.batch-report/1', report));
}

/** The destination of a report, and what is known about it. */
export type ReportTarget = {
  readonly form: ReportForm;
  readonly text: string;
  readonly out: string | undefined;
  readonly yes: boolean;
};

/** The codes with which {@link writeReportTo} can fail. */
export type WriteReportCode = ExpectedErrorCode | NotConfirmedCode | 'report-changed' | 'report-not-a-file';

/** Writes a report to its destination, and returns that as a path for messages; overwrites an edited file only with consent. */
export async function writeReportTo<Event>(
  context: OperationContext,
  { stored, project }: OpenedBatch,
  { form, text, out, yes }: ReportTarget,
  port: Pick<Port<Event>, 'canAsk' | 'confirm'>,
): Promise<Result<string, WriteReportCode>> {
  const path = placeOf(context, stored, { form, out });
  const file = displayPath(context.cwd, path);
  const place = { folder: stored.folder, root: project.root, path };
  const standing = await reportPlace(place, text);
  if (standing === 'not-a-file') return failure('usage', notAFile(file));
  if (standing === 'changed' && !yes) {
    const refused = await confirmChange(
      port,
      `${basename(path)} was changed after it was written, or is not a report. Replace it?`,
      {
        hint: 'Name another file with --out, or add --yes to replace it.',
      },
    );
    if (refused !== undefined)
      return refused.cause === 'usage' ? failure('usage', { ...changed(file) }) : refused;
  }
  return catchRefusals(async () => {
    await writeReport(place, text);
    return success(file);
  });
}

function placeOf(
  { cwd }: OperationContext,
  { number, folder }: OpenedBatch['stored'],
  { form, out }: Pick<ReportTarget, 'form' | 'out'>,
): string {
  if (out === undefined) return join(folder, reportName(form));
  const path = resolve(cwd, out);
  const isInside = /[/\\]$/u.test(out) || (entryKind(path) !== 'absent' && isFolder(path));
  return isInside ? join(path, reportName(form, number)) : path;
}

function oneForm(forms: readonly string[]): Problem<'usage'> {
  return {
    severity: 'error',
    code: 'usage',
    message: `A report has one form, but several were given: ${forms.map((form) => printableLine(form).slice(0, 40)).join(', ')}.`,
    hint: 'Run it once for each, with --out.',
  };
}

function notAFile(file: string): Problem<'report-not-a-file'> {
  return {
    severity: 'error',
    code: 'report-not-a-file',
    message: 'It exists and is not a file; nothing was written.',
    file,
    hint: 'Name another place with --out.',
  };
}

function changed(file: string): Problem<'report-changed'> {
  return {
    severity: 'error',
    code: 'report-changed',
    message: 'The file was changed after it was written, or is not a report. It was left as it is.',
    file,
    hint: 'Name another file with --out, or add --yes to replace it.',
  };
}
