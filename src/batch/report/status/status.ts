import type { Problem } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import type { BatchStatus, PhaseCounts } from '../../generated/batch.status.ts';
import { causeInWords, LOCAL } from '../../scheduling/index.ts';
import { costTold, tokensOf, tokensUsed } from '../../store/state/tokens.ts';
import { LOOK_FOR_TOKEN } from '../../store/token_variable.ts';
import type { AttemptRecord, BatchManifest, BatchState, PhaseRecord } from '../../types.ts';
import { checkInWords } from './check_words.ts';
import { checksOf, isFlaky, provesLittle } from './checks.ts';
import { leftRunning } from './left_running.ts';
import { batchStanding } from './standing.ts';

/** What is known of a batch besides its journal. */
export type StatusFacts = {
  /** Whether a process holds the batch's lock. */
  readonly isHeld: boolean;
  /** The wall clock, in milliseconds since 1970 UTC. */
  readonly now?: number;
  /** What is wrong with the batch's files. */
  readonly problems?: readonly Problem[];
};

/** The document of `batch status --json`, but for its schema, with problems as they are reported everywhere. */
export type StatusDocument = Omit<BatchStatus, 'schema' | 'problems'> & {
  readonly problems: readonly Problem[];
};

const NO_COUNTS: StatusDocument['counts'] = {
  total: 0,
  waiting: 0,
  running: 0,
  gating: 0,
  merging: 0,
  done: 0,
  failed: 0,
  blocked: 0,
};

/**
 * Where a batch stands, as a document. It is `ok` when the batch could be read whole, however its phases came out. Gates that
 * are green and prove little are warnings.
 */
export function batchStatus(
  manifest: BatchManifest,
  state: BatchState,
  { isHeld, problems = [], now = Date.now() }: StatusFacts,
): StatusDocument {
  const made = state.phases.flatMap(({ attempts }) => attempts);
  const tokens = tokensUsed(made);
  const costUsd = costTold(made);
  return {
    ok: problems.every(({ severity }) => severity !== 'error'),
    batch: manifest.batch,
    state: batchStanding(state, isHeld),
    ...(state.away && {
      away: { place: state.away.place, since: state.away.since, job: state.away.job ?? null },
    }),
    phases: state.phases.map((record) => phaseStatus(record, isHeld)),
    ...(tokens === undefined ? {} : { tokens }),
    ...(costUsd === undefined ? {} : { costUsd }),
    holds: [...state.holds]
      .filter(([, { until }]) => Date.parse(until) > now)
      .map(([account, { executor, executors, until, isTold, why }]) => ({
        ...{ account, executor, executors: [...executors], until, isTold },
        why: printableLine(why),
      })),
    counts: countPhases(state.phases),
    problems: [...problems, ...state.phases.flatMap(leftOf), ...state.phases.flatMap(warningsOf)],
  };
}

/** How many phases are in each state. */
export function countPhases(phases: readonly PhaseRecord[]): PhaseCounts {
  const counts = { ...NO_COUNTS, total: phases.length };
  for (const { progress } of phases) counts[progress.state] += 1;
  return counts;
}

function phaseStatus(record: PhaseRecord, isHeld: boolean): BatchStatus['phases'][number] {
  const { phase, progress, attempts } = record;
  const { id, prp, title, stage } = phase;
  return {
    id,
    prp,
    title,
    stage,
    state: progress.state,
    ...(record.asked === undefined || !isHeld ? {} : { question: record.asked.reason }),
    attempts: attempts.map((attempt) => ({
      number: attempt.number,
      executor: attempt.executor,
      state: attemptState(record, attempt),
      seconds: attempt.ended?.seconds ?? null,
      ...(attempt.ended?.left === undefined ? {} : { left: attempt.ended.left }),
      reason: attempt.failed?.reason ?? null,
      ...toldOf(attempt),
    })),
    gates: checksOf(record).map(({ text, command, result, baseline, seconds, place }) => ({
      text,
      command,
      result,
      baseline,
      seconds,
      ...(place && { place }),
    })),
    filesChanged: [...filesChanged(record)],
    mergedAs: progress.state === 'done' ? progress.mergedAs : null,
  };
}

