import { dirname, join, sep } from 'node:path';
import type { Confinement } from './confinement.ts';
import { type Credential, credentialsShown } from './credentials.ts';
import { toolsInHome } from './tools_in_home.ts';

/** The parts of a home folder that a program needs, relative to it. */
export type HomeNeeds = {
  readonly reads: readonly string[];
  /** Its own state: sessions, logs, tokens it renews. */
  readonly writes: readonly string[];
  /**
   * The folders among the written paths: missing ones are created before the agent starts, since its data in there (its sessions,
   * its login) would otherwise be lost with the sandbox.
   */
  readonly folders?: readonly string[];
};

/** The paths an attempt works in and uses. Every path is absolute. */
export type AttemptPlaces = {
  /** The attempt's own working tree: its top, and the project in it. */
  readonly worktree: string;
  readonly project: string;
  /** The person's working tree, which may contain the worktree. */
  readonly top: string;
  /** The folder where this program keeps the batch: its journal, prompts and logs. */
  readonly state: string;
  /** The git folder shared by all working trees, and this worktree's own part of it; absent where it works in place. */
  readonly commonDir: string;
  readonly own: OwnGitDir | undefined;
  /** If it works in a clone: a folder that is empty except for an empty `objects`. Inside, it replaces the common folder. */
  readonly hollow?: string | undefined;
  readonly home: string;
  /** The home of the person's account, where HOME names another one. */
  readonly accountHome?: string | undefined;
  /** The value of PATH. */
  readonly path: string;
  /** The real paths of the programs that are started. */
  readonly programs: readonly string[];
  readonly needs: HomeNeeds;
  /** The paths the command itself needs, wherever they are. */
  readonly ownReads: readonly string[];
  /** Further paths shown by the person's settings. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** The existing ones among {@link CREDENTIALS}. */
  readonly credentials: readonly Credential[];
  /** The socket files on which a process of this machine listens. */
  readonly sockets: readonly string[];
  /** The folder of the sockets of the run's egress proxies, of which only the attempt's own is visible. */
  readonly proxyFolder?: string;
  readonly network: Confinement['network'];
};

/** The git data of one working tree, and the place of the objects created in it. */
export type OwnGitDir = {
  readonly path: string;
  /** Replaces it inside, so that the person's git never refers to objects missing from the repository. */
  readonly copy: string;
  /** Replaces the repository's objects inside. It is in a place where nothing inside can move it or replace it by a link. */
  readonly objects: string;
  /**
   * An empty folder: inside, the repository's objects are mounted there read-only, and the alternates of `objects` point there.
   */
  readonly shared: string;
};

/**
 * Returns the paths an attempt may touch: it writes its worktree, a copy of its git data, and its agent's own state; it reads the
 * person's working tree, the folders of its programs, and the system. Objects, branches, hooks and settings of the repository can
 * be read but not changed: new commits use objects in a place of their own. If it works in a clone, only the objects of the
 * repository's folder are visible, read-only.
 *
 * Only the person's settings can show the home folder as a whole, or a folder around it. Tools' credentials are empty wherever
 * they would be shown along with other files.
 */
export function attemptConfinement(places: AttemptPlaces): Confinement {
  const { worktree, project, top, state, commonDir, own, hollow, home, accountHome, needs, proxyFolder } =
    places;
  const objects = join(commonDir, 'objects');
  const homes = [home, ...(accountHome === undefined ? [] : [accountHome])];
  const isAroundHome = (path: string) =>
    homes.some((each) => path === each || each.startsWith(path.endsWith(sep) ? path : path + sep));
  const inHome = (names: readonly string[]) => names.map((name) => join(home, name));
  const reads = unique([
    top,
    state,
    commonDir,
    ...toolsInHome(home, places),
    ...toolsElsewhere(places),
    ...inHome([...GIT_SETTINGS, ...needs.reads]),
    ...places.ownReads,
  ])
    .filter((path) => !isAroundHome(path))
    .concat(places.reads);
  const writes = unique([worktree, ...inHome(needs.writes), ...places.writes]);
  return {
    cwd: project,
    home,
    accountHome,
    reads,
    writes,
    masks: [
      ...credentialsShown(places.credentials, [...reads, ...writes]),
      ...socketsSeen(places).map((path) => ({ path, isFolder: false })),
      ...(proxyFolder === undefined ? [] : [{ path: proxyFolder, isFolder: true }]),
    ],
    elsewhere:
      own !== undefined
        ? [
            { from: own.copy, at: own.path, isWritable: true },
            { from: own.objects, at: objects, isWritable: true },
            { from: objects, at: own.shared, isWritable: false },
          ]
        : hollow === undefined
          ? []
          : [
              { from: hollow, at: commonDir, isWritable: false },
              { from: objects, at: objects, isWritable: false },
            ],
    network: places.network,
  };
}

/**
 * Returns the sockets to hide. A request to a socket is carried out outside, for any process that may write to it; a read-only
 * folder around it does not prevent that. Excluded are sockets of attempts, which come and go in their worktrees, those named in
 * the person's settings, and for a clone those in the common folder, which is absent there.
 */
function socketsSeen({
  sockets,
  worktree,
  reads,
  writes,
  commonDir,
  hollow,
  proxyFolder,
}: AttemptPlaces): string[] {
  const named = new Set([...reads, ...writes]);
  const own = [
    dirname(worktree),
    ...(hollow === undefined ? [] : [commonDir]),
    ...(proxyFolder === undefined ? [] : [proxyFolder]),
  ];
  return sockets.filter((path) => !own.some((folder) => path.startsWith(folder + sep)) && !named.has(path));
}

/**
 * Returns the tools in the other places that are empty inside like the home. Any part of the home that lies in them is handled as
 * home.
 */
function toolsElsewhere({ home, accountHome, path, programs }: AttemptPlaces): string[] {
  const isElsewhere = (place: string) => place !== home && !place.startsWith(home + sep);
  const others = {
    path: path.split(':').filter(isElsewhere).join(':'),
    programs: programs.filter(isElsewhere),
  };
  const folders = ['/tmp', '/var/tmp', ...(accountHome === undefined ? [] : [accountHome])];
  return folders.flatMap((folder) => toolsInHome(folder, others));
}

/** The identity and settings for commits: no secrets, unlike `.git-credentials`. */
const GIT_SETTINGS = ['.gitconfig', '.config/git/config', '.config/git/ignore'];

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)].sort();
}
