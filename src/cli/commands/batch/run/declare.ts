import { type Declare, withCommonOptions, withDocument } from '../../declare.ts';
import { withRunOptions } from '../../run_options.ts';
import type { BatchRunFlags } from './act.ts';

/** Declares `batch run`: carries a batch out with coding agents, checks each result, merges those that pass. */
export const declareRun: Declare = (batch, setting) => {
  const verb = batch
    .command('run')
    .description('carry a batch out with coding agents; check each result and merge what holds');
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
      'who carries out phases that name nobody; acp:COMMAND speaks the Agent Client Protocol (default: the setting, else claude)',
    ],
    ['executorCommand', 'a command that does, for this run; no shell takes it apart'],
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
