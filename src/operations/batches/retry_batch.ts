import { failure, type Problem, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type RetriedPhases, type RetryPhasesCode, retryPhases } from './retry_phases.ts';

/** A request to retry phases of a batch. */
export type RetryRequest = {
  readonly batch: string;
  readonly phases?: readonly string[] | undefined;
  /** Adds the commits made on the user's branch since the batch began. */
  readonly rebase?: boolean;
  readonly dryRun?: boolean;
};

/** Events of retrying phases. */
export type RetryEvent = {
  readonly kind: 'retried';
  readonly retried: RetriedPhases;
  readonly isDryRun: boolean;
};

/** Has failed phases of a batch retried by the next run. */
export async function retryBatch(
  context: OperationContext,
  { batch: wanted, phases: named = [], rebase = false, dryRun = false }: RetryRequest,
  { show }: Port<RetryEvent>,
): Promise<VerbResult<'orchestrator.batch-retry/1', RetryPhasesCode | 'phase-missing'>> {
  const retried =
    named.length === 0 && !rebase
      ? failure('usage', NOTHING_NAMED)
      : await retryPhases(context, wanted, { phases: named, rebase, dryRun });
  if (!retried.ok) return { ...retried, known: { dryRun } };
  await show({ kind: 'retried', retried: retried.value, isDryRun: dryRun });
  const { warnings: problems, batch, freed, rebase: moved = null } = retried.value;
  const phases = retried.value.phases.map(({ phase: { id }, attempts }) => ({ id, attempts }));
  // The first phase is also given separately, for readers that only know one.
  const [first] = phases;
  const one = { phase: first?.id ?? null, attempts: first?.attempts ?? null };
  return success(
    makeDocument('orchestrator.batch-retry/1', {
      ...{ ok: true, dryRun, batch, ...one, phases, freed, rebase: moved, problems },
    }),
  );
}

const NOTHING_NAMED: Problem<'phase-missing'> = {
  severity: 'error',
  code: 'phase-missing',
  message: 'No phase to retry was named.',
  hint: 'Name a phase with --phase; --rebase alone brings the new commits of your branch into the batch.',
};
