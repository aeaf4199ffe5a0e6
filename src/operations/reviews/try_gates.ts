import { randomUUID } from 'node:crypto';
import {
  type BatchState,
  createConfiner,
  type Dropped,
  type HoldBatchCode,
  hostRefused,
  mergedInOrder,
  openBench,
  type PhaseDiff,
  type PhaseTrial,
  provenOn,
  type Review,
  type ReviewedPhase,
  removeOrphanContainers,
  treeOf,
  tryPhase,
  tryUnion,
  type UnionTrial,
  type WorktreeContext,
  type WorktreeProblemCode,
} from '../../batch/index.ts';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { createGit, ownUser, systemClock } from '../../platform/index.ts';
import { type BatchContext, whileHeld } from '../batches/batch_context.ts';
import { ownProgram } from '../own_program.ts';
import type { Port } from '../port.ts';
import type { ApprovedGates } from './approve_gates.ts';

/** Events while hunks are taken out. */
export type TrialEvent = { readonly kind: 'trying'; readonly phase: string; readonly hunks: number };

/** Which of the two trials to make, and the time limit for both. */
export type TrialOptions = {
  readonly loadBearing: boolean;
  readonly union: boolean;
  readonly limitMs: number;
};

/** The results of running gates again. */
export type Trial = {
  readonly phases: readonly PhaseTrial[];
  readonly readings: Pick<Review['readings'], 'loadBearing' | 'union'>;
  readonly union: UnionTrial;
  readonly problems: readonly Problem[];
};

/** Runs gates again, on the finished branch and without hunks of each phase, while nobody else can change the batch. */
export function tryGates(
  batch: BatchContext,
  { run }: ApprovedGates,
  parts: {
    readonly state: BatchState;
    readonly phases: readonly ReviewedPhase[];
    readonly diffs: readonly PhaseDiff[];
  },
  { loadBearing, union, limitMs }: TrialOptions,
  port: Port<TrialEvent>,
): Promise<Result<Trial, HoldBatchCode | WorktreeProblemCode | 'tape-departed'>> {
  return whileHeld(batch, async () => {
    const { env } = batch.context;
    const { repository, rules, sandbox } = run;
    const git = createGit(env);
    const context: WorktreeContext = { git, repository, signal: port.signal };
    const notes: Problem[] = [];
    const confiner = createConfiner(sandbox, rules.sandboxRules, {
      ...{ repository, env, user: ownUser(), program: ownProgram(batch.context) },
      refused: (refusal) => notes.push(hostRefused(refusal)),
    });
    if (sandbox.kind === 'container') await removeOrphanContainers(sandbox.engine.program, env);
    const from = systemClock.now();
    const bench = openBench({
      ...{ batch: batch.stored, git, repository, rules, confiner, env, signal: port.signal },
      force: port.force ?? new AbortController().signal,
      base: parts.state.base,
      note: (problem) => notes.push(problem),
      token: randomUUID(),
      until: from + limitMs,
    });
    try {
      const joined = await onBranch(context, parts.state, union ? bench : undefined);
      if (!joined.ok) return joined;
      const phases: PhaseTrial[] = [];
      for (const { record, commit } of loadBearing ? parts.diffs : []) {
        const phase = parts.phases.find(({ id }) => id === record.phase.id);
        const parent = mergeParent(record);
        if (phase === undefined || commit === undefined || parent === undefined) continue;
        const tried = await tryPhase(context, bench, { phase, commit, parent }, (hunks) => {
          void port.show({ kind: 'trying', phase: phase.prp, hunks });
        });
        if (!tried.ok) return tried;
        phases.push(tried.value);
      }
      const found = phases.flatMap(({ problems }) => problems);
      return success({
        phases,
        union: joined.value.trial,
        problems: [...notes, ...found, ...(port.signal.aborted ? [CALLED_OFF] : [])],
        readings: {
          union: unionReading(joined.value),
          loadBearing: loadBearing
            ? {
                limitSeconds: limitMs / 1000,
                seconds: Math.round((systemClock.now() - from) / 100) / 10,
                runs: bench.count(),
                isWhole: phases.every(({ hunks }) => hunks.notTried === 0),
              }
            : null,
        },
      });
    } finally {
      await bench.close();
      await confiner.close();
    }
  });
}

/** The batch's own proof of its finished branch, without running anything. */
export async function knownUnion(
  context: WorktreeContext,
  state: BatchState,
): Promise<Result<Joined, WorktreeProblemCode>> {
  return onBranch(context, state, undefined);
}

type Joined = { readonly tree: string; readonly trial: UnionTrial };

async function onBranch(
  context: WorktreeContext,
  state: BatchState,
  bench: Parameters<typeof tryUnion>[1],
): Promise<Result<Joined, WorktreeProblemCode>> {
  const head = state.head ?? '';
  const tree = await treeOf(context, head);
  const parts = { head, merged: mergedInOrder(state), known: provenOn(state, tree) };
  const trial = await tryUnion(parts, bench);
  return trial.ok ? success({ tree, trial: trial.value }) : trial;
}

/** A union in the form of a review. */
export function unionReading({ tree, trial }: Joined): Review['readings']['union'] {
  return { tree, gates: [...trial.gates], isWhole: trial.isWhole };
}

function mergeParent({ progress, attempts }: PhaseDiff['record']): string | undefined {
  return progress.state === 'done' ? attempts[progress.attempt - 1]?.mergeReady?.parent : undefined;
}

/** Adds the results of taking hunks out to the phases. */
export function withHunks(phases: readonly ReviewedPhase[], trials: readonly PhaseTrial[]): ReviewedPhase[] {
  return phases.map((phase) => {
    const trial = trials.find(({ id }) => id === phase.id);
    return trial === undefined ? phase : { ...phase, hunks: trial.hunks };
  });
}

/** The parts left out of the trials. */
export function skippedTrials(trials: readonly PhaseTrial[]): Dropped[] {
  return trials.flatMap(({ dropped }) => [...dropped]);
}

const CALLED_OFF: Problem<'called-off'> = {
  severity: 'warning',
  code: 'called-off',
  message: 'Stopped: gates that had not run are reported as not run.',
};