/** What is known of an attempt beyond how it came out, as far as it is. */
function toldOf(attempt: AttemptRecord): Partial<BatchStatus['phases'][number]['attempts'][number]> {
  const agent = attempt.ended?.agent;
  const tokens = tokensOf(attempt);
  return {
    ...(attempt.place && { place: attempt.place }),
    ...(attempt.sandbox === undefined ? {} : { sandbox: attempt.sandbox }),
    ...(attempt.network === undefined ? {} : { network: attempt.network }),
    ...(attempt.hosts === undefined ? {} : { hosts: [...attempt.hosts] }),
    ...(attempt.refused === undefined ? {} : { refused: refusalsOf(attempt) }),
    ...(gatesAt(attempt).length === 0 ? {} : { gatesAt: gatesAt(attempt) }),
    ...(attempt.failed === undefined ? {} : { cause: causeInWords(attempt) }),
    ...(agent?.session ? { session: agent.session } : {}),
    ...(tokens === undefined ? {} : { tokens }),
    ...(agent?.costUsd ? { costUsd: agent.costUsd } : {}),
    ...(agent?.denied ? { denied: agent.denied } : {}),
  };
}

/** What the commands of an attempt asked for of the network and were kept from, and how a person lets them. */
export function refusalsOf({ refused = [] }: Pick<AttemptRecord, 'refused'>): Refusal[] {
  return refused.map(({ by, host, remedy }) => ({ by, host, remedy }));
}

type Refusal = NonNullable<BatchStatus['phases'][number]['attempts'][number]['refused']>[number];

/** Where the gates of an attempt ran that are commands: `local` for this machine, else a place; each once. */
export function gatesAt({ gates }: Pick<AttemptRecord, 'gates'>): string[] {
  const ran = gates.filter(({ command, result }) => command !== null && result !== 'not-run');
  return [...new Set(ran.map(({ place = LOCAL }) => place))];
}

/** The files that the latest attempt changed which left anything. */
export function filesChanged({ attempts }: PhaseRecord): readonly string[] {
  return attempts.findLast(({ pinned }) => pinned !== undefined)?.pinned?.files ?? [];
}

type AttemptState = BatchStatus['phases'][number]['attempts'][number]['state'];

function attemptState({ progress }: PhaseRecord, { number, failed }: AttemptRecord): AttemptState {
  if (failed !== undefined) return 'failed';
  switch (progress.state) {
    case 'running':
    case 'gating':
    case 'merging':
      if (progress.attempt === number) return progress.state;
      break;
    case 'done':
      if (progress.attempt === number) return 'merged';
  }
  // Only a merge ends an attempt that did not fail, and only undoing it leaves it behind.
  return 'undone';
}

/** Processes that are the kernel's to end: the user has to know of them. */
function leftOf(record: PhaseRecord): Problem<'processes-left'>[] {
  return leftRunning(record).map((message) => ({
    severity: 'warning',
    code: 'processes-left',
    message: `Phase ${record.phase.id}: ${message}.`,
    hint: LOOK_FOR_TOKEN,
  }));
}

function warningsOf(record: PhaseRecord): Problem<'gate-flaky' | 'gate-proves-little'>[] {
  return checksOf(record).flatMap((check): Problem<'gate-flaky' | 'gate-proves-little'>[] => {
    const name = check.gate === null ? checkInWords(check) : `the gate "${check.text}"`;
    if (check.result === 'red' && isFlaky(check)) {
      const message = `Phase ${record.phase.id}: ${name} is flaky: red, and green before on the same files.`;
      return [{ severity: 'warning', code: 'gate-flaky', message }];
    }
    const why = provesLittle(check);
    if (why === undefined) return [];
    const message = `Phase ${record.phase.id}: ${name}${check.gate === null ? ', which' : ' is green and'} ${why}.`;
    return [{ severity: 'warning', code: 'gate-proves-little', message }];
  });
}
