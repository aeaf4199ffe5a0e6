import { type Failure, type FailureCause, failure } from '../../diagnostics/index.ts';

/** What can keep the program from seeing what an attempt did. */
export type EvidenceProblemCode =
  /** The attempt's worktree is no folder any more, so there is nothing to look at. */
  | 'worktree-gone'
  | 'snapshot-failed'
  /** A repository inside the worktree whose files can't be taken as files. */
  | 'embedded-repository'
  | 'pin-failed'
  | 'repository-unreadable'
  /** This machine refused it, which says nothing of the attempt. */
  | 'system-refused'
  | 'interrupted';

/** One thing that kept the program from seeing what an attempt did. */
export function evidenceFailure(
  cause: FailureCause,
  code: EvidenceProblemCode,
  message: string,
  hint?: string,
): Failure<EvidenceProblemCode> {
  return failure(cause, { severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) });
}
