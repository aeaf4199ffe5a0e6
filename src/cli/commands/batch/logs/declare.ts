import { type Declare, withCommonOptions } from '../../declare.ts';
import type { BatchLogsFlags } from '../flags.ts';

/** Declares `batch logs`: the output of a phase's attempts and gates. */
export const declareLogs: Declare = (batch, setting) => {
  const verb = batch.command('logs').description('what the attempts at a phase printed, or its gates');
  withCommonOptions(verb, [
    'orchestrator batch logs 44',
    'orchestrator batch logs 44 --phase 2a --follow',
    'orchestrator batch logs 44 --phase 2a --attempt 1 --gate 2',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--phase <id>', 'print the log of this phase (default: list the logs that there are)')
    .option('--attempt <number>', 'of this attempt (default: the latest that has the log)')
    .option('--gate <number>', 'of this gate, counted from 1, instead of the executor')
    .option('--follow', 'go on printing it until what it is the log of has ended')
    .option('--raw', 'print it byte for byte, with what a terminal would obey; not to a terminal')
    .action(async (number: string, flags: BatchLogsFlags) => {
      const { logsAction } = await import('./act.ts');
      await logsAction(number, flags, setting);
    });
};
