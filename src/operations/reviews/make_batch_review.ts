import { join } from 'node:path';
import {
  type Asking,
  type BatchState,
  carriedOver,
  changeOf,
  type HoldBatchCode,
  isJournalFault,
  keepReview,
  makeReview,
  type PhaseDiff,
  phaseFinder,
  REVIEW_FILE,
  type ReadingName,
  type ReadPart,
  type RefOwnershipCode,
  type Review,
  type ReviewedPhase,
  reaches,
  readReview,
  reviewPhases,
  staleReason,
  structuralFindings,
  visibleBranch,
  type WorktreeProblemCode,
  withCarriedHunks,
  withoutRepeatedFlakiness,
} from '../../batch/index.ts';
import { projectRoot } from '../../context/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { displayPath, isWithin, sha256OfFile, systemClock } from '../../platform/index.ts';
import { type BatchContext, besideRepository, type QuietBatchCode } from '../batches/batch_context.ts';
import type { OpenBatchCode } from '../batches/batch_lookup.ts';
import { batchStore } from '../batches/batch_store.ts';
import { viewBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import type { Port } from '../port.ts';
import { openStoredBatch } from '../reports/open_stored_batch.ts';
import { type ApproveGatesCode, approveGates } from './approve_gates.ts';
import { type AskModelCode, askModel } from './ask_model.ts';
import { readBatchChange } from './batch_change.ts';
import type { BatchReviewEvent, BatchReviewRequest } from './batch_review_request.ts';
import { type ProjectRules, projectRules } from './project_rules.ts';
import { relocateToHead } from './relocate_to_head.ts';
import {
  knownUnion,
  skippedTrials,
  type Trial,
  type TrialOptions,
  tryGates,
  unionReading,
  withHunks,
} from './try_gates.ts';
import { unresolvedFindings } from './unresolved_findings.ts';
import { type FixPlan, readRounds, writeFixPlan } from './write_fix_plan.ts';

/** A review of a batch, and its outcome. */
export type Reviewed = {
  readonly review: Review;
  readonly kept: string | null;
  readonly problems: readonly Problem[];
  readonly plan: FixPlan | undefined;
  /** The batch's head, from which a fix batch may start. */
  readonly head: string;
};

/** The codes with which {@link makeBatchReview} can fail. */
export type MakeBatchReviewCode =
  | ApproveGatesCode
  | AskModelCode
  | HoldBatchCode
  | QuietBatchCode
  | 'bad-rounds'
  | 'bad-time'
  | 'batch-archived'
  | 'commits-gone'
  | 'diff-too-large'
  | 'no-worktree'
  | 'nothing-merged';

/** Reviews a batch and saves the review; on request, writes a plan that fixes the findings. */
export async function makeBatchReview(
  context: OperationContext,
  {
    batch: wanted,
    gate,
    loadBearing = false,
    union = false,
    time,
    yes,
    fix = false,
    rounds,
    readsOnly = false,
    ...wish
  }: BatchReviewRequest,
  port: Port<BatchReviewEvent>,
): Promise<Result<Reviewed, MakeBatchReviewCode>> {
  const most = readRounds(rounds);
  if (!most.ok) return most;
  if (rounds !== undefined && !fix) return failure('usage', IDLE_ROUNDS);
  const span = parseTimeLimit(time);
  if (!span.ok) return span;
  if (time !== undefined && !loadBearing && !union) return failure('usage', IDLE_TIME);
  const opened = await openBatchToReview(context, wanted, { runsGates: loadBearing || union });
  if (!opened.ok) return opened;
  const batch = opened.value;
  const { stored, worktrees } = batch;
  const seen = await viewBatch(context, stored);
  const { state } = seen;
  // Phases that an unreadable journal shows as not done may be done: a review based on it would be wrong.
  const faults = seen.problems.filter(isJournalFault);
  if (faults.length > 0) return failure('problems', ...faults);
  const asking: Asking = { git: worktrees.git, top: worktrees.repository.top, signal: port.signal };
  const read = await readBatchChange(batch, state, asking);
  if (!read.ok) return read;
  const { source, diffs } = read.value;
  const change = changeOf(source.diff, source.heads);
  const finder = phaseFinder(diffs);
  const hashOf = (log: string) => {
    const path = join(stored.folder, log);
    return isWithin(stored.folder, path) ? sha256OfFile(path) : undefined;
  };
  const phases = reviewPhases(state, diffs, worktrees.repository.prefix, hashOf);
  const trial = await trialOf(
    batch,
    { ...phases, state, diffs },
    { loadBearing, union, limitMs: span.value },
    { yes, run: wish.run },
    port,
  );
  if (!trial.ok) return trial;
  const tried = trial.value;
  const generated = new Set(change.files.filter(({ isGenerated }) => isGenerated).map(({ path }) => path));
  const rules = wish.withModel ? projectRules(projectRoot(context.cwd)) : { text: '', problems: [] };
  const parts = wish.withModel ? readParts(batch, { phases: phases.phases, diffs, rules }) : [];
  const asked = await askModel(context, wish, parts, (path) => generated.has(path), port);
  if (!asked.ok) return asked;
  const model = asked.value?.readings;
  const again = new Set<ReadingName>([
    ...(loadBearing ? (['loadBearing'] as const) : []),
    ...(union ? (['union'] as const) : []),
    ...(wish.withModel ? (['model'] as const) : []),
  ]);
  const before = carriedOver(await standingReview(batch, state, context.cwd), again);
  const structural = structuralFindings(change, finder.ofSeen);
  const left = await unresolvedFindings(context, batch, { asking, head: state.head ?? '', own: structural });
  const ofPhases = [...phases.found, ...tried.phases.flatMap(({ found }) => found), ...(model?.found ?? [])];
  const made = makeReview(
    {
      at: new Date(systemClock.time()).toISOString(),
      subject: { kind: 'batch', batch: stored.number, name: `batch ${stored.number}` },
      version: { ...source.version, seq: state.seq },
    },
    {
      change,
      found: withoutRepeatedFlakiness([
        ...structural,
        ...left.found,
        ...(before.readings.union == null ? tried.union.found : []),
        ...(await relocateToHead(asking, ofPhases, diffs, state.head ?? '')),
        ...before.found,
      ]),
      dropped: [
        ...source.dropped,
        ...skippedTrials(tried.phases),
        ...(model?.dropped ?? []),
        ...before.dropped,
      ],
      phases: withCarriedHunks(withHunks(phases.phases, tried.phases), before),
      phasesOf: finder.ofPath,
      readings: { ...tried.readings, model: model?.reading ?? null, ...before.readings },
    },
  );
  const notKept = readsOnly ? [] : await keepReview(stored, made, context.cwd);
  const kept =
    !readsOnly && notKept.length === 0 ? displayPath(context.cwd, join(stored.folder, REVIEW_FILE)) : null;
  // In rounds, findings that the gate accepts are no longer fixed.
  const makesPlan = fix && (rounds === undefined || gate === undefined || reaches(made.band, gate));
  const plan = makesPlan
    ? await writeFixPlan(batch, made, { rounds: most.value, head: state.head ?? '' })
    : success(undefined);
  const running: Problem<'batch-running'>[] = seen.isHeld ? [stillRunning(stored.number)] : [];
  return success({
    review: made,
    kept,
    plan: plan.ok ? plan.value : undefined,
    head: state.head ?? '',
    problems: [
      ...seen.problems,
      ...source.problems,
      ...running,
      ...tried.problems,
      ...rules.problems,
      ...(asked.value?.problems ?? []),
      ...left.problems,
      ...notKept,
      ...(plan.ok
        ? fixNotes(makesPlan, plan.value, { ...batch, isRun: rounds !== undefined })
        : plan.problems),
    ],
  });
}

/** The saved review, if it is up to date; `undefined` for a stale or unreadable one, which is about to be made again. */
async function standingReview(
  { stored }: BatchContext,
  state: BatchState,
  cwd: string,
): Promise<Review | undefined> {
  const { review: kept } = await readReview(stored, cwd);
  return kept === undefined || staleReason(kept, state) !== undefined ? undefined : kept;
}

/** The most of a phase's prompt that is shown to the model, in characters. */
const MAX_PROMPT = 12_000;

/** Each merged phase as given to the model: the task, the results of its gates, and its own lines. */
function readParts(
  { stored, context }: BatchContext,
  {
    phases,
    diffs,
    rules,
  }: {
    readonly phases: readonly ReviewedPhase[];
    readonly diffs: readonly PhaseDiff[];
    readonly rules: ProjectRules;
  },
): ReadPart[] {
  return diffs.flatMap(({ record, commit, diff }): ReadPart[] => {
    if (commit === undefined) return [];
    const { id } = record.phase;
    const prompt = batchStore(context).prompt(stored, record.phase);
    const gates = phases.find((phase) => phase.id === id)?.gates ?? [];
    const shown = gates.map(
      ({ text, command, result, proof }) =>
        `${text}: ${result} (${proof})${command === null ? '' : `, ${command}`}`,
    );
    const matter = {
      prompt: prompt.ok ? prompt.value.slice(0, MAX_PROMPT) : record.phase.title,
      gates: shown.join('\n'),
      rules: rules.text,
    };
    return [{ phase: id, diff, matter }];
  });
}

/** The codes with which {@link trialOf} can fail. */
type TrialOfCode = ApproveGatesCode | HoldBatchCode | QuietBatchCode | 'no-worktree';

/** Runs gates again on request; otherwise uses the batch's own proof of its finished branch. */
async function trialOf(
  batch: BatchContext,
  parts: Parameters<typeof tryGates>[2],
  wishes: TrialOptions,
  { yes, run }: Pick<BatchReviewRequest, 'yes' | 'run'>,
  port: Port<BatchReviewEvent>,
): Promise<Result<Trial, TrialOfCode>> {
  if (!wishes.loadBearing && !wishes.union) {
    const known = await knownUnion(batch.worktrees, parts.state);
    if (!known.ok) return known;
    const readings = { loadBearing: null, union: unionReading(known.value) };
    return success({ phases: [], union: known.value.trial, readings, problems: [] });
  }
  const approved = await approveGates(
    batch.context,
    { batch: `${batch.stored.number}`, yes, sandbox: run?.sandbox },
    port,
  );
  if (!approved.ok) return approved;
  const tried = await tryGates(batch, approved.value, parts, wishes, port);
  if (!tried.ok) return tried;
  return success({ ...tried.value, problems: [...approved.value.notes, ...tried.value.problems] });
}

/** Notes on a fix plan: that there is nothing to fix, or that it would start without the code it fixes. */
function fixNotes(
  fix: boolean,
  plan: FixPlan | undefined,
  {
    stored: { number },
    isArchived,
    isRun,
  }: Pick<ReviewedBatch, 'stored' | 'isArchived'> & { readonly isRun: boolean },
): Problem<'not-merged-yet' | 'nothing-to-fix'>[] {
  if (!fix || plan?.isMerged) return [];
  if (plan === undefined)
    return [
      {
        severity: 'note',
        code: 'nothing-to-fix',
        message: 'No finding in a file is above low, so no plan was made.',
      },
    ];
  // A batch run from here starts at this one.
  if (isRun) return [];
  return [
    {
      severity: 'warning',
      code: 'not-merged-yet',
      message:
        'The batch is not merged into your branch, where the fixing batch would start, so it would not have the code to fix.',
      hint: `First: ${isArchived ? `git merge ${visibleBranch(number)}` : `orchestrator batch merge ${number}`}`,
    },
  ];
}

const IDLE_ROUNDS: Problem<'flag-without-effect'> = {
  severity: 'error',
  code: 'flag-without-effect',
  message: '--rounds would have no effect without --fix.',
};

const IDLE_TIME: Problem<'flag-without-effect'> = {
  severity: 'error',
  code: 'flag-without-effect',
  message: '--time would have no effect: nothing takes time without --load-bearing or --union.',
};

function stillRunning(batch: number): Problem<'batch-running'> {
  return {
    severity: 'warning',
    code: 'batch-running',
    message: `Batch ${batch} or its gates are running: this review covers what is merged so far.`,
    hint: `When it has ended: orchestrator batch review ${batch}`,
  };
}

/** The default: ten minutes. */
const USUAL_MS = 10 * 60_000;

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Parses a time limit like `90s`, `10m` or `1h`, in milliseconds. */
function parseTimeLimit(wanted: string | undefined): Result<number, 'bad-time'> {
  if (wanted === undefined) return success(USUAL_MS);
  const [, figure = '', unit = 'm'] = /^(\d{1,5})\s*(s|m|min|h)?$/u.exec(wanted.trim()) ?? [];
  const span = Number(figure) * (UNITS[unit] ?? 0);
  if (figure !== '' && span >= 1_000 && span <= 24 * 3_600_000) return success(span);
  return failure('usage', {
    severity: 'error',
    code: 'bad-time',
    message: `${JSON.stringify(wanted.slice(0, 60))} is not a time for --time.`,
    hint: 'Give seconds, minutes or hours, at most a day: 90s, 10m, 1h.',
  });
}

/** A batch to review. */
type ReviewedBatch = BatchContext & {
  /** Whether it is archived; nothing of it is run then. */
  readonly isArchived: boolean;
};

/**
 * Opens a batch to review, archived or not.
 *
 * @param runsGates - whether its gates are run again, which is impossible for an archived batch
 */
async function openBatchToReview(
  context: OperationContext,
  wanted: string,
  { runsGates }: { readonly runsGates: boolean },
): Promise<Result<ReviewedBatch, OpenBatchCode | RefOwnershipCode | WorktreeProblemCode | 'batch-archived'>> {
  const kept = await openStoredBatch(context, wanted);
  if (!kept.ok) return kept;
  const { project, stored, isArchived } = kept.value;
  if (isArchived && runsGates) return failure('usage', archived(stored.number));
  const opened = await besideRepository(context, project, stored);
  return opened.ok ? success({ ...opened.value, isArchived }) : opened;
}

function archived(batch: number): Problem<'batch-archived'> {
  return {
    severity: 'error',
    code: 'batch-archived',
    message: `Batch ${batch} is archived and can no longer run gates: neither --load-bearing nor --union is possible.`,
    hint: `To review it without them: orchestrator batch review ${batch}`,
  };
}
