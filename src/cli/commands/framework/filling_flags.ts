import type { Command } from 'commander';
import { collect } from '../declare.ts';
import { withSetOption } from '../option_groups.ts';

/** Adds the options that fill a framework's slots. */
export function withFillingOptions(command: Command): Command {
  return withSetOption(command)
    .option('--set-dir <input=folder>', 'fill an input with the text files of a folder (repeatable)', collect)
    .option('--glob <pattern>', 'which files of such a folder; !pattern leaves out (repeatable)', collect)
    .option('--include-secrets', 'take files of such a folder that look like keys or passwords, too')
    .option('--max-tokens <number>', 'refuse, with exit 1, what is estimated to be longer');
}
