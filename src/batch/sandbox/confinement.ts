import type { Credential } from './credentials.ts';

/** What keeps a command inside its worktree: nothing, bubblewrap, or a container engine. */
export type SandboxKind = 'none' | 'bwrap' | 'container';

/** What a person asks for; `auto` takes the best that works here. */
export type SandboxMode = 'auto' | SandboxKind;

/** What a confined command may touch. Every path is absolute, with no link in it. */
export type Confinement = {
  /** Where it works. */
  readonly cwd: string;
  /** The person's home folder, which is hidden but for what is listed here. */
  readonly home: string;
  /** That of the person's account, where HOME names another one: it is hidden likewise. */
  readonly accountHome?: string | undefined;
  /** Files and folders that it may read wherever they are, hidden places included. */
  readonly reads: readonly string[];
  /** Files and folders that it may also write. */
  readonly writes: readonly string[];
  /** What stands in another place inside than outside. */
  readonly elsewhere: readonly { readonly from: string; readonly at: string; readonly isWritable: boolean }[];
  /** Of what is shown, what is empty nevertheless. */
  readonly masks: readonly Credential[];
  readonly network: 'host' | 'none' | NetworkWay;
};

/** What of the network a run's commands have: all of this machine's; what each needs, as far as that is known or said; nothing. */
export type NetworkRule = 'host' | 'needed' | 'none';

/** The only way out of a place without network, and what leads a command there. */
export type NetworkWay = {
  /** The door's socket. */
  readonly socket: string;
  /** Stands before the command. */
  readonly leads: readonly [string, ...string[]];
};

/** A command as it is started. */
export type Argv = readonly [string, ...string[]];
