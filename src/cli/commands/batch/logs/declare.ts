import { type Declare, withCommonOptions } from '../../declare.ts';
import type { BatchLogsFlags } from '../flags.ts';

/** Declares `batch logs`: the output of a phase's attempts and gates. */
export const declareLogs: Declare = (batch, setting) => {
  const verb = batch.command('logs').description('what the attempts at a phase or its gates printed');
  withCommonOptions(verb, [
    'orchestrator batch logs 44',
    'orchestrator batch logs 44 --phase 2a --follow',
    'orchestrator batch logs 44 --phase 2a --attempt 1 --gate 2',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--phase <id>', 'print the log of this phase (default: list all logs)')
    .option('--attempt <number>', 'of this attempt (default: the latest with a log)')
    .option('--gate <number>', 'of this gate, counted from 1, instead of the executor')
    .option('--follow', 'keep printing until the attempt or gate has ended')
    .option('--raw', 'print it byte for byte, including control sequences; not to a terminal')
    .action(async (number: string, flags: BatchLogsFlags) => {
      const { logsAction } = await import('./act.ts');
      await logsAction(number, flags, setting);
    });
};
