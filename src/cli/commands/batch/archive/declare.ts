import { type ArchivedBatch, prepareArchive } from '../../../../operations/index.ts';
import { type CommandSetting, type Declare, withCommonOptions } from '../../declare.ts';
import { countOf } from '../../judgement.ts';
import { runChange } from '../change.ts';
import type { ChangeFlags } from '../flags.ts';

/** Declares `batch archive`: puts a batch away. */
export const declareArchive: Declare = (batch, setting) => {
  const verb = batch.command('archive').description('put a batch away; its branch and what is pinned stay');
  withCommonOptions(verb, ['orchestrator batch archive 44', 'orchestrator batch archive 44 --dry-run'])
    .argument('<batch>', 'the number of the batch')
    .option('--dry-run', 'say what would be moved and removed; change nothing')
    .option('-y, --yes', 'do not ask, also where not every phase is done')
    .action((number: string, flags: ChangeFlags) => archiveAction(number, flags, setting));
};

function archiveAction(number: string, flags: ChangeFlags, setting: CommandSetting): Promise<void> {
  const { context } = setting;
  return runChange(
    {
      schema: 'orchestrator.batch-archive/1',
      prepare: () => prepareArchive(context, number, { dryRun: true }),
      told: (batch) => batch,
      carryOut: () => prepareArchive(context, number, { dryRun: false }),
      question: ({ batch, done, phases }) =>
        done === phases
          ? undefined
          : `Only ${done} of ${countOf(phases, 'phase')} are done. Put batch ${batch} away?`,
      planText: (batch) => text(batch, 'would go'),
      doneText: (batch) => text(batch, 'has gone'),
      document: ({ batch, folder, worktrees }) => ({ batch, folder, worktrees }),
    },
    flags,
    setting,
  );
}

function text({ batch, folder, worktrees }: ArchivedBatch, goes: string): string {
  const left = worktrees.length === 0 ? '' : `, without its ${countOf(worktrees.length, 'worktree')}`;
  return `Batch ${batch} ${goes} to ${folder}${left}; its branch and what is pinned stay.\n`;
}
