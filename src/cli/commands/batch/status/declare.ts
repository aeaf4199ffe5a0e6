import { type Declare, withCommonOptions } from '../../declare.ts';
import type { BatchStatusFlags } from '../flags.ts';

/** Declares `batch status`: the state of a batch. */
export const declareStatus: Declare = (batch, setting) => {
  const verb = batch.command('status').description('the state of a batch, phase by phase');
  withCommonOptions(verb, [
    'orchestrator batch status',
    'orchestrator batch status 44 --watch',
    'orchestrator batch status 44 --json',
  ])
    .argument('[batch]', 'the number of the batch (default: the newest)')
    .option('--watch', 'keep showing it until its run has ended; wait for one that has not started')
    .action(async (number: string | undefined, flags: BatchStatusFlags) => {
      const { statusAction } = await import('./act.ts');
      await statusAction(number, flags, setting);
    });
};
