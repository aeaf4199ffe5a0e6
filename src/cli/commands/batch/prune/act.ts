import { printableLine } from '../../../../lib/index.ts';
import { type BatchPrune, carryOutPrune, preparePrune } from '../../../../operations/index.ts';
import type { CommandSetting } from '../../declare.ts';
import { countOf } from '../../judgement.ts';
import { runChange } from '../change.ts';
import type { ChangeFlags } from '../flags.ts';

/** Carries the command out. */
export function pruneAction(number: string, flags: ChangeFlags, setting: CommandSetting): Promise<void> {
  return runChange(
    {
      schema: 'orchestrator.batch-prune/1',
      prepare: () => preparePrune(setting.context, number),
      told: ({ prune }) => prune,
      carryOut: carryOutPrune,
      question: (prune) => (isEmpty(prune) ? undefined : `Drop this? It cannot be had back.`),
      planText: (prune) => (isEmpty(prune) ? nothing(prune) : `This would be dropped:\n${listed(prune)}`),
      doneText: (prune) => (isEmpty(prune) ? nothing(prune) : `This was dropped:\n${listed(prune)}`),
      document: ({ batch, attempts, worktrees, files }) => ({ batch, attempts, worktrees, files }),
    },
    flags,
    setting,
  );
}

function isEmpty({ attempts, worktrees, files }: BatchPrune): boolean {
  return attempts.length + worktrees.length + files.length === 0;
}

function nothing({ batch }: BatchPrune): string {
  return `Batch ${batch} has nothing that could be dropped.\n`;
}

function listed({ attempts, worktrees, files }: BatchPrune): string {
  return [
    ...attempts.map(
      ({ phase, number, why, commit }) =>
        `  attempt   phase ${phase}, attempt ${number} (${why}, ${commit.slice(0, 12)})\n`,
    ),
    ...worktrees.map((name) => `  worktree  ${printableLine(name)}\n`),
    ...files.map((file) => `  file      ${printableLine(file)}\n`),
    `${countOf(attempts.length, 'attempt')}, ${countOf(worktrees.length, 'worktree')}, ${countOf(files.length, 'file')}; the batch's branch and everything else stay.\n`,
  ].join('');
}
