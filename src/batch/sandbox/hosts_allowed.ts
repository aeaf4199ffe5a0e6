import { type Host, hostText, sortedHosts } from '../../platform/index.ts';

/** Whose command asks for something of the network. */
export type Asker = 'agent' | 'gate' | 'setup';

/** What a person lets commands in a sandbox reach beyond what each needs: all of them, or those of one kind. */
export type HostsAllowed = Readonly<Record<'all' | Asker, readonly Host[]>>;

/** That nothing is let through beyond what each needs. */
export const NOTHING_ALLOWED: HostsAllowed = { all: [], agent: [], gate: [], setup: [] };

/** The setting that lets the commands of one kind reach more. */
export const HOSTS_SETTING: Readonly<Record<Asker, string>> = {
  agent: 'batch.sandboxAgentHosts',
  gate: 'batch.sandboxGateHosts',
  setup: 'batch.sandboxSetupHosts',
};

/** All settings that let commands reach more. */
export const HOST_SETTINGS: readonly string[] = ['batch.sandboxHosts', ...Object.values(HOSTS_SETTING)];

/** What the commands of one kind may reach: what they need, and what is let through for them. */
export function hostsFor(allowed: HostsAllowed, asker: Asker, needed: readonly Host[] = []): Host[] {
  return sortedHosts([...needed, ...allowed.all, ...allowed[asker]]);
}

/** The same, as it is read. */
export function hostTextsFor(allowed: HostsAllowed, asker: Asker, needed: readonly Host[] = []): string[] {
  return hostsFor(allowed, asker, needed).map(hostText);
}
