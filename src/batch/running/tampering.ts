import { markRepository, type RepositoryMark, tamperingSince } from '../evidence/index.ts';
import { type Attempt, giveUp } from './attempt.ts';
import { recordCheck } from './record_check.ts';
import type { Run } from './types.ts';

/** Looks whether what git runs or goes by is as it was; a change of it stops the batch. */
export type Watch = {
  /** When the executor is over, and before anything of it is looked at with git. It is written down like a gate. */
  readonly afterWork: () => Promise<boolean>;
  /** When gates are over, which run what the attempt wrote. Written down where it is red. */
  readonly afterGates: () => Promise<boolean>;
};

/**
 * Begins to watch a repository, before an attempt's work or before its gates. Where something changed, the attempt is left as
 * it is: a person has to look first.
 *
 * @returns `undefined` when the repository can't be looked at, which ends the run
 */
export async function watchRepository(
  run: Run,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Watch | undefined> {
  const { git, repository } = run;
  const marked = await markRepository({ git, repository, worktree: attempt.worktree, signal });
  if (marked.ok) {
    return {
      afterWork: () => isUntouched(run, attempt, { before: marked.value, after: 'work' }),
      afterGates: () => isUntouched(run, attempt, { before: marked.value, after: 'gates' }),
    };
  }
  if (!signal.aborted) run.halt(...marked.problems);
  return undefined;
}

async function isUntouched(
  run: Run,
  attempt: Attempt,
  { before, after }: { readonly before: RepositoryMark; readonly after: 'work' | 'gates' },
): Promise<boolean> {
  const { git, repository } = run;
  const { signal } = new AbortController();
  const since = await tamperingSince(before, { git, repository, worktree: attempt.worktree, signal });
  const findings = since.ok ? since.value : [];
  const grave = findings.filter(({ stop }) => stop);
  if (after === 'gates' && grave.length === 0) return true;
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
