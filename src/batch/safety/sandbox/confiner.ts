import { randomUUID } from 'node:crypto';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import {
  copyTree,
  createFile,
  type EgressProxy,
  type Environment,
  entryKind,
  findProgram,
  type Host,
  hostText,
  listeningSockets,
  makeFolders,
  makeSocketFolder,
  openEgressProxy,
  PROXIES,
  realPath,
  removeTree,
  runProgram,
  systemErrorCode,
} from '../../../platform/index.ts';
import {
  ownObjects,
  ownRecord,
  type Repository,
  type Worktree,
  worktreeRecord,
} from '../../git/worktrees/index.ts';
import { TOKEN_VARIABLE } from '../../store/token_variable.ts';
import { attemptConfinement, type HomeNeeds, type OwnGitDir } from './attempt_confinement.ts';
import { bwrapArgv } from './bwrap.ts';
import type { Sandbox } from './choose_sandbox.ts';
import type { Argv, Confinement, NetworkRule, SandboxKind } from './confinement.ts';
import { containerArgv, engineEnvironment } from './container.ts';
import { CREDENTIALS, type Credential } from './credentials.ts';
import { type Asker, type HostsAllowed, hostsFor, NOTHING_ALLOWED } from './hosts_allowed.ts';
import { containerPrefix, ownLabel } from './left_containers.ts';
import { widerBy } from './wider_by.ts';

/** A command to confine. */
export type ConfinedCommand = {
  readonly argv: Argv;
  /** Everything it sees of the environment. */
  readonly env: Environment;
  readonly needs?: HomeNeeds;
  /** Files and folders of its own that it may read wherever they are. */
  readonly reads?: readonly string[];
  /** The hosts it needs. */
  readonly hosts?: readonly Host[];
};

/** A command line as it is started, with its whole environment. */
export type StartedCommand = {
  readonly argv: Argv;
  readonly env: Environment;
  /** Ends its remaining processes, where ending them from here is not enough. */
  readonly end?: () => Promise<void>;
};

/** A network request of a command that was refused. */
export type Refusal = {
  readonly by: Asker;
  readonly host: string;
  /** The way for a person to allow it. */
  readonly remedy: string;
};

/** The owner of a command, and the listener for its refusals, called each time. */
export type WhoseCommand = {
  readonly by: Asker;
  /** The mark of its processes, also used to find a container again. */
  readonly token: string;
  readonly refused?: (refusal: Refusal) => void;
};

/** Puts a run's commands into its sandbox. */
export type Confiner = {
  readonly kind: SandboxKind;
  /** The network access of its commands. */
  readonly network: NetworkRule;
  /** The hosts they may reach beyond those each needs. */
  readonly allowed: HostsAllowed;
  /** Returns the command line for a command in a worktree. */
  readonly confine: (
    command: ConfinedCommand,
    worktree: Worktree,
    asking: WhoseCommand,
  ) => Promise<StartedCommand>;
  /** Whether data has arrived for the commands of a worktree since the last call, as far as that is visible. */
  readonly cameIn: (worktree: Worktree) => boolean;
  /** Closes everything opened for them. */
  readonly close: () => Promise<void>;
};

