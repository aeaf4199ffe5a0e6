import { type Failure, type FailureCause, failure } from '../../diagnostics/index.ts';

/** Reasons why the program cannot see the work of an attempt. */
export type EvidenceProblemCode =
  /** The attempt's worktree is no longer a folder, so there is nothing to examine. */
  | 'worktree-gone'
  | 'snapshot-failed'
  /** A repository inside the worktree whose files cannot be added as plain files. */
  | 'embedded-repository'
  | 'pin-failed'
  | 'repository-unreadable'
  /** This machine failed, which says nothing about the attempt. */
  | 'system-refused'
  | 'interrupted';

/** The failure for one reason why an attempt's work cannot be seen. */
export function evidenceFailure(
  cause: FailureCause,
  code: EvidenceProblemCode,
  message: string,
  hint?: string,
): Failure<EvidenceProblemCode> {
  return failure(cause, { severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) });
}
