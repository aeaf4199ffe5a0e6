import { type Problem, Refusal } from '../diagnostics/index.ts';
import { type GitOutcome, gitFault } from './git_outcome.ts';

/** Git did not do what it was asked: a hook of the system's, a full disk, a damaged repository. Its message is git's own. */
export class GitRefused extends Refusal {
  override readonly name = 'GitRefused';
  readonly problem: Problem<'git-unusable'>;

  /** @param outcome - of the call, or why it failed in words */
  constructor(outcome: GitOutcome | string) {
    const why = typeof outcome === 'string' ? outcome : (gitFault(outcome) ?? 'git failed');
    super(why);
    this.problem = gitUnusable(why);
  }
}

/** That git did not do what it was asked, in its own words. Whatever was done before is kept, and gone on from. */
export function gitUnusable(why: string): Problem<'git-unusable'> {
  return {
    severity: 'error',
    code: 'git-unusable',
    message: `Git can't do this: ${why}`,
    hint: 'Mend that and run the same command again: it goes on from here.',
  };
}

/** Whether a call that asks a question was answered with no: it ended with 1 and had nothing to complain about. */
export function isGitNo(outcome: GitOutcome): boolean {
  return outcome.kind === 'ended' && outcome.code === 1 && outcome.stderr.trim() === '';
}
