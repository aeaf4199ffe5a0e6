import type { Command } from 'commander';
import { collect } from '../declare.ts';
import { withSetOption } from '../option_groups.ts';

/** Adds the options that fill a framework's slots. */
export function withFillingOptions(command: Command): Command {
  return withSetOption(command)
    .option('--set-dir <input=folder>', 'fill an input with the text files of a folder (repeatable)', collect)
    .option('--glob <pattern>', 'which files of such a folder; !pattern leaves out (repeatable)', collect)
    .option('--include-secrets', 'include files of such a folder that look like keys or passwords')
    .option('--max-tokens <number>', 'exit 1 if the estimated length exceeds this');
}
