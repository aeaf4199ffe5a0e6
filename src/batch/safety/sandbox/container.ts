import type { Environment } from '../../../platform/index.ts';
import type { Argv, Confinement } from './confinement.ts';

/** An engine and the image for its commands. */
export type ContainerEngine = {
  readonly program: 'podman' | 'docker';
  /** Has the tools that phases and gates need; it contains nothing from this machine. */
  readonly image: string;
};

/** The numeric ids of the owner of written files. */
export type ContainerUser = { readonly uid: number; readonly gid: number };

/**
 * Returns the variables of the user's environment that an engine's client needs to find its service and settings. The client
 * needs them whatever the command inside may see, and does not pass them on by itself.
 */
export function engineEnvironment(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => OF_ENGINES.has(name)));
}

/** From `docker(1)`, `podman(1)` and `containers.conf(5)`. */
const OF_ENGINES: ReadonlySet<string> = new Set(
  [
    'DOCKER_HOST DOCKER_CONTEXT DOCKER_CONFIG DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION',
    'CONTAINER_HOST CONTAINER_CONNECTION CONTAINER_SSHKEY CONTAINERS_CONF CONTAINERS_CONF_OVERRIDE',
    'CONTAINERS_STORAGE_CONF CONTAINERS_REGISTRIES_CONF',
  ].flatMap((names) => names.split(' ')),
);

/** The options common to all containers, whatever is shown in them; also used to test the engine. */
export function bareContainer(
  program: ContainerEngine['program'],
  { uid, gid }: ContainerUser,
): readonly [string, ...string[]] {
  // Podman maps a user by itself; for root there is nothing to map, and it complains.
  const isMapped = program === 'podman' && uid !== 0;
  return [
    ...([program, 'run', '--rm', '--init', '--read-only', '--tmpfs=/tmp'] as const),
    ...['--cap-drop=ALL', '--security-opt=no-new-privileges'],
    isMapped ? '--userns=keep-id' : `--user=${uid}:${gid}`,
    // The command is the approved one; no image may put another one before it.
    '--entrypoint=',
  ];
}

/**
 * Puts a command inside a container: the image's own file system, read-only, and from this machine only the paths in the
 * confinement. From `podman-run(1)` and docker's reference of `run`.
 *
 * @param user - makes the person the owner of written files
 * @param env - the names of variables that are passed in; their values stay out of the command line
 */
export function containerArgv(
  command: Argv,
  confinement: Confinement,
  around: {
    readonly engine: ContainerEngine;
    /** The container's name, to find it by. */
    readonly name: string;
    readonly labels: readonly string[];
    readonly user: ContainerUser;
    readonly env: readonly string[];
    readonly exists: (path: string) => boolean;
  },
): Argv {
  const { cwd, reads, writes, masks, elsewhere, network } = confinement;
  const { engine, name, labels, user, env, exists } = around;
  const mounts = [
    ...reads.map((path) => ({ from: path, at: path, isWritable: false })),
    ...writes.map((path) => ({ from: path, at: path, isWritable: true })),
    ...elsewhere,
  ].filter(({ from }) => exists(from));
  // Each place can have one mount only: the last.
  const placed = new Map(mounts.map((mount) => [mount.at, mount]));
  return [
    ...bareContainer(engine.program, user),
    `--name=${name}`,
    ...labels,
    '--interactive',
    `--network=${network === 'host' ? 'host' : 'none'}`,
    ...[...placed.values()].map(
      ({ from, at, isWritable }) =>
        `--mount=type=bind,source=${from},target=${at}${isWritable ? '' : ',readonly'}`,
    ),
    // Nothing else from this machine is in there.
    ...masks
      .filter(({ path }) => [...placed.keys()].some((at) => path.startsWith(`${at}/`)))
      .map(({ path, isFolder }) =>
        isFolder ? `--tmpfs=${path}` : `--mount=type=bind,source=/dev/null,target=${path},readonly`,
      ),
    ...env.map((name) => `--env=${name}`),
    ...(typeof network === 'string'
      ? []
      : [`--mount=type=bind,source=${network.socket},target=${network.socket}`]),
    `--workdir=${cwd}`,
    engine.image,
    ...(typeof network === 'string' ? [] : network.leads),
    ...command,
  ];
}
