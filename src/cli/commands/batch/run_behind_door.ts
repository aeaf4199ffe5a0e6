import { runBehindDoor } from '../../../operations/index.ts';
import { type CommandSetting, collect, type Declare } from '../declare.ts';

type Flags = { readonly socket: string; readonly host?: readonly string[] };

/** Declares the command that sandboxes without network start in front of another one: it leads that one to what it may reach. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .requiredOption('--socket <path>', 'where the way out begins')
    .option('--host <host>', 'a host and a port that may be reached (repeatable)', collect)
    .argument('<command...>', 'what is run, behind --')
    .action((words: readonly string[], flags: Flags) => action(words, flags, setting));
};

async function action(
  argv: readonly string[],
  { socket, host = [] }: Flags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  finish(
    await runBehindDoor(
      { socket, hosts: host, argv },
      { env: context.env, tell: (words) => terminal.say(`${words}\n`) },
    ),
  );
}
