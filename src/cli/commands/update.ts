import { collect, type Declare, withCommonOptions, withWorkspaceOptions } from './declare.ts';
import type { UpdateFlags } from './update_flags.ts';

/** `update`: frameworks rendered again, merged with what people made of them. */
export const declare: Declare = (command, setting) => {
  const examples = [
    'orchestrator update Api_Audit                         after the library or the goal map changed',
    'orchestrator update --all --dry-run                   what would change, and which component is behind it',
    'orchestrator update Api_Audit --set artifact=@api.yaml --title "The API Auditor"',
    'orchestrator update --check --all                     for CI: exits 1 when something is stale',
    'orchestrator update --adopt output/Old_One --goal 3   for a folder that has lost its lock file',
  ];
  withWorkspaceOptions(
    withCommonOptions(
      command.argument('[framework...]', 'a framework’s name, or the path of its folder'),
      examples,
    ),
  )
    .option('--all', 'every framework in the output folder')
    .option('--output <folder>', 'where frameworks are (default: ./output)')
    .option('--check', 'say what is stale and exit 1 if anything is; write nothing')
    .option('--adopt', 'make a lock file for a folder without one; its files stay as they are')
    .option('--goal <goal>', 'another goal, by name or number')
    .option('--title <text>', 'another title for the persona')
    .option('--variant <name>', 'another variant of the goal')
    .option('--no-variant', 'the goal itself, none of its variants')
    .option('--recommended', 'what the goal recommends, in place of the components that were chosen')
    .option('--persona <file>', 'use this persona')
    .option('--protocol <file>', 'use this protocol')
    .option('--constraint <file>', 'use this constraint instead of those there are (repeatable)', collect)
    .option('--add-constraint <file>', 'use this constraint besides the goal’s (repeatable)', collect)
    .option(
      '--set <input=value>',
      'fill an input: text, @file, or - for standard input (repeatable)',
      collect,
    )
    .option('--unset <input>', 'open the slot of an input again (repeatable)', collect)
    .option('--shipped-templates', 'go on with the shipped template where one of your own is gone')
    .option('--describe <file=line>', 'what a missing component is to be, in one line (repeatable)', collect)
    .option('--no-generate', 'do not have missing components generated')
    .option('--model <name>', 'the model that generates them (default: ORCHESTRATOR_MODEL, else the setting)')
    .option('--base-url <address>', 'its endpoint (default: OPENAI_BASE_URL, else the setting)')
    .option('--api-key-file <file>', 'take the key for that endpoint from a file, or - for standard input')
    .option('--dry-run', 'show what would change; write nothing')
    .option('--strict', 'exit 1 when a component is missing')
    .option('-y, --yes', 'take generated components as they are')
    .action(async (wanted: readonly string[], flags: UpdateFlags) => {
      const { UpdateRun } = await import('./update_run.ts');
      const run = new UpdateRun(wanted, flags, setting);
      try {
        setting.finish(await run.run());
      } finally {
        run.end();
      }
    });
};
