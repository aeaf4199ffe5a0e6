import type { GitOutcome } from '../../../platform/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';

/** A ref's move from one commit to another, from nothing if it is created, to nothing if it is removed. */
export type RefUpdate = {
  readonly ref: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
};

/**
 * Moves refs in one transaction: all of them, each from exactly the given commit, or none. A symbolic ref is never followed.
 * Locks that another git holds briefly are waited for.
 */
export function updateRefs(
  { git, repository, signal }: WorktreeContext,
  updates: readonly RefUpdate[],
  why = 'orchestrator: batch',
): Promise<GitOutcome> {
  const input = updates.map(commandOf).join('');
  const args = ['update-ref', '-m', why, '--stdin', '-z'];
  return git.run(repository.top, args, { input, signal, isRepeatable: true });
}

/** Formats a command for `update-ref --stdin -z`. */
function commandOf({ ref, from, to }: RefUpdate): string {
  const command =
    to === undefined
      ? `delete ${ref}\0${from ?? ''}\0`
      : from === undefined
        ? `create ${ref}\0${to}\0`
        : `update ${ref}\0${to}\0${from}\0`;
  return `option no-deref\0${command}`;
}
