import { readText } from './read.ts';

/**
 * Returns the socket files on which a process of this machine listens, by their original names; empty if the system does not
 * tell.
 */
export function listeningSockets(): string[] {
  const read = readText('/proc/net/unix', LARGEST);
  if (read.kind !== 'text') return [];
  return read.text.split('\n').flatMap((line) => SOCKET.exec(line)?.[1] ?? []);
}

/** From proc(5): the flag means that it accepts connections. */
const SOCKET = /^\S+: \S+ \S+ 00010000 \S+ \S+ +\d+ (\/.+)$/u;
const LARGEST = 16 * 1024 * 1024;
