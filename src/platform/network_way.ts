import type { Environment } from './git.ts';
import type { DoorKeeping, NetworkDoor } from './network_door.ts';
import type { Host } from './network_hosts.ts';
import type { RelayedCommand } from './network_relay.ts';

export type { RelayedCommand } from './network_relay.ts';

/** As `openNetworkDoor`, whose modules are loaded only when needed. */
export async function openNetworkDoor(hosts: readonly Host[], around: DoorKeeping): Promise<NetworkDoor> {
  const door = await import('./network_door.ts');
  return door.openNetworkDoor(hosts, around);
}

/** As `runBehindDoor`, likewise. */
export async function runBehindDoor(
  command: RelayedCommand,
  around: { readonly env: Environment; readonly tell: (words: string) => void },
): Promise<number> {
  const relay = await import('./network_relay.ts');
  return relay.runBehindDoor(command, around);
}
