import { collect, type Declare, withCommonOptions } from '../../declare.ts';
import type { RetryFlags } from './act.ts';

/** Declares `batch retry`: gives failed phases another round of tries. */
export const declareRetry: Declare = (batch, setting) => {
  const verb = batch.command('retry').description('retry failed phases with the next run');
  withCommonOptions(verb, [
    'orchestrator batch retry 44 --phase 2a',
    'orchestrator batch retry 44 --phase 2a --phase 2b',
    'orchestrator batch retry 44 --phase PRP-44.2.1 --rebase --json',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--phase <id>', 'the phase, by its id in the plan or as PRP-44.2.1 (repeatable)', collect)
    .option('--rebase', 'start phases that have not begun from your branch as it is now')
    .option('--dry-run', 'show what would be retried; change nothing')
    .action(async (number: string, flags: RetryFlags) => {
      const { retryAction } = await import('./act.ts');
      await retryAction(number, flags, setting);
    });
};
