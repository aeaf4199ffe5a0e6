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
    .option('--to <place>', 'hand it over to this place from your settings')
    .option('--collect', 'take it back when it has ended there; check and merge its results here')
    .option('--wait', 'with --collect: wait until it has ended there')
    .option('--end', 'end it there, and take back what is done')
    .option('--hours <count>', 'its time limit there (default: 24)')
    .option('--program <path>', 'the name of this program there (default: orchestrator)');
  withRunOptions(
    verb,
    ['executor', 'the executor for phases that name none (default: the setting here, else claude)'],
    'executorCommand',
    ['executorEnv', 'an additional variable there that it may see (repeatable)'],
    'fallback',
    ['concurrency', 'phases at a time (default: the setting there, else 2)'],
    ['retries', 'retries per phase (default: the setting there, else 1)'],
    'resumeSessions',
    'onFailure',
    'stages',
    'scope',
    ['isolate', 'where an attempt works there'],
    ['sandbox', 'the sandbox for attempts and gates there; with --collect, for gates here'],
    ['verify', 'with --collect: where the gates that decide on merging run (default: local)'],
    'setup',
    ['gateTimeout', 'the longest a gate may take'],
    ['idle', 'the longest an attempt may be idle'],
    ['soft', 'when an attempt is asked to end'],
    ['hard', 'when it is ended'],
    ['budgetTokens', 'start nothing more when it has used this many tokens there'],
    'budgetCost',
    'yes',
  )
    .option('--dry-run', 'with --to: show the commands; send nothing, write nothing')
    .action(async (number: string, flags: BatchSubmitFlags) => {
      const { submitAction } = await import('./act.ts');
      await submitAction(number, flags, setting);
    });
};
