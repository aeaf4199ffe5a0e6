import { dirname, isAbsolute, join, resolve } from 'node:path';
import {
  copyTree,
  createFile,
  type Environment,
  entryKind,
  findProgram,
  type Host,
  hostText,
  listeningSockets,
  makeFolders,
  makeSocketFolder,
  type NetworkDoor,
  openNetworkDoor,
  realPath,
  removeTree,
  sortedHosts,
} from '../../platform/index.ts';
import {
  ownObjects,
  ownRecord,
  type Repository,
  type Worktree,
  worktreeRecord,
} from '../git/worktrees/index.ts';
import { attemptConfinement, type HomeNeeds, type OwnGitDir } from './attempt_confinement.ts';
import { bwrapArgv } from './bwrap.ts';
import type { Sandbox } from './choose_sandbox.ts';
import type { Argv, Confinement, NetworkRule, SandboxKind } from './confinement.ts';
import { containerArgv } from './container.ts';
import { CREDENTIALS, type Credential } from './credentials.ts';
import { widerBy } from './wider_by.ts';

/** A command that is to be confined. */
export type ConfinedCommand = {
  readonly argv: Argv;
  /** All that it sees. */
  readonly env: Environment;
  readonly needs?: HomeNeeds;
  /** Files and folders of its own, which it may read wherever they are. */
  readonly reads?: readonly string[];
  /** What it needs of the network. */
  readonly hosts?: readonly Host[];
};

/** Puts the commands of a run into its sandbox. */
export type Confiner = {
  readonly kind: SandboxKind;
  /** What of the network its commands have. */
  readonly network: NetworkRule;
  /** What may be reached by all of them, where each has what it needs. */
  readonly hosts: readonly Host[];
  /** The command as it is started in a worktree. */
  readonly confine: (command: ConfinedCommand, worktree: Worktree) => Promise<Argv>;
  /** Whether something has come in for the commands of a worktree since that was last asked, as far as it is seen. */
  readonly cameIn: (worktree: Worktree) => boolean;
  /** Closes what was opened for them. */
  readonly close: () => Promise<void>;
};

/** What a person says of a run's sandbox beyond its kind. */
export type SandboxRules = {
  /** Paths that are shown, or may be written too, wherever they are: absolute, from `~`, or from the project. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly network: NetworkRule;
  /** Hosts that every command may reach, beyond what it needs. */
  readonly hosts: readonly Host[];
};

/** This program, as it is started, and the folders that it reads. */
export type OwnProgram = { readonly argv: readonly [string, ...string[]]; readonly reads: readonly string[] };

/** The command of this program that leads another one to its door; sandboxes start it, people don't. */
export const RELAY_VERB = 'run-behind-door';

/** Leaves every command as it is. */
export const UNCONFINED: Confiner = {
  kind: 'none',
  network: 'host',
  hosts: [],
  confine: async ({ argv }) => argv,
  cameIn: () => false,
  close: async () => {},
};

/**
 * The confiner of a run.
 *
 * @param user - the numeric user and group of the person
 */
