import { shellWord } from '../../lib/index.ts';
import { type Host, hostText, sortedHosts } from '../../platform/index.ts';
import type { NetworkRule, SandboxKind } from './confinement.ts';

/**
 * What a command that failed in a sandbox could reach of the network, and how a person lets it reach more: a program that is kept from
 * a host often says no more than that it could not connect. `undefined` where nothing kept it from what it needs, or where a person took
 * all of the network away.
 *
 * @param had.hosts - those that it could reach
 * @param had.named - those among them that the settings name, which a new value of the setting has to keep
 */
export function reachInWords({
  kind,
  network,
  hosts,
  named,
}: {
  readonly kind: SandboxKind;
  readonly network: NetworkRule;
  readonly hosts: readonly string[];
  readonly named: readonly Host[];
}): string | undefined {
  if (kind === 'none' || network !== 'needed') return undefined;
  const reached = hosts.length === 0 ? 'nothing but what it started itself' : `only ${hosts.join(' and ')}`;
  const wider = shellWord([...sortedHosts(named).map(hostText), 'HOST:PORT'].join(', '));
  return `In its sandbox (${kind}) it reached ${reached} of the network. Where it needs more, a person allows it: orchestrator config set batch.sandboxHosts ${wider}, or for all of it: orchestrator config set batch.sandboxNetwork host`;
}
