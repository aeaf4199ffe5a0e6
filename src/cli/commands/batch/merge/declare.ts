import { type Declare, withCommonOptions } from '../../declare.ts';
import type { MergeFlags } from './act.ts';

/** Declares `batch merge`: merges a batch's work into the user's current branch. */
export const declareMerge: Declare = (batch, setting) => {
  const verb = batch.command('merge').description('merge the work of a batch into the branch you are on');
  withCommonOptions(verb, [
    'orchestrator batch merge 44',
    'orchestrator batch merge 44 --dry-run',
    'orchestrator batch merge 44 --yes --json',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--dry-run', 'show what would be merged and what blocks it; change nothing')
    .option('-y, --yes', 'do not ask, even if not every phase is done')
    .option('--allow-rewritten', 'also bring back commits that your branch no longer has')
    .action(async (number: string, flags: MergeFlags) => {
      const { mergeAction } = await import('./act.ts');
      await mergeAction(number, flags, setting);
    });
};
