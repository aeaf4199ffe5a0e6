import {
  type BatchState,
  findProject,
  type HeldBatch,
  type HoldBatchCode,
  type ManifestPhase,
  type PhaseRecord,
  type RefOwnershipCode,
  type WorktreeProblemCode,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { askedElsewhere } from './asked_elsewhere.ts';
import { openBatchContext, whileHeld } from './batch_context.ts';
import { namedPhase, type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { batchStore } from './batch_store.ts';
import { catchRefusals } from './catch_refusals.ts';
import { type BatchRebase, type RebaseBatchCode, rebaseBatch } from './rebase_batch.ts';

/** Phases that wait again. */
export type RetriedPhases = {
  readonly batch: number;
  /** Each with its number of previous attempts, which no longer count. */
  readonly phases: readonly { readonly phase: ManifestPhase; readonly attempts: number }[];
  /** Phases that were blocked by them and also wait again. */
  readonly freed: readonly string[];
  /** The batch's head before and after, if it was rebased onto the user's branch. */
  readonly rebase: BatchRebase | undefined;
  readonly warnings: readonly Problem[];
};

/** The phases to retry, possibly none. */
export type RetrySelection = {
  readonly phases: readonly string[];
  /** Adds the commits made on the user's branch since the batch began, so that the phases start with them. */
  readonly rebase: boolean;
  /** Only reports what would be done. */
  readonly dryRun: boolean;
};

/** Error codes of {@link retryPhases}. */
export type RetryPhasesCode =
  | HoldBatchCode
  | OpenBatchCode
  | RefOwnershipCode
  | RebaseBatchCode
  | WorktreeProblemCode
  | 'phase-asked'
  | 'phase-not-failed'
  | 'unknown-phase';

/** Gives failed phases another round of attempts, with the next run. */
export function retryPhases(
  context: OperationContext,
  wanted: string,
  selection: RetrySelection,
): Promise<Result<RetriedPhases, RetryPhasesCode>> {
  return catchRefusals(() => retry(context, wanted, selection));
}

async function retry(
  context: OperationContext,
  wanted: string,
  request: RetrySelection,
): Promise<Result<RetriedPhases, RetryPhasesCode>> {
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  const stored = await openBatch(context, wanted);
  if (!stored.ok) return stored;
  const chosen = new Map<string, ManifestPhase>();
  for (const name of request.phases) {
    const named = namedPhase(stored.value.manifest, name);
    if (!named.ok) return named;
    chosen.set(named.value.id, named.value);
  }
  const store = batchStore(context);
  const history = await store.history(stored.value);
  if (!history.ok) return history;
  const { number } = stored.value;
  const asked = history.value.state.phases.find(({ phase, asked }) => asked && chosen.has(phase.id));
  const asker = asked && store.owner(stored.value);
  if (asker !== undefined) return failure('problems', askedElsewhere(number, asked?.phase.id ?? '', asker));
  const seen = look(number, history.value.state, [...chosen.keys()], request);
  if (!seen.ok) return seen;
  if (request.dryRun && !request.rebase) {
    const { state, warnings } = history.value;
    const freed = blockedIn(state).filter(({ by }) => chosen.has(by));
    const phases = seen.value;
    return success({
      batch: number,
      phases,
      freed: freed.map(({ id }) => id),
      rebase: undefined,
      warnings,
    });
  }
  const batchContext = request.rebase ? await openBatchContext(context, wanted) : undefined;
  if (batchContext?.ok === false) return batchContext;
  return whileHeld({ context, project: project.value, stored: stored.value }, async (held: HeldBatch) => {
    const looked = look(number, held.state, [...chosen.keys()], request);
    if (!looked.ok) return looked;
    let { state } = held;
    const rebase = batchContext && (await rebaseBatch(batchContext.value, held, { dryRun: request.dryRun }));
    if (rebase?.ok === false) return rebase;
    const fields = { batch: number, phases: looked.value, rebase: rebase?.value, warnings: held.warnings };
    if (request.dryRun) {
      const would = blockedIn(state).filter(({ by }) => chosen.has(by));
      return success({ ...fields, freed: would.map(({ id }) => id) });
    }
    const failed = new Set(
      held.state.phases.flatMap(({ phase, progress }) => (progress.state === 'failed' ? phase.id : [])),
    );
    for (const { phase } of looked.value) {
      if (!failed.has(phase.id)) continue;
      const said = await held.record({ event: 'phase-reopened', phase: phase.id, why: 'retry' });
      if (!said.ok) return said;
      state = held.fold.apply(state, said.value).state;
    }
    const still = new Set(blockedIn(state).map(({ id }) => id));
    const freed = blockedIn(held.state).filter(({ id }) => !still.has(id));
    return success({ ...fields, freed: freed.map(({ id }) => id) });
  });
}

/** Looks the phases up; fails if one has not failed. With a rebase, one that is already waiting is accepted too. */
function look(
  batch: number,
  { phases }: BatchState,
  ids: readonly string[],
  { rebase }: Pick<RetrySelection, 'rebase'>,
): Result<RetriedPhases['phases'], 'phase-not-failed'> {
  const records = phases.filter(({ phase }) => ids.includes(phase.id));
  const isFit = (state: string) => state === 'failed' || (rebase && state === 'waiting');
  const unfit = records.filter(({ progress }) => !isFit(progress.state));
  if (unfit.length > 0) return failure('problems', ...unfit.map((record) => notFailed(batch, record)));
  return success(records.map(({ phase, attempts }) => ({ phase, attempts: attempts.length })));
}

function blockedIn({ phases }: BatchState): { readonly id: string; readonly by: string }[] {
  return phases.flatMap(({ phase: { id }, progress }) =>
    progress.state === 'blocked' ? [{ id, by: progress.by }] : [],
  );
}

function notFailed(batch: number, { phase, progress }: PhaseRecord): Problem<'phase-not-failed'> {
  const problem = (message: string, hint: string): Problem<'phase-not-failed'> => ({
    severity: 'error',
    code: 'phase-not-failed',
    message,
    hint,
  });
  const run = `orchestrator batch run ${batch}`;
  switch (progress.state) {
    case 'done':
      return problem(
        `Phase ${phase.id} is done.`,
        `To do it again, undo it first: orchestrator batch undo ${batch} --phase ${phase.id}`,
      );
    case 'blocked':
      return problem(
        `Phase ${phase.id} has not failed; it waits for phase ${progress.by}, which has.`,
        `Retry that one: orchestrator batch retry ${batch} --phase ${progress.by}`,
      );
    default:
      return problem(
        `Phase ${phase.id} has not failed; it is ${progress.state}.`,
        `The next run continues it: ${run}`,
      );
  }
}
