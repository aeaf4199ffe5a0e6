import { type Declare, withCommonOptions } from '../../declare.ts';
import type { PruneFlags } from './act.ts';

/** Declares `batch prune`: removes parts of a batch that are no longer needed. */
export const declarePrune: Declare = (batch, setting) => {
  const verb = batch
    .command('prune')
    .description('delete the attempts that were merged or given up, with their worktrees and logs');
  withCommonOptions(verb, ['orchestrator batch prune 44 --dry-run', 'orchestrator batch prune 44 --yes'])
    .argument('<batch>', 'the number of the batch')
    .option('--dry-run', 'show what would be deleted; delete nothing')
    .option('-y, --yes', 'do not ask')
    .action(async (number: string, flags: PruneFlags) => {
      const { pruneAction } = await import('./act.ts');
      await pruneAction(number, flags, setting);
    });
};
