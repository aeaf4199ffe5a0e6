import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { ownIdentity } from '../../platform/index.ts';
import type { AskPermission } from '../executors/executor.ts';
import { accountOf } from '../executors/index.ts';
import type { RunOptionsRecord } from '../generated/batch.event.ts';
import type { Placement } from '../remote/placements/index.ts';
import { nextActions, type SchedulingAction } from '../scheduling/index.ts';
import type { BatchState, RunOutcome } from '../store/batch_state.ts';
import { currentAttempt, outcomeOf } from '../store/state/index.ts';
import { heldAt, inDoubtAt, pastHolds } from './attempts/account_holds.ts';
import { usedUp } from './budget.ts';
import type { HaltCode } from './parts/halt_code.ts';
import type { RunRules } from './parts/rules.ts';
import type {
  RunAgents,
  RunExecutors,
  RunJournal,
  RunNotes,
  RunSettings,
  RunTermination,
  RunTime,
  RunTokens,
} from './parts/run.ts';
import { placesOfRun } from './run_slots.ts';
import { createWorkers, type Workers, type WorkerTask } from './workers.ts';

/** The decision about a phase whose tries are used up. */
export type Decision = 'retry' | 'leave';

/** Controls of a run from outside. */
export type RunControl = {
  /** Aborts when the person asks to stop: nothing new is started, and work under way is ended. */
  readonly stopping: AbortSignal;
  /**
   * Asks the person what to do with a phase that has no try left; without it the phase fails, with a decision to make. Returns
   * `leave` if the run ends meanwhile.
   */
  readonly decide?: (question: Extract<SchedulingAction, { do: 'decide' }>) => Promise<Decision>;
  /** Asks the person to permit an agent's action that no rule allows; without it, the action is denied. */
  readonly permit?: AskPermission;
};

/** The result of a run. */
export type RunEnd =
  | { readonly kind: 'over'; readonly outcome: RunOutcome; readonly state: BatchState }
  /** It could not continue. Its work is in the journal; another run continues from there. */
  | {
      readonly kind: 'halted';
      /** Whether this machine is the cause, or something else prevents it. */
      readonly cause: 'environment' | 'problems';
      readonly problems: readonly Problem<HaltCode>[];
      readonly state: BatchState;
    };

/** Codes of halts that another machine, or another day, would resolve. */
const MACHINES: ReadonlySet<string> = new Set<HaltCode>([
  'system-refused',
  'git-unusable',
  'journal-unwritable',
]);

/** The actions of a run, apart from deciding what comes next. */
export type RunWork = WorkerTask & {
  /**
   * Brings everything to the state in the journal, and passes the remaining work to the workers; `false` if that fails.
   */
  readonly begin: (workers: Workers) => Promise<boolean>;
  /** Cleans up before the end of the run is recorded: if interrupted here, the run can still be continued. */
  readonly end: () => Promise<void>;
};

/** The parts of a run needed for decisions. */
type DecidedRun = RunJournal &
  RunSettings &
  RunTime &
  RunExecutors &
  RunTermination &
  RunTokens &
  Pick<RunNotes, 'note'> &
  Pick<RunAgents, 'works'> & { readonly placements: ReadonlyMap<string, Pick<Placement, 'slots'>> };

/**
 * Runs a batch until everything is done or given up, or until it is stopped. The next action depends only on the journal and on
 * the limits.
 *
 * @param origin - where the batch's head begins, if this is the first run
 */
