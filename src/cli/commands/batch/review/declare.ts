import { type Declare, withCommonOptions } from '../../declare.ts';
import { withModelOptions } from '../../option_groups.ts';
import { withRunOptions } from '../../run_options.ts';
import type { BatchReviewFlags } from './act.ts';

/** Declares `batch review`: reviews the work of a batch, and how much of it is proven. */
export const declareReview: Declare = (batch, setting) => {
  const verb = batch.command('review').description('what is in its work, what of it is proven, and the risk');
  withCommonOptions(verb, [
    'orchestrator batch review 44',
    'orchestrator batch review 44 --gate HIGH',
    'orchestrator batch review 44 --union --load-bearing --time 20m',
    'orchestrator batch review 44 --fix --rounds 2 --gate HIGH',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--gate <band>', 'exit 1 if the risk is LOW, MEDIUM, HIGH or CRITICAL, or above that')
    .option('--load-bearing', 'take each hunk out and run the gates again: which hunks does no gate notice?')
    .option('--union', 'run the gates of all phases once on the finished branch')
    .option('--time <span>', 'how long these two may take, as in 90s, 10m, 1h (default: 10m)')
    .option('--yes', 'run the gates, and with --rounds the batches, without asking')
    .option('--fix', 'write a plan that fixes what was found; without --rounds nothing of it is run')
    .option(
      '--rounds <n>',
      'with --fix: carry it out and review again, at most so many times, until nothing is left or --gate passes',
    );
  withRunOptions(
    verb,
    ['executor', 'with --rounds: who carries it out (default: the setting, else claude)'],
    'executorCommand',
    'executorEnv',
    'concurrency',
    'retries',
    ['sandbox', 'what attempts and gates run in, with --load-bearing and --union too'],
    'setup',
    ['hard', 'when an attempt is ended'],
    ['budgetTokens', 'start nothing more when a batch has used so many tokens'],
  );
  withModelOptions(
    verb.option(
      '--with-model',
      'have a model read it as well; what it says is checked, and told as its word',
    ),
    'the model that reads it',
  ).action(async (number: string, flags: BatchReviewFlags) => {
    const { reviewAction } = await import('./act.ts');
    await reviewAction(number, flags, setting);
  });
};
