import { type Command, Option } from 'commander';
import { collect } from '../declare.ts';

/** Adds the options of `batch run` that a command has which runs a batch as a part of what it does. */
export function withRunOptions(command: Command): Command {
  return command
    .option('--executor <name>', 'who carries it out (default: the setting, else claude)')
    .option('--executor-command <command>', 'a command that does; no shell takes it apart')
    .option('--executor-env <name>', 'a variable that it may see, beyond its own (repeatable)', collect)
    .option('--concurrency <count>', 'phases at a time (default: the setting, else 2)')
    .option('--retries <count>', 'how often one may try again (default: the setting, else 1)')
    .addOption(
      new Option('--sandbox <kind>', 'what attempts and gates run in').choices([
        'auto',
        'none',
        'bwrap',
        'container',
      ]),
    )
    .option('--in-place', 'work in the project itself; for projects without git')
    .option('--setup <command>', 'makes a fresh worktree ready, as `npm ci` does')
    .option('--gate-timeout <seconds>', 'the longest a gate may take')
    .option('--hard <seconds>', 'when an attempt is ended')
    .option('--budget-tokens <count>', 'start nothing more when so many tokens are used')
    .option('--no-generate', 'do not have missing components generated')
    .option('-y, --yes', 'run the commands without asking');
}
