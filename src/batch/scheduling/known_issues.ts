import type { AttemptRecord, ManifestPhase, PhaseRecord } from '../types.ts';

/** The known issues of a phase whose signs stand in the evidence of a failed attempt, by id. */
export function issuesShown(
  { issues = [] }: Pick<ManifestPhase, 'issues'>,
  { failed }: Pick<AttemptRecord, 'failed'>,
): string[] {
  if (failed === undefined || issues.length === 0) return [];
  const evidence = failed.evidence.toLowerCase();
  return issues
    .filter(({ signs }) => signs.some((sign) => evidence.includes(sign.toLowerCase())))
    .map(({ id }) => id);
}

/** The rung of the ladder that got a phase done; `undefined` where it is not done, or its first attempt did it. */
export function rungThatHelped({
  progress,
  attempts,
}: Pick<PhaseRecord, 'progress' | 'attempts'>): AttemptRecord['rung'] {
  return progress.state === 'done' ? attempts[progress.attempt - 1]?.rung : undefined;
}
