import { type Declare, withCommonOptions, withDocument } from '../../declare.ts';
import { withRunOptions } from '../../run_options.ts';
import type { BatchRunFlags } from './act.ts';

/** Declares `batch run`: carries a batch out with coding agents, checks each result, merges those that pass. */
export const declareRun: Declare = (batch, setting) => {
  const verb = batch
    .command('run')
    .description('run a batch with coding agents; check each result and merge what passes');
  withDocument(verb, 'orchestrator.batch-status/1');
  withCommonOptions(verb, [
    'orchestrator batch run 44',
    'orchestrator batch run 44 --executor codex --concurrency 4',
    "orchestrator batch run 44 --executor-command 'bash agent.sh --fast' --yes",
    "orchestrator batch run 44 --executor 'acp:gemini --acp' --ask",
    'orchestrator batch run 44 --sandbox auto',
    'orchestrator batch run 44 --dry-run',
  ]).argument('<batch>', 'the number of the batch');
  withRunOptions(
    verb,
    [
      'executor',
      'the executor for phases that name none; acp:COMMAND speaks the Agent Client Protocol (default: the setting, else claude)',
    ],
    ['executorCommand', 'a command as executor, for this run; it is not passed to a shell'],
    'executorEnv',
    'fallback',
    'concurrency',
    'retries',
    'resumeSessions',
    'onFailure',
    'stages',
    'scope',
    'isolate',
    'sandbox',
    'place',
    'verify',
    'ask',
    'inPlace',
    'setup',
    'link',
    'copy',
    'gateTimeout',
    'idle',
    'soft',
    'hard',
    'budgetTokens',
    'budgetCost',
    'ignoreLimits',
    'yes',
    'onlyApproved',
  )
    .option('--dry-run', 'show the commands and simulate the run; start nothing, write nothing')
    .action(async (number: string, flags: BatchRunFlags) => {
      const { runAction } = await import('./act.ts');
      await runAction(number, flags, setting);
    });
};
