import type { Problem } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import { mergeAttempt, moveHead } from '../../git/integration/index.ts';
import { isMachines, type WorktreeProblemCode } from '../../git/worktrees/index.ts';
import { OUTPUT_FOLLOWS } from '../../scheduling/index.ts';
import { keptSetupLog } from '../../store/folder/index.ts';
import type { BaselineRun } from '../gates/baseline_gates.ts';
import { hasCommands, runGates } from '../gates/run_gates.ts';
import type { Watch } from '../keeping/tampering.ts';
import { type Attempt, giveUp } from '../parts/attempt.ts';
import { logTail } from '../parts/log_tail.ts';
import { hearRefusals } from '../parts/refusals.ts';
import type {
  RunBatch,
  RunGating,
  RunJournal,
  RunNotes,
  RunPlacements,
  RunRepository,
  RunSharing,
  RunTermination,
  RunTokens,
} from '../parts/run.ts';
import { cannotMerge, headNotMoved, movedElsewhere, notShown } from './head_move_problems.ts';

/** The part of an attempt to merge. */
type Proven = {
  /** Its snapshot; `null` where it changed nothing and was not expected to. */
  readonly commit: string | null;
  readonly baseline: BaselineRun;
  readonly watch: Watch;
};

/**
 * Merges an attempt: with the current head, then runs the gates on the result, then moves the head; one attempt at a time. Only
 * then is its phase done. An attempt that does not merge, or is red when merged, leaves the head unchanged.
 */
export async function integrate(
  run: RunGating & RunPlacements & RunTermination & RunTokens,
  attempt: Attempt,
  proven: Proven,
  signal: AbortSignal,
): Promise<void> {
  await run.mergeMutex(async () => {
    if (!signal.aborted) await mergeInTurn(run, attempt, proven, signal);
  });
}

async function mergeInTurn(
  run: RunGating & RunPlacements & RunTermination & RunTokens,
  attempt: Attempt,
  { commit, baseline, watch }: Proven,
  signal: AbortSignal,
): Promise<void> {
  const { git, repository, logbook } = run;
  const { phase, number } = attempt;
  const head = logbook.state().head;
  if (head === undefined) throw new Error('an attempt was to be merged before the batch had a head');
  const merge = await mergeAttempt(
    { git, repository, signal },
    { head, attempt: commit ?? head, base: attempt.base, message: messageOf(run, attempt) },
  );
  if (merge.kind === 'conflict') return void (await giveUp(run, attempt, 'conflict', merge.evidence));
  if (merge.kind === 'fault') {
    if (!signal.aborted) run.halt(cannotMerge(attempt, merge.why));
    return;
  }
  if (!(await isGreenWhenMerged(run, attempt, { head, merged: merge.commit, baseline, watch }, signal)))
    return;
  const of = { phase: phase.id, attempt: number };
  // From here on nothing can be called off: the head moves, and the journal records it.
  if (!(await logbook.record({ event: 'merge-ready', ...of, commit: merge.commit, parent: head }))) return;
  if (!(await moveTo(run, { from: head, to: merge.commit }))) return;
  await logbook.record({ event: 'merged', ...of, commit: merge.commit });
}

/** Whether the merged tree can be made ready and all gates are green on it; if not, the consequences have been handled. */
async function isGreenWhenMerged(
  run: RunGating & RunPlacements & RunTermination & RunTokens,
  attempt: Attempt,
  { head, merged, baseline, watch }: Omit<Proven, 'commit'> & { head: string; merged: string },
  signal: AbortSignal,
): Promise<boolean> {
  const { phase, token, worktree } = attempt;
  const where = { where: 'merged', commit: merged } as const;
  // If nothing would run on the merged tree, it is not checked out.
  if (run.rules.setup === undefined && !hasCommands(phase.gates)) {
    return (await runGates(run, attempt, { ...where, worktree }, baseline, signal)).kind === 'green';
  }
  const refused = hearRefusals(run, { phase: phase.id, attempt: attempt.number });
  const place = await run.keptWorktrees.at({ place: 'integration', commit: merged, token, refused }, signal);
  if (!place.ok) {
    await notReady(run, attempt, { head, problems: place.problems }, signal);
    return false;
  }
  const gates = await runGates(run, attempt, { ...where, worktree: place.value }, baseline, signal);
  if (gates.kind === 'ended' || !(await watch.afterGates())) return false;
  if (gates.kind === 'red') await giveUp(run, attempt, 'merged-gate', gates.evidence);
  return gates.kind === 'green';
}

/**
 * Finds out why the merged tree cannot be made ready: if the head alone can be, the attempt is at fault and only that is given
 * up; otherwise this machine is, and the run ends.
 */
async function notReady(
  run: RunBatch & RunJournal & RunTermination & RunNotes & RunSharing,
  attempt: Attempt,
  { head, problems }: { readonly head: string; readonly problems: readonly Problem<WorktreeProblemCode>[] },
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  if (isMachines(problems)) return run.halt(...problems);
  const said = problems.some(({ code }) => code === 'setup-failed')
    ? `\n${OUTPUT_FOLLOWS}\n${logTail(keptSetupLog(run.batch.folder, 'integration'))}`
    : '';
  const { phase, number, token } = attempt;
  const refused = hearRefusals(run, { phase: phase.id, attempt: number });
  const before = await run.keptWorktrees.at({ place: 'integration', commit: head, token, refused }, signal);
  if (signal.aborted) return;
  if (!before.ok) return run.halt(...problems);
  const evidence = `${problems.map(({ message }) => message).join('\n')}\nWithout this attempt it is ready.${said}`;
  await giveUp(run, attempt, 'merged-setup', evidence);
}

/** Moves the batch's head, and the branch that shows it; `false` if something else has moved it, which ends the run. */
export async function moveTo(
  run: RunBatch & RunRepository & RunTermination & RunNotes,
  { from, to }: { readonly from: string | undefined; readonly to: string },
): Promise<boolean> {
  const { git, repository, batch } = run;
  const { signal } = new AbortController();
  const moved = await moveHead({ git, repository, signal }, { batch: batch.number, from, to });
  if (moved.kind === 'moved') {
    if (moved.visible !== 'moved') run.note(notShown(batch.number, moved.visible['not-moved']));
    return true;
  }
  run.halt(
    moved.kind === 'elsewhere'
      ? movedElsewhere(batch.number, from, moved.actual)
      : headNotMoved(batch.number, moved.why),
  );
  return false;
}

/** The commit's message: the prompt's number and title first, then where it comes from. */
function messageOf({ batch }: RunBatch, { phase, number }: Attempt): string {
  const gates = phase.gates.flatMap(({ command }) => (command === null ? [] : [`Gate: ${oneLine(command)}`]));
  const trailers = [`Batch: ${batch.number}`, `Phase: ${phase.id}`, `Attempt: ${number}`, ...gates];
  return `${phase.prp}: ${oneLine(phase.title)}\n\n${trailers.join('\n')}\n`;
}

function oneLine(text: string): string {
  return printableLine(text).slice(0, LONGEST_LINE);
}

const LONGEST_LINE = 200;
