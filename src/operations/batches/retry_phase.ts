import {
  findProject,
  type HeldBatch,
  type ManifestPhase,
  type PhaseRecord,
  readHistory,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { whileHeld } from './batch_ground.ts';
import { namedPhase, openBatch } from './batch_lookup.ts';

/** A phase that waits again. */
export type RetriedPhase = {
  readonly batch: number;
  readonly phase: ManifestPhase;
  /** Phases that were blocked by it and wait again as well. */
  readonly freed: readonly string[];
  /** How many attempts were made at it before; they no longer count. */
  readonly attempts: number;
  readonly warnings: readonly Problem[];
};

/**
 * Gives a failed phase another round of tries, with the next run.
 *
 * @param dryRun - only says what would be
 */
export async function retryPhase(
  context: OperationContext,
  wanted: string,
  request: { readonly phase: string; readonly dryRun: boolean },
): Promise<Result<RetriedPhase>> {
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  const stored = await openBatch(context, wanted);
  if (!stored.ok) return stored;
  const named = namedPhase(stored.value.manifest, request.phase);
  if (!named.ok) return named;
  const phase = named.value;
  const history = await readHistory(stored.value, context.cwd);
  if (!history.ok) return history;
  const number = stored.value.number;
  const recordIn = (phases: readonly PhaseRecord[]) =>
    phases.find((record) => record.phase.id === phase.id) as PhaseRecord;
  const seen = recordIn(history.value.state.phases);
  if (seen.progress.state !== 'failed') return failure('problems', notFailed(number, seen));
  const blocked = (phases: readonly PhaseRecord[]) =>
    phases.flatMap(({ phase: { id }, progress }) =>
      progress.state === 'blocked' && progress.by === phase.id ? [id] : [],
    );
  const told = (record: PhaseRecord, freed: readonly string[], warnings: readonly Problem[]) =>
    success({ batch: number, phase, freed, attempts: record.attempts.length, warnings });
  if (request.dryRun) {
    const { state, warnings } = history.value;
    return told(seen, blocked(state.phases), warnings);
  }
  return whileHeld({ context, project: project.value, stored: stored.value }, async (held: HeldBatch) => {
    const record = recordIn(held.state.phases);
    if (record.progress.state !== 'failed') return failure('problems', notFailed(number, record));
    const said = await held.journal.record({ event: 'phase-reopened', phase: phase.id, why: 'retry' });
    if (!said.ok) return said;
    const { state } = held.fold.apply(held.state, said.value);
    const still = new Set(
      state.phases.flatMap(({ phase: { id }, progress }) => (progress.state === 'blocked' ? [id] : [])),
    );
    const freed = blocked(held.state.phases).filter((id) => !still.has(id));
    return told(record, freed, held.warnings);
  });
}

function notFailed(batch: number, { phase, progress }: PhaseRecord): Problem {
  const problem = (message: string, hint: string): Problem => ({
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
        `To have it done anew, take it out first: orchestrator batch undo ${batch} --phase ${phase.id}`,
      );
    case 'blocked':
      return problem(
        `Phase ${phase.id} has not failed; it waits for phase ${progress.by}, which has.`,
        `Try that one again: orchestrator batch retry ${batch} --phase ${progress.by}`,
      );
    default:
      return problem(
        `Phase ${phase.id} has not failed; it is ${progress.state}.`,
        `The next run goes on with it: ${run}`,
      );
  }
}
