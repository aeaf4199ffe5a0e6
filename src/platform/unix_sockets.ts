import { readText } from './read.ts';

/** The files of sockets at which somebody on this machine listens, as they were named; none where the system does not tell. */
export function listeningSockets(): string[] {
  const read = readText('/proc/net/unix', LARGEST);
  if (read.kind !== 'text') return [];
  return read.text.split('\n').flatMap((line) => SOCKET.exec(line)?.[1] ?? []);
}

/** Of proc(5): the flag says that it accepts connections. */
const SOCKET = /^\S+: \S+ \S+ 00010000 \S+ \S+ +\d+ (\/.+)$/u;
const LARGEST = 16 * 1024 * 1024;
