import { type Host, hostText, sortedHosts } from '../../../platform/index.ts';

/** The kind of command that requests network access. */
export type Asker = 'agent' | 'gate' | 'setup';

/** The hosts a person allows commands in a sandbox beyond those each needs: for all kinds, or for one. */
export type HostsAllowed = Readonly<Record<'all' | Asker, readonly Host[]>>;

/** No hosts beyond those each command needs. */
export const NOTHING_ALLOWED: HostsAllowed = { all: [], agent: [], gate: [], setup: [] };

/** The setting that allows more hosts for commands of one kind. */
export const HOSTS_SETTING: Readonly<Record<Asker, string>> = {
  agent: 'batch.sandboxAgentHosts',
  gate: 'batch.sandboxGateHosts',
  setup: 'batch.sandboxSetupHosts',
};

/** All settings that allow more hosts. */
export const HOST_SETTINGS: readonly string[] = ['batch.sandboxHosts', ...Object.values(HOSTS_SETTING)];

/** Returns the hosts that commands of one kind may reach: those they need, and those allowed for them. */
export function hostsFor(allowed: HostsAllowed, asker: Asker, needed: readonly Host[] = []): Host[] {
  return sortedHosts([...needed, ...allowed.all, ...allowed[asker]]);
}

/** The same as text. */
export function hostTextsFor(allowed: HostsAllowed, asker: Asker, needed: readonly Host[] = []): string[] {
  return hostsFor(allowed, asker, needed).map(hostText);
}
