import { agentOf, type KnownAgent } from '../../executors/agents/index.ts';
import type { JobEnd } from '../../executors/executor.ts';
import { type LimitNotice, limitNotice } from '../../executors/index.ts';
import type { AgentRecord } from '../../generated/batch.event.ts';
import { reachInWords } from '../../safety/sandbox/index.ts';
import { OUTPUT_FOLLOWS, OWN_ERROR } from '../../scheduling/index.ts';
import type { NewEvent } from '../../store/batch_state.ts';
import {
  checkScope,
  type FileChange,
  namedFilesOf,
  namesNoFile,
  type Snapshot,
  testFilesTouched,
} from '../../verify/index.ts';
import type { BaselineRun } from '../gates/baseline_gates.ts';
import { recordCheck } from '../keeping/record_check.ts';
import type { Watch } from '../keeping/tampering.ts';
import { type Attempt, recordOf } from '../parts/attempt.ts';
import { logTail } from '../parts/log_tail.ts';
import { refusedTo } from '../parts/refusals.ts';
import type { RunJournal, RunNotes, RunSettings, RunTime } from '../parts/run.ts';

/** The facts about an attempt whose executor has ended. */
export type FinishedWork = {
  readonly end: Pick<JobEnd, 'how' | 'code' | 'signal' | 'why'>;
  readonly baseline: BaselineRun;
  readonly watch: Watch;
};

/** An executor's claim about its work; `undefined` where it made none that can be parsed. */
export type Claim =
  | {
      readonly status: 'done' | 'partial' | 'blocked';
      readonly summary: string;
      readonly problems: readonly string[];
    }
  | undefined;

/** Why an attempt is given up, and information for the next one. */
export type WorkFault = {
  readonly reason: Extract<NewEvent, { event: 'attempt-failed' }>['reason'];
  readonly evidence: string;
  /** The executor must pause for now. */
  readonly limit?: LimitNotice;
};

/**
 * Makes the program's own checks of an attempt, which need no command: how its executor ended, what it claims, that something was
 * changed, and that the changes are within the declared files. Each is recorded like a gate. The first failure decides.
 */
export async function checkWork(
  run: RunJournal & RunSettings & RunTime & RunNotes,
  attempt: Attempt,
  end: FinishedWork['end'],
  { changes, unheld, claim }: Pick<Snapshot, 'changes' | 'unheld'> & { readonly claim: Claim },
): Promise<WorkFault | 'ended' | undefined> {
  const ending =
    faultOfAgent(run, attempt, end) ?? faultOfEnd(run, attempt, end) ?? faultOfClaim(run, attempt, claim);
  if (ending !== undefined) return ending;
  if (unheld.length > 0) {
    const why = unheld.map((each) => each.why).join('\n');
    return { reason: 'not-held', evidence: `${why}\nThe files as they were left are kept with the attempt.` };
  }
  const { files } = attempt.phase;
  if (files.length > 0) {
    const isChanged = changes.length > 0;
    if (!(await recordCheck(run, attempt, 'changed', isChanged))) return 'ended';
    if (!isChanged) {
      const refused = keyFault(run, attempt) ?? limitFault(run, attempt);
      return refused ?? { reason: 'empty', evidence: emptyText(run, claim, attempt) };
    }
  }
  return checkFiles(run, attempt, changes);
}

/** The fault of an attempt whose agent could not log in, ended as if successful, as aider does, and did nothing. */
function keyFault(run: RunJournal & RunSettings, attempt: Attempt): WorkFault | undefined {
  const said = saidOf(run, attempt);
  if (said?.end !== 'unauthenticated') return undefined;
  const log = logTail(attempt.files.log, agentBehind(run, attempt));
  const evidence = `${OWN_ERROR}${said.error ?? ''}\n${reachOf(run, attempt)}${OUTPUT_FOLLOWS}\n${log}`;
  return { reason: 'authentication', evidence };
}

