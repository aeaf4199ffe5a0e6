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
    hint: 'Fix that and run the same command again: it goes on from here.',
  };
}

/** Whether a call that asks a question was answered with no: it ended with 1 and had nothing to complain about. */
export function isGitNo(outcome: GitOutcome): boolean {
  return outcome.kind === 'ended' && outcome.code === 1 && outcome.stderr.trim() === '';
}

/**
 * Whether git answered that a revision, an object or a path in a commit is not there. Any other failure is a refusal, which says
 * nothing of whether it is.
 */
export function isNotThere(outcome: GitOutcome): boolean {
  if (outcome.kind !== 'ended' || outcome.code === 0) return false;
  return outcome.stderr.trim() === '' || NOT_THERE.test(outcome.stderr);
}

const NOT_THERE =
  /Not a valid (?:object|commit) name|expected \w+ type|invalid object name|does not exist in|exists on disk, but not in/u;

/**
 * Whether git answered that a folder is in no repository. One whose repository is gone or cannot be read is another matter: git names
 * that.
 */
export function isNoRepository(outcome: GitOutcome): boolean {
  return outcome.kind === 'ended' && outcome.code !== 0 && NO_REPOSITORY.test(outcome.stderr);
}

const NO_REPOSITORY = /not a git repository \(or any/u;
