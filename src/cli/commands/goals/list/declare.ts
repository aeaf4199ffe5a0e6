import { type Declare, type WorkspaceFlags, withLibraryOptions } from '../../declare.ts';

/** Declares `goals list`: every goal of the goal map. */
export const declareList: Declare = (goals, setting) => {
  const verb = goals.command('list').description('every goal, by category');
  withLibraryOptions(verb, ['orchestrator goals list', 'orchestrator goals list --json']).action(
    async (flags: WorkspaceFlags) => {
      const { listAction } = await import('./act.ts');
      await listAction(flags, setting);
    },
  );
};