/** The fault of an attempt that ended because its executor has reached a limit of use; the end of its output says so. */
function limitFault(run: RunJournal & RunTime, attempt: Attempt): WorkFault | undefined {
  const { files } = attempt;
  const agent = agentBehind(run, attempt);
  // The agent's description of its work may well be about limits.
  if (agent?.tellsLimits && saidOf(run, attempt)?.end !== 'unknown') return undefined;
  const said = logTail(files.log, agent);
  const limit = limitNotice(said, run.clock.time());
  return limit && { reason: 'limited', evidence: `${OUTPUT_FOLLOWS}\n${said}`, limit };
}

function faultOfEnd(
  run: RunJournal & RunSettings & RunTime,
  attempt: Attempt,
  { how, code, signal, why }: FinishedWork['end'],
): WorkFault | undefined {
  const { files } = attempt;
  const own = saidOf(run, attempt)?.error;
  const error = own ? `${OWN_ERROR}${own}\n` : '';
  const said = `${error}${reachOf(run, attempt)}${OUTPUT_FOLLOWS}\n${logTail(files.log, agentBehind(run, attempt))}`;
  const because = why === undefined ? '' : `${why}\n`;
  switch (how) {
    case 'idle':
    case 'over-limit':
    case 'heartbeat-lost':
      return { reason: how, evidence: `${because}${said}` };
    case 'not-started':
      return {
        reason: 'executor',
        evidence: `The executor could not be started: ${why ?? 'the reason is unknown'}.`,
      };
    case 'cancelled':
      return { reason: 'executor', evidence: `${because}${said}` };
    case 'not-prepared':
      return { reason: 'worktree', evidence: 'Its worktree could not be made ready.' };
    case 'stopped':
    case 'lost':
      return { reason: 'interrupted', evidence: 'It was ended before it was over.' };
    case 'exited': {
      if (code === 0) return undefined;
      const limited = limitFault(run, attempt);
      if (limited !== undefined) return limited;
      if (why !== undefined) return { reason: 'executor', evidence: `${because}${said}` };
      const ended = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
      return { reason: 'executor', evidence: `The executor ${ended}.\n${said}` };
    }
  }
}

/** The agent's own reason why it could not continue, if it means that another try would not help, or not yet. */
function faultOfAgent(
  run: RunJournal & RunSettings & RunTime,
  attempt: Attempt,
  { how, code }: FinishedWork['end'],
): WorkFault | undefined {
  const said = saidOf(run, attempt);
  const isOwnEnd = how === 'exited' || how === 'idle' || how === 'over-limit';
  if (said === undefined || !isOwnEnd) return undefined;
  const log = logTail(attempt.files.log, agentBehind(run, attempt));
  const own = `${OWN_ERROR}${said.error ?? ''}\n`;
  const output = `${OUTPUT_FOLLOWS}\n${log}`;
  const evidence = `${own}${output}`;
  if (said.end === 'refused') return { reason: 'refused', evidence };
  if (how === 'exited' && code === 0) return undefined;
  if (said.end === 'unauthenticated')
    return { reason: 'authentication', evidence: `${own}${reachOf(run, attempt)}${output}` };
  if (said.end !== 'limited') return undefined;
  const line = said.error ?? 'It has reached a limit of use.';
  if (said.until !== null)
    return { reason: 'limited', evidence, limit: { line, until: Date.parse(said.until) } };
  const notice = limitNotice(log, run.clock.time());
  return { reason: 'limited', evidence, limit: { line, until: notice?.until, remark: notice?.remark } };
}

function saidOf(run: RunJournal, { phase, number }: Attempt): AgentRecord | undefined {
  return recordOf(run, phase.id).attempts[number - 1]?.ended?.agent;
}

function agentBehind(run: RunJournal, { phase, number }: Attempt): KnownAgent | undefined {
  const recorded = recordOf(run, phase.id).attempts[number - 1];
  return (
    recorded && agentOf(recorded.ended?.agent?.name ?? recorded.executor, recorded.argv, recorded.protocol)
  );
}

