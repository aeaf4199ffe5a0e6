import { collect, type Declare, withCommonOptions, withWorkspaceOptions } from '../../declare.ts';
import { withComponentOptions, withGenerationOptions, withSetOption } from '../../option_groups.ts';
import type { UpdateFlags } from './act.ts';

/** `update`: frameworks rendered again, merged with people's edits. */
export const declare: Declare = (command, setting) => {
  const examples = [
    'orchestrator update Api_Audit                         after the library or the goal map changed',
    'orchestrator update --all --dry-run                   what would change, and which component is behind it',
    'orchestrator update Api_Audit --set artifact=@api.yaml --title "The API Auditor"',
    'orchestrator update .claude/skills/api-audit/SKILL.md  merge what is new into an export',
    'orchestrator update --check --all                     for CI: exits 1 when something is stale',
    'orchestrator update --adopt output/Old_One --goal 3   for a folder that has lost its lock file',
  ];
  withWorkspaceOptions(
    withCommonOptions(
      command.argument('[framework...]', 'a framework’s name or folder, or the file of an export'),
      examples,
    ),
  )
    .option('--all', 'every framework in the output folder')
    .option('--output <folder>', 'where frameworks are (default: ./output)')
    .option('--check', 'report what is stale and exit 1 if anything is; write nothing')
    .option('--adopt', 'create a lock file for a folder without one; its files stay unchanged')
    .option('--goal <goal>', 'another goal, by name or number')
    .option('--title <text>', 'another title for the persona')
    .option('--variant <name>', 'another variant of the goal')
    .option('--no-variant', 'the goal itself, without a variant')
    .option('--recommended', "use the goal's recommended components instead of the chosen ones");
  withSetOption(withComponentOptions(command))
    .option('--unset <input>', 'empty the slot of an input again (repeatable)', collect)
    .option('--shipped-templates', 'use the shipped template if your own is gone');
  withGenerationOptions(command)
    .option('--dry-run', 'show what would change; write nothing')
    .option('--strict', 'exit 1 when a component is missing')
    .option('-y, --yes', 'accept generated components as they are')
    .action(async (frameworks: readonly string[], flags: UpdateFlags) => {
      const { updateAction } = await import('./act.ts');
      await updateAction(frameworks, flags, setting);
    });
};
