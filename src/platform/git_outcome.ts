/** The outcome of a git call. */
export type GitOutcome =
  /** It ran to its end; the meaning of a code other than 0 is up to the caller. */
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: Buffer; readonly stderr: string }
  /** It was killed halfway. */
  | { readonly kind: 'killed'; readonly signal: string; readonly stderr: string }
  | { readonly kind: 'aborted' }
  /** It printed nothing for longer than allowed; it was ended. */
  | { readonly kind: 'stalled'; readonly quietMs: number }
  /** It printed more than the caller's limit; it was ended. */
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'not-started'; readonly why: string }
  | { readonly kind: 'too-old'; readonly version: string; readonly needed: string };

/** Explains why a call failed, in words for a message; `undefined` if it ended with code 0. */
export function gitFault(outcome: GitOutcome): string | undefined {
  switch (outcome.kind) {
    case 'ended':
      if (outcome.code === 0) return undefined;
      return outcome.stderr.trim() || `git ended with code ${outcome.code}`;
    case 'killed':
      return `git was ended by ${outcome.signal}`;
    case 'aborted':
      return 'git was stopped because the work was cancelled';
    case 'stalled':
      return `git was stopped because it made no progress for ${outcome.quietMs / 1_000} s`;
    case 'too-large':
      return `git printed more than ${outcome.limit} bytes`;
    case 'not-started':
      return `git cannot be run: ${outcome.why}`;
    case 'too-old':
      return `git ${outcome.version} is too old: ${outcome.needed} or newer is needed`;
  }
}
