import { type CommonOptions, type Declare, withCommonOptions } from '../../declare.ts';

/** Declares `batch decisions`: phases that wait for a person. */
export const declareDecisions: Declare = (batch, setting) => {
  const verb = batch
    .command('decisions')
    .description('what is waiting for you, with the evidence and what to run next');
  withCommonOptions(verb, ['orchestrator batch decisions 44', 'orchestrator batch decisions 44 --json'])
    .argument('[batch]', 'the number of the batch (default: the newest)')
    .action(async (number: string | undefined, flags: CommonOptions) => {
      const { decisionsAction } = await import('./act.ts');
      await decisionsAction(number, flags, setting);
    });
};
