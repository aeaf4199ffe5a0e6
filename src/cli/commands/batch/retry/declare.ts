import { collect, type Declare, withCommonOptions } from '../../declare.ts';
import type { RetryFlags } from './act.ts';

/** Declares `batch retry`: gives failed phases another round of tries. */
export const declareRetry: Declare = (batch, setting) => {
  const verb = batch.command('retry').description('have failed phases tried again, with the next run');
  withCommonOptions(verb, [
    'orchestrator batch retry 44 --phase 2a',
    'orchestrator batch retry 44 --phase 2a --phase 2b',
    'orchestrator batch retry 44 --phase PRP-44.2.1 --rebase --json',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--phase <id>', 'the phase, by its id in the plan or as PRP-44.2.1 (repeatable)', collect)
    .option('--rebase', 'have what has not begun start with what came to your branch since')
    .option('--dry-run', 'say what would be tried again; change nothing')
    .action(async (number: string, flags: RetryFlags) => {
      const { retryAction } = await import('./act.ts');
      await retryAction(number, flags, setting);
    });
};
