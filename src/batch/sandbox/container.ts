import type { Environment } from '../../platform/index.ts';
import type { Argv, Confinement } from './confinement.ts';

/** An engine, and what it runs commands in. */
export type ContainerEngine = {
  readonly program: 'podman' | 'docker';
  /** Has the tools that phases and gates need; nothing of this machine's is in it. */
  readonly image: string;
};

/** Whose files are written, in numbers. */
export type ContainerUser = { readonly uid: number; readonly gid: number };

/**
 * What of the user's environment tells an engine's client where its service is and how it is set up. The client needs it whatever the
 * command inside may see, which it does not hand on by itself.
 */
export function engineEnvironment(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => OF_ENGINES.has(name)));
}

/** Of `docker(1)`, `podman(1)` and `containers.conf(5)`. */
const OF_ENGINES: ReadonlySet<string> = new Set(
  [
    'DOCKER_HOST DOCKER_CONTEXT DOCKER_CONFIG DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION',
    'CONTAINER_HOST CONTAINER_CONNECTION CONTAINER_SSHKEY CONTAINERS_CONF CONTAINERS_CONF_OVERRIDE',
    'CONTAINERS_STORAGE_CONF CONTAINERS_REGISTRIES_CONF',
  ].flatMap((names) => names.split(' ')),
);

/** How every container is begun, whatever is shown in it; it is how it is tried as well. */
export function bareContainer(
  program: ContainerEngine['program'],
  { uid, gid }: ContainerUser,
): readonly [string, ...string[]] {
  // Podman maps a user by itself, and has nothing to map for root, who is told so.
  const isMapped = program === 'podman' && uid !== 0;
  return [
    ...([program, 'run', '--rm', '--init', '--read-only', '--tmpfs=/tmp'] as const),
    ...['--cap-drop=ALL', '--security-opt=no-new-privileges'],
    isMapped ? '--userns=keep-id' : `--user=${uid}:${gid}`,
    // The command is what was approved, and no image puts another one before it.
    '--entrypoint=',
  ];
}

/**
 * A command inside a container: the image's own file system, read-only, and of this machine only what the confinement shows. Of
 * `podman-run(1)` and docker's reference of `run`.
 *
 * @param user - so that what is written belongs to the person
 * @param env - the names of variables that are handed in; their values stay out of the command line
 */
export function containerArgv(
  command: Argv,
  confinement: Confinement,
  around: {
    readonly engine: ContainerEngine;
    /** What it is called there, to be found by. */
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
  // Of one place there can be one mount only: the last.
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
    // Nothing else of this machine's is in there.
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
