import { dirname } from 'node:path';
import type { Argv, Confinement } from './confinement.ts';

/**
 * A command inside bubblewrap: the file system read-only, home and `/tmp` empty, process ids of its own, so that nothing that it
 * starts outlives it. Of its manual, `bwrap(1)` of 0.8: later mounts lie over earlier ones, so the order is from the whole to the
 * part.
 *
 * @param exists - whether a path is there: what is not cannot be bound, and is left out
 */
export function bwrapArgv(command: Argv, confinement: Confinement, exists: (path: string) => boolean): Argv {
  const { cwd, home, reads, writes, network } = confinement;
  const hidden = hiddenPlaces(home).filter(exists);
  const shown = [
    ...reads.map((path) => ({ path, bind: '--ro-bind' })),
    ...writes.map((path) => ({ path, bind: '--bind' })),
  ]
    .filter(({ path }) => exists(path))
    // The outer one first: what it holds is bound over it. Of one path, the right to write.
    .sort((a, b) => depth(a.path) - depth(b.path));
  return [
    'bwrap',
    '--die-with-parent',
    '--unshare-pid',
    '--unshare-ipc',
    '--unshare-uts',
    '--unshare-cgroup-try',
    ...(network === 'none' ? ['--unshare-net'] : []),
    '--ro-bind',
    '/',
    '/',
    '--dev',
    '/dev',
    '--proc',
    '/proc',
    ...hidden.flatMap((path) => ['--tmpfs', path]),
    ...shown.flatMap(({ path, bind }) => [bind, path, path]),
    '--chdir',
    cwd,
    '--',
    ...command,
  ];
}

/** The places that are empty inside: other programs' files, sockets of the person's session, and the home folder. */
function hiddenPlaces(home: string): string[] {
  const places = ['/tmp', '/var/tmp', '/run/user', '/dev/shm'];
  // A home at the top of the file system would hide all of it.
  return [...places, ...(dirname(home) === home ? [] : [home])];
}

function depth(path: string): number {
  return path.split('/').length;
}
