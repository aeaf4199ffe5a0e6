/** What a call of git came to. */
export type GitOutcome =
  /** It ran to its end; what a code other than 0 means is for the caller to know. */
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: Buffer; readonly stderr: string }
  /** Something else ended it, half-way. */
  | { readonly kind: 'killed'; readonly signal: string; readonly stderr: string }
  | { readonly kind: 'aborted' }
  /** It had nothing to tell for longer than it may; it was ended. */
  | { readonly kind: 'stalled'; readonly quietMs: number }
  /** It printed more than the caller wanted to hold; it was ended. */
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'not-started'; readonly why: string }
  | { readonly kind: 'too-old'; readonly version: string; readonly needed: string };

/** Why a call did not do what it was to do, in words for a message; `undefined` where it ended with code 0. */
export function gitFault(outcome: GitOutcome): string | undefined {
  switch (outcome.kind) {
    case 'ended':
      if (outcome.code === 0) return undefined;
      return outcome.stderr.trim() || `git ended with code ${outcome.code}`;
    case 'killed':
      return `git was ended by ${outcome.signal}`;
    case 'aborted':
      return 'git was ended because the work was called off';
    case 'stalled':
      return `git was ended because nothing moved for ${outcome.quietMs / 1_000} s`;
    case 'too-large':
      return `git printed more than ${outcome.limit} bytes`;
    case 'not-started':
      return `git can't be run: ${outcome.why}`;
    case 'too-old':
      return `git ${outcome.version} is too old: ${outcome.needed} or newer is needed`;
  }
}
