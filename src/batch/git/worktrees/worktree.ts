/** A working tree of one attempt's own, detached: it is on no branch, and moves none. */
export type Worktree = {
  readonly name: string;
  /** Its top; absolute. */
  readonly path: string;
  /** The project in it: where the attempt works. */
  readonly project: string;
  /** It is a repository of its own, and not one of the user's repository's working trees. */
  readonly isClone?: true;
};

/** What an attempt is given to work in: a working tree of the user's repository, or a clone of that. */
export type Isolation = 'worktree' | 'clone';
