import { type Declare, withCommonOptions, withDocument } from '../../declare.ts';
import { withRunOptions } from '../../run_options.ts';
import type { BatchSubmitFlags } from './act.ts';

/** Declares `batch submit`: hands a whole batch over to a place, and takes it back. */
export const declareSubmit: Declare = (batch, setting) => {
  const verb = batch
    .command('submit')
    .description('hand a whole batch over to a place, where it runs while this machine is off; take it back');
  withDocument(verb, 'orchestrator.batch-submit/1');
  withCommonOptions(verb, [
    'orchestrator batch submit 44 --to cluster',
    "orchestrator batch submit 44 --to cluster --executor codex --hours 12 --setup 'npm ci'",
    'orchestrator batch submit 44 --collect',
    'orchestrator batch submit 44 --end',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--to <place>', 'hand it over to this place of your settings')
    .option('--collect', 'take it back where it is over there; judge and merge here what came of it')
    .option('--wait', 'with --collect: wait until it is over there')
    .option('--end', 'end it there, and take back what is done')
    .option('--hours <count>', 'the longest that it may take there (default: 24)')
    .option('--program <path>', 'what this program is called there (default: orchestrator)');
  withRunOptions(
    verb,
    ['executor', 'who carries out phases that name nobody (default: the setting here, else claude)'],
    'executorCommand',
    ['executorEnv', 'a variable there that it may see, beyond its own (repeatable)'],
    'fallback',
    ['concurrency', 'phases at a time (default: the setting there, else 2)'],
    ['retries', 'how often one may try again (default: the setting there, else 1)'],
    'resumeSessions',
    'onFailure',
    'stages',
    'scope',
    ['isolate', 'what an attempt works in there'],
    ['sandbox', 'what attempts and gates run in there; with --collect, gates here'],
    ['verify', 'with --collect: where the gates run whose verdict merges (default: local)'],
    'setup',
    ['gateTimeout', 'the longest a gate may take'],
    ['idle', 'the longest that nothing may happen in an attempt'],
    ['soft', 'when an attempt is asked to end'],
    ['hard', 'when it is ended'],
    ['budgetTokens', 'start nothing more when it has used so many tokens there'],
    'budgetCost',
    'yes',
  )
    .option('--dry-run', 'with --to: show the commands; send nothing, write nothing')
    .action(async (number: string, flags: BatchSubmitFlags) => {
      const { submitAction } = await import('./act.ts');
      await submitAction(number, flags, setting);
    });
};
