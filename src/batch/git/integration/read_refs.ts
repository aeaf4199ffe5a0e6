import { GitRefused } from '../../../platform/index.ts';
import { attemptsPrefix, baseRef, headRef, visibleRef } from '../../store/refs.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';

/** The commits of a batch's refs; `undefined` for one that does not exist. */
export type BatchRefs = {
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly visible: string | undefined;
  /** The branch is a symbolic ref to another branch, which the program must not move. */
  readonly visibleIsLink: boolean;
  /** The folder of the working tree where it is checked out. */
  readonly visibleAt: string | undefined;
};

/** As {@link BatchRefs}, and whether there are refs of attempts as well. */
export type AllRefs = BatchRefs & { readonly hasAttempts: boolean };

/** Reads a batch's refs. @throws when git cannot be run */
export async function readRefs(context: WorktreeContext, batch: number): Promise<BatchRefs> {
  return refsIn(batch, await listRefs(context, batch));
}

/** As {@link readRefs}, and whether there are refs of attempts as well. @throws when git cannot be run */
export async function readAllRefs(context: WorktreeContext, batch: number): Promise<AllRefs> {
  const lines = await listRefs(context, batch, attemptsPrefix(batch));
  const hasAttempts = lines.some(([ref]) => ref?.startsWith(attemptsPrefix(batch)));
  return { ...refsIn(batch, lines), hasAttempts };
}

/** Returns the fields of each existing ref: its name, its commit, its target if symbolic, where it is checked out. */
async function listRefs(
  { git, repository, signal }: WorktreeContext,
  batch: number,
  ...more: readonly string[]
): Promise<string[][]> {
  const format = '--format=%(refname)%09%(objectname)%09%(symref)%09%(worktreepath)';
  const names = [...namesOf(batch), ...more];
  const outcome = await git.run(repository.top, ['for-each-ref', format, ...names], { signal });
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  const lines = outcome.stdout.toString('utf8').split('\n');
  return lines.map((line) => line.split('\t'));
}

function namesOf(batch: number): string[] {
  return [baseRef(batch), headRef(batch), visibleRef(batch)];
}

function refsIn(batch: number, lines: readonly (readonly string[])[]): BatchRefs {
  const [base, head, visible] = namesOf(batch).map((name) => lines.find(([ref]) => ref === name));
  return {
    base: base?.[1],
    head: head?.[1],
    visible: visible?.[1],
    visibleIsLink: (visible?.[2] ?? '') !== '',
    visibleAt: visible?.slice(3).join('\t') || undefined,
  };
}