export function createConfiner(
  sandbox: Sandbox,
  { reads, writes, network, hosts }: SandboxRules,
  around: {
    readonly repository: Repository;
    readonly env: Environment;
    readonly user: { readonly uid: number; readonly gid: number; readonly home: string };
    /** This program, as it is started, and what it reads. */
    readonly program: OwnProgram;
    /** Hears what a command asked for and was kept from, and how a person lets it. */
    readonly refused: (host: string, remedy: string) => void;
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
  const told = new Set<string>();
  /** Of each host once: a program may ask for it again and again. */
  const refusedOnce = (host: string): string => {
    const isNew = !told.has(host) && told.size < MOST_REFUSED;
    if (isNew) told.add(host);
    const remedy = widerBy(hosts, told, host);
    if (isNew) refused(host, remedy);
    return remedy;
  };
  const received = new Set<string>();
  /** By whose way it is, and the hosts that it leads to. */
  const doors = new Map<string, Promise<NetworkDoor>>();
  /** Where they all lie: a door may be opened after a command was started that is not to see it, so that sees none of the folder. */
  let doorsFolder: string | undefined;
  const wayTo = async (worktree: string, needed: readonly Host[]): Promise<Confinement['network']> => {
    const all = sortedHosts([...needed, ...hosts]);
    if (network !== 'needed') return network;
    doorsFolder ??= realPath(makeSocketFolder());
    if (all.length === 0) return 'none';
    const key = [worktree, ...all.map(hostText)].join(' ');
    const opening =
      doors.get(key) ??
      openNetworkDoor(all, {
        env,
        socket: join(doorsFolder, String(doors.size)),
        refused: refusedOnce,
        received: () => void received.add(worktree),
      });
    doors.set(key, opening);
    const { socket } = await opening;
    // In a container are other programs than here.
    const [node, ...main] = program.argv;
    const own = [sandbox.kind === 'container' ? 'node' : node, ...main] as const;
    return {
      socket,
      leads: [
        ...own,
        RELAY_VERB,
        '--socket',
        socket,
        ...all.flatMap((host) => ['--host', hostText(host)]),
        '--',
      ],
    };
  };
  return {
    kind: sandbox.kind,
    network,
    hosts,
    cameIn: ({ path }) => received.delete(path),
    close: async () => {
      for (const door of doors.values())
        await door.then(
          ({ close }) => close(),
          () => {},
        );
      doors.clear();
      if (doorsFolder !== undefined) await removeTree(doorsFolder);
      doorsFolder = undefined;
    },
    async confine(command, worktree) {
      const way = await wayTo(worktree.path, command.hosts ?? []);
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
        ...(doorsFolder === undefined ? {} : { doors: doorsFolder }),
        network: way,
      });
      if (sandbox.kind === 'bwrap')
        return bwrapArgv(command.argv, confinement, { takes: sandbox.takes, exists });
      const names = Object.keys(command.env).filter((name) => name !== 'PATH' && name !== 'HOME');
      return containerArgv(command.argv, confinement, {
        engine: sandbox.engine,
        user,
        env: [...names, 'ORCHESTRATOR_TOKEN'].sort(),
        exists,
      });
    },
  };
}

/** Where they really lie, but for the way out. */
function socketsHere(way: Confinement['network']): string[] {
  const own = typeof way === 'string' ? undefined : way.socket;
  return [...new Set(listeningSockets().map(realPath))].filter(
    (path) => path !== own && entryKind(path) === 'other',
  );
}

/** Of hosts that are told: one that tries all of them is not. */
const MOST_REFUSED = 50;

/** What there is of credentials in a home folder, where it really lies. */
function credentialsIn(home: string): Credential[] {
  return CREDENTIALS.flatMap((name) => {
    const path = realPath(join(home, name));
    const kind = entryKind(path);
    return kind === 'file' || kind === 'folder' ? [{ path, isFolder: kind === 'folder' }] : [];
  });
}

/**
 * Makes room for the objects that are made in a working tree. What is there is left as it is: it was written inside, and a link
 * in it would lead what is written here anywhere.
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

/** Copies what git keeps of a working tree. What is there is gone on with: gates see what the attempt has committed. */
async function makeRecord(copy: string, record: string): Promise<string> {
  if (entryKind(copy) === 'absent') await copyTree(record, copy);
  return copy;
}

/** Makes the folder that a repository's own is inside, where nothing of it is to be seen. */
function makeHollow(folder: string): string {
  const hollow = join(folder, 'hollow');
  makeFolders(join(hollow, 'objects'));
  return hollow;
}

/** Where the program of a command really is. */
function programsOf([program]: Argv, path: string): string[] {
  const found = isAbsolute(program) ? program : findProgram(program, path);
  return found === undefined ? [] : [realPath(found)];
}
