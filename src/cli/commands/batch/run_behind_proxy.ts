import { runBehindProxy } from '../../../operations/index.ts';
import { type CommandSetting, collect, type Declare } from '../declare.ts';

type Flags = { readonly socket: string; readonly host?: readonly string[]; readonly passOn?: boolean };

/** Declares the command that sandboxes without network start before another one: it connects that one to the allowed hosts. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .requiredOption('--socket <path>', 'the socket of the egress proxy')
    .option('--host <host>', 'a host and a port that may be reached (repeatable)', collect)
    .option('--pass-on', 'pass signals on to the command')
    .argument('<command...>', 'the command to run, after --')
    .action((words: readonly string[], flags: Flags) => action(words, flags, setting));
};

async function action(
  argv: readonly string[],
  { socket, host = [], passOn = false }: Flags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  finish(
    await runBehindProxy(
      { socket, hosts: host, argv, passesOn: passOn },
      { env: context.env, report: (words) => terminal.say(`${words}\n`) },
    ),
  );
}
