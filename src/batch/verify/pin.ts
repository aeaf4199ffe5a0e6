import { type Result, success } from '../../diagnostics/index.ts';
import { type Git, gitFault } from '../../platform/index.ts';
import type { Repository } from '../git/worktrees/repository.ts';
import { type AttemptName, attemptRef } from '../store/refs.ts';
import { type EvidenceProblemCode, evidenceFailure } from './evidence_problem.ts';

/** Keeps an attempt's work from being garbage collected. If repeated for the same attempt, the later work counts. */
export async function pinAttempt(
  git: Git,
  repository: Repository,
  { commit, ...name }: AttemptName & { readonly commit: string },
): Promise<Result<{ readonly ref: string }, EvidenceProblemCode>> {
  const ref = attemptRef(name);
  const message = `orchestrator: attempt ${name.attempt} of phase ${name.phase}`;
  const outcome = await git.run(
    repository.commonDir,
    ['-c', 'core.fsync=reference', 'update-ref', '-m', message, ref, commit],
    {
      env: { GIT_DIR: repository.commonDir },
    },
  );
  const fault = gitFault(outcome);
  if (fault === undefined) return success({ ref });
  return evidenceFailure(
    'environment',
    'pin-failed',
    `What attempt ${name.attempt} of phase ${name.phase} left cannot be saved as ${ref}: ${fault}`,
    `It is the commit ${commit} until git tidies up.`,
  );
}
