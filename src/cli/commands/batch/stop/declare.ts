import { type CommonOptions, type Declare, withCommonOptions } from '../../declare.ts';

/** Declares `batch stop`: asks the process that runs a batch to stop. */
export const declareStop: Declare = (batch, setting) => {
  const verb = batch
    .command('stop')
    .description('ask the process that runs a batch to stop, and wait for it');
  withCommonOptions(verb, ['orchestrator batch stop 44', 'orchestrator batch stop 44 --json'])
    .argument('<batch>', 'the number of the batch')
    .action(async (number: string, flags: CommonOptions) => {
      const { stopAction } = await import('./act.ts');
      await stopAction(number, flags, setting);
    });
};
