import { type Declare, withCommonOptions } from '../../declare.ts';
import { withModelOptions } from '../../option_groups.ts';
import { withRunOptions } from '../../run_options.ts';
import type { BatchReviewFlags } from './act.ts';

/** Declares `batch review`: reviews the work of a batch, and how much of it is proven. */
export const declareReview: Declare = (batch, setting) => {
  const verb = batch
    .command('review')
    .description('what its work contains, how much of it is proven, and the risk');
  withCommonOptions(verb, [
    'orchestrator batch review 44',
    'orchestrator batch review 44 --gate HIGH',
    'orchestrator batch review 44 --union --load-bearing --time 20m',
    'orchestrator batch review 44 --fix --rounds 2 --gate HIGH',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--gate <band>', 'exit 1 at this risk or above: LOW, MEDIUM, HIGH or CRITICAL')
    .option('--load-bearing', 'remove each hunk and run the gates again, to find hunks that no gate notices')
    .option('--union', 'run the gates of all phases once on the finished branch')
    .option('--time <span>', 'time limit for these two, as in 90s, 10m, 1h (default: 10m)')
    .option('--yes', 'run the gates, and with --rounds the batches, without asking')
    .option('--fix', 'write a plan that fixes the findings; only --rounds runs it')
    .option(
      '--rounds <n>',
      'with --fix: run it and review again, at most this many times, until nothing is left or --gate passes',
    );
  withRunOptions(
    verb,
    ['executor', 'with --rounds: the executor (default: the setting, else claude)'],
    'executorCommand',
    'executorEnv',
    'concurrency',
    'retries',
    ['sandbox', 'the sandbox for attempts and gates, with --load-bearing and --union too'],
    'setup',
    ['hard', 'when an attempt is ended'],
    ['budgetTokens', 'start nothing more when a batch has used this many tokens'],
  );
  withModelOptions(
    verb.option(
      '--with-model',
      'have a model review it too; its statements are checked, and marked as claims',
    ),
    'the model that reviews it',
  ).action(async (number: string, flags: BatchReviewFlags) => {
    const { reviewAction } = await import('./act.ts');
    await reviewAction(number, flags, setting);
  });
};
