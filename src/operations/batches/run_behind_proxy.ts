import {
  type Environment,
  type RelayedCommand,
  readHost,
  runBehindProxy as runBehind,
} from '../../platform/index.ts';

/** Runs a command without network access, except to some hosts through a socket. Resolves to its exit code. */
export function runBehindProxy(
  { hosts, ...command }: Omit<RelayedCommand, 'hosts'> & { readonly hosts: readonly string[] },
  around: { readonly env: Environment; readonly report: (words: string) => void },
): Promise<number> {
  return runBehind({ ...command, hosts: hosts.flatMap((text) => readHost(text) ?? []) }, around);
}
