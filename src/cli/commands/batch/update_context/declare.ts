import { type Declare, withCommonOptions } from '../../declare.ts';
import type { UpdateContextFlags } from './act.ts';

/** Declares `batch update-context`: brings the results of a batch back into the project's context. */
export const declareUpdateContext: Declare = (batch, setting) => {
  const verb = batch
    .command('update-context')
    .description('bring back the results of a batch: memory, context, ticks in a task list');
  withCommonOptions(verb, [
    'orchestrator batch update-context 44 --dry-run',
    'orchestrator batch update-context 44 --tasks specs/login/tasks.md',
  ])
    .argument('<batch>', 'the number of the batch')
    .option(
      '--tasks <file>',
      'tick the tasks of merged phases in this list, which the plan was imported from',
    )
    .option('--tag <name>', 'the list with this tag, if the file has several')
    .option('--section <heading>', 'the section that is the work, as in plan import')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--yes', 'do not ask')
    .action(async (number: string, flags: UpdateContextFlags) => {
      const { updateContextAction } = await import('./act.ts');
      await updateContextAction(number, flags, setting);
    });
};
