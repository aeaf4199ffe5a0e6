import { dirname } from 'node:path';
import type { Argv, Confinement } from './confinement.ts';

/** Bubblewrap as it works on this machine. */
export type Bubblewrap = {
  /** The options that restrict a command's user in changing the mounts: see {@link TAKEN_FROM_ROOT}. */
  readonly takes: readonly string[];
};

/**
 * The restrictions possible for root, the strictest first. Any other user has no capability inside. Root keeps all of them by
 * default, and with them could remount everything writable, unmount, and create devices. In a new user namespace it could regain
 * them, so creating one is disabled where the version and the machine allow it. Other users keep user namespaces: agents and
 * browsers use them for their own sandboxes, and outside mounts stay locked in there.
 */
export const TAKEN_FROM_ROOT = [
  ['--cap-drop', 'ALL', '--unshare-user', '--disable-userns'],
  ['--cap-drop', 'ALL'],
] as const;

/**
 * Where the kernel accepts settings from root, whatever its capabilities: with `core_pattern` among them, root could have a
 * program of its own started outside. Bubblewrap covers `/proc/sys` only if its folder is reported as writable, which it never
 * is; `irq` and `bus` are not reported so either to a root without `CAP_DAC_OVERRIDE`, who still owns the files in them.
 */
const SETTINGS_OF_KERNEL = 'sys sysrq-trigger irq bus acpi asound fs latency_stats mtrr scsi'.split(' ');

/**
 * A separate `/proc` for the command. @param takes - see {@link Bubblewrap}: a user other than root cannot change the kernel's
 * settings anyway
 */
export function ownProc(takes: Bubblewrap['takes'], exists: (path: string) => boolean): string[] {
  const settings = SETTINGS_OF_KERNEL.map((name) => `/proc/${name}`);
  const kept = takes.length === 0 ? [] : settings.filter(exists);
  return ['--proc', '/proc', ...kept.flatMap((path) => ['--ro-bind', path, path])];
}

/**
 * Puts a command inside bubblewrap: the file system read-only, home and `/tmp` empty, a separate process namespace, so that
 * nothing it starts outlives it. From its manual, `bwrap(1)` of 0.8: later mounts cover earlier ones, so the order is from the
 * whole to the part.
 *
 * @param around - `takes`: see {@link Bubblewrap}. `exists`: whether a path exists; a missing one cannot be bound and is left out
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
      // Paths in an empty place do not exist.
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
    // Outer paths first: inner ones are bound over them. For one path, the last counts.
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

/** Sockets of services that start programs outside on request: a read-only mount does not prevent that. */
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
  // A home at the top of the file system would hide everything.
  return [...places, ...(dirname(home) === home ? [] : [home])];
}

function depth(path: string): number {
  return path.split('/').length;
}
