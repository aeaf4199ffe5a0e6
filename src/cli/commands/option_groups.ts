import { type Command, Option } from 'commander';
import { collect } from './declare.ts';

/** Adds the option that fills inputs. */
export function withSetOption(command: Command): Command {
  return command.option(
    '--set <input=value>',
    'fill an input: text, @file, or - for standard input (repeatable, also for one input)',
    collect,
  );
}

/** Adds the options that choose components, other than those that a goal recommends. */
export function withComponentOptions(command: Command): Command {
  return command
    .option('--persona <file>', 'use this persona')
    .option('--protocol <file>', 'use this protocol')
    .option('--constraint <file>', 'use this constraint instead of the goal’s (repeatable)', collect)
    .option('--add-constraint <file>', 'add this constraint to the goal’s (repeatable)', collect);
}

/** Adds the options of a command that can have missing components generated. */
export function withGenerationOptions(command: Command): Command {
  return withModelOptions(
    command
      .option('--describe <file=line>', 'describe a missing component in one line (repeatable)', collect)
      .option('--no-generate', 'do not generate missing components'),
    'the model that generates them',
  );
}

/**
 * Adds the options that select the model and its endpoint.
 *
 * @param model - the model's task, for the help
 */
export function withModelOptions(command: Command, model: string): Command {
  return command
    .option('--model <name>', `${model} (default: ORCHESTRATOR_MODEL, else the setting)`)
    .option('--base-url <address>', 'its endpoint (default: OPENAI_BASE_URL, else the setting)')
    .option('--api-key-file <file>', 'read the key for that endpoint from a file, or - for standard input');
}

/** Adds the option that gives values to the inputs of a pattern; named `inputs`, since `--no-input` takes the other name. */
export function withInputOption(command: Command): Command {
  const option = new Option('--input <name=value>', 'the value of an input (repeatable)').argParser(collect);
  return command.addOption(Object.assign(option, { attributeName: () => 'inputs' }));
}

/** Adds the options for using patterns when a plan is drafted. */
export function withPatternOptions(command: Command): Command {
  return withInputOption(
    command
      .option('--pattern <id>', 'use the plan that this pattern gives; no model is asked')
      .option('--show-patterns', 'show the patterns that fit; in a terminal, choose one')
      .option('--explore', 'use no pattern: draft the plan (the default)'),
  );
}
