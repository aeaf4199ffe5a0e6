import { hostText, sha256 } from '../../platform/index.ts';
import { fetchedFrom, type SandboxKind } from '../sandbox/index.ts';
import type { BatchManifest } from '../types.ts';

/** A command that a run would start, whole, as a person is shown it. */
export type RunCommand = {
  /**
   * Who it is for: an executor works, a setup makes a worktree ready, a gate checks a phase, a check an answer of an eval, a proof
   * a fact of the memory; git runs a filter over files that it writes or reads.
   */
  readonly kind: 'executor' | 'setup' | 'gate' | 'check' | 'proof' | 'filter';
  /** What it is called, where it has a name of its own: an executor, and the setting of a filter. */
  readonly name: string | undefined;
  /** The program and its arguments; a text of one entry where `shell` is set. */
  readonly argv: readonly string[];
  /** Why it runs in a shell; `undefined` where it does not. */
  readonly shell: string | undefined;
  /** The names of the user's environment that it may see, beyond those that every command sees. Sorted. */
  readonly env: readonly string[];
  /** Of these and of what leads to the network, those that have a value now. */
  readonly given?: readonly string[];
  /** Variables that get the value of another of the user's, by their own name. */
  readonly copies?: Readonly<Record<string, string>>;
  /** What a person should know of what it does, in one line. */
  readonly note?: string;
  /** What an approval is tied to beyond the command and the variables that it sees. */
  readonly terms?: readonly string[];
  /** What keeps it inside its worktree; nothing where it is left out. */
  readonly sandbox?: SandboxKind;
  /** What of the network it has in there; as this machine has it where it is left out. */
  readonly network?: 'host' | 'needed' | 'none';
  /** What it may reach, where that is what it needs. */
  readonly hosts?: readonly string[];
  /** The place that it is handed over to, with the whole batch. */
  readonly place?: string;
  /** A hash of the files that it runs, where they come with it: a change in them is another command. */
  readonly contents?: string;
  /** The phases that it is run for, in the order of the manifest; none where it is run for all. */
  readonly phases: readonly string[];
};

/** How a text becomes a command: words, or the reason why it takes a shell. */
export type CommandSplitter = (
  text: string,
) => { readonly words: readonly [string, ...string[]] } | { readonly needsShell: string };

/**
 * Every command that a run of a batch would start, each once, in the order: executors, setup, gates.
 *
 * @param executors - those that phases may be given to, in the order in which they are first needed
 * @param setup - the command that makes a worktree ready, if there is one
 */
export function commandsOf(
  { phases }: BatchManifest,
  parts: {
    readonly executors: readonly Pick<
      RunCommand,
      'name' | 'argv' | 'env' | 'copies' | 'given' | 'hosts' | 'note' | 'terms' | 'phases'
    >[];
    readonly setup: string | undefined;
    readonly split: CommandSplitter;
  },
): RunCommand[] {
  const { executors, setup, split } = parts;
  const gates = new Map<string, string[]>();
  for (const { id, gates: own } of phases) {
    for (const { command } of own) {
      if (command === null) continue;
      const known = gates.get(command) ?? [];
      if (known.at(-1) !== id) known.push(id);
      gates.set(command, known);
    }
  }
  return [
    ...executors.map((executor) => ({ ...executor, kind: 'executor' as const, shell: undefined })),
    ...(setup === undefined ? [] : [setupCommand(setup, split)]),
    ...[...gates].map(([command, ids]) => textCommand('gate', command, ids, split)),
  ];
}

/** With the hosts that it reaches by the words that it is started with, as they are found again when it is. */
function setupCommand(setup: string, split: CommandSplitter): RunCommand {
  const command = textCommand('setup', setup, [], split);
  return { ...command, hosts: fetchedFrom(command.argv).map(hostText) };
}

function textCommand(
  kind: 'setup' | 'gate',
  text: string,
  phases: readonly string[],
  split: CommandSplitter,
): RunCommand {
  const words = split(text);
  return 'words' in words
    ? { kind, name: undefined, argv: words.words, shell: undefined, env: [], phases }
    : { kind, name: undefined, argv: [text], shell: words.needsShell, env: [], phases };
}

/** What an approval of a command is tied to: what is started, how, and with which of the user's variables. */
export function commandHash(command: RunCommand): string {
  const {
    kind,
    name,
    argv,
    shell,
    env,
    copies = {},
    contents,
    sandbox,
    network,
    hosts = [],
    terms = [],
  } = command;
  const files = contents === undefined ? [] : [contents];
  // What a filter is for is part of it: to clean a file is another thing than to write it.
  const own = kind === 'filter' ? [name] : [];
  // Approved inside one, it is not approved without.
  const isConfined = sandbox !== undefined && sandbox !== 'none';
  const reach = network === 'host' ? ['with the network'] : network === 'needed' ? hosts : [];
  const confined = isConfined ? [`in ${sandbox}`, ...reach.map((host) => `reaches ${host}`)] : [];
  const copied = Object.entries(copies).map(([to, from]) => `${to}=${from}`);
  return sha256(
    JSON.stringify([
      kind,
      argv,
      shell !== undefined,
      [...env].sort(),
      ...files,
      ...own,
      ...copied,
      ...confined,
      ...terms,
    ]),
  );
}
