import { type Declare, withCommonOptions, withWorkspaceOptions } from '../../declare.ts';
import type { ListFlags } from './act.ts';

/** `list`: the frameworks here and their state. */
export const declare: Declare = (command, setting) => {
  withWorkspaceOptions(
    withCommonOptions(command, [
      'orchestrator list',
      'orchestrator list --output prompts',
      'orchestrator list --json',
    ]),
  )
    .option('--output <folder>', 'where frameworks are (default: ./output)')
    .action(async (flags: ListFlags) => {
      const { listAction } = await import('./act.ts');
      await listAction(flags, setting);
    });
};