/** The line of evidence about the hosts an attempt could reach, where a sandbox blocked the rest; else nothing. */
function reachOf(run: RunJournal & RunSettings, { phase, number }: Attempt): string {
  const recorded = recordOf(run, phase.id).attempts[number - 1];
  const { sandbox: kind = 'none', network = 'host', hosts: reached = [] } = recorded ?? {};
  const { allowed } = run.rules.sandboxRules;
  const words = reachInWords({
    ...{ kind, network, reached, allowed },
    by: 'agent',
    refused: refusedTo(recorded, 'agent'),
  });
  return words === undefined ? '' : `${words}\n`;
}

function faultOfClaim(run: RunJournal & RunSettings, attempt: Attempt, claim: Claim): WorkFault | undefined {
  if (claim === undefined || claim.status === 'done') return undefined;
  const said = [`It says of itself: ${claim.status}.`, claim.summary, ...claim.problems].join('\n');
  return { reason: 'claimed-failure', evidence: `${said}\n${reachOf(run, attempt)}`.trimEnd() };
}

function emptyText(run: RunJournal & RunSettings, claim: Claim, attempt: Attempt): string {
  const says = claim === undefined ? '' : `It says of itself: ${claim.status}. ${claim.summary}\n`;
  return `No file was changed, and the phase declares files.\n${says}${reachOf(run, attempt)}${OUTPUT_FOLLOWS}\n${logTail(attempt.files.log, agentBehind(run, attempt))}`;
}

/** Checks that the changes are where the plan allows them, and that no test named by a gate was changed silently. */
async function checkFiles(
  run: RunJournal & RunSettings & RunNotes,
  attempt: Attempt,
  changes: readonly FileChange[],
): Promise<WorkFault | 'ended' | undefined> {
  const { files: declared, filesExpected = false, gates } = attempt.phase;
  const { companions, scope } = run.rules;
  // Where files are only expected, or none is named, others may be changed, but the files that check the work are as protected as
  // elsewhere.
  const tests = testFilesTouched(gates, changes, namedFilesOf(attempt.phase));
  if (tests.length > 0) {
    if (!(await recordCheck(run, attempt, 'tampering', false))) return 'ended';
    const whose = namesNoFile(attempt.phase)
      ? 'the plan names no file of the phase'
      : filesExpected
        ? 'they are not among those expected of the phase'
        : 'the phase does not declare them';
    const evidence = `Files that a gate's command names were changed, and ${whose}:\n${list(tests)}`;
    return { reason: 'tampering', evidence };
  }
  const { outside } = checkScope(changes, { declared, companions });
  const isWarned = outside.length > 0 && (scope === 'warn' || filesExpected);
  const marks = isWarned ? [filesExpected ? ('unexpected' as const) : ('warned' as const)] : [];
  if (!(await recordCheck(run, attempt, 'scope', outside.length === 0 || isWarned, marks))) return 'ended';
  if (isWarned) {
    const which = filesExpected ? 'were not expected of it' : 'it does not declare';
    const message = `Phase ${attempt.phase.id} changed files that ${which}: ${outside.join(', ')}.`;
    run.note({ severity: 'warning', code: 'outside-scope', message });
  }
  if (outside.length === 0 || isWarned) return undefined;
  const may = declared.length === 0 ? 'It declares none.' : `It declares:\n${list(declared)}`;
  return {
    reason: 'scope',
    evidence: `Files were changed that the phase does not declare:\n${list(outside)}\n${may}`,
  };
}

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, MAX_LISTED).map((path) => `- ${path}`);
  return paths.length > MAX_LISTED
    ? [...shown, `- and ${paths.length - MAX_LISTED} more`].join('\n')
    : shown.join('\n');
}

const MAX_LISTED = 50;
