import { countOf, printableLine } from '../../../../lib/index.ts';
import { type BatchPrune, type ChangeRequest, pruneBatch } from '../../../../operations/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { runChange } from '../run_change.ts';

/** Flags of `batch prune`. */
export type PruneFlags = CommonOptions & Omit<ChangeRequest, 'batch'>;

/** Carries the command out. */
export function pruneAction(batch: string, flags: PruneFlags, setting: CommandSetting): Promise<void> {
  return runChange(setting, {
    schema: 'orchestrator.batch-prune/1',
    json: flags.json,
    call: (port) => pruneBatch(setting.context, { ...flags, batch }, port),
    planText: (prune: BatchPrune) =>
      isEmpty(prune) ? nothing(prune) : `This would be deleted:\n${listed(prune)}`,
    doneText: (prune: BatchPrune) =>
      isEmpty(prune) ? nothing(prune) : `This was deleted:\n${listed(prune)}`,
  });
}

function isEmpty({ attempts, worktrees, files }: BatchPrune): boolean {
  return attempts.length + worktrees.length + files.length === 0;
}

function nothing({ batch }: BatchPrune): string {
  return `Batch ${batch} has nothing to delete.\n`;
}

function listed({ attempts, worktrees, files }: BatchPrune): string {
  return [
    ...attempts.map(
      ({ phase, number, why, commit }) =>
        `  attempt   phase ${phase}, attempt ${number} (${why}, ${commit.slice(0, 12)})\n`,
    ),
    ...worktrees.map((name) => `  worktree  ${printableLine(name)}\n`),
    ...files.map((file) => `  file      ${printableLine(file)}\n`),
    `${countOf(attempts.length, 'attempt')}, ${countOf(worktrees.length, 'worktree')}, ${countOf(files.length, 'file')}; the batch's branch and everything else are kept.\n`,
  ].join('');
}
