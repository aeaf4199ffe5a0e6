import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
  HoldBatchCode,
  IntegrationProblemCode,
  OwnRefsCode,
  WorktreeProblemCode,
} from '../../batch/index.ts';
import {
  type ApprovalProblemCode,
  type BatchHead,
  type BatchState,
  batchStatus,
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
  ownRefs,
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
import { hideOwnEnvironment, keepSmall, ownUser, systemClock } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { ownProgram } from '../own_program.ts';
import { batchStore } from './batch_store.ts';
import type { PreparedRun, PreparedRunNoteCode } from './prepare_run.ts';
import { projectThere } from './project_there.ts';
import { ownerHere } from './run_places.ts';

/** Why what the phases before left cannot be what an attempt begins at. */
export type BeginAtCode = HandoverCode | 'before-conflict' | 'head-not-moved';

/** What a person is told of a run before and while it goes on. */
export type ToldCode =
  | PreparedRunNoteCode
  | RunNoteCode
  | ApprovalProblemCode
  | OutcomeProblemCode
  | 'decision-late';

/** What of a run is otherwise than the batch alone would have it. */
export type GivenRun = {
  /** Takes a part of the batch for the whole. */
  readonly narrow?: (held: HeldBatch) => HeldBatch;
  /** Brings the head, just made, to where the run is to begin. */
  readonly origin?: (context: WorktreeContext, made: BatchHead) => Promise<Result<BatchHead, BeginAtCode>>;
  /** That the batch was handed over to a place, and is taken back from there. */
  readonly isBack?: boolean;
  /** In place of those of the settings. */
  readonly placements?: (context: WorktreeContext) => readonly (readonly [string, Placement])[];
};

/** Why {@link carryOutRun} can fail. */
export type CarryOutRunCode =
  | HandoverCode
  | HoldBatchCode
  | IntegrationProblemCode
  | OwnRefsCode
  | WorktreeProblemCode
  | 'batch-changed'
  | 'before-conflict'
  | 'head-not-moved'
  | 'tape-departed';

/**
 * Carries a run out whose commands were approved: takes the batch, goes on from where its journal ends, lets it go. A batch that
 * another process runs is refused.
 */
export async function carryOutRun(
  context: OperationContext,
  prepared: PreparedRun,
  control: RunControl & { readonly force: AbortSignal },
  news: RunNews,
  given: GivenRun = {},
): Promise<Result<RunEnd, CarryOutRunCode>> {
  const { env, tape, installation } = context;
  const { project, batch } = prepared;
  keepSmall();
  hideOwnEnvironment(isToHide);
  const whole = await batchStore(context).hold(project, batch.number, { isBack: given.isBack ?? false });
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
      prepared.repository === undefined ? success(undefined) : await ownRefs(context, held.value.state);
    if (!own.ok) return own;
    const made = await prepareHead(context, batch.number, own.value);
    if (!made.ok) return made;
    const origin = given.origin === undefined ? made : await given.origin(context, made.value);
    if (!origin.ok) return origin;
    for (const problem of held.value.warnings) news.note(problem);
    const sockets = Object.keys(prepared.places).length === 0 ? undefined : controlFolder();
    const there = sockets === undefined ? '' : await projectThere(project);
    const placements = new Map<string, Placement>(
      given.placements?.(context) ??
        Object.entries(prepared.places).map(([name, settings]) => [
          name,
          openPlacement({
            ...{ name, settings, git, env },
            commonDir: repository.commonDir,
            project: there,
            owner: ownerHere(),
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

/** What was shown and approved is what runs: whoever was asked may have taken his time. */
function changedMeanwhile(batch: number): Problem<'batch-changed'> {
  return {
    severity: 'error',
    code: 'batch-changed',
    message: `The manifest of batch ${batch} was changed after its commands were shown. Nothing was started.`,
    hint: `To see what would run now: orchestrator batch run ${batch} --dry-run`,
  };
}

/** Goes through a run as it would be, and starts, reads and writes nothing. */
export async function rehearseRun(
  _context: OperationContext,
  { batch, rules, places }: PreparedRun,
  control: RunControl,
  news: RunNews,
): Promise<Result<RunEnd, never>> {
  keepSmall();
  const placements = new Map(Object.entries(places).map(([name, { slots = 4 }]) => [name, { slots }]));
  const parts = { batch, rules, placements, clock: systemClock, newToken: randomUUID };
  return success(await rehearse({ ...parts, stand: dryRun({ clock: systemClock }) }, control, news));
}

/** Where a batch stands after a run, as the document of `batch status`. */
export function statusOf({ batch }: PreparedRun, state: BatchState): StatusDocument {
  return batchStatus(batch.manifest, state, { isHeld: false });
}
