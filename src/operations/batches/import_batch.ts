import { dropImports, handedOverPlacement } from '../../batch/index.ts';
import { failure, type Problem, sortProblems, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { openBatch } from './batch_lookup.ts';
import { viewBatch } from './batch_view.ts';
import { type BroughtResult, outcomeOfResult, readBroughtResults, takeWork } from './brought_results.ts';
import { catchRefusals } from './catch_refusals.ts';
import { type PrepareRunCode, prepareRun } from './prepare_run.ts';
import { type RunOptions, runSettings } from './run_options.ts';
import type { RunEvent } from './run_whole_batch.ts';
import { type RunWithOverridesCode, runWithOverrides } from './run_with_overrides.ts';

/** The placement recorded for imported work. */
const CI_PLACE = 'github-actions';

/** The results to import, and how to judge them. */
export type ImportBatchRequest = Pick<
  RunOptions,
  'yes' | 'setup' | 'link' | 'copy' | 'gateTimeout' | 'sandbox' | 'scope' | 'verify'
> & {
  readonly batch: string;
  /** Results, or folders that contain them. */
  readonly files: readonly string[];
};

type ImportDocument = DocumentOf<'orchestrator.batch-import/1'>;

/** Events of importing results. */
export type ImportBatchEvent = RunEvent | { readonly kind: 'imported'; readonly document: ImportDocument };

/**
 * Imports the results of phases that ran elsewhere. None of them is trusted: each one's work is inspected, checked and merged
 * here as if it had been done here.
 */
export function importBatch(
  context: OperationContext,
  request: ImportBatchRequest,
  port: Port<ImportBatchEvent>,
): Promise<VerbResult<'orchestrator.batch-import/1', ImportResultsCode>> {
  return importResults(context, { ...request, place: CI_PLACE }, port);
}

/** Error codes of {@link importResults}. */
export type ImportResultsCode = PrepareRunCode | RunWithOverridesCode;

/** Like {@link importBatch}, for results from any place. */
export async function importResults(
  context: OperationContext,
  {
    batch: wanted,
    files,
    place,
    part,
    ...options
  }: ImportBatchRequest & {
    /** The place that they come from. */
    readonly place: string;
    /** The digest of the part of the batch that was handed over there; that part is locked until it is taken back. */
    readonly part?: string;
  },
  port: Port<ImportBatchEvent>,
): Promise<VerbResult<'orchestrator.batch-import/1', ImportResultsCode>> {
  const opened = await openBatch(context, wanted);
  if (!opened.ok) return opened;
  const { number: batch } = opened.value;
  const isBack = part !== undefined;
  const known = { batch, verify: options.verify ?? 'local' };
  const wishes = runSettings({ ...options, batch: wanted });
  if (!wishes.ok) return { ...wishes, known };
  const { state } = await viewBatch(context, opened.value);
  const given = readBroughtResults(context.cwd, { batch: opened.value, state, paths: files, part });
  const report = async (
    brought: readonly BroughtResult[],
    after: typeof state,
    problems: readonly Problem[],
  ) => {
    const phases = brought.map((each) => outcomeOfResult(context.cwd, each, after));
    const ok = phases.every(({ outcome }) => outcome === 'merged' || outcome === 'already');
    const document = { ok, ...known, phases, problems: sortProblems(problems) };
    await port.show({ kind: 'imported', document });
    return success(makeDocument('orchestrator.batch-import/1', document));
  };
  if (given.every(({ fate }) => fate !== 'new')) return report(given, state, []);
  const attempts = new Map(
    state.phases.map(({ phase, attempts: made }) => [phase.prp, [phase.id, made.length + 1]]),
  );
  const only = (brought: readonly BroughtResult[]) =>
    new Map(
      brought.flatMap(({ handover, fate }): [string, number][] => {
        const attempt = handover && attempts.get(handover.prp);
        return fate !== 'new' || attempt === undefined ? [] : [attempt as [string, number]];
      }),
    );
  const prepared = await prepareRun(context, {
    ...wishes.value,
    ...{ batch: wanted, retries: 0, concurrency: 1, imports: { place, attempts: only(given) }, isBack },
  });
  if (!prepared.ok) return { ...prepared, known };
  const { git, repository, rules } = prepared.value;
  if (repository === undefined) return { ...failure('environment', NEEDS_GIT), known };
  const gitContext = { git, repository, signal: new AbortController().signal };
  const taken = await catchRefusals(async () => success(await takeWork(gitContext, batch, given)));
  if (!taken.ok) return { ...taken, known };
  const { brought, work } = taken.value;
  try {
    const imports = { place, attempts: only(brought) };
    if (imports.attempts.size === 0) return await report(brought, state, []);
    const ended = await runWithOverrides(
      context,
      { ...prepared.value, rules: { ...rules, imports } },
      {
        yes: options.yes ?? false,
        given: { isBack, placements: (within) => [[place, handedOverPlacement(place, { ...within, work })]] },
      },
      port,
    );
    if (!ended.ok) return { ...ended, known };
    const { end, notes } = ended.value;
    return await report(brought, end.state, [...notes, ...(end.kind === 'halted' ? end.problems : [])]);
  } finally {
    await dropImports(gitContext, batch, [...work.keys()]);
  }
}

const NEEDS_GIT: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: 'Importing results from elsewhere needs git.',
};
