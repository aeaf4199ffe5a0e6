import { type Declare, withCommonOptions } from '../../declare.ts';
import type { MergeFlags } from './act.ts';

/** Declares `batch merge`: merges a batch's work into the user's current branch. */
export const declareMerge: Declare = (batch, setting) => {
  const verb = batch.command('merge').description('bring what a batch has done to the branch you are on');
  withCommonOptions(verb, [
    'orchestrator batch merge 44',
    'orchestrator batch merge 44 --dry-run',
    'orchestrator batch merge 44 --yes --json',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--dry-run', 'say what would come, and what is in the way; change nothing')
    .option('-y, --yes', 'do not ask, also where not every phase is done')
    .option('--allow-rewritten', 'also bring commits back that your branch has no longer')
    .action(async (number: string, flags: MergeFlags) => {
      const { mergeAction } = await import('./act.ts');
      await mergeAction(number, flags, setting);
    });
};
