import { collect, type Declare, withCommonOptions } from '../../declare.ts';
import type { UndoFlags } from './act.ts';

/** Declares `batch undo`: removes phases from a batch's branch. */
export const declareUndo: Declare = (batch, setting) => {
  const verb = batch.command('undo').description("undo a phase, or all of them, in a batch's branch");
  withCommonOptions(verb, [
    'orchestrator batch undo 44 --phase 2a',
    'orchestrator batch undo 44 --phase 2a --with-dependents --dry-run',
    'orchestrator batch undo 44 --yes',
  ])
    .argument('<batch>', 'the number of the batch')
    .option(
      '--phase <id>',
      'undo only this phase, by its id in the plan or as PRP-44.2.1 (repeatable)',
      collect,
    )
    .option('--with-dependents', 'and undo every done phase that depends on it')
    .option('--dry-run', 'show what would be undone; change nothing')
    .option('-y, --yes', 'do not ask')
    .action(async (number: string, flags: UndoFlags) => {
      const { undoAction } = await import('./act.ts');
      await undoAction(number, flags, setting);
    });
};
