import type { BatchManifest } from '../../src/batch/generated/batch.ts';
import {
  type Arrangement,
  arrange,
  nextActions,
  type SchedulingAction,
  type SchedulingLimits,
  slotsInAll,
} from '../../src/batch/scheduling/index.ts';
import type {
  AttemptRecord,
  BatchState,
  NewEvent,
  PhaseRecord,
  RunOutcome,
} from '../../src/batch/store/batch_state.ts';
import { openJournal, readJournal } from '../../src/batch/store/journal/index.ts';
import {
  batchFold,
  commitsInDoubt,
  currentAttempt,
  type RecoveryAction,
  recovery,
} from '../../src/batch/store/state/index.ts';
import {
  BASE,
  Crash,
  isAncestor,
  logOf,
  mergeCommit,
  moveHead,
  step,
  type World,
} from './simulated_world.ts';

/** The outcome of an attempt. */
export type Fate =
  | 'good'
  | 'red'
  | 'empty'
  | 'crashes'
  | 'conflict'
  | 'red-when-merged'
  | 'not-started'
  | 'idle';

/** The settings of a simulated batch. */
export type Simulation = {
  readonly manifest: BatchManifest;
  readonly limits: SchedulingLimits;
  /** @param tries - number of earlier attempts at the phase that reported something; interrupted ones do not */
  readonly fate: (phase: string, tries: number, executor: string) => Fate;
  /** Duration of an attempt in hours. */
  readonly hours: (phase: string) => number;
  /** Duration of the checks in hours. */
  readonly gateHours: number;
  /** Replaces the arrangement that a run makes. */
  readonly rearranged?: (arrangement: Arrangement) => Arrangement;
  /** Called with each state when an attempt is about to start. */
  readonly watch?: (state: BatchState, phase: string) => void;
};

/** The end of a simulated run, in virtual time. */
export type SimulatedEnd = {
  readonly state: BatchState;
  readonly outcome: RunOutcome;
  readonly hours: number;
};

/**
 * Runs a batch in virtual time as the runner does: the journal, the fold, recovery and the scheduler are the real ones, and git,
 * processes and time are the world's. Throws a Crash where the world says so; a second call resumes it.
 */
