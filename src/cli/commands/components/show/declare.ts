import { type Declare, withLibraryOptions } from '../../declare.ts';
import { type ComponentsFlags, KIND_OPTION } from '../flags.ts';

/** Declares `components show`: the text and details of one component. */
export const declareShow: Declare = (command, setting) => {
  const verb = command.command('show').description('one component: its text and what is known about it');
  withLibraryOptions(verb, [
    'orchestrator components show meticulous_auditor.txt',
    'orchestrator components show meticulous_auditor --json',
  ])
    .option(...KIND_OPTION)
    .argument('<file>', 'its file name, with or without the ending')
    .action(async (file: string, flags: ComponentsFlags) => {
      const { showAction } = await import('./act.ts');
      await showAction(file, flags, setting);
    });
};
