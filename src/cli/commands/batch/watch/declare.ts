import { type Declare, withCommonOptions, withDocument } from '../../declare.ts';
import type { WatchFlags } from './act.ts';

/** Declares `batch watch`: the page of a batch's report, rewritten as the batch goes on. */
export const declareWatch: Declare = (batch, setting) => {
  const verb = batch
    .command('watch')
    .description('write the page of a batch’s report again as it goes on, for a browser to show');
  withDocument(
    withCommonOptions(verb, ['orchestrator batch watch 44', 'orchestrator batch watch 44 --html page.html']),
    'orchestrator.batch-report/1',
  )
    .argument('[batch]', 'the number of the batch (default: the newest)')
    .option('--html <file>', 'write it there (default: into the batch’s folder)')
    .option('--wait', 'wait for a batch that was never run')
    .option('--yes', 'replace a file that somebody changed')
    .action(async (number: string | undefined, flags: WatchFlags) => {
      const { watchAction } = await import('./act.ts');
      await watchAction(number, flags, setting);
    });
};
