import { type Declare, withLibraryOptions } from '../../declare.ts';
import type { GoalsTestFlags } from './flags.ts';

/** `goals test`: every goal rendered and compared with its snapshot. */
export const declareTest: Declare = (command, setting) => {
  const verb = command
    .command('test')
    .description('render every goal offline and compare with the stored snapshots');
  withLibraryOptions(verb, [
    'orchestrator goals test',
    'orchestrator goals test --update     accepts what is rendered now',
  ])
    .option('--update', 'store what is rendered now')
    .option('--dry-run', 'with --update: show what would be stored; write nothing')
    .option('--dir <folder>', 'where snapshots are (default: .orchestrator/snapshots beside the goal map)')
    .action(async (flags: GoalsTestFlags) => {
      // Loaded only here, so that the other verbs start without the code that renders.
      const { testAction } = await import('./act.ts');
      await testAction(flags, setting);
    });
};
