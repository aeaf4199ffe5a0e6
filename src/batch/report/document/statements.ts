import { countOf } from '../../../lib/index.ts';
import type { AttemptRecord, PhaseRecord } from '../../store/batch_state.ts';
import { filesInWords } from '../../verify/index.ts';
import type { Check } from '../status/index.ts';
import { checksOf, isFlaky, provesLittle } from '../status/index.ts';
import type { ReportFacts, ReportStatement } from './facts.ts';

/** The longest quote of an agent, in UTF-16 code units. */
const LONGEST_CLAIM = 4000;
/** The most problems that are taken from an agent's report. */
const MAX_CLAIMS = 20;

/**
 * The statements about a phase, with their proof: facts that the program made or saw itself are verified, an agent's words are
 * claimed, and what nobody examined, or can still examine, is unverifiable. A phase without attempts, or whose work was taken
 * back, has none.
 */
export function statementsOf(
  record: PhaseRecord,
  facts: Pick<ReportFacts, 'git' | 'logs'>,
): ReportStatement[] {
  const { phase, progress, attempts } = record;
  if (['waiting', 'blocked', 'running'].includes(progress.state)) return [];
  const last = attempts.findLast(({ gates }) => gates.length > 0) ?? attempts.at(-1);
  return [
    ...mergeStatement(record, facts),
    ...checksOf(record).map((check) => checkStatement(check, { phase, attempt: last }, facts)),
    ...claims(last),
  ];
}

function mergeStatement({ progress }: PhaseRecord, { git }: Pick<ReportFacts, 'git'>): ReportStatement[] {
  if (progress.state !== 'done') return [];
  const { mergedAs } = progress;
  const text = `It is merged as ${mergedAs.slice(0, 12)}.`;
  const evidence = {
    command: null,
    exit: null,
    log: null,
    sha256: null,
    commit: mergedAs,
    seconds: null,
    place: null,
  };
  if (!git.isKnown) return [{ text, proof: 'unverifiable', holds: null, why: 'git failed', evidence }];
  if (git.missing.has(mergedAs)) {
    const why = 'the commit is no longer in the repository';
    return [{ text, proof: 'unverifiable', holds: null, why, evidence }];
  }
  return [{ text, proof: 'verified', holds: true, why: null, evidence }];
}

/** The owner of a check. */
type Checked = { readonly phase: PhaseRecord['phase']; readonly attempt: AttemptRecord | undefined };

function checkStatement(
  check: Check,
  { phase, attempt }: Checked,
  { git, logs }: Pick<ReportFacts, 'git' | 'logs'>,
): ReportStatement {
  const { gate, command, result, log, logSha256, seconds, place = null } = check;
  const text = gate === null ? ownCheckText(check, { phase, attempt }) : check.text;
  if (result === 'not-run') {
    const why = command === null ? 'a person has to judge it' : 'it was not run';
    return { text, proof: 'unverifiable', holds: null, why, evidence: null };
  }
  const wasMerged = attempt?.gates.some(
    (each) =>
      each.where === 'merged' &&
      each.gate === gate &&
      (gate !== null || each.text === check.text) &&
      each.result !== 'not-run',
  );
  // The journal does not name a merge with a red gate: the attempt's own commit would be another tree.
  const commit = (wasMerged ? attempt?.mergeReady : attempt?.pinned)?.commit ?? null;
  const holds = result === 'green';
  // Where git was not asked, logs were not read either. A red gate stays red whatever becomes of its log.
  const lost = log === null || !git.isKnown ? undefined : lossOf(logs.get(log), logSha256);
  const isLost = holds && lost !== undefined;
  return {
    text,
    proof: isLost ? 'unverifiable' : 'verified',
    holds: isLost ? null : holds,
    why: isLost
      ? lost
      : (provesLittle(check) ??
        notCompared(check) ??
        (isFlaky(check) ? FLAKY : lost === CHANGED ? lost : null)),
    evidence: {
      command,
      exit: holds && command !== null ? 0 : null,
      log,
      sha256: log === null ? null : (logs.get(log) ?? null),
      commit,
      seconds: command === null ? null : seconds,
      place: command === null ? null : place,
    },
  };
}

/** The fate of a log that would show a gate's result; none where it is the gate's own. */
function lossOf(hash: string | undefined, journal: string | undefined): string | undefined {
  if (hash === undefined) return 'its log no longer exists';
  return journal === undefined || journal === hash ? undefined : CHANGED;
}

const CHANGED = 'its log was changed after the gate ended';
/** The words for a red gate that was green before. */
export const FLAKY = 'is flaky (green before on the same files)';

/** Notes that nothing shows a green gate to have been red before the change. */
function notCompared({ command, result, baseline }: Check): string | undefined {
  const isGreen = result === 'green' && command !== null;
  return isGreen && baseline === 'not-run' ? 'was not run before the change' : undefined;
}

/** The program's own checks, as sentences that are true or false. */
function ownCheckText({ text }: Check, { phase, attempt }: Checked): string {
  const { expected, unexpected = [] } = filesInWords(phase, attempt?.pinned?.files ?? []);
  switch (text) {
    case 'changed': {
      const files = attempt?.pinned?.files.length ?? 0;
      return files === 0 ? 'Something was changed.' : `${countOf(files, 'file')} changed.`;
    }
    case 'scope':
      if (expected === undefined) return 'Only files that the phase declares were changed.';
      if (expected.length === 0)
        return 'The plan names no files for the phase, so any file could be changed.';
      return unexpected.length === 0
        ? 'Only files that were expected of the phase were changed.'
        : `${countOf(unexpected.length, 'file')} beyond those expected of the phase changed, which nothing forbids.`;
    case 'tampering':
      return 'The files that check the work were not changed.';
    default:
      return text;
  }
}

function claims(attempt: AttemptRecord | undefined): ReportStatement[] {
  const claimed = attempt?.claimed;
  if (claimed === undefined) return [];
  const claim = (text: string): ReportStatement => ({
    text: text.length > LONGEST_CLAIM ? `${text.slice(0, LONGEST_CLAIM)}…` : text,
    proof: 'claimed',
    holds: null,
    why: null,
    evidence: null,
  });
  const problems = claimed.problems.slice(0, MAX_CLAIMS).map((problem) => claim(`Problem: ${problem}`));
  const more = claimed.problems.length - problems.length;
  return [
    claim(`${claimed.status}: ${claimed.summary}`),
    ...problems,
    ...(more > 0 ? [claim(`and ${countOf(more, 'more problem')}`)] : []),
  ];
}

/** Whether a check that was red before is green, and none is red. */
export function isProven(statements: readonly ReportStatement[]): boolean {
  const isStrong = ({ proof, holds, why, evidence }: ReportStatement) =>
    proof === 'verified' && holds === true && why === null && typeof evidence?.command === 'string';
  return statements.some(isStrong) && statements.every(({ holds }) => holds !== false);
}
