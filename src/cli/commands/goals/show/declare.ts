import { type Declare, type WorkspaceFlags, withLibraryOptions } from '../../declare.ts';

/** Declares `goals show`: the parts of one goal. */
export const declareShow: Declare = (goals, setting) => {
  const verb = goals.command('show').description('one goal: its components, variants and inputs');
  withLibraryOptions(verb, [
    'orchestrator goals show REVIEW_AGAINST_STANDARDS',
    'orchestrator goals show 3 --json',
  ])
    .argument('<goal>', 'name or number')
    .action(async (goal: string, flags: WorkspaceFlags) => {
      const { showAction } = await import('./act.ts');
      await showAction(goal, flags, setting);
    });
};
