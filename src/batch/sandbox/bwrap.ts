import { dirname } from 'node:path';
import type { Argv, Confinement } from './confinement.ts';

/** Bubblewrap as it works on a machine. */
export type Bubblewrap = {
  /** The options that take from a command what its user could do with the mounts: see {@link TAKEN_FROM_ROOT}. */
  readonly takes: readonly string[];
};

/**
 * What can be taken from root, the most first. Anybody else has no capability inside. Root keeps all of them unless told otherwise, and
 * with them could mount everything anew to be written, take mounts away and make devices. In a namespace of its own it could give itself
 * new ones, so where the version and the machine allow it there is none to be made. Others keep those: agents
 * and browsers make their own sandboxes of them, and mounts of outside stay locked in there.
 */
export const TAKEN_FROM_ROOT = [
  ['--cap-drop', 'ALL', '--unshare-user', '--disable-userns'],
  ['--cap-drop', 'ALL'],
] as const;

/**
 * Where the kernel takes settings from whoever is root, whatever its capabilities: with `core_pattern` in there, root could have a program
 * of its own started outside. Bubblewrap covers `/proc/sys` only where its folder says that it can be written, and that one never does; `irq`
 * and `bus` do not say it either to a root without `CAP_DAC_OVERRIDE`, who owns the files in them all the same.
 */
const SETTINGS_OF_KERNEL = 'sys sysrq-trigger irq bus acpi asound fs latency_stats mtrr scsi'.split(' ');

/** A `/proc` of the command's own. @param takes - see {@link Bubblewrap}: who is not root cannot change the settings of the kernel anyway */
export function ownProc(takes: Bubblewrap['takes'], exists: (path: string) => boolean): string[] {
  const settings = SETTINGS_OF_KERNEL.map((name) => `/proc/${name}`);
  const kept = takes.length === 0 ? [] : settings.filter(exists);
  return ['--proc', '/proc', ...kept.flatMap((path) => ['--ro-bind', path, path])];
}

/**
 * A command inside bubblewrap: the file system read-only, home and `/tmp` empty, process ids of its own, so that nothing that it
 * starts outlives it. Of its manual, `bwrap(1)` of 0.8: later mounts lie over earlier ones, so the order is from the whole to the
 * part.
 *
 * @param around - `takes`: see {@link Bubblewrap}. `exists`: whether a path is there; what is not cannot be bound, and is left out
 */
export function bwrapArgv(
  command: Argv,
  confinement: Confinement,
  { takes, exists }: Bubblewrap & { readonly exists: (path: string) => boolean },
): Argv {
  const { cwd, home, accountHome, reads, writes, masks, elsewhere, network } = confinement;
  const hidden = [...new Set([home, accountHome ?? home].flatMap(hiddenPlaces))].filter(exists);
  const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
  const isSeen = (path: string) =>
    !hidden.some((folder) => isBelow(path, folder)) ||
    [...reads, ...writes].some((folder) => isBelow(path, folder));
  const shown = [
    ...reads.map((path) => ({ from: path, at: path, isWritable: false })),
    ...writes.map((path) => ({ from: path, at: path, isWritable: true })),
    ...elsewhere,
  ]
    .filter(({ from }) => exists(from))
    .map(({ from, at, isWritable }) => ({ at, options: [isWritable ? '--bind' : '--ro-bind', from, at] }))
    .concat(
      // What lies in an empty place is not there.
      masks
        .filter(({ path }) => isSeen(path))
        .map(({ path, isFolder }) => ({
          at: path,
          options: isFolder ? ['--tmpfs', path] : ['--ro-bind', '/dev/null', path],
        })),
    )
    .concat(
      typeof network === 'string'
        ? []
        : [{ at: network.socket, options: ['--bind', network.socket, network.socket] }],
    )
    // The outer one first: what it holds is bound over it. Of one path, the last.
    .sort((a, b) => depth(a.at) - depth(b.at));
  return [
    'bwrap',
    '--die-with-parent',
    '--unshare-pid',
    '--unshare-ipc',
    '--unshare-uts',
    '--unshare-cgroup-try',
    ...takes,
    ...(network === 'host' ? [] : ['--unshare-net']),
    '--ro-bind',
    '/',
    '/',
    '--dev',
    '/dev',
    ...ownProc(takes, exists),
    ...hidden.flatMap((path) => ['--tmpfs', path]),
    ...SERVICES.filter(exists).flatMap((socket) => ['--ro-bind', '/dev/null', socket]),
    ...shown.flatMap(({ options }) => options),
    '--chdir',
    cwd,
    '--',
    ...(typeof network === 'string' ? [] : network.leads),
    ...command,
  ];
}

/** Sockets of services that start programs outside for whoever may talk to them: a read-only mount does not keep anybody from that. */
const SERVICES = [
  '/run/docker.sock',
  '/run/containerd/containerd.sock',
  '/run/podman/podman.sock',
  '/run/dbus/system_bus_socket',
  '/run/systemd/private',
];

/** The places that are empty inside: other programs' files, sockets of the person's session, and the home folder. */
function hiddenPlaces(home: string): string[] {
  const places = ['/tmp', '/var/tmp', '/run/user', '/dev/shm'];
  // A home at the top of the file system would hide all of it.
  return [...places, ...(dirname(home) === home ? [] : [home])];
}

function depth(path: string): number {
  return path.split('/').length;
}