export async function simulateRun(world: World, simulation: Simulation): Promise<SimulatedEnd> {
  const { manifest, limits } = simulation;
  const usual = arrange(manifest, slotsInAll(manifest.phases, limits));
  const arrangement = simulation.rearranged?.(usual) ?? usual;
  const fold = batchFold(manifest);
  let state = fold.initial;
  const read = await readJournal(world.bytes, 'journal.ndjson');
  if (!read.ok) throw new Error(read.problems[0]?.message);
  world.bytes = world.bytes.subarray(0, read.value.wholeBytes);
  for (const event of read.value.events) advance(event);
  const journal = openJournal({
    log: logOf(world),
    clock: { time: () => 0 },
    seq: state.seq,
    file: 'journal',
  });
  const agenda: { readonly at: number; readonly happen: () => Promise<void> }[] = [];
  let now = 0;

  const run = `run-${world.steps}`;
  const { concurrency, retries, executor, onFailure, stages } = limits;
  const owner = { pid: 1, startTime: '1', bootId: 'b', host: 'h' };
  const options = {
    concurrency,
    retries,
    executor,
    onFailure,
    stages,
    scope: 'fail',
    inPlace: false,
  } as const;
  await record({ event: 'run-started', run, owner, base: BASE, head: world.head ?? BASE, options });
  if (state.seq === 1) moveHead(world, undefined, BASE);
  else for (const action of recovery(state, factsOf())) await recover(action);

  for (;;) {
    const { actions, over } = nextActions(state, arrangement, limits);
    if (over !== undefined) {
      await record({ event: 'run-ended', run, outcome: over, why: 'it is over' });
      return { state, outcome: over, hours: now };
    }
    for (const action of actions) {
      if (action.do === 'start') await start(action);
      else if (action.do === 'decide')
        await record({
          event: 'phase-failed',
          phase: action.phase,
          reason: action.reason,
          decision: action.decision,
        });
      else await interrupt(action.phase, 'stopped');
    }
    if (actions.length > 0) continue;
    agenda.sort((a, b) => a.at - b.at);
    const next = agenda.shift();
    if (next === undefined) throw new Error('nothing is under way, and the run is not over');
    now = next.at;
    await next.happen();
  }

  function advance(event: Parameters<typeof fold.apply>[1]): void {
    const applied = fold.apply(state, event);
    if (applied.problem) throw new Error(applied.problem.message);
    state = applied.state;
  }

  async function record(event: NewEvent): Promise<void> {
    const written = await journal.record(event);
    if (!written.ok) throw new Crash();
    advance(written.value);
  }

  function factsOf() {
    return {
      head: world.head,
      isBehind: state.head !== undefined && isAncestor(world, world.head, state.head),
      missing: new Set(
        commitsInDoubt(state).filter(
          (commit) => commit !== BASE && !world.commits.has(commit) && !world.pins.has(commit),
        ),
      ),
      survivors: world.processes,
      worktrees: new Set(world.worktrees),
    };
  }

  function phaseOf(id: string): PhaseRecord {
    return state.phases.find(({ phase }) => phase.id === id) as PhaseRecord;
  }

  function attemptOf(id: string): AttemptRecord {
    return currentAttempt(phaseOf(id)) as AttemptRecord;
  }

  function fateOf(id: string): Fate {
    const { attempts } = phaseOf(id);
    const tries = attempts.filter(
      ({ failed }) => failed !== undefined && failed.reason !== 'interrupted',
    ).length;
    return simulation.fate(id, tries, (attempts.at(-1) as AttemptRecord).executor);
  }

  async function start({
    phase,
    attempt,
    executor: by,
    place,
  }: Extract<SchedulingAction, { do: 'start' }>): Promise<void> {
    simulation.watch?.(state, phase);
    const worktree = `/w/${phase}-${attempt}`;
    const token = `${phase}-${attempt}`;
    step(world);
    world.worktrees.add(worktree);
    const base = world.head as string;
    await record({
      event: 'attempt-started',
      phase,
      attempt,
      executor: by,
      argv: [by],
      worktree,
      base,
      token,
      ...(place && { place }),
    });
    if (fateOf(phase) === 'not-started') return end(phase, 'not-started');
    step(world);
    world.processes.add(token);
    await record({ event: 'attempt-process', phase, attempt, process: { ...owner, pid: 2 } });
    agenda.push({
      at: now + simulation.hours(phase),
      async happen() {
        if (phaseOf(phase).attempts.length !== attempt || attemptOf(phase)?.number !== attempt) return;
        world.processes.delete(token);
        await end(phase, fateOf(phase) === 'idle' ? 'idle' : 'exited');
      },
    });
  }

  async function end(phase: string, how: 'exited' | 'idle' | 'not-started'): Promise<void> {
    const { number: attempt } = attemptOf(phase);
    const code = fateOf(phase) === 'crashes' ? 1 : 0;
    await record({ event: 'attempt-ended', phase, attempt, how, code, signal: null, seconds: 1 });
    checkLater(phase);
  }

  function checkLater(phase: string): void {
    const { number } = attemptOf(phase);
    agenda.push({
      at: now + simulation.gateHours,
      async happen() {
        if (currentAttempt(phaseOf(phase))?.number === number) await judge(phase);
      },
    });
  }

  async function judge(phase: string): Promise<void> {
    const { number: attempt, pinned, ended } = attemptOf(phase);
    const fate = fateOf(phase);
    if (pinned === undefined) await pin(phase, attempt);
    if (ended?.how === 'not-started' || ended?.how === 'idle')
      return fail(phase, ended.how === 'idle' ? 'idle' : 'executor');
    await record({
      event: 'claimed',
      phase,
      attempt,
      status: 'done',
      summary: '',
      tokens: null,
      problems: [],
    });
    if (fate === 'crashes') return fail(phase, 'executor');
    if (fate === 'empty') return fail(phase, 'empty');
    const where = 'attempt';
    await gate(phase, attempt, where, 0, fate === 'red' ? 'red' : 'green');
    await gate(phase, attempt, where, 1, 'not-run');
    return fate === 'red' ? fail(phase, 'gate') : integrate(phase);
  }

  async function integrate(phase: string): Promise<void> {
    const { number: attempt } = attemptOf(phase);
    const fate = fateOf(phase);
    if (fate === 'conflict') return fail(phase, 'conflict');
    const parent = world.head as string;
    const commit = mergeCommit(world, phase);
    await gate(phase, attempt, 'merged', 0, fate === 'red-when-merged' ? 'red' : 'green');
    if (fate === 'red-when-merged') return fail(phase, 'merged-gate');
    await record({ event: 'merge-ready', phase, attempt, commit, parent });
    moveHead(world, parent, commit);
    await record({ event: 'merged', phase, attempt, commit });
    leave(`/w/${phase}-${attempt}`);
  }

  async function gate(
    phase: string,
    attempt: number,
    where: 'attempt' | 'merged',
    index: number,
    result: 'green' | 'red' | 'not-run',
  ): Promise<void> {
    const { text, command } = phaseOf(phase).phase.gates[index] as { text: string; command: string | null };
    const rest = { text, command, result, baseline: 'red', seconds: 1, log: null, flags: [] } as const;
    await record({ event: 'gate-ended', phase, attempt, where, gate: index, ...rest, flags: [] });
  }

  async function fail(phase: string, reason: NonNullable<AttemptRecord['failed']>['reason']): Promise<void> {
    const { number: attempt } = attemptOf(phase);
    const fingerprint = `${phase} ${reason}`;
    await record({ event: 'attempt-failed', phase, attempt, reason, evidence: 'red', fingerprint });
    leave(`/w/${phase}-${attempt}`);
  }

  async function pin(phase: string, attempt: number): Promise<void> {
    step(world);
    const commit = `${'d'.repeat(30)}${phase.padStart(5, '0')}${String(attempt).padStart(5, '0')}`;
    world.pins.add(commit);
    await record({ event: 'attempt-pinned', phase, attempt, commit, files: [] });
  }

  function leave(worktree: string): void {
    step(world);
    world.worktrees.delete(worktree);
  }

  async function interrupt(phase: string, how: 'stopped' | 'lost'): Promise<void> {
    const { number: attempt, token, ended, pinned } = attemptOf(phase);
    step(world);
    world.processes.delete(token);
    if (ended === undefined)
      await record({ event: 'attempt-ended', phase, attempt, how, code: null, signal: null, seconds: 1 });
    if (pinned === undefined) await pin(phase, attempt);
    await fail(phase, 'interrupted');
  }

  async function recover(action: RecoveryAction): Promise<void> {
    switch (action.do) {
      case 'end-survivor':
        step(world);
        world.processes.delete(action.token);
        return;
      case 'move-head':
        return moveHead(world, action.from, action.to);
      case 'finish-merge': {
        const { phase, attempt, commit, from } = action;
        if (from !== undefined) moveHead(world, from, commit);
        return record({ event: 'merged', phase, attempt, commit });
      }
      case 'pin': {
        const { phase, attempt } = action;
        if (phaseOf(phase).attempts[attempt - 1]?.ended === undefined)
          await record({
            event: 'attempt-ended',
            phase,
            attempt,
            how: 'lost',
            code: null,
            signal: null,
            seconds: 0,
          });
        return pin(phase, attempt);
      }
      case 'reopen': {
        const { phase, attempt, why } = action;
        const fingerprint = 'interrupted';
        return record({
          event: 'attempt-failed',
          phase,
          attempt,
          reason: 'interrupted',
          evidence: why,
          fingerprint,
        });
      }
      case 'judge':
        return checkLater(action.phase);
      case 'integrate':
        return integrate(action.phase);
      case 'remove-worktree':
        return leave(action.worktree);
      case 'refuse':
        throw new Error(`the head is at ${action.actual}, not at ${action.expected}`);
    }
  }
}