/** A person's rules for a run's sandbox beyond its kind. */
export type SandboxRules = {
  /** Paths that are shown, or may also be written, wherever they are: absolute, from `~`, or relative to the project. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly network: NetworkRule;
  readonly allowed: HostsAllowed;
};

/** The command line of this program, and the folders it reads. */
export type OwnProgram = { readonly argv: readonly [string, ...string[]]; readonly reads: readonly string[] };

/** The command of this program that connects another one to its egress proxy; for sandboxes, not for people. */
export const RELAY_VERB = 'run-behind-proxy';

/** Leaves every command unchanged. */
export const UNCONFINED: Confiner = {
  kind: 'none',
  network: 'host',
  allowed: NOTHING_ALLOWED,
  confine: async ({ argv, env }) => ({ argv, env }),
  cameIn: () => false,
  close: async () => {},
};

/**
 * Creates the confiner of a run.
 *
 * @param user - the numeric user and group of the person
 */
export function createConfiner(
  sandbox: Sandbox,
  { reads, writes, network, allowed }: SandboxRules,
  around: {
    readonly repository: Repository;
    readonly env: Environment;
    readonly user: { readonly uid: number; readonly gid: number; readonly home: string };
    /** The command line of this program, and the folders it reads. */
    readonly program: OwnProgram;
    /** Called with each refusal once per host and kind of command. */
    readonly refused: (refusal: Refusal) => void;
  },
): Confiner {
  if (sandbox.kind === 'none') return UNCONFINED;
  const { repository, env, user, program, refused } = around;
  const home = env.HOME ? realPath(env.HOME) : '/nonexistent';
  const accountHome = realPath(user.home);
  const named = (paths: readonly string[]) =>
    paths.map((path) => realPath(resolve(repository.project, path.replace(/^~(?=\/|$)/u, home))));
  const exists = (path: string): boolean => entryKind(path) !== 'absent';
  const credentials = credentialsIn(home);
  const state = join(repository.project, '.orchestrator');
  const reported = { agent: new Set<string>(), gate: new Set<string>(), setup: new Set<string>() };
  /** The listeners for the commands under way, by their worktree and kind. */
  const listeners = new Map<string, WhoseCommand['refused']>();
  /** Reports each host once: a program may request it again and again. */
  const hears = (worktree: string, by: Asker) => (host: string, remedyFor: () => string) => {
    const isNew = !reported[by].has(host) && reported[by].size < MAX_REFUSED;
    if (isNew) reported[by].add(host);
    const refusal = { by, host, remedy: remedyFor() };
    if (isNew) refused(refusal);
    listeners.get(`${by} ${worktree}`)?.(refusal);
    return refusal.remedy;
  };
  const keeps = (worktree: string, by: Asker) => (host: string) =>
    hears(worktree, by)(host, () => widerBy(by, allowed[by], reported[by], host));
  const blocks = (worktree: string, by: Asker) => (host: string, why: string) =>
    void hears(worktree, by)(
      host,
      () =>
        `It may be reached, but not through the proxy of this machine: ${why}. Ask the administrator of that proxy.`,
    );
  const received = new Set<string>();
  /** The egress proxies by worktree, kind of command and hosts. */
  const proxies = new Map<string, Promise<EgressProxy>>();
  /**
   * The folder of their sockets. One may be opened after a command was started that must not see it, so that command sees none of
   * the folder.
   */
  let proxyFolder: string | undefined;
  const wayTo = async (
    worktree: string,
    { hosts = [] }: ConfinedCommand,
    { by, refused: heard }: Pick<WhoseCommand, 'by' | 'refused'>,
  ): Promise<Confinement['network']> => {
    const all = hostsFor(allowed, by, hosts);
    if (network !== 'needed') return network;
    proxyFolder ??= realPath(makeSocketFolder());
    if (all.length === 0) return 'none';
    listeners.set(`${by} ${worktree}`, heard);
    const key = [by, worktree, ...all.map(hostText)].join(' ');
    const opening =
      proxies.get(key) ??
      openEgressProxy(all, {
        env,
        socket: join(proxyFolder, String(proxies.size)),
        refused: keeps(worktree, by),
        blocked: blocks(worktree, by),
        received: () => void received.add(worktree),
      });
    proxies.set(key, opening);
    const { socket } = await opening;
    // A container has other programs than this machine.
    const [node, ...main] = program.argv;
    const own = [sandbox.kind === 'container' ? 'node' : node, ...main] as const;
    return {
      socket,
      leads: [
        ...own,
        RELAY_VERB,
        '--socket',
        socket,
        // The engine sends a signal only to the first process in there.
        ...(sandbox.kind === 'container' ? ['--pass-on'] : []),
        ...all.flatMap((host) => ['--host', hostText(host)]),
        '--',
      ],
    };
  };
  return {
    kind: sandbox.kind,
    network,
    allowed,
    cameIn: ({ path }) => received.delete(path),
    close: async () => {
      for (const proxy of proxies.values())
        await proxy.then(
          ({ close }) => close(),
          () => {},
        );
      proxies.clear();
      if (proxyFolder !== undefined) await removeTree(proxyFolder);
      proxyFolder = undefined;
    },
    async confine(command, worktree, asking) {
      const way = await wayTo(worktree.path, command, asking);
      const record = worktreeRecord(repository, worktree);
      const own =
        record === undefined || worktree.isClone
          ? undefined
          : {
              path: record,
              copy: await makeRecord(ownRecord(repository, worktree.name), record),
              ...(await makeObjects(ownObjects(repository, worktree.name))),
            };
      const path = command.env.PATH ?? '';
      if (entryKind(home) === 'folder') makeOwnFolders(home, command.needs?.folders ?? []);
      const confinement = attemptConfinement({
        worktree: worktree.path,
        project: worktree.project,
        top: repository.top,
        state,
        commonDir: repository.commonDir,
        own,
        hollow: worktree.isClone ? makeHollow(join(state, 'objects')) : undefined,
        home,
        accountHome: accountHome === home ? undefined : accountHome,
        path,
        programs: [
          ...programsOf(command.argv, path),
          ...(typeof way === 'string' ? [] : programsOf(program.argv, path)),
        ],
        needs: command.needs ?? { reads: [], writes: [] },
        ownReads: [...(command.reads ?? []), ...(typeof way === 'string' ? [] : program.reads)],
        reads: named(reads),
        writes: named(writes),
        credentials,
        sockets: socketsHere(way),
        ...(proxyFolder === undefined ? {} : { proxyFolder }),
        network: way,
      });
      const seen = network === 'host' ? command.env : withoutProxies(command.env);
      if (sandbox.kind === 'bwrap')
        return { argv: bwrapArgv(command.argv, confinement, { takes: sandbox.takes, exists }), env: seen };
      const names = Object.keys(seen).filter((name) => name !== 'PATH' && name !== 'HOME');
      const { engine } = sandbox;
      const name = `${containerPrefix(asking.token)}${randomUUID()}`;
      const argv = containerArgv(command.argv, confinement, {
        ...{ engine, name, labels: [ownLabel()] },
        user,
        env: [...names, TOKEN_VARIABLE].sort(),
        exists,
      });
      const ofClient = { ...engineEnvironment(env), ...seen };
      // If the engine's client is killed, the container stays alive.
      const remove = [engine.program, 'rm', '--force', name] as const;
      const call = { env: ofClient, signal: new AbortController().signal, limitMs: 30_000, limit: 64 * 1024 };
      return { argv, env: ofClient, end: async () => void (await runProgram(remove, call)) };
    },
  };
}

/** Removes the variables for a proxy of this machine, which cannot be reached from inside: its login is not needed then. */
function withoutProxies(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !PROXIES.has(name)));
}

