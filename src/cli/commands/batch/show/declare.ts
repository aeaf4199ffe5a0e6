import { type Declare, withCommonOptions } from '../../declare.ts';
import type { BatchShowFlags } from '../flags.ts';

/** Declares `batch show`: the work of a batch, or one of its prompts. */
export const declareShow: Declare = (batch, setting) => {
  const verb = batch.command('show').description('the phases of a batch, or one of its prompts');
  withCommonOptions(verb, [
    'orchestrator batch show 44',
    'orchestrator batch show 44 --phase 2a',
    'orchestrator batch show 44 --json',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--phase <id>', 'print the prompt of this phase, by its id in the plan or as PRP-44.2.1')
    .action(async (number: string, flags: BatchShowFlags) => {
      const { showBatchAction } = await import('./act.ts');
      await showBatchAction(number, flags, setting);
    });
};
