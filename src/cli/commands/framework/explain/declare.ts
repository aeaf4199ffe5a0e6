import { type Declare, type WorkspaceFlags, withLibraryOptions } from '../../declare.ts';

/** `explain`: which component, frame or input a line of a generated file came from. */
export const declare: Declare = (command, setting) => {
  withLibraryOptions(command, [
    'orchestrator explain output/My_Framework/01_PROMPT_TEMPLATE.md',
    'orchestrator explain output/My_Framework/01_PROMPT_TEMPLATE.md:40',
    'orchestrator explain output/My_Framework/00_PERSONA.md:3-12 --json',
  ])
    .argument('<file[:line]>', 'a generated file; with :LINE or :FROM-TO, only those lines')
    .action(async (file: string, flags: WorkspaceFlags) => {
      const { explainAction } = await import('./act.ts');
      await explainAction(file, flags, setting);
    });
};
