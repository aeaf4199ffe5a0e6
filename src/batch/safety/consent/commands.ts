import { hostText, sha256 } from '../../../platform/index.ts';
import type { BatchManifest } from '../../generated/batch.ts';
import { fetchedFrom, type SandboxKind } from '../sandbox/index.ts';

/** A complete command that a run would start, as it is shown to a person. */
export type RunCommand = {
  /**
   * The purpose: an executor works, a setup prepares a worktree, a gate checks a phase, a check an answer of an eval, a proof a
   * fact of the memory; git runs a filter over files that it writes or reads.
   */
  readonly kind: 'executor' | 'setup' | 'gate' | 'check' | 'proof' | 'filter';
  /** The name of an executor, or the setting of a filter; others have none. */
  readonly name: string | undefined;
  /** The program and its arguments; a text of one entry where `shell` is set. */
  readonly argv: readonly string[];
  /** The reason why it runs in a shell; `undefined` where it does not. */
  readonly shell: string | undefined;
  /** The names of the user's environment variables that it may see, beyond those that every command sees. Sorted. */
  readonly env: readonly string[];
  /** Those of these variables, and of the network's, that have a value now. */
  readonly given?: readonly string[];
  /** Variables whose value is copied from another of the user's: its own name → the user's name. */
  readonly copies?: Readonly<Record<string, string>>;
  /** A one-line note on what it does. */
  readonly note?: string;
  /** Facts that an approval is tied to, beyond the command and the variables that it sees. */
  readonly terms?: readonly string[];
  /** The sandbox that keeps it inside its worktree; none where it is left out. */
  readonly sandbox?: SandboxKind;
  /** Its network access in there; this machine's where it is left out. */
  readonly network?: 'host' | 'needed' | 'none';
  /** The hosts it may reach, where `network` is `needed`. */
  readonly hosts?: readonly string[];
  /** The place that it is handed over to, with the whole batch. */
  readonly place?: string;
  /** A hash of the files that it runs, where they come with it: a change in them makes it another command. */
  readonly contents?: string;
  /** The phases that it is run for, in the order of the manifest; empty where it is run for all. */
  readonly phases: readonly string[];
};

/** Turns a text into a command: words, or the reason why it needs a shell. */
export type CommandSplitter = (
  text: string,
) => { readonly words: readonly [string, ...string[]] } | { readonly needsShell: string };

/**
 * Every command that a run of a batch would start, without duplicates, in the order: executors, setup, gates.
 *
 * @param executors - those that phases may be given to, in the order in which they are first needed
 * @param setup - the command that prepares a worktree, if there is one
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

/** Includes the hosts in its own words, which are found again when it starts. */
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

/** The hash that an approval of a command is tied to: what is started, how, and with which of the user's variables. */
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
  // The purpose of a filter is part of it: cleaning a file differs from writing it.
  const own = kind === 'filter' ? [name] : [];
  // An approval inside a sandbox does not cover running without one.
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
