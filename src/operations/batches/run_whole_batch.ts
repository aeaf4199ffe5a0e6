import type { BatchState, RunControl, RunEnd, RunNews } from '../../batch/index.ts';
import { type Failure, failure, type Problem, sortProblems, success } from '../../diagnostics/index.ts';
import { approveCommands, type NotApprovedCode } from '../approve_commands.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult, type WholeDocument } from '../document.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import {
  type CarryOutRunCode,
  carryOutRun,
  type RunNoticeCode,
  rehearseRun,
  statusOf,
} from './carry_out_run.ts';
import { type DecisionEvent, decider } from './decide_phase.ts';
import { type PermitEvent, permitter } from './permit_request.ts';
import { type PreparedRun, type PrepareRunCode, prepareRun } from './prepare_run.ts';
import { questionQueue } from './question_queue.ts';
import { recordRun } from './record_run.ts';
import { checkOnlyApproved, type OnlyApprovedCode } from './remote_commands.ts';
import { type RunOptions, runSettings } from './run_options.ts';
import { sweepPlacesOfBatch } from './sweep_places.ts';

/** Events of a run. */
export type RunEvent =
  | DecisionEvent
  | PermitEvent
  | { readonly kind: 'note'; readonly problem: Problem }
  /** The commands that would run; pending ones have to be approved. */
  | { readonly kind: 'commands'; readonly run: PreparedRun }
  /** The run or its rehearsal begins. */
  | { readonly kind: 'begun'; readonly run: PreparedRun; readonly isRehearsal: boolean }
  /** The journal has a new event. */
  | {
      readonly kind: 'event';
      readonly event: Parameters<RunNews['event']>[0];
      readonly state: BatchState;
    }
  /** There is activity in the attempt of a phase. */
  | { readonly kind: 'activity'; readonly phase: string }
  /** An agent's report of its current work or of what it waits for; safe to show. */
  | {
      readonly kind: 'doing';
      readonly phase: string;
      readonly now: Parameters<NonNullable<RunNews['doing']>>[1];
    }
  /** Running work is being stopped on request. */
  | { readonly kind: 'stopping'; readonly by: 'signal' | 'answer' }
  /** Everything was already done. */
  | { readonly kind: 'nothing-to-run'; readonly run: PreparedRun }
  | { readonly kind: 'ended'; readonly end: RunEnd; readonly isRehearsal: boolean };

/** Error codes of running a batch. */
export type RunCode = PrepareRunCode | CarryOutRunCode | NotApprovedCode | OnlyApprovedCode | RunNoticeCode;

type RunResult = VerbResult<'orchestrator.batch-status/1', RunCode>;

/**
 * Runs a batch: shows its commands and has them approved, carries out its phases, checks each result, and merges those that pass.
 * The document is that of `batch status`.
 */
export function runWholeBatch(
  context: OperationContext,
  options: RunOptions,
  port: Port<RunEvent>,
): Promise<RunResult> {
  return new BatchRun(context, options, port).run();
}

/** A batch run in progress. */
class BatchRun {
  readonly #context: OperationContext;
  readonly #options: RunOptions;
  readonly #port: Port<RunEvent>;
  readonly #notes: Problem<RunNoticeCode>[] = [];

  constructor(context: OperationContext, options: RunOptions, port: Port<RunEvent>) {
    this.#context = context;
    this.#options = options;
    this.#port = port;
  }

