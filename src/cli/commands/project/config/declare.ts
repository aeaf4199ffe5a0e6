import type { Command } from 'commander';
import { type CommonOptions, type Declare, withCommonOptions } from '../../declare.ts';

/** `config get`, `set`, `unset`, `list` and `path`: the user's settings. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText('before', 'Examples:\n  $ orchestrator config list\n  $ orchestrator config set apiKey\n');
  verb(command, 'list', 'every setting, with its value and where it comes from', [
    'orchestrator config list',
  ]).action(async (flags: CommonOptions) => {
    const { listAction } = await import('./act.ts');
    await listAction(flags, setting);
  });
  verb(command, 'get', 'one setting; exits 1 if it is not set and has no default', [
    'orchestrator config get model',
  ])
    .argument('<name>', 'the setting')
    .action(async (name: string, flags: CommonOptions) => {
      const { getAction } = await import('./act.ts');
      await getAction(name, flags, setting);
    });
  verb(command, 'set', 'keep a setting', [
    'orchestrator config set model gpt-5-mini',
    'orchestrator config set baseUrl http://localhost:11434/v1',
    'orchestrator config set places.big.ssh me@big.example',
    'orchestrator config set apiKey                asks for it without showing it',
    'orchestrator config set apiKey - < key.txt    reads it from standard input',
  ])
    .argument('<name>', 'the setting')
    .argument('[value]', 'its value; - is standard input. A key cannot be given here.')
    .action(async (name: string, value: string | undefined, flags: CommonOptions) => {
      const { setAction } = await import('./act.ts');
      await setAction({ name, value }, flags, setting);
    });
  verb(command, 'unset', 'remove a setting', ['orchestrator config unset model'])
    .argument('<name>', 'the setting')
    .action(async (name: string, flags: CommonOptions) => {
      const { unsetAction } = await import('./act.ts');
      await unsetAction(name, flags, setting);
    });
  verb(command, 'path', 'the path of the settings file', ['orchestrator config path']).action(
    async (flags: CommonOptions) => {
      const { pathAction } = await import('./act.ts');
      await pathAction(flags, setting);
    },
  );
};

function verb(command: Command, name: string, description: string, examples: readonly string[]): Command {
  return withCommonOptions(command.command(name).description(description), examples);
}
