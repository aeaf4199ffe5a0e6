import { type Declare, withCommonOptions, withDocument } from '../../declare.ts';
import type { WatchFlags } from './act.ts';

/** Declares `batch watch`: the page of a batch's report, rewritten as the batch goes on. */
export const declareWatch: Declare = (batch, setting) => {
  const verb = batch
    .command('watch')
    .description('keep a page with a batch’s report up to date while it runs');
  withDocument(
    withCommonOptions(verb, ['orchestrator batch watch 44', 'orchestrator batch watch 44 --html page.html']),
    'orchestrator.batch-report/1',
  )
    .argument('[batch]', 'the number of the batch (default: the newest)')
    .option('--html <file>', 'the file to write (default: in the batch’s folder)')
    .option('--wait', 'wait for a batch that has not been run')
    .option('--yes', 'replace a file that was changed')
    .action(async (number: string | undefined, flags: WatchFlags) => {
      const { watchAction } = await import('./act.ts');
      await watchAction(number, flags, setting);
    });
};
