import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
  HoldBatchCode,
  IntegrationProblemCode,
  RefOwnershipCode,
  WorktreeProblemCode,
} from '../../batch/index.ts';
import {
  type ApprovalProblemCode,
  type BatchHead,
  type BatchState,
  batchStatus,
  checkRefs,
  controlFolder,
  createConfiner,
  dryRun,
  expectedError,
  type HandoverCode,
  type HeldBatch,
  hostRefused,
  isToHide,
  openInPlace,
  openPlacement,
  type Placement,
  prepareHead,
  type RunControl,
  type RunEnd,
  type RunNews,
  type RunNoteCode,
  rehearse,
  removeOrphanContainers,
  type StatusDocument,
  startRun,
  type WorktreeContext,
  writeIgnores,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { OutcomeProblemCode } from '../../patterns/index.ts';
import { hideOwnEnvironment, limitMemory, ownUser, systemClock } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { ownProgram } from '../own_program.ts';
import { batchStore } from './batch_store.ts';
import type { PreparedRun, PreparedRunNoteCode } from './prepare_run.ts';
import { remoteProjectId } from './remote_project_id.ts';
import { runOwner } from './run_places.ts';

/** Why an attempt cannot begin with the results of earlier phases. */
export type BeginAtCode = HandoverCode | 'before-conflict' | 'head-not-moved';

/** Codes of the problems and notes that a run reports before and during its work. */
export type RunNoticeCode =
  | PreparedRunNoteCode
  | RunNoteCode
  | ApprovalProblemCode
  | OutcomeProblemCode
  | 'decision-late';

/** Deviations of a run from what the batch alone would define. */
export type RunOverrides = {
  /** Reduces the batch to a part of it. */
  readonly narrow?: (held: HeldBatch) => HeldBatch;
  /** Moves the newly made head to where the run is to begin. */
  readonly origin?: (context: WorktreeContext, made: BatchHead) => Promise<Result<BatchHead, BeginAtCode>>;
  /** Whether the batch was handed over to a place, and is being taken back. */
  readonly isBack?: boolean;
  /** Used instead of the placements in the settings. */
  readonly placements?: (context: WorktreeContext) => readonly (readonly [string, Placement])[];
};

/** Error codes of {@link carryOutRun}. */
export type CarryOutRunCode =
  | HandoverCode
  | HoldBatchCode
  | IntegrationProblemCode
  | RefOwnershipCode
  | WorktreeProblemCode
  | 'batch-changed'
  | 'before-conflict'
  | 'head-not-moved'
  | 'tape-departed';

/**
 * Carries out a run whose commands were approved: takes the batch, continues where its journal ends, and releases it. A batch
 * that another process is running is refused.
 */
export async function carryOutRun(
  context: OperationContext,
  prepared: PreparedRun,
  control: RunControl & { readonly force: AbortSignal },
  news: RunNews,
  given: RunOverrides = {},
): Promise<Result<RunEnd, CarryOutRunCode>> {
  const { env, tape, installation, isOwnProcess } = context;
  const { project, batch } = prepared;
  if (isOwnProcess) limitMemory();
  hideOwnEnvironment(isToHide);
  const store = batchStore(context);
  const whole = await store.hold(project, batch.number, { isBack: given.isBack ?? false });
  if (!whole.ok) return whole;
  const held = success(given.narrow === undefined ? whole.value : given.narrow(whole.value));
  try {
    await writeIgnores(project.state);
    if (!isDeepStrictEqual(held.value.manifest, batch.manifest)) {
      return failure('problems', changedMeanwhile(batch.number));
    }
    const place =
      prepared.repository === undefined
        ? await openInPlace(prepared.git, project.root)
        : success({ git: prepared.git, repository: prepared.repository });
    if (!place.ok) return place;
    const { git, repository } = place.value;
    const context = { git, repository, signal: control.stopping };
    const own =
      prepared.repository === undefined ? success(undefined) : await checkRefs(context, held.value.state);
    if (!own.ok) return own;
    const made = await prepareHead(context, batch.number, own.value);
    if (!made.ok) return made;
    const origin = given.origin === undefined ? made : await given.origin(context, made.value);
    if (!origin.ok) return origin;
    for (const problem of held.value.warnings) news.note(problem);
    const sockets = Object.keys(prepared.places).length === 0 ? undefined : controlFolder();
    const there = sockets === undefined ? '' : await remoteProjectId(store, project);
    const placements = new Map<string, Placement>(
      given.placements?.(context) ??
        Object.entries(prepared.places).map(([name, settings]) => [
          name,
          openPlacement({
            ...{ name, settings, git, env },
            commonDir: repository.commonDir,
            project: there,
            owner: runOwner(),
            clock: systemClock,
            control: sockets?.path,
          }),
        ]),
    );
    const parts = {
      ...prepared,
      git,
      repository,
      confiner: createConfiner(prepared.sandbox, prepared.rules.sandboxRules, {
        repository,
        env,
        user: ownUser(),
        program: ownProgram({ installation }),
        refused: (refusal) => news.note(hostRefused(refusal)),
      }),
      held: held.value,
      env,
      clock: systemClock,
      newToken: randomUUID,
      placements,
      recorder: tape?.mode === 'record' ? tape.recorder : undefined,
    };
    const { sandbox } = prepared;
    if (sandbox.kind === 'container') await removeOrphanContainers(sandbox.engine.program, env);
    try {
      return success(await startRun({ ...parts, origin: origin.value }, control, news));
    } finally {
      for (const placement of placements.values()) await placement.end();
      await sockets?.remove();
      await parts.confiner.close();
    }
  } catch (error) {
    const expected = expectedError(error);
    if (expected === undefined) throw error;
    return failure('environment', expected);
  } finally {
    held.value.release();
  }
}

/** The problem when the batch changed while the person was asked: only the commands that were shown and approved may run. */
function changedMeanwhile(batch: number): Problem<'batch-changed'> {
  return {
    severity: 'error',
    code: 'batch-changed',
    message: `The manifest of batch ${batch} changed after its commands were shown. Nothing was started.`,
    hint: `To see what would run now: orchestrator batch run ${batch} --dry-run`,
  };
}

/** Rehearses a run; starts, reads and writes nothing. */
export async function rehearseRun(
  { isOwnProcess }: OperationContext,
  { batch, rules, places }: PreparedRun,
  control: RunControl,
  news: RunNews,
): Promise<Result<RunEnd, never>> {
  if (isOwnProcess) limitMemory();
  const placements = new Map(Object.entries(places).map(([name, { slots = 4 }]) => [name, { slots }]));
  const parts = { batch, rules, placements, clock: systemClock, newToken: randomUUID };
  return success(await rehearse({ ...parts, stand: dryRun({ clock: systemClock }) }, control, news));
}

/** The state of a batch after a run, as the document of `batch status`. */
export function statusOf({ batch }: PreparedRun, state: BatchState): StatusDocument {
  return batchStatus(batch.manifest, state, { isHeld: false });
}
