import { type Declare, withLibraryOptions } from '../../declare.ts';
import type { NewComponentFlags } from './act.ts';

/** `components new`: the scaffold of a component. */
export const declareNew: Declare = (command, setting) => {
  const verb = command
    .command('new')
    .description('create a component to fill in, in this project or else for this user');
  withLibraryOptions(verb, [
    'orchestrator components new persona release_manager',
    'orchestrator components new constraint no_passive_voice.md --edit',
  ])
    .argument('<kind>', 'persona, protocol or constraint')
    .argument('<name>', 'its file name, with or without the ending')
    .option('--edit', 'open it in your editor')
    .option('--dry-run', 'print what would be written; write nothing')
    .action(async (kind: string, name: string, flags: NewComponentFlags) => {
      const { newAction } = await import('./act.ts');
      await newAction({ ...flags, kind, name }, setting);
    });
};
