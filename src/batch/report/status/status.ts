import type { Problem } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import type { BatchStatus, PhaseCounts } from '../../generated/batch.status.ts';
import type { BatchManifest } from '../../generated/batch.ts';
import { causeInWords, LOCAL } from '../../scheduling/index.ts';
import type { AttemptRecord, BatchState, PhaseRecord } from '../../store/batch_state.ts';
import { costTold, tokensOf, tokensUsed } from '../../store/state/tokens.ts';
import { LOOK_FOR_TOKEN } from '../../store/token_variable.ts';
import { batchStatusName } from './batch_status_name.ts';
import { checkInWords } from './check_words.ts';
import { checksOf, isFlaky, provesLittle } from './checks.ts';
import { leftRunning } from './left_running.ts';

/** Facts about a batch besides its journal. */
export type StatusFacts = {
  /** Whether a process holds the batch's lock. */
  readonly isHeld: boolean;
  /** The wall clock, in milliseconds since 1970 UTC. */
  readonly now?: number;
  /** Problems with the batch's files. */
  readonly problems?: readonly Problem[];
};

/** The document of `batch status --json`, without its schema and with problems in the usual form. */
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
 * The state of a batch, as a document. It is `ok` when the batch could be read completely, however its phases ended. Green gates
 * that prove little are warnings.
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
    state: batchStatusName(state, isHeld),
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

/** The number of phases in each state. */
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

/** The known facts about an attempt beyond its outcome. */
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

/** The network access that the commands of an attempt were refused, and how a person allows it. */
export function refusalsOf({ refused = [] }: Pick<AttemptRecord, 'refused'>): Refusal[] {
  return refused.map(({ by, host, remedy }) => ({ by, host, remedy }));
}

type Refusal = NonNullable<BatchStatus['phases'][number]['attempts'][number]['refused']>[number];

/** The places where an attempt's command gates ran: `local` for this machine, else a placement; without duplicates. */
export function gatesAt({ gates }: Pick<AttemptRecord, 'gates'>): string[] {
  const ran = gates.filter(({ command, result }) => command !== null && result !== 'not-run');
  return [...new Set(ran.map(({ place = LOCAL }) => place))];
}

/** The files changed by the latest attempt that left anything. */
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
  // Only a merge ends an attempt that did not fail, and only undoing it leaves it in this state.
  return 'undone';
}

/** Only the kernel can end these processes: the user has to know of them. */
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
