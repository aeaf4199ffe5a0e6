import { type CommonOptions, type Declare, withCommonOptions } from '../../declare.ts';

/** Declares `batch stats`: statistics over all batches. */
export const declareStats: Declare = (batch, setting) => {
  const verb = batch
    .command('stats')
    .description('over all batches: attempts, failures, gates, time against estimates, and what to improve');
  withCommonOptions(verb, ['orchestrator batch stats', 'orchestrator batch stats --json']).action(
    async (flags: CommonOptions) => {
      const { statsAction } = await import('./act.ts');
      await statsAction(flags, setting);
    },
  );
};
