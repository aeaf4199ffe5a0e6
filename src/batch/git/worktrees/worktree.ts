/** A working tree of one attempt's own, detached: it is on no branch, and moves none. */
export type Worktree = {
  readonly name: string;
  /** Its top; absolute. */
  readonly path: string;
  /** The project in it: where the attempt works. */
  readonly project: string;
};
