import { type Environment, readHost, runBehindDoor as runBehind } from '../../platform/index.ts';

/** Runs a command in a place without network, from which a socket leads to some hosts. Resolves to its exit code. */
export function runBehindDoor(
  {
    socket,
    hosts,
    argv,
  }: { readonly socket: string; readonly hosts: readonly string[]; readonly argv: readonly string[] },
  around: { readonly env: Environment; readonly tell: (words: string) => void },
): Promise<number> {
  return runBehind({ socket, argv, hosts: hosts.flatMap((text) => readHost(text) ?? []) }, around);
}