export async function runBatch(
  run: DecidedRun,
  control: RunControl,
  origin: { readonly base: string; readonly head: string },
  work: RunWork,
): Promise<RunEnd> {
  const { logbook, rules, arrangement } = run;
  const id = run.newToken();
  const start = logbook.state();
  const halted = async (): Promise<RunEnd> => {
    const problems = run.problems();
    await work.end();
    // Recorded if possible: a run that ended normally has not crashed.
    await logbook.record({
      event: 'run-ended',
      run: id,
      outcome: 'stopped',
      why: problems[0]?.message ?? '',
    });
    const cause = problems.some(({ code }) => MACHINES.has(code)) ? 'environment' : 'problems';
    return { kind: 'halted', cause, problems, state: logbook.state() };
  };
  const { base = origin.base, head = origin.head } = start;
  const options = optionsOf(rules);
  const event = { event: 'run-started', run: id, owner: ownIdentity(), base, head, options } as const;
  if (!(await logbook.record(event))) return halted();

  // If one of them does apply, the next notice holds it again.
  const ignored = pastHolds(start, { executors: run.executors, ignoreLimits: rules.ignoreLimits });
  const failedBefore = new Set(
    start.phases.filter(({ progress }) => progress.state === 'failed').map(({ phase }) => phase.id),
  );
  const triedBefore = new Map(start.phases.map(({ phase, attempts }) => [phase.id, attempts.length]));
  const accounts = new Map([...run.executors].map(([name, each]) => [name, accountOf(each)]));
  const asking = new Set<string>();
  const begun = new Map<string, string>();
  const phases = start.phases.map(({ phase }) => phase);
  const where = placesOfRun(run, phases);
  const workers = createWorkers(run, work);
  if (!(await work.begin(workers))) {
    await workers.allEnded();
    return halted();
  }
  for (;;) {
    const seen = workers.changes();
    const isStopping = control.stopping.aborted || run.signal.aborted;
    const held = heldAt(logbook.state(), run.clock.time(), ignored);
    const inHand = workers.inHand();
    const spent = usedUp(logbook.state(), rules);
    const isSpent = spent !== undefined;
    const doubted = inDoubtAt(logbook.state(), run.clock.time(), { ignored, works: run.works });
    const quota = { accountOf: (name: string) => accounts.get(name) ?? name, held, doubted };
    const refused = refusedExecutors(logbook.state(), triedBefore);
    const places = where && { places: { ...where, begun } };
    const limits = {
      ...rules,
      ...places,
      only: rules.imports?.attempts,
      stopping: isStopping,
      isSpent,
      inHand,
      asking,
      failedBefore,
      quota,
      refused,
    };
    const { actions, over } = nextActions(logbook.state(), arrangement, limits);
    for (const action of actions) {
      if (action.do === 'start') {
        if (action.place !== undefined) begun.set(action.phase, action.place);
        else begun.delete(action.phase);
        workers.start(action);
      } else if (action.do === 'end') workers.end(action.phase);
      else if (!(await settle(action))) break;
    }
    if (run.problems().length > 0) {
      await workers.allEnded();
      return halted();
    }
    const isIdle = workers.inHand().size === 0 && asking.size === 0;
    // Work that was ended halfway is left as it is: the next run judges it.
    const isOver = over ?? (isIdle && actions.every(isEnd) ? outcomeNow(isStopping) : undefined);
    if (isOver !== undefined) {
      const cutShort = isOver === 'stopped' && !isStopping ? spent : undefined;
      if (!isStopping) for (const name of refused) noteRefused(name);
      if (cutShort !== undefined) run.note(cutShort.problem);
      const why = cutShort?.why ?? WHY[isOver];
      await work.end();
      if (!(await logbook.record({ event: 'run-ended', run: id, outcome: isOver, why }))) return halted();
      return { kind: 'over', outcome: isOver, state: logbook.state() };
    }
    const ends = [...held.values()].map((until) => until - run.clock.time());
    // In short intervals: time in which the machine sleeps does not count.
    const callOff =
      ends.length === 0 ? undefined : run.clock.alarm(Math.min(...ends, LOOK_MS), workers.touch);
    await workers.changedSince(seen);
    callOff?.();
  }

  /** Reports the work that was not started because of it, if any. */
  function noteRefused(executor: string): void {
    const waiting = logbook.state().phases.filter(({ phase, progress, attempts }) => {
      const isOwn = (phase.executor ?? rules.executor) === executor;
      return isOwn && progress.state === 'waiting' && attempts.length === (triedBefore.get(phase.id) ?? 0);
    });
    if (waiting.length === 0) return;
    const phases = waiting.map(({ phase }) => phase.id).join(', ');
    run.note({
      severity: 'warning',
      code: 'executor-refused',
      message: `The endpoint of ${printableLine(executor)} does not accept its key or login, so ${waiting.length === 1 ? 'phase' : 'phases'} ${phases} did not begin.`,
      hint: `Once it does, start them with: orchestrator batch run ${logbook.state().batch}`,
    });
  }

  function outcomeNow(stopped: boolean): RunOutcome | undefined {
    const state = logbook.state();
    const isLeft = state.phases.some((record) => currentAttempt(record) !== undefined);
    return isLeft ? outcomeOf(state, { stopped: stopped || isLeft }) : undefined;
  }

  /** Lets a phase without tries left fail, or asks the person first. */
  async function settle(action: Extract<SchedulingAction, { do: 'decide' }>): Promise<boolean> {
    const { phase, reason, decision } = action;
    const fail = () => logbook.record({ event: 'phase-failed', phase, reason, decision });
    if (control.decide === undefined) {
      workers.touch();
      return fail();
    }
    asking.add(phase);
    const { decide } = control;
    // Recorded first, so that it is visible everywhere that a person's answer is awaited.
    const asked = logbook
      .record({ event: 'decision-asked', phase, reason, decision })
      .then((isTold) => (isTold ? decide(action) : 'leave'));
    void asked.then(async (answer) => {
      // Stopping the run does not mean giving up the phase.
      if (!control.stopping.aborted && (await fail()) && answer === 'retry')
        await logbook.record({ event: 'phase-reopened', phase, why: 'retry' });
      asking.delete(phase);
      workers.touch();
    });
    return true;
  }
}

/** The executors whose key or login was refused since a run began, by their earlier number of attempts. */
function refusedExecutors({ phases }: BatchState, before: ReadonlyMap<string, number>): ReadonlySet<string> {
  const made = phases.flatMap(({ phase, attempts }) => attempts.slice(before.get(phase.id) ?? 0));
  return new Set(
    made.filter(({ failed }) => failed?.reason === 'authentication').map(({ executor }) => executor),
  );
}

/** The longest interval between two checks whether an executor may continue. */
const LOOK_MS = 60_000;

const WHY: Readonly<Record<RunOutcome, string>> = {
  done: 'every phase is done',
  partial: 'some phases are not done, and none of them can continue by itself',
  failed: 'no phase is done, and none can continue by itself',
  stopped: 'it was stopped before it had finished',
};

function isEnd({ do: kind }: SchedulingAction): boolean {
  return kind === 'end';
}

function optionsOf(rules: RunRules): RunOptionsRecord {
  const { concurrency, retries, executor, onFailure, stages, scope, inPlace } = rules;
  return { concurrency, retries, executor, onFailure, stages, scope, inPlace };
}
