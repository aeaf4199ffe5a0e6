import type { Declare } from '../declare.ts';
import type { McpFlags } from './act.ts';
import { declareInstall } from './install/declare.ts';

/** `mcp`: the other front end, for clients of the Model Context Protocol. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'before',
      'Examples:\n  $ orchestrator mcp                         serves a client that starts it; it waits for one on its standard input\n  $ orchestrator mcp --root ../shop\n',
    )
    .option(
      '--root <folder>',
      'the project; the server reads and writes nothing outside it (default: this folder)',
    )
    .option('--debug', 'log what happens on standard error, without keys')
    .action(async (flags: McpFlags) => {
      const { serveAction } = await import('./act.ts');
      await serveAction(flags, setting);
    });
  declareInstall(command, setting);
};
