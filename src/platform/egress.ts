import type { EgressProxy, EgressProxyOptions } from './egress_proxy.ts';
import type { RelayedCommand } from './egress_relay.ts';
import type { Environment } from './git.ts';
import type { Host } from './network_hosts.ts';

export type { RelayedCommand } from './egress_relay.ts';

/** As `openEgressProxy`, whose modules are loaded only when needed. */
export async function openEgressProxy(
  hosts: readonly Host[],
  around: EgressProxyOptions,
): Promise<EgressProxy> {
  const proxy = await import('./egress_proxy.ts');
  return proxy.openEgressProxy(hosts, around);
}

/** As `runBehindProxy`, likewise. */
export async function runBehindProxy(
  command: RelayedCommand,
  around: { readonly env: Environment; readonly report: (words: string) => void },
): Promise<number> {
  const relay = await import('./egress_relay.ts');
  return relay.runBehindProxy(command, around);
}
