import { type Declare, withCommonOptions, withWorkspaceOptions } from '../../declare.ts';
import type { StatusFlags } from './act.ts';

/** `status`: where the project is, on one screen. */
export const declare: Declare = (command, setting) => {
  withWorkspaceOptions(
    withCommonOptions(command, ['orchestrator status', 'orchestrator status --json']),
  ).action(async (flags: StatusFlags) => {
    const { statusAction } = await import('./act.ts');
    await statusAction(flags, setting);
  });
};
