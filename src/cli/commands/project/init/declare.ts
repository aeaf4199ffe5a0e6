import { type Declare, withCommonOptions } from '../../declare.ts';
import type { InitFlags } from './act.ts';

/** `init`: an editable goal map in this folder. */
export const declare: Declare = (command, setting) => {
  withCommonOptions(command, [
    'orchestrator init',
    'orchestrator init --minimal',
    'orchestrator init --with-components --with-templates',
  ])
    .option('--minimal', 'one small goal to begin with, instead of the built-in ones')
    .option('--with-components', 'copy the shipped components too')
    .option('--with-templates', 'copy the shipped templates too')
    .option('--dry-run', 'show what would be written; write nothing')
    .action(async (flags: InitFlags) => {
      const { initAction } = await import('./act.ts');
      await initAction(flags, setting);
    });
};
