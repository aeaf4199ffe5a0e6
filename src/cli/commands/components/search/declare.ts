import { type Declare, withLibraryOptions } from '../../declare.ts';
import { type ComponentsFlags, KIND_OPTION } from '../flags.ts';

/** Declares `components search`: the components that match words. */
export const declareSearch: Declare = (command, setting) => {
  const verb = command.command('search').description('the components that match words, the best first');
  withLibraryOptions(verb, ['orchestrator components search root cause'])
    .option(...KIND_OPTION)
    .argument('<words...>', 'words to look for in names, summaries and texts')
    .action(async (words: readonly string[], flags: ComponentsFlags) => {
      const { searchAction } = await import('./act.ts');
      await searchAction(words, flags, setting);
    });
};
