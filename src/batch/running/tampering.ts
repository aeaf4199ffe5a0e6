import { type RepositoryMark, tamperingSince } from '../evidence/index.ts';
import { type Attempt, giveUp } from './attempt.ts';
import { recordCheck } from './check_work.ts';
import type { Run } from './types.ts';

/**
 * Looks whether an attempt changed what git runs or goes by, before anything of it is looked at with git. Such a change stops
 * the batch, and the attempt is left as it is: a person has to look first.
 *
 * @param before - `undefined` where a run before this one began it; then nothing can be said
 * @returns whether the attempt may be looked at
 */
export async function isUntouched(
  run: Run,
  attempt: Attempt,
  before: RepositoryMark | undefined,
): Promise<boolean> {
  if (before === undefined) return true;
  const { git, repository } = run;
  const { signal } = new AbortController();
  const since = await tamperingSince(before, { git, repository, worktree: attempt.worktree, signal });
  const findings = since.ok ? since.value : [];
  const grave = findings.filter(({ stop }) => stop);
  for (const { message } of findings) {
    run.note({
      severity: 'warning',
      code: 'repository-changed',
      message: `Phase ${attempt.phase.id}: ${message}`,
    });
  }
  if (!(await recordCheck(run, attempt, 'tampering', grave.length === 0))) return false;
  if (grave.length === 0) return true;
  const evidence = grave.map(({ message }) => message).join('\n');
  run.halt({
    severity: 'error',
    code: 'repository-tampered',
    message: `While phase ${attempt.phase.id} ran, what git itself runs was changed, so the batch stops here: ${evidence}`,
    hint: 'Look at it, put it right, then run the batch again. Everything that was done is kept.',
  });
  await giveUp(run, attempt, 'tampering', evidence);
  return false;
}
