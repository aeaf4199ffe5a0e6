/** A change to the repository while an attempt ran. All texts in it are untrusted. */
export type TamperingFinding = {
  readonly kind: 'config' | 'hook' | 'info' | 'worktree' | 'ref' | 'stash' | 'index';
  /** The setting, file or ref. */
  readonly what: string;
  /** In one sentence. */
  readonly message: string;
  /** Whether it can make git run unapproved programs: then nothing more may run in this repository until a person has looked. */
  readonly stop: boolean;
  /** `attempt` if git's own logs, or its location, show that it was the attempt; else the author is unknown. */
  readonly by: 'attempt' | 'anybody';
  /** The attempt changed something of the user's: its work is rejected. */
  readonly fails: boolean;
};
