import { type Declare, withCommonOptions } from '../../declare.ts';
import type { ListFlags } from './act.ts';

/** Declares `batch list`: the batches of the project. */
export const declareList: Declare = (batch, setting) => {
  const verb = batch.command('list').description('the batches of this project, and the state of each');
  withCommonOptions(verb, [
    'orchestrator batch list',
    'orchestrator batch list --all',
    'orchestrator batch list --json',
  ])
    .option('--all', 'list archived batches as well')
    .action(async (flags: ListFlags) => {
      const { listAction } = await import('./act.ts');
      await listAction(flags, setting);
    });
};
