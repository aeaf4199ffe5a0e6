import { type Declare, type WorkspaceFlags, withLibraryOptions } from '../../declare.ts';

/** Declares `components stats`: statistics of components where they were used. */
export const declareStats: Declare = (command, setting) => {
  const verb = command
    .command('stats')
    .description('how components did here: placeholders, edits, review findings, evals');
  withLibraryOptions(verb, ['orchestrator components stats', 'orchestrator components stats --json']).action(
    async (flags: WorkspaceFlags) => {
      const { statsAction } = await import('./act.ts');
      await statsAction(flags, setting);
    },
  );
};
