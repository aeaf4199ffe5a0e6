import { collect, type Declare, withCommonOptions } from '../../declare.ts';
import { withRunOptions } from '../../run_options.ts';
import type { BatchAttemptFlags } from './act.ts';

/** Declares `batch attempt`: carries out one phase, in a fresh clone, for a CI workflow. */
export const declareAttempt: Declare = (batch, setting) => {
  const verb = batch
    .command('attempt')
    .description('carry out one phase in a fresh clone, as the jobs of batch export do');
  withCommonOptions(verb, [
    'orchestrator batch attempt 44 PRP-44.1.1 --yes --to handover',
    'orchestrator batch attempt 44 2a --yes --from before --to handover --executor codex',
  ])
    .argument('<batch>', 'the number of the batch')
    .argument('<phase>', 'its phase, by its id or its PRP')
    .option(
      '--from <path>',
      'results of the phases before it: files, or folders of them (repeatable)',
      collect,
    )
    .option('--to <folder>', 'the folder for its result (default: this folder)')
    .option('--attempt <number>', 'which attempt at the phase this is (default: 1)')
    .option(
      '--approve <digest>',
      'approve the commands of exactly this batch, by the digest that batch export wrote',
    );
  withRunOptions(
    verb,
    ['executor', 'the executor (default: the setting, else claude)'],
    'executorCommand',
    'executorEnv',
    'scope',
    'setup',
    'gateTimeout',
    ['idle', 'the longest an attempt may be idle (default: 600)'],
    'hard',
    'yes',
  ).action(async (number: string, phase: string, flags: BatchAttemptFlags) => {
    const { attemptAction } = await import('./act.ts');
    await attemptAction(number, phase, flags, setting);
  });
};
