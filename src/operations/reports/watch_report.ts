import { isJournalFault, type ReportDocument } from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { type Clock, systemClock } from '../../platform/index.ts';
import type { OpenBatchCode } from '../batches/batch_lookup.ts';
import { type ViewedBatch, viewBatch, watchBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { problemsOf } from '../orchestrate/execute_task.ts';
import type { Port } from '../port.ts';
import { makeReport } from './make_report.ts';
import { type OpenedBatch, openStoredBatch } from './open_stored_batch.ts';
import { type WriteReportCode, writeReportTo } from './produce_report.ts';
import { formText } from './report_form.ts';

/** Events of watching a report. */
export type WatchEvent =
  | {
      readonly kind: 'written';
      readonly file: string;
      readonly report: ReportDocument;
      readonly isLast: boolean;
    }
  /** A note about the batch being watched. */
  | { readonly kind: 'note'; readonly problem: Problem };

/** Seconds after which a browser reloads the page, and the shortest time between two writes. */
const REFRESH_SECONDS = 5;
const MIN_MS = 2000;

type WatchReportCode = OpenBatchCode | WriteReportCode;

/**
 * Rewrites the page of a batch's report whenever something has happened, until nobody runs the batch any more. It waits for a
 * batch that was never run only on request; otherwise it writes the page once, and says so. It is a file, not a server: the page
 * asks its browser to reload it, except for the last version.
 */
export async function watchReport(
  context: OperationContext,
  {
    batch,
    html,
    yes = false,
    wait = false,
    clock = systemClock,
  }: {
    readonly batch?: string | undefined;
    /** A file, or an existing folder; by default, the batch's own folder. */
    readonly html?: string | undefined;
    readonly yes?: boolean;
    /** Whether to wait for a batch that has not been run. */
    readonly wait?: boolean;
    readonly clock?: Pick<Clock, 'wait'>;
  },
  port: Port<WatchEvent>,
): Promise<VerbResult<'orchestrator.batch-report/1', WatchReportCode>> {
  const kept = await openStoredBatch(context, batch);
  if (!kept.ok) return kept;
  const { signal } = port;
  const write = new PageWriter(context, kept.value, { out: html, yes }, port);
  let bytes = -1;
  for await (const seen of watchBatch(context, kept.value.stored, { clock, signal, waits: wait })) {
    if (seen.journalBytes === bytes) continue;
    bytes = seen.journalBytes;
    const written = await write.page(seen, { isLast: false });
    if (!written.ok) return written;
    await clock.wait(MIN_MS, signal);
  }
  const last = await write.page(await viewBatch(context, kept.value.stored), { isLast: true });
  if (!last.ok) return last;
  const { problems } = last.value;
  const faults = problems.filter(isJournalFault);
  const isNeverRun = last.value.state === 'generated' && !wait && faults.length === 0;
  const notRun = isNeverRun ? [neverRun(kept.value.stored.number)] : [];
  for (const problem of [...problemsOf({ problems: faults }), ...notRun])
    await port.show({ kind: 'note', problem });
  return success(
    makeDocument('orchestrator.batch-report/1', { ...last.value, problems: [...problems, ...notRun] }),
  );
}

function neverRun(batch: number): Problem<'never-ran'> {
  return {
    severity: 'note',
    code: 'never-ran',
    message: `Batch ${batch} has never been run and is not running: the page was written once.`,
    hint: `To wait for its run: orchestrator batch watch ${batch} --wait. To run it: orchestrator batch run ${batch}`,
  };
}

/** Writes the pages of one batch to one destination. */
class PageWriter {
  readonly #context: OperationContext;
  readonly #kept: OpenedBatch;
  readonly #target: { readonly out: string | undefined; readonly yes: boolean };
  readonly #port: Port<WatchEvent>;
  #hasWritten = false;

  constructor(
    context: OperationContext,
    kept: OpenedBatch,
    target: { readonly out: string | undefined; readonly yes: boolean },
    port: Port<WatchEvent>,
  ) {
    this.#context = context;
    this.#kept = kept;
    this.#target = target;
    this.#port = port;
  }

  async page(
    seen: ViewedBatch,
    { isLast }: { readonly isLast: boolean },
  ): Promise<Result<ReportDocument, WriteReportCode>> {
    const report = await makeReport(this.#context, this.#kept, seen);
    const text = formText(report, 'html', isLast ? undefined : REFRESH_SECONDS);
    const { out, yes } = this.#target;
    // Consent to replace an existing file does not cover a file created meanwhile.
    const target = { form: 'html', text, out, yes: yes && !this.#hasWritten } as const;
    const written = await writeReportTo(this.#context, this.#kept, target, this.#port);
    if (!written.ok) return failure(written.cause, ...written.problems);
    this.#hasWritten = true;
    await this.#port.show({ kind: 'written', file: written.value, report, isLast });
    return success(report);
  }
}
