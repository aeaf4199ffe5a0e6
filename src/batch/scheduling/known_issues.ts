import type { ManifestPhase } from '../generated/batch.ts';
import type { AttemptRecord, PhaseRecord } from '../store/batch_state.ts';

/**
 * Returns the ids of a phase's known issues whose signs appear in the output of a failed attempt; the command of a gate does not
 * count.
 */
export function issuesShown(
  { issues = [] }: Pick<ManifestPhase, 'issues'>,
  { failed }: Pick<AttemptRecord, 'failed'>,
): string[] {
  if (failed === undefined || issues.length === 0) return [];
  const evidence = printedIn(failed.evidence).toLowerCase();
  return issues
    .filter(({ signs }) => signs.some((sign) => evidence.includes(sign.toLowerCase())))
    .map(({ id }) => id);
}

/** Without the words and the command of each red gate, which are the plan's own. */
function printedIn(evidence: string): string {
  return evidence.replace(
    /^Gate \d+: [^\n]*\nCommand: .*?\n(?=It (?:was not over|could not be|ended with|was ended))/gmsu,
    '',
  );
}

/** Returns the rung of the ladder that completed a phase; `undefined` if it is not done, or its first attempt succeeded. */
export function rungThatHelped({
  progress,
  attempts,
}: Pick<PhaseRecord, 'progress' | 'attempts'>): AttemptRecord['rung'] {
  return progress.state === 'done' ? attempts[progress.attempt - 1]?.rung : undefined;
}
