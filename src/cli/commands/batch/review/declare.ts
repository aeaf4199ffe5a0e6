import { type CommonOptions, type Declare, withCommonOptions } from '../../declare.ts';

/** What the flags of `batch review` give. */
export type BatchReviewFlags = CommonOptions & { readonly gate?: string };

/** Declares `batch review`: what is in the work of a batch, and what of it is proven. */
export const declareReview: Declare = (batch, setting) => {
  const verb = batch.command('review').description('what is in its work, what of it is proven, and the risk');
  withCommonOptions(verb, ['orchestrator batch review 44', 'orchestrator batch review 44 --gate HIGH'])
    .argument('<batch>', 'the number of the batch')
    .option('--gate <band>', 'exit 1 if the risk is LOW, MEDIUM, HIGH or CRITICAL, or above that')
    .action(async (number: string, flags: BatchReviewFlags) => {
      const { reviewAction } = await import('./act.ts');
      await reviewAction(number, flags, setting);
    });
};
