import { type Declare, withCommonOptions } from '../../declare.ts';
import type { ArchiveFlags } from './act.ts';

/** Declares `batch archive`: archives a batch. */
export const declareArchive: Declare = (batch, setting) => {
  const verb = batch
    .command('archive')
    .description('archive a batch; its branch and pinned commits are kept');
  withCommonOptions(verb, ['orchestrator batch archive 44', 'orchestrator batch archive 44 --dry-run'])
    .argument('<batch>', 'the number of the batch')
    .option('--dry-run', 'say what would be moved and removed; change nothing')
    .option('-y, --yes', 'do not ask, even if not every phase is done')
    .action(async (number: string, flags: ArchiveFlags) => {
      const { archiveAction } = await import('./act.ts');
      await archiveAction(number, flags, setting);
    });
};
