import { dirname, join, sep } from 'node:path';
import type { Confinement } from './confinement.ts';
import { type Credential, credentialsShown } from './credentials.ts';
import { toolsInHome } from './shown_tools.ts';

/** What of a home folder a program needs, relative to it. */
export type HomeNeeds = {
  readonly reads: readonly string[];
  /** Its own state: sessions, logs, tokens that it renews. */
  readonly writes: readonly string[];
  /**
   * Of what is written, the folders: one that is not there yet is made before the agent starts, since what it keeps in there (its
   * sessions, its login) would be lost with the sandbox otherwise.
   */
  readonly folders?: readonly string[];
};

/** Where an attempt works, and what it works with. Every path is absolute. */
export type AttemptPlaces = {
  /** The attempt's own working tree: its top, and the project in it. */
  readonly worktree: string;
  readonly project: string;
  /** The person's working tree, which the worktree may lie in. */
  readonly top: string;
  /** Where this program keeps the batch: its journal, prompts and logs. */
  readonly state: string;
  /** The folder that git keeps for all working trees, and the part of it that is this one's; none where it works in place. */
  readonly commonDir: string;
  readonly own: OwnGitDir | undefined;
  /** Where it works in a clone: an empty folder, but for an empty `objects`. Inside, it takes the place of the common folder. */
  readonly hollow?: string | undefined;
  readonly home: string;
  /** That of the person's account, where HOME names another one. */
  readonly accountHome?: string | undefined;
  /** The value of PATH. */
  readonly path: string;
  /** The real places of the programs that are started. */
  readonly programs: readonly string[];
  readonly needs: HomeNeeds;
  /** What the command itself needs, wherever it is. */
  readonly ownReads: readonly string[];
  /** What the person's settings show beside all that. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** What there is of {@link CREDENTIALS}. */
  readonly credentials: readonly Credential[];
  /** The files of sockets at which somebody on this machine listens. */
  readonly sockets: readonly string[];
  /** The folder of the run's ways out, of which only its own is there. */
  readonly doors?: string;
  readonly network: Confinement['network'];
};

/** What git keeps of one working tree, and where objects go that are made in it. */
export type OwnGitDir = {
  readonly path: string;
  /** Takes its place inside, so that git of the person's is never led to objects which the repository has not. */
  readonly copy: string;
  /** Takes the place of the repository's objects inside. It lies where nothing inside can move it or put a link in its place. */
  readonly objects: string;
  /** An empty folder: inside, the repository's objects stand there to be read, and the alternates of `objects` lead there. */
  readonly shared: string;
};

/**
 * What an attempt may touch: it writes its worktree, a copy of what git keeps of that, and its agent's own state; it reads the person's
 * working tree, whatever its programs stand in, and the system. Objects, branches, hooks and settings of the repository can be
 * read and not changed: what it commits is made of objects in a place of its own. Where it works in a clone, nothing of the
 * repository's folder is there but its objects, to be read.
 *
 * Nothing shows the home folder as a whole, or a folder around it, but what the person's settings name. What tools prove themselves
 * with is empty wherever it is shown with other things.
 */
export function attemptConfinement(places: AttemptPlaces): Confinement {
  const { worktree, project, top, state, commonDir, own, hollow, home, accountHome, needs, doors } = places;
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
      ...(doors === undefined ? [] : [{ path: doors, isFolder: true }]),
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
 * What a socket leads to is done outside, for whoever may write to it: that what it lies in can only be read keeps nobody from that.
 * Those of attempts lie in their worktrees, where they come and go; one that the person's settings name is meant. Of a clone's, the
 * common folder is not there.
 */
function socketsSeen({
  sockets,
  worktree,
  reads,
  writes,
  commonDir,
  hollow,
  doors,
}: AttemptPlaces): string[] {
  const named = new Set([...reads, ...writes]);
  const own = [
    dirname(worktree),
    ...(hollow === undefined ? [] : [commonDir]),
    ...(doors === undefined ? [] : [doors]),
  ];
  return sockets.filter((path) => !own.some((folder) => path.startsWith(folder + sep)) && !named.has(path));
}

/** Of the other places that are empty inside as the home is. What of the home lies in them is not looked at as theirs. */
function toolsElsewhere({ home, accountHome, path, programs }: AttemptPlaces): string[] {
  const isElsewhere = (place: string) => place !== home && !place.startsWith(home + sep);
  const others = {
    path: path.split(':').filter(isElsewhere).join(':'),
    programs: programs.filter(isElsewhere),
  };
  const folders = ['/tmp', '/var/tmp', ...(accountHome === undefined ? [] : [accountHome])];
  return folders.flatMap((folder) => toolsInHome(folder, others));
}

/** Who commits, and how: no secrets, unlike `.git-credentials`. */
const GIT_SETTINGS = ['.gitconfig', '.config/git/config', '.config/git/ignore'];

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)].sort();
}
