import { type Declare, withLibraryOptions } from '../../declare.ts';
import { type ComponentsFlags, KIND_OPTION } from '../flags.ts';

/** Declares `components list`: every component of the library. */
export const declareList: Declare = (command, setting) => {
  const verb = command
    .command('list')
    .description('every component, with its layer and the goals that use it');
  withLibraryOptions(verb, [
    'orchestrator components list',
    'orchestrator components list --kind persona --json',
  ])
    .option(...KIND_OPTION)
    .action(async (flags: ComponentsFlags) => {
      const { listAction } = await import('./act.ts');
      await listAction(flags, setting);
    });
};
