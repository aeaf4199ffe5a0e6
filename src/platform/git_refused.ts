import { type GitOutcome, gitFault } from './git_outcome.ts';

/**
 * Git did not do what it was asked: a hook of the system's, a full disk, a damaged repository. Expected, and made a problem at the
 * border of every operation that needs git; its message is git's own.
 */
export class GitRefused extends Error {
  override readonly name = 'GitRefused';

  /** @param outcome - of the call, or why it failed in words */
  constructor(outcome: GitOutcome | string) {
    super(typeof outcome === 'string' ? outcome : (gitFault(outcome) ?? 'git failed'));
  }
}

/** Whether a call that asks a question was answered with no: it ended with 1 and had nothing to complain about. */
export function isGitNo(outcome: GitOutcome): boolean {
  return outcome.kind === 'ended' && outcome.code === 1 && outcome.stderr.trim() === '';
}
