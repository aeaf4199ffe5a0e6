import { type CommonOptions, type Declare, withCommonOptions } from '../../declare.ts';

/** Declares `batch results`: the report and the changes of every task. */
export const declareResults: Declare = (batch, setting) => {
  const verb = batch.command('results').description('what every task of a batch reported and produced');
  withCommonOptions(verb, ['orchestrator batch results 44', 'orchestrator batch results 44 --json'])
    .argument('[batch]', 'the number of the batch (default: the newest)')
    .action(async (number: string | undefined, flags: CommonOptions) => {
      const { resultsAction } = await import('./act.ts');
      await resultsAction(number, flags, setting);
    });
};
