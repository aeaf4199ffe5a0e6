/** Something of the repository that changed while an attempt ran. Everything in it is untrusted text. */
export type TamperingFinding = {
  readonly kind: 'config' | 'hook' | 'info' | 'worktree' | 'ref' | 'stash' | 'index';
  /** The setting, file or ref. */
  readonly what: string;
  /** In one sentence. */
  readonly message: string;
  /** Whether it can make git run what nobody approved: then nothing more may run in this repository until a person looked. */
  readonly stop: boolean;
  /** `attempt` where git's own logs, or where it is, say that it was the attempt; else it may have been anybody. */
  readonly by: 'attempt' | 'anybody';
  /** What was the user's was changed by the attempt: then its work is not taken. */
  readonly fails: boolean;
};
