import type { AttemptRecord, ManifestPhase, PhaseRecord } from '../types.ts';

/** The known issues of a phase whose signs stand in what was printed in a failed attempt, by id: the command of a gate shows nothing. */
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

/** The words and the command of each red gate are the plan's own. */
function printedIn(evidence: string): string {
  return evidence.replace(
    /^Gate \d+: [^\n]*\nCommand: .*?\n(?=It (?:was not over|could not be|ended with|was ended))/gmsu,
    '',
  );
}

/** The rung of the ladder that got a phase done; `undefined` where it is not done, or its first attempt did it. */
export function rungThatHelped({
  progress,
  attempts,
}: Pick<PhaseRecord, 'progress' | 'attempts'>): AttemptRecord['rung'] {
  return progress.state === 'done' ? attempts[progress.attempt - 1]?.rung : undefined;
}
