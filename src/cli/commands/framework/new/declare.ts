import { type NewRequest, newFramework, takesStandardInput } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { type CommonOptions, type Declare, withCommonOptions, withWorkspaceOptions } from '../../declare.ts';
import { withComponentOptions, withGenerationOptions, withSetOption } from '../../option_groups.ts';
import { showNew } from './text.ts';

/** `new`, and `orchestrator` alone: a framework from questions, from flags, or from both. */
export const declare: Declare = (command, setting) => {
  const examples = [
    'orchestrator                                             asks everything',
    'orchestrator new "review my models against our rules"     proposes the answers from a sentence',
    'orchestrator new Api_Audit --goal 3                      asks for the title only',
    'orchestrator new Api_Audit --goal REVIEW_AGAINST_STANDARDS --title "The API Auditor" --set artifact=@api.yaml',
    'orchestrator new Api_Audit --goal 3 --json --no-input    for scripts',
  ];
  withWorkspaceOptions(
    withCommonOptions(
      command.argument('[name]', 'name of the framework and its folder, or a sentence about the work'),
      examples,
    ),
  )
    .option('--from <sentence>', 'propose goal, variant, name and settings from a sentence about the work')
    .option('--goal <goal>', 'the goal, by name or number')
    .option('--title <text>', 'the persona’s title (default: made from the persona’s name)')
    .option('--variant <name>', 'a variant of the goal');
  withSetOption(withComponentOptions(command))
    .option('--output <folder>', 'where frameworks go (default: ./output)')
    .addOption(
      command
        .createOption('--on-conflict <what>', 'if the framework exists and would change')
        .choices(['ask', 'keep', 'overwrite', 'merge'])
        .default('ask'),
    );
  withGenerationOptions(command)
    .option('--dry-run', 'print what would be written; write nothing')
    .option('--strict', 'exit 1 when a component is missing')
    .option('-y, --yes', 'accept the suggested name and title')
    .action((name: string | undefined, flags: NewRequest & CommonOptions) =>
      runVerb(setting, {
        schema: 'orchestrator.new/1',
        json: flags.json,
        // Standard input cannot carry both a value and answers.
        asks: !takesStandardInput(flags),
        call: (port) => newFramework(setting.context, { ...flags, name }, port),
        show: showNew,
      }),
    );
};
