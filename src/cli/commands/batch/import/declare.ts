import { Option } from 'commander';
import { collect, type Declare, withCommonOptions } from '../../declare.ts';
import type { BatchImportFlags } from './act.ts';

/** Declares `batch import`: takes back what phases came to in CI. */
export const declareImport: Declare = (batch, setting) => {
  const verb = batch
    .command('import')
    .description('take back what phases came to in CI; check each and merge what holds here');
  withCommonOptions(verb, [
    'orchestrator batch import 44 downloads',
    'orchestrator batch import 44 downloads --yes --json',
    'orchestrator batch import 44 PRP-44.1.1.handover.json',
  ])
    .argument('<batch>', 'the number of the batch')
    .argument('<files...>', 'results (*.handover.json), or folders in which they are')
    .addOption(
      new Option('--verify <where>', 'where the gates run whose verdict merges (default: local)').choices([
        'local',
        'place',
      ]),
    )
    .addOption(
      new Option('--scope <what>', 'what becomes of changes to undeclared files').choices(['fail', 'warn']),
    )
    .addOption(
      new Option('--sandbox <kind>', 'what gates run in (default: the setting, else none)').choices([
        'auto',
        'none',
        'bwrap',
        'container',
      ]),
    )
    .option('--setup <command>', 'makes a fresh worktree ready, as `npm ci` does')
    .option('--link <path>', 'what git ignores and worktrees see through links (repeatable)', collect)
    .option('--copy <path>', 'what git ignores and worktrees get a copy of (repeatable)', collect)
    .option('--gate-timeout <seconds>', 'the longest a gate may take (default: the setting, else 1200)')
    .option('-y, --yes', 'run the gates without asking')
    .action(async (number: string, files: readonly string[], flags: BatchImportFlags) => {
      const { importAction } = await import('./act.ts');
      await importAction(number, files, flags, setting);
    });
};
