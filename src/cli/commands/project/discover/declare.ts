import { Option } from 'commander';
import { type Declare, withCommonOptions } from '../../declare.ts';
import type { DiscoverFlags } from './act.ts';

/** Declares `discover`: finds facts about the project. */
export const declare: Declare = (command, setting) => {
  withCommonOptions(command, [
    'orchestrator discover',
    'orchestrator discover --budget full --dry-run',
    'orchestrator discover --check',
  ])
    .addOption(
      new Option('--budget <size>', 'the level of detail of context.md')
        .choices(['minimal', 'standard', 'full'])
        .default('minimal'),
    )
    .option('--dry-run', 'show what was found and write nothing')
    .option('--check', 'only check whether the discovered context is still valid')
    .action(async (flags: DiscoverFlags) => {
      const { discoverAction } = await import('./act.ts');
      await discoverAction(flags, setting);
    });
};
