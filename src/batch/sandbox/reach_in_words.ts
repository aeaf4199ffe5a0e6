import { shellWord } from '../../lib/index.ts';
import { hostText, readHost, sortedHosts } from '../../platform/index.ts';
import type { NetworkRule, SandboxKind } from './confinement.ts';
import { type Asker, HOSTS_SETTING, type HostsAllowed } from './hosts_allowed.ts';

/**
 * What a command that failed in a sandbox could reach of the network, what it asked for in vain, and how a person lets it reach more: a
 * program that is kept from a host often says no more than that it could not connect. `undefined` where nothing kept it from what it
 * needs, or where a person took all of the network away.
 *
 * @param had.reached - the hosts that it could reach
 * @param had.allowed - those that the settings name, which a new value of a setting has to keep
 * @param had.refused - what it asked for and was kept from, as far as that is known
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

/** What commands of one kind asked for and were kept from, as a sentence with a space behind it; nothing where that is nothing. */
export function keptInWords(by: Asker, refused: readonly string[]): string {
  if (refused.length === 0) return '';
  const more = refused.length - MOST_NAMED;
  const named = more > 0 ? [...refused.slice(0, MOST_NAMED), `${more} more`] : refused;
  return `${WHO[by]} asked for ${named.join(', ')}, and was kept from that. `;
}

const WHO: Readonly<Record<Asker, string>> = { agent: 'The agent', gate: 'A gate', setup: 'The setup' };

const MOST_NAMED = 10;
