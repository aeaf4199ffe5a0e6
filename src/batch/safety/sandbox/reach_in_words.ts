import { shellWord } from '../../../lib/index.ts';
import { hostText, readHost, sortedHosts } from '../../../platform/index.ts';
import type { NetworkRule, SandboxKind } from './confinement.ts';
import { type Asker, HOSTS_SETTING, type HostsAllowed } from './hosts_allowed.ts';

/**
 * Explains which hosts a command that failed in a sandbox could reach, which it was refused, and how a person can allow more: a
 * program that is denied a host often reports only that it could not connect. `undefined` where it was denied nothing it needs,
 * or where a person removed all network access.
 *
 * @param had.reached - the hosts it could reach
 * @param had.allowed - the hosts in the settings, which a new value of a setting must include
 * @param had.refused - the hosts it was refused, as far as known
 */
export function reachInWords({
  kind,
  network,
  by,
  reached,
  allowed,
  refused = [],
}: {
  readonly kind: SandboxKind;
  readonly network: NetworkRule;
  readonly by: Asker;
  readonly reached: readonly string[];
  readonly allowed: HostsAllowed;
  readonly refused?: readonly string[];
}): string | undefined {
  if (kind === 'none' || network !== 'needed') return undefined;
  const what = reached.length === 0 ? 'nothing but what it started itself' : `only ${reached.join(' and ')}`;
  const named = refused.filter((host) => readHost(host) !== undefined);
  const more = named.length === 0 ? ['HOST:PORT'] : named;
  const wider = shellWord([...new Set([...sortedHosts(allowed[by]).map(hostText), ...more])].join(', '));
  return `In its sandbox (${kind}) it reached ${what} of the network. ${keptInWords(by, refused)}Where it needs more, a person allows it: orchestrator config set ${HOSTS_SETTING[by]} ${wider}, or for all of it: orchestrator config set batch.sandboxNetwork host`;
}

/** Lists the hosts refused to commands of one kind, as a sentence followed by a space; empty if there are none. */
export function keptInWords(by: Asker, refused: readonly string[]): string {
  if (refused.length === 0) return '';
  const more = refused.length - MAX_NAMED;
  const named = more > 0 ? [...refused.slice(0, MAX_NAMED), `${more} more`] : refused;
  return `${WHO[by]} asked for ${named.join(', ')}, and was kept from that. `;
}

const WHO: Readonly<Record<Asker, string>> = { agent: 'The agent', gate: 'A gate', setup: 'The setup' };

const MAX_NAMED = 10;