/** The real paths of the sockets, except for the way out. */
function socketsHere(way: Confinement['network']): string[] {
  const own = typeof way === 'string' ? undefined : way.socket;
  return [...new Set(listeningSockets().map(realPath))].filter(
    (path) => path !== own && entryKind(path) === 'other',
  );
}

/** The limit for reported hosts: a command that tries all of them is not reported in full. */
const MAX_REFUSED = 50;

/** Returns the real paths of the credentials in a home folder. */
function credentialsIn(home: string): Credential[] {
  return CREDENTIALS.flatMap((name) => {
    const path = realPath(join(home, name));
    const kind = entryKind(path);
    return kind === 'file' || kind === 'folder' ? [{ path, isFolder: kind === 'folder' }] : [];
  });
}

/**
 * Makes a folder for the objects created in a working tree. Existing content stays untouched: it was written inside, and a link
 * in it could redirect anything written here.
 */
async function makeObjects(objects: string): Promise<Pick<OwnGitDir, 'objects' | 'shared'>> {
  const shared = join(dirname(objects), 'shared');
  makeFolders(shared);
  if (entryKind(objects) === 'absent') {
    makeFolders(join(objects, 'info'));
    await createFile(join(objects, 'info', 'alternates'), `${shared}\n`);
  }
  return { objects, shared };
}

/**
 * Creates an agent's own folders if they are missing. A read-only home stays as it is: the agent could not create them either.
 */
function makeOwnFolders(home: string, folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      makeFolders(join(home, folder), 0o700);
    } catch (error) {
      if (systemErrorCode(error) === '') throw error;
    }
  }
}

/** Copies the git data of a working tree. An existing copy is kept: gates see the commits of the attempt. */
async function makeRecord(copy: string, record: string): Promise<string> {
  if (entryKind(copy) === 'absent') await copyTree(record, copy);
  return copy;
}

/** Makes the folder that replaces the repository's own inside, where none of its content may be visible. */
function makeHollow(folder: string): string {
  const hollow = join(folder, 'hollow');
  makeFolders(join(hollow, 'objects'));
  return hollow;
}

/** Returns the real path of a command's program. */
function programsOf([program]: Argv, path: string): string[] {
  const found = isAbsolute(program) ? program : findProgram(program, path);
  return found === undefined ? [] : [realPath(found)];
}
