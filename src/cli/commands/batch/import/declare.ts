import { type Declare, withCommonOptions } from '../../declare.ts';
import { withRunOptions } from '../../run_options.ts';
import type { BatchImportFlags } from './act.ts';

/** Declares `batch import`: takes back the results of phases from CI. */
export const declareImport: Declare = (batch, setting) => {
  const verb = batch
    .command('import')
    .description('import the results of phases from CI; check each and merge what passes here');
  withCommonOptions(verb, [
    'orchestrator batch import 44 downloads',
    'orchestrator batch import 44 downloads --yes --json',
    'orchestrator batch import 44 PRP-44.1.1.handover.json',
  ])
    .argument('<batch>', 'the number of the batch')
    .argument('<files...>', 'results (*.handover.json), or folders that contain them');
  withRunOptions(
    verb,
    'verify',
    'scope',
    ['sandbox', 'what gates run in (default: the setting, else none)'],
    'setup',
    'link',
    'copy',
    'gateTimeout',
    ['yes', 'run the gates without asking'],
  ).action(async (number: string, files: readonly string[], flags: BatchImportFlags) => {
    const { importAction } = await import('./act.ts');
    await importAction(number, files, flags, setting);
  });
};
