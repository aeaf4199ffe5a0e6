import type { Argv, Confinement } from './confinement.ts';

/** An engine, and what it runs commands in. */
export type ContainerEngine = {
  readonly program: 'podman' | 'docker';
  /** Has the tools that phases and gates need; nothing of this machine's is in it. */
  readonly image: string;
};

/**
 * A command inside a container: the image's own file system, read-only, and of this machine only what the confinement shows. Of
 * `podman-run(1)` and docker's reference of `run`.
 *
 * @param user - numeric user and group, so that what is written belongs to the person; podman maps them by itself
 * @param env - the names of variables that are handed in; their values stay out of the command line
 */
export function containerArgv(
  command: Argv,
  confinement: Confinement,
  around: {
    readonly engine: ContainerEngine;
    /** What it is called there, to be found by. */
    readonly name: string;
    readonly user: { readonly uid: number; readonly gid: number };
    readonly env: readonly string[];
    readonly exists: (path: string) => boolean;
  },
): Argv {
  const { cwd, reads, writes, masks, elsewhere, network } = confinement;
  const { engine, name, user, env, exists } = around;
  const mounts = [
    ...reads.map((path) => ({ from: path, at: path, isWritable: false })),
    ...writes.map((path) => ({ from: path, at: path, isWritable: true })),
    ...elsewhere,
  ].filter(({ from }) => exists(from));
  // Of one place there can be one mount only: the last.
  const placed = new Map(mounts.map((mount) => [mount.at, mount]));
  return [
    engine.program,
    'run',
    '--rm',
    `--name=${name}`,
    '--interactive',
    '--init',
    '--read-only',
    '--tmpfs=/tmp',
    '--cap-drop=ALL',
    '--security-opt=no-new-privileges',
    ...(engine.program === 'podman' ? ['--userns=keep-id'] : [`--user=${user.uid}:${user.gid}`]),
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
