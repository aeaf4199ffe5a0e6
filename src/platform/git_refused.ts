import { type Problem, Refusal } from '../diagnostics/index.ts';
import { type GitOutcome, gitFault } from './git_outcome.ts';

/** Git refused a call: a hook of the system's, a full disk, a damaged repository. Its message is git's own. */
export class GitRefused extends Refusal {
  override readonly name = 'GitRefused';
  readonly problem: Problem<'git-unusable'>;

  /** @param outcome - the outcome of the call, or a description of the failure */
  constructor(outcome: GitOutcome | string) {
    const why = typeof outcome === 'string' ? outcome : (gitFault(outcome) ?? 'git failed');
    super(why);
    this.problem = gitUnusable(why);
  }
}

/** The problem that git refused a call, in its own words. Earlier work is kept, and can be continued. */
export function gitUnusable(why: string): Problem<'git-unusable'> {
  return {
    severity: 'error',
    code: 'git-unusable',
    message: `Git failed: ${why}`,
    hint: 'Fix that and run the same command again: it continues from here.',
  };
}

/** Whether git answered a question with no: it ended with 1 and printed no error. */
export function isGitNegative(outcome: GitOutcome): boolean {
  return outcome.kind === 'ended' && outcome.code === 1 && outcome.stderr.trim() === '';
}

/**
 * Whether git answered that a revision, an object or a path in a commit does not exist. Any other failure is a refusal, which
 * does not tell whether it does.
 */
export function isMissingInGit(outcome: GitOutcome): boolean {
  if (outcome.kind !== 'ended' || outcome.code === 0) return false;
  return outcome.stderr.trim() === '' || NOT_THERE.test(outcome.stderr);
}

const NOT_THERE =
  /Not a valid (?:object|commit) name|expected \w+ type|invalid object name|does not exist in|exists on disk, but not in/u;

/**
 * Whether git answered that a folder is in no repository. A repository that is gone or cannot be read is different: git names it.
 */
export function isNoRepository(outcome: GitOutcome): boolean {
  return outcome.kind === 'ended' && outcome.code !== 0 && NO_REPOSITORY.test(outcome.stderr);
}

const NO_REPOSITORY = /not a git repository \(or any/u;
