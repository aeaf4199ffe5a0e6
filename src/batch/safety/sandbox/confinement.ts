import type { Credential } from './credentials.ts';

/** The kind of confinement to the worktree: none, bubblewrap, or a container engine. */
export type SandboxKind = 'none' | 'bwrap' | 'container';

/** The sandbox a person asks for; `auto` takes the best that works here. */
export type SandboxMode = 'auto' | SandboxKind;

/** The paths a confined command may touch. Every path is absolute and free of links. */
export type Confinement = {
  /** Where it works. */
  readonly cwd: string;
  /** The person's home folder, which is hidden except for the paths listed here. */
  readonly home: string;
  /** The home of the person's account, where HOME names another one: it is hidden likewise. */
  readonly accountHome?: string | undefined;
  /** Files and folders it may read wherever they are, even in hidden places. */
  readonly reads: readonly string[];
  /** Files and folders it may also write. */
  readonly writes: readonly string[];
  /** Paths that are in another place inside than outside. */
  readonly elsewhere: readonly { readonly from: string; readonly at: string; readonly isWritable: boolean }[];
  /** Credentials that are empty even if a folder around them is shown. */
  readonly masks: readonly Credential[];
  readonly network: 'host' | 'none' | NetworkWay;
};

/** The network access of a run's commands: all of this machine's; the hosts each needs, as far as known or configured; none. */
export type NetworkRule = 'host' | 'needed' | 'none';

/** The only way out of a place without network, and the command that connects to it. */
export type NetworkWay = {
  /** The egress proxy's socket. */
  readonly socket: string;
  /** Put before the command. */
  readonly leads: readonly [string, ...string[]];
};

/** A command line as it is started. */
export type Argv = readonly [string, ...string[]];
