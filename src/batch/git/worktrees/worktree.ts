/** A working tree for one attempt, detached: it is on no branch, and moves none. */
export type Worktree = {
  readonly name: string;
  /** Its top; absolute. */
  readonly path: string;
  /** The project in it: where the attempt works. */
  readonly project: string;
  /** It is a repository of its own, not one of the working trees of the user's repository. */
  readonly isClone?: true;
};

/** The working folder of an attempt: a working tree of the user's repository, or a clone of it. */
export type Isolation = 'worktree' | 'clone';
