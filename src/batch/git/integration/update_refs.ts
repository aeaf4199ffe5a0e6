import type { GitOutcome } from '../../../platform/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';

/** A ref that goes from one commit to another, from nowhere where it is made, to nowhere where it is removed. */
export type RefUpdate = {
  readonly ref: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
};

/**
 * Moves refs in one transaction: all of them, each from exactly where it is said to be, or none. A ref that is a name for another
 * is never followed. What another git holds for a moment is waited for.
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

/** A command as `update-ref --stdin -z` reads it. */
function commandOf({ ref, from, to }: RefUpdate): string {
  const command =
    to === undefined
      ? `delete ${ref}\0${from ?? ''}\0`
      : from === undefined
        ? `create ${ref}\0${to}\0`
        : `update ${ref}\0${to}\0${from}\0`;
  return `option no-deref\0${command}`;
}