  async run(): Promise<RunResult> {
    const { batch, dryRun = false } = this.#options;
    const wishes = runSettings(this.#options);
    if (!wishes.ok) return wishes;
    if (dryRun && this.#options.ask) return failure('usage', ASK_OF_NOBODY);
    // Listened to from the start, so that an early stop is reported with the right code.
    const { signal } = this.#port;
    const { onlyApproved: list, sandbox = 'none' } = this.#options;
    const mustBeConfined = list !== undefined && sandbox !== 'none';
    const request = { batch, isRehearsal: dryRun, ...wishes.value, mustBeConfined };
    const prepared = await prepareRun(this.#context, request);
    if (signal.aborted) return this.#fail(STOPPED);
    if (!prepared.ok) return this.#fail(prepared);
    // Requested, or implied because no executor does anything: failures are then not recorded.
    const isRehearsal = dryRun || prepared.value.isRehearsal;
    for (const problem of prepared.value.notes) this.#note(problem);
    // This includes a dry run: it shows what would happen, which is nothing.
    if (prepared.value.isOver && !prepared.value.isRehearsal) return this.#nothingToRun(prepared.value);
    if (this.#options.ask && !isRehearsal) {
      const idle = await this.#noUseOfAsking(prepared.value);
      if (idle) return this.#fail(idle);
    }
    const others = list === undefined ? undefined : await checkOnlyApproved(this.#context, list, request);
    if (others) return this.#fail(others);
    const { missing } = prepared.value;
    if (missing.length > 0 && !isRehearsal) return this.#fail(failure('environment', ...missing));
    if (isRehearsal) await this.#port.show({ kind: 'commands', run: prepared.value });
    else {
      const refused = await this.#consent(prepared.value);
      if (refused) return this.#fail(refused);
    }
    if (signal.aborted) return this.#fail(STOPPED);
    await this.#port.show({ kind: 'begun', run: prepared.value, isRehearsal });
    const control = await this.#control(prepared.value, isRehearsal);
    const work = isRehearsal ? rehearseRun : carryOutRun;
    const end = await work(this.#context, prepared.value, control, this.#news());
    if (!end.ok) return this.#fail(control.stopping.aborted ? STOPPED : end);
    await this.#port.show({ kind: 'ended', end: end.value, isRehearsal });
    if (!isRehearsal) await this.#record(prepared.value, end.value);
    return success(this.#document(prepared.value, end.value));
  }

  async #nothingToRun(run: PreparedRun): Promise<RunResult> {
    await this.#port.show({ kind: 'nothing-to-run', run });
    const outcome = run.isDone ? 'done' : (run.state.outcome ?? 'failed');
    const end = { kind: 'over', outcome, state: run.state } as const;
    if (!this.#options.dryRun) {
      const where = { state: run.state, project: run.project };
      for (const problem of await sweepPlacesOfBatch(this.#context, where)) this.#note(problem);
      await this.#record(run, end);
    }
    return success(this.#document(run, end));
  }

  /** Records the outcome for the pattern that the plan came from. */
  async #record({ batch, project }: PreparedRun, end: RunEnd): Promise<void> {
    const problems = await recordRun(this.#context, {
      ...{ root: project.root, batch, end },
      // After a stop, no lock is waited for.
      signal: AbortSignal.any([this.#port.signal, AbortSignal.timeout(LONGEST_WAIT_MS)]),
    });
    for (const problem of problems) this.#note(problem);
  }

  /** The signals that stop the run, and the functions that ask for decisions. */
  async #control(
    { batch, rules }: PreparedRun,
    isRehearsal: boolean,
  ): Promise<RunControl & { readonly force: AbortSignal }> {
    const port = this.#port;
    const answer = new AbortController();
    const stopping = AbortSignal.any([port.signal, answer.signal]);
    stopping.addEventListener('abort', () => {
      void port.show({ kind: 'stopping', by: answer.signal.aborted ? 'answer' : 'signal' });
    });
    const force = port.force ?? new AbortController().signal;
    if (isRehearsal || !(await port.canAsk())) return { stopping, force };
    const inTurn = questionQueue();
    const stop = () => answer.abort();
    return {
      stopping,
      force,
      decide: decider(port, {
        ...{ batch: batch.number, withinMs: rules.decideMs, signal: stopping, inTurn },
        stop,
        note: (problem) => this.#note(problem),
      }),
      ...(this.#options.ask && { permit: permitter(port, { stop, signal: stopping, inTurn }) }),
    };
  }

  /** A failure if `ask` has no effect, because there is nobody to ask or nothing to ask about. */
  async #noUseOfAsking({ executors }: PreparedRun): Promise<Failure<'flag-without-effect'> | undefined> {
    const isTalkedWith = [...executors.values()].some(({ protocol }) => protocol !== undefined);
    if (isTalkedWith && (await this.#port.canAsk())) return undefined;
    const why = isTalkedWith
      ? 'nobody can be asked here'
      : 'only an agent that speaks ACP (--executor acp:COMMAND) asks for permission';
    return failure('usage', {
      severity: 'error',
      code: 'flag-without-effect',
      message: `--ask would have no effect: ${why}.`,
    });
  }

  #news(): RunNews {
    const { show } = this.#port;
    return {
      note: (problem) => this.#note(problem),
      event: (event, state) => void show({ kind: 'event', event, state }),
      activity: (phase) => void show({ kind: 'activity', phase }),
      doing: (phase, now) => void show({ kind: 'doing', phase, now }),
    };
  }

  /** Has a person approve the commands; returns a failure if nobody does. */
  async #consent(run: PreparedRun): Promise<Failure<NotApprovedCode> | undefined> {
    const { pending, approvals } = run;
    if (pending.length === 0) return undefined;
    await this.#port.show({ kind: 'commands', run });
    const approved = await approveCommands(this.#port, { pending, approvals, yes: this.#options.yes });
    if ('refused' in approved) return approved.refused;
    for (const problem of approved.notes) this.#note(problem);
    return undefined;
  }

  #document(run: PreparedRun, end: RunEnd): WholeDocument<'orchestrator.batch-status/1'> {
    const { problems: found, ...status } = statusOf(run, end.state);
    const problems = end.kind === 'halted' ? end.problems : [];
    return makeDocument('orchestrator.batch-status/1', {
      ...status,
      ok: status.ok && end.kind === 'over' && end.outcome === 'done',
      problems: sortProblems([...found, ...this.#notes, ...problems]),
    });
  }

  #note(problem: Problem<RunNoticeCode>): void {
    this.#notes.push(problem);
    void this.#port.show({ kind: 'note', problem });
  }

  /** Adds the notes made so far to a failure. */
  #fail<Code extends string>(failed: Failure<Code>): Failure<Code | RunNoticeCode> {
    return { ...failed, problems: [...this.#notes, ...failed.problems] };
  }
}

/** Writing a record takes no time; a lock held for this long will not be released soon. */
const LONGEST_WAIT_MS = 5_000;

const ASK_OF_NOBODY: Problem<'flag-without-effect'> = {
  severity: 'error',
  code: 'flag-without-effect',
  message: '--ask would have no effect: a dry run starts no agent, so none asks for permission.',
  hint: 'Remove --ask or --dry-run.',
};

const STOPPED = interrupted('Stopped; nothing was started.');
