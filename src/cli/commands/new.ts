import { collect, type Declare, withCommonOptions, withWorkspaceOptions } from './declare.ts';
import type { NewFlags } from './new_flags.ts';
import { NewRun } from './new_run.ts';

/** `new`, and `orchestrator` alone: a framework from questions, from flags, or from both. */
export const declare: Declare = (command, setting) => {
  const examples = [
    'orchestrator                                             asks everything',
    'orchestrator new Api_Audit --goal 3                      asks for the title only',
    'orchestrator new Api_Audit --goal REVIEW_AGAINST_STANDARDS --title "The API Auditor" --set artifact=@api.yaml',
    'orchestrator new Api_Audit --goal 3 --json --no-input    for scripts',
  ];
  withWorkspaceOptions(
    withCommonOptions(command.argument('[name]', 'name of the framework and of its folder'), examples),
  )
    .option('--goal <goal>', 'the goal, by name or number')
    .option('--title <text>', 'the persona’s title (default: made from the persona’s name)')
    .option('--variant <name>', 'a variant of the goal')
    .option('--persona <file>', 'use this persona instead of the recommended one')
    .option('--protocol <file>', 'use this protocol instead')
    .option(
      '--constraint <file>',
      'use this constraint instead of the recommended ones (repeatable)',
      collect,
    )
    .option('--add-constraint <file>', 'use this constraint besides them (repeatable)', collect)
    .option(
      '--set <input=value>',
      'fill an input: text, @file, or - for standard input (repeatable)',
      collect,
    )
    .option('--output <folder>', 'where frameworks go (default: ./output)')
    .addOption(
      command
        .createOption('--on-conflict <what>', 'when the framework exists and would change')
        .choices(['ask', 'keep', 'overwrite'])
        .default('ask'),
    )
    .option('--describe <file=line>', 'what a missing component is to be, in one line (repeatable)', collect)
    .option('--no-generate', 'do not have missing components generated')
    .option('--model <name>', 'the model that generates them (default: ORCHESTRATOR_MODEL, else the setting)')
    .option('--base-url <address>', 'its endpoint (default: OPENAI_BASE_URL, else the setting)')
    .option('--api-key-file <file>', 'take the key for that endpoint from a file, or - for standard input')
    .option('--dry-run', 'print what would be written; write nothing')
    .option('--strict', 'exit 1 when a component is missing')
    .option('-y, --yes', 'take the name and title that are offered')
    .action(async (name: string | undefined, flags: NewFlags) => {
      const run = new NewRun(name, flags, setting);
      try {
        setting.finish(await run.run());
      } finally {
        run.end();
      }
    });
};
